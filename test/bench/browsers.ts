/**
 * Starts every browser there is, one after the other, on a small page that runs the engine in a worker (page/), and
 * collects what the page sends back. Browsers are started as a user starts them, with an address; nothing drives them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, extname, join, normalize } from 'node:path';
import { build } from 'vite';
import type { Scenario } from '../../sim/index.ts';
import type { Digests } from './digests.ts';
import type { Task } from './page/page.ts';
import { twinScenario } from './twin.ts';

export const BROWSERS = ['chromium', 'firefox', 'webkit'] as const;
export type BrowserName = (typeof BROWSERS)[number];

/** What the page sends. */
export interface Answer {
  readonly userAgent: string;
  /** Whether memory can be shared. */
  readonly isolated: boolean;
  readonly digests: Digests;
  readonly timing: { readonly weeksPerSecond: number; readonly ensembleMs: number } | null;
}

export interface Seen {
  readonly name: BrowserName;
  readonly version: string;
  readonly outcome:
    | { readonly ok: true; readonly answer: Answer }
    | { readonly ok: false; readonly absent: boolean; readonly reason: string };
}

export interface Wanted {
  /** The repository. */
  readonly root: string;
  readonly scenarios: readonly Scenario[];
  readonly timing: boolean;
  readonly quick?: boolean;
  readonly browsers?: readonly BrowserName[];
}

export const SEED = 'bits 比特';
/** Without a sign of life for so long, or altogether, a browser is given up. */
const SILENCE = 120_000;
const ALTOGETHER = 600_000;
const SEEDS = Array.from({ length: 50 }, (_, i) => String(i + 1));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** How a browser is started: program, arguments and surroundings; null where it is not installed. */
interface Start {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The first of these programs on the path, or where a variable says it is. */
function find(variable: string, ...names: readonly string[]): string | null {
  const told = process.env[variable];
  if (told !== undefined && existsSync(told)) return told;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const files = names.flatMap((name) => (name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name))));
  return files.find((file) => existsSync(file)) ?? null;
}

/** WebKitGTK's own small browser lies in a folder named after the machine and the version. */
function findMiniBrowser(): string | null {
  const lib = '/usr/lib';
  const machines = existsSync(lib) ? readdirSync(lib).filter((name) => name.includes('-linux-')) : [];
  const folders = [lib, '/usr/libexec', ...machines.map((name) => join(lib, name))];
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).flatMap((name) => (name.startsWith('webkit') ? [join(folder, name)] : [])))
    .map((folder) => join(folder, 'MiniBrowser'));
  return find('MINIBROWSER', ...files.sort().reverse());
}

const STARTS: Readonly<Record<BrowserName, (profile: string, address: string) => Start | null>> = {
  chromium(profile, address) {
    const file = find('CHROMIUM', 'chromium', 'chromium-browser', 'google-chrome');
    const quiet = ['gpu', 'quic', 'background-networking', 'component-update', 'sync', 'extensions'];
    const args = ['--headless=new', '--no-sandbox', '--no-first-run', ...quiet.map((what) => `--disable-${what}`)];
    return file === null ? null : { file, args: [...args, `--user-data-dir=${profile}`, address] };
  },
  firefox(profile, address) {
    const file = find('FIREFOX', 'firefox-esr', 'firefox');
    if (file === null) return null;
    writeFileSync(join(profile, 'user.js'), FIREFOX_SETTINGS);
    return { file, args: ['--headless', '--new-instance', '--profile', profile, address], env: { HOME: profile } };
  },
  webkit(profile, address) {
    const browser = findMiniBrowser();
    const display = find('XVFB_RUN', 'xvfb-run');
    if (browser === null || display === null) return null;
    const env = { HOME: profile, XDG_CACHE_HOME: profile, XDG_DATA_HOME: profile, JSC_useSharedArrayBuffer: '1' };
    return { file: display, args: ['-a', browser, address], env };
  },
};

const FIREFOX_SETTINGS = Object.entries({
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'privacy.reduceTimerPrecision': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
})
  .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
  .join('');

