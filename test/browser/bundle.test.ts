import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openSite, PAGE, type Site } from './site.ts';

const MOST_KILOBYTES = 250;

// other test files may keep the processors busy
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.close());

test(`scripts that a reader gets at the start, the worker's too, are at most ${MOST_KILOBYTES} kB gzipped`, async () => {
  const assets = join(PAGE, 'assets');
  const size = (name: string) => gzipSync(readFileSync(join(assets, name)), { level: 9 }).length;
  const all = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const page = await site.browser.newPage();
  const got = new Set<string>();
  page.on('request', (request) => {
    const name = request.url().split('/').at(-1)!;
    if (name.endsWith('.js')) got.add(name);
  });
  page.on('worker', (worker) => got.add(worker.url().split('/').at(-1)!));
  await page.goto(site.address);
  await page.waitForSelector('svg.chart');
  await page.waitForTimeout(1500);
  const sum = (names: Iterable<string>) => [...names].reduce((bytes, name) => bytes + size(name), 0) / 1000;
  console.log(`scripts: ${Math.round(sum(got))} kB gzipped at the start, ${Math.round(sum(all))} kB in all`);
  expect([...got].some((name) => name.includes('worker'))).toBe(true);
  expect(sum(got)).toBeLessThanOrEqual(MOST_KILOBYTES);
  await page.close();
});

test('the policy for content allows scripts and requests of the own origin only', async () => {
  const page = await site.open();
  const policy = await page.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content');
  expect(policy).toMatch(/default-src 'none'; script-src 'self';/);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  const blocked = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.inline = 1';
    document.body.append(script);
    return (window as unknown as { inline?: number }).inline === undefined;
  });
  expect(blocked).toBe(true);
  await page.context().close();
});
