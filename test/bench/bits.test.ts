import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findChromium } from '../setup/chromium.ts';
import { installPackages } from '../setup/packages.ts';
import { type BrowserName, isInstalled } from './browsers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What brings a browser other than Chromium; WebKit's needs a screen, or what pretends to be one. */
const PACKAGES = { firefox: ['firefox-esr'], webkit: ['webkit2gtk-driver', 'xvfb', 'xauth'] } as const;

function bits(name: BrowserName): { said: string; code: number | null } {
  const words = ['run', '--silent', 'bits', '--', '--small', '--only', name, '--require', name];
  const { stdout, status } = spawnSync('npm', words, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  return { said: stdout, code: status };
}

function expectEqual({ said, code }: { said: string; code: number | null }, name: BrowserName): void {
  expect(said).toMatch(new RegExp(`^${name} .*: plain, kernel, 2 threads, 3 threads$`, 'm'));
  expect(said).toMatch(/all bits equal/);
  expect(code).toBe(0);
}

const what = 'gives the same bits as Node, on every code path, for every shipped scenario';

test(`chromium ${what}`, () => {
  findChromium();
  expectEqual(bits('chromium'), 'chromium');
}, 600_000);

test.for(['firefox', 'webkit'] as const)(`%s ${what}, where it can be had`, { timeout: 600_000 }, (name, { skip }) => {
  if (!isInstalled(name)) installPackages(...PACKAGES[name]);
  if (!isInstalled(name)) skip(`${name} is not installed and could not be: ${PACKAGES[name].join(' ')}`);
  const result = bits(name);
  // a browser that does not start on this machine tells nothing; one that has asked for the page must answer
  const unstarted = new RegExp(`^${name}: (.*), after its start$`, 'm').exec(result.said);
  if (unstarted) skip(`${name} does not run here: ${unstarted[1]}`);
  expectEqual(result, name);
});