/** Whether there is such a browser here. */
export function isInstalled(name: BrowserName): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'coproduce-browser-'));
  try {
    return STARTS[name](folder, '') !== null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Builds the page, then asks each browser. */
export async function inBrowsers(wanted: Wanted): Promise<Seen[]> {
  const folder = mkdtempSync(join(tmpdir(), 'coproduce-browsers-'));
  try {
    const page = join(folder, 'page');
    await build({
      configFile: false,
      root: join(wanted.root, 'test/bench/page'),
      base: './',
      logLevel: 'error',
      build: { outDir: page, target: 'es2022' },
      worker: { format: 'es' },
    });
    const seen: Seen[] = [];
    for (const name of wanted.browsers ?? BROWSERS) seen.push(await ask(name, folder, page, wanted));
    return seen;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function taskOf({ scenarios, timing, quick = false }: Wanted): Task {
  return {
    scenarios,
    seed: SEED,
    timed: timing ? twinScenario({ households: 888 }) : null,
    ensemble: timing ? { scenario: twinScenario({ residents: 1000 }), seeds: SEEDS, rounds: quick ? 1 : 5 } : null,
  };
}

async function ask(name: BrowserName, folder: string, page: string, wanted: Wanted): Promise<Seen> {
  const profile = mkdtempSync(join(folder, `${name}-`));
  const key = Math.random().toString(36).slice(2);
  const post = createPostbox();
  const server = await serve(page, JSON.stringify(taskOf(wanted)), key, post);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html?key=${key}`;
  let child: ChildProcess | null = null;
  try {
    const start = STARTS[name](profile, address);
    if (start === null) return { name, version: '', outcome: { ok: false, absent: true, reason: 'not installed' } };
    // a process group of its own, so that all of a browser's processes can be ended together
    child = spawn(start.file, start.args, {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, ...start.env },
    });
    running.add(child);
    child.on('error', (error) => post.end(`cannot be started: ${error.message}`));
    child.on('exit', (code) => post.end(`ended by itself with exit code ${code}`));
    const answer = await post.answer;
    return { name, version: versionOf(name, answer.userAgent), outcome: { ok: true, answer } };
  } catch (thrown) {
    return { name, version: '', outcome: { ok: false, absent: false, reason: (thrown as Error).message } };
  } finally {
    post.close();
    if (child) await end(child);
    server.closeAllConnections();
    server.close();
  }
}

function versionOf(name: BrowserName, userAgent: string): string {
  const mark = { chromium: /Chrome\/(\d+)/u, firefox: /Firefox\/([\d.]+)/u, webkit: /Version\/([\d.]+)/u }[name];
  return mark.exec(userAgent)?.[1] ?? userAgent;
}

/** Browsers that have not been ended; none is left when this process ends, however it does. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) signal(child, 'SIGKILL');
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(1));

/** Signals a browser with all its processes; false when there are none. */
function signal({ pid }: ChildProcess, name: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  try {
    return pid !== undefined && process.kill(-pid, name);
  } catch {
    return false;
  }
}

/** Ends a browser, first politely. */
async function end(child: ChildProcess): Promise<void> {
  signal(child, 'SIGTERM');
  for (let waited = 0; waited < 3000 && signal(child, 0); waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  signal(child, 'SIGKILL');
  running.delete(child);
}

interface Postbox {
  readonly answer: Promise<Answer>;
  give(answer: Answer): void;
  fail(reason: string): void;
  /** It fails for a reason that has nothing to do with the page, after the last sign of life. */
  end(reason: string): void;
  alive(sign: string): void;
  close(): void;
}

/** An answer that comes, or fails to come in time. */
function createPostbox(): Postbox {
  let give: Postbox['give'] = () => {};
  let fail: Postbox['fail'] = () => {};
  const answer = new Promise<Answer>((resolve, reject) => {
    give = resolve;
    fail = (reason) => reject(new Error(reason));
  });
  // the failure may come before anybody waits for the answer
  answer.catch(() => {});
  let last = 'its start';
  const late = () => fail(`no sign of life for ${SILENCE / 1000} s, after ${last}`);
  let silence = setTimeout(late, SILENCE);
  const whole = setTimeout(() => fail(`not done after ${ALTOGETHER / 1000} s, the last was ${last}`), ALTOGETHER);
  return {
    answer,
    give: (value) => give(value),
    fail: (reason) => fail(reason),
    end: (reason) => fail(`${reason}, after ${last}`),
    alive(sign) {
      last = sign;
      clearTimeout(silence);
      silence = setTimeout(late, SILENCE);
    },
    close() {
      clearTimeout(silence);
      clearTimeout(whole);
    },
  };
}

/** Gives out the built page and its task, and takes what the page sends; isolated, so that memory can be shared. */
async function serve(page: string, task: string, key: string, post: Postbox): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(page, normalize(pathname));
    const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    const send = (status: number, type: string, body: string | Buffer) => {
      response.writeHead(status, { ...headers, 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
    };
    if (request.method === 'POST') {
      let text = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => {
        text += chunk;
      });
      request.on('end', () => {
        send(204, 'text/plain', '');
        if (searchParams.get('key') !== key) return;
        post.alive(`${pathname} ${text.slice(0, 100)}`);
        if (pathname === '/answer') post.give(JSON.parse(text));
        if (pathname === '/failed') post.fail(JSON.parse(text));
      });
      return;
    }
    post.alive(pathname);
    if (pathname === '/task.json') send(200, 'application/json', task);
    else if (file.startsWith(page) && existsSync(file) && extname(file) !== '') {
      send(200, TYPES[extname(file)] ?? 'application/octet-stream', readFileSync(file));
    } else send(404, 'text/plain', 'not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
