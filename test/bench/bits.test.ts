import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findChromium } from '../setup/chromium.ts';

it('gives the same bits in Node and in a browser, on every code path, for every shipped scenario', () => {
  findChromium();
  const said = execFileSync(
    'npm',
    ['run', '--silent', 'bits', '--', '--small', '--only', 'chromium', '--require', 'chromium'],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  expect(said).toMatch(/^chromium .*: plain, kernel, 2 threads, 3 threads$/m);
  expect(said).toMatch(/all bits equal/);
}, 300_000);
