import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openSite, type Site, settled } from './site.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// other test files may keep the processors busy
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.close());

/** What axe finds that is serious or critical, a line each. */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    interface Violation {
      id: string;
      impact: string;
      help: string;
      nodes: { html: string; failureSummary: string }[];
    }
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
      );
  });
}

describe.each(['en', 'zh'])('in %s', (lang) => {
  describe.each(['light', 'dark'])('%s', (theme) => {
    test('axe finds nothing serious on the page, its panels and dialogs', async () => {
      const page = await site.open(`?lang=${lang}&theme=${theme}`);
      await settled(page);
      expect(await serious(page)).toEqual([]);
      for (const panel of ['distribution', 'moved', 'money']) {
        await page.locator(`#tab-${panel}`).click();
        await page.waitForTimeout(100);
        expect(await serious(page), panel).toEqual([]);
      }
      for (const fold of await page.locator('.fold summary').all()) await fold.click();
      expect(await serious(page), 'open folds').toEqual([]);
      for (const key of ['t', '?']) {
        await page.locator('#main').focus();
        await page.keyboard.press(key);
        await page.waitForSelector('dialog[open]');
        expect(await serious(page), `dialog on ${key}`).toEqual([]);
        await page.keyboard.press('Escape');
      }
      expect(page.complaints).toEqual([]);
      await page.context().close();
    });
  });
});

test('axe finds nothing serious on a phone and on a wall', async () => {
  const phone = await site.open('?lang=en', { viewport: { width: 360, height: 740 }, hasTouch: true });
  await settled(phone);
  expect(await serious(phone)).toEqual([]);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth), 'nothing scrolls sideways').toBe(360);
  await phone.setViewportSize({ width: 320, height: 740 });
  await phone.waitForTimeout(500);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await phone.context().close();
  const wall = await site.open('?lang=en&projector=1', { viewport: { width: 1920, height: 1080 } });
  expect(await serious(wall)).toEqual([]);
  const sizes = await wall.evaluate(() =>
    [...document.querySelectorAll('svg.chart text')].map((text) => Number.parseFloat(getComputedStyle(text).fontSize)),
  );
  expect(Math.min(...sizes), 'labels').toBeGreaterThanOrEqual(22);
  const chart = (await wall.locator('svg.chart').boundingBox())!;
  expect(chart.height, 'chart').toBeGreaterThanOrEqual(0.65 * 1080);
  await wall.context().close();
});
