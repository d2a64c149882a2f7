import { execFileSync, execSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** What a browser without a screen on a machine of tests needs. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function onPath(name: string): string | null {
  try {
    return execSync(`command -v ${name}`, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null;
  } catch {
    return null;
  }
}

function playwrightsOwn(): string | null {
  try {
    const path = chromium.executablePath();
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

function find(): string | null {
  const given = process.env.CHROMIUM;
  if (given) return given;
  for (const name of NAMES) {
    const path = onPath(name);
    if (path) return path;
  }
  return playwrightsOwn();
}

/** On Debian as root a missing browser is installed, together with a Chinese font. */
function install(): void {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return;
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-wqy-microhei'],
    options,
  );
}

/**
 * The path of a Chromium.
 *
 * @throws an error that says how to get one
 */
export function findChromium(): string {
  const found = find();
  if (found) return found;
  try {
    install();
  } catch {
    // what is missing is said below
  }
  const path = find();
  if (path) return path;
  throw new Error(
    'The browser tests need Chromium. Install it ("apt-get install chromium fonts-wqy-microhei", or ' +
      '"npx playwright-core install chromium") or name it: CHROMIUM=/path/to/chromium npm test',
  );
}
