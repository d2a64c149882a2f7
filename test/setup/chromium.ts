import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { installPackages, onPath } from './packages.ts';

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

/**
 * The path of a Chromium.
 *
 * @throws an error that says how to get one
 */
export function findChromium(): string {
  const found = find();
  if (found) return found;
  installPackages('chromium', 'fonts-wqy-microhei');
  const path = find();
  if (path) return path;
  throw new Error(
    'The browser tests need Chromium. Install it ("apt-get install chromium fonts-wqy-microhei", or ' +
      '"npx playwright-core install chromium") or name it: CHROMIUM=/path/to/chromium npm test',
  );
}
