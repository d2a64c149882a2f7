/** The built page, served as a reader gets it, and a browser to look at it with. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type PreviewServer, preview } from 'vite';
import { CHROMIUM_FLAGS, findChromium } from '../setup/chromium.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** One build for all test files of one run, which share their parent process. */
export const PAGE = join(ROOT, 'node_modules/.cache/page', String(process.ppid));
const PATIENCE = 120_000;

async function build(): Promise<void> {
  const done = `${PAGE}.done`;
  try {
    mkdirSync(join(PAGE, '..'), { recursive: true });
    mkdirSync(`${PAGE}.lock`);
  } catch {
    for (let waited = 0; !existsSync(done); waited += 100) {
      if (waited > PATIENCE) throw new Error('the page was not built in time');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return;
  }
  for (const old of readdirSync(join(PAGE, '..'))) {
    if (!old.startsWith(String(process.ppid))) rmSync(join(PAGE, '..', old), { recursive: true, force: true });
  }
  execFileSync('npx', ['vite', 'build', '--outDir', PAGE, '--emptyOutDir', '--logLevel', 'error'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    // as readers get it: the tests' own environment would bring code for development
    env: { ...process.env, NODE_ENV: 'production' },
    shell: process.platform === 'win32',
  });
  writeFileSync(done, '');
}

export interface Site {
  readonly address: string;
  readonly browser: Browser;
  /** A page of its own context, opened and drawn. What the browser complains of is collected. */
  open(query?: string, options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenPage extends Page {
  readonly complaints: string[];
}

export async function openSite(): Promise<Site> {
  const executablePath = findChromium();
  await build();
  const server: PreviewServer = await preview({
    root: ROOT,
    logLevel: 'error',
    build: { outDir: PAGE },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const address = server.resolvedUrls!.local[0]!;
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  return {
    address,
    browser,
    async open(query = '', options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        locale: 'en-GB',
        reducedMotion: 'reduce',
        acceptDownloads: true,
        ...options,
      });
      context.setDefaultTimeout(45_000);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !/^(blob|data):/.test(url)) complaints.push(`left the origin: ${url}`);
      });
      await page.goto(address + query);
      await page.waitForSelector('svg.chart, .chart-empty', { timeout: PATIENCE });
      return Object.assign(page, { complaints });
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Waits until every run is there and the page has drawn it. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const { done, total } = document.querySelector<HTMLElement>('.status')?.dataset ?? {};
      return !document.querySelector('.status .running') && done !== undefined && done === total;
    },
    null,
    { timeout: PATIENCE },
  );
  await page.waitForTimeout(150);
}

export const headline = (page: Page) => page.locator('.headline h2').innerText();
