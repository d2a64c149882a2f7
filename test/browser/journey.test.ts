import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { headline, type OpenPage, openSite, ROOT, type Site, settled } from './site.ts';

// other test files may keep the processors busy
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.close());

async function downloaded(page: Page, click: () => Promise<void>): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  return readFileSync((await file.path())!, 'utf8');
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('the first journey', () => {
  let page: OpenPage;
  beforeAll(async () => {
    page = await site.open('?lang=en');
  });
  afterAll(() => {
    expect(page.complaints).toEqual([]);
    return page.context().close();
  });

  test('a sentence and a drawn chart stand there before any run has been computed', async () => {
    expect(await headline(page)).toMatch(/^With training by lot, .* in 100 take part each week at the end of year 3/);
    expect(await page.locator('svg.chart .curve').count()).toBe(2);
    const label = await page.locator('svg[data-chart=trajectories]').getAttribute('aria-label');
    expect(label).toMatch(/A Training by lot ends at/);
    await settled(page);
    expect(await page.locator('.outcomes').innerText()).toMatch(/50 of 50/);
  });

  test('dragging a lever moves the curve as a marked preview; release brings the full ensemble and leaves a ghost', async () => {
    const before = await headline(page);
    const slider = (await page.locator('input[data-lever=training]').boundingBox())!;
    const y = slider.y + slider.height / 2;
    await page.mouse.move(slider.x + slider.width * 0.22, y);
    await page.mouse.down();
    try {
      await page.mouse.move(slider.x + slider.width * 0.6, y, { steps: 6 });
      await page.waitForSelector('.chart-note');
      expect(await page.locator('.chart-note').innerText()).toMatch(/preview, \d runs?/);
      expect(await headline(page), 'the sentence waits for the evidence').toBe(before);
    } finally {
      await page.mouse.up();
    }
    await settled(page);
    expect(await page.locator('svg.chart .ghost').count()).toBe(1);
    expect(await page.locator('.strips').innerHTML()).toMatch(
      /training, [2-5]\d seats a week, weeks 27–78, money spent by week/,
    );
  });

  test('adds a scenario and says which policy is ahead on the same budget', async () => {
    await page.locator('.add > button').click();
    await page.locator('.menu-list').getByRole('button', { name: 'Door visits', exact: true }).click();
    await settled(page);
    expect(await page.locator('.evidence').innerText()).toMatch(/B beats A in \d+ of 50 runs/);
    expect(await page.locator('.outcomes thead th').count()).toBe(3);
  });

  test('shows differences paired by seed, and small multiples', async () => {
    await button(page, 'Difference').click();
    await page.waitForSelector('svg[aria-label^="Difference"]');
    expect(await page.locator('svg.chart').first().getAttribute('aria-label')).toMatch(/^Difference from the baseline/);
    expect(await page.locator('svg.chart .curve').count()).toBe(2);
    await button(page, 'Small multiples').click();
    await page.waitForSelector('svg[data-chart=multiples] > g');
    expect(await page.locator('svg[data-chart=multiples] > g').count()).toBe(3);
    await button(page, 'Level').click();
  });

  test('tells one resident’s story', async () => {
    const map = page.locator('.residents-map');
    await map.scrollIntoViewIfNeeded();
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.story-headline');
    await page.waitForFunction(() => (document.querySelector('.story-headline')?.textContent ?? '') !== '');
    await page.keyboard.press('Escape');
    expect(await page.locator('.story-page').count()).toBe(0);
  });

  test('changes the language without losing anything', async () => {
    const tabs = await page.locator('.tab').count();
    await page.keyboard.press('l');
    expect(await headline(page)).toMatch(/上门走访使每百名居民中有[\d.]+人每周参与/);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('.tab').count()).toBe(tabs);
    expect(await page.locator('.levers h2').innerText()).toContain('B 上门走访');
    await page.keyboard.press('l');
  });

  test('undoes and redoes', async () => {
    await page.keyboard.press('Control+z');
    expect(await page.locator('.tab').count()).toBe(2);
    await page.keyboard.press('Control+Shift+z');
    expect(await page.locator('.tab').count()).toBe(3);
    await settled(page);
  });

  test('a link opens the same comparison in a second tab', async () => {
    await button(page, 'Difference').click();
    await button(page, 'Share').click();
    await page.waitForFunction(() => (document.querySelector<HTMLTextAreaElement>('.link-field')?.value ?? '') !== '');
    const link = await page.locator('.link-field').inputValue();
    await page.keyboard.press('Escape');
    expect(link.length).toBeLessThanOrEqual(2000);
    const second = await page.context().newPage();
    await second.goto(link);
    await second.waitForSelector('svg.chart');
    await settled(second);
    expect(await headline(second)).toBe(await headline(page));
    expect(await second.getByRole('button', { name: 'Difference' }).getAttribute('aria-pressed')).toBe('true');
    expect(await second.locator('.message').count()).toBe(0);
    await second.close();
    await button(page, 'Level').click();
  });

  test('exports and imports JSON, and its CSV is what the command line prints', async () => {
    await button(page, 'Export').click();
    const json = await downloaded(page, () => page.locator('[data-export=scenario]').click());
    const csv = await downloaded(page, () => page.locator('[data-export=csv-runs]').click());
    const command = await page.locator('[data-export=command]').innerText();
    await page.keyboard.press('Escape');
    expect(command).toMatch(/^coproduce run door-visits\.json --seeds 50 /);
    const folder = mkdtempSync(join(tmpdir(), 'coproduce-'));
    writeFileSync(join(folder, 'door-visits.json'), json);
    const printed = execFileSync(
      process.execPath,
      [join(ROOT, 'dist/cli.js'), 'run', 'door-visits.json', '--seeds', '50', '--quiet'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(csv.slice(1) === printed, 'the page’s table and the command line’s').toBe(true);

    await button(page, 'Export').click();
    await page.locator('input[type=file]').setInputFiles(join(folder, 'door-visits.json'));
    await page.waitForSelector('.message');
    expect(await page.locator('.message').innerText()).toContain('door-visits.json is now scenario C');
    expect(await page.locator('.tab').count()).toBe(4);
    await page.keyboard.press('Control+z');
  });
});

test('the whole journey goes by keys alone', async () => {
  const page = await site.open('?lang=en');
  await settled(page);
  const press = (...keys: string[]) =>
    keys.reduce<Promise<void>>((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await press('Tab');
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
  await press('1');
  expect(await page.locator('.tab.focused').innerText()).toContain('Baseline');
  await press('2', 'd');
  await page.waitForSelector('svg[aria-label^="Difference"]');
  await press('m');
  await page.waitForSelector('svg[data-chart=multiples]');
  await press('v', 'ArrowLeft', 'ArrowLeft');
  await page.waitForFunction(() => /Week 155: /.test(document.querySelector('[role=status]')?.textContent ?? ''));
  // a dialog that is closed while it is still being loaded does not open after all
  await press('t', 'Escape');
  await page.waitForTimeout(300);
  expect(await page.locator('dialog').count()).toBe(0);
  await press('t');
  expect(await page.locator('dialog .data caption').last().innerText()).toMatch(/Residents taking part/);
  // keys do nothing on the page while a dialog is open
  const closed = () => page.waitForFunction(() => !document.querySelector('dialog'));
  await press('Escape');
  await closed();
  await press('?');
  await page.waitForSelector('dialog .keys');
  await page.getByLabel('Single-key shortcuts').press('Space');
  await press('Escape');
  await closed();
  await press('d');
  await page.waitForTimeout(100);
  expect(await page.locator('svg.chart').first().getAttribute('aria-label')).toMatch(/^Residents taking part/);
  await page.locator('input[data-lever=training]').focus();
  await press('ArrowRight');
  await settled(page);
  expect(await page.getByLabel('Training: Seats a week').first().inputValue()).toBe('14');
  await page.locator('.handle').first().focus();
  await press('ArrowRight', 'ArrowRight');
  expect(await page.locator('.handle').first().getAttribute('aria-valuenow')).toBe('29');
  await settled(page);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

test('one budget for all policies: what one lever gets the others give', async () => {
  const page = await site.open('?lang=en');
  await settled(page);
  await page.locator('.add > button').click();
  await page.locator('.menu-list').getByRole('button', { name: 'Materials, training and visits' }).click();
  await page.getByLabel('Same budget for all policies').check();
  await settled(page);
  const costs = async () => {
    const fields = await page.locator('.lever .cost input').all();
    return Promise.all(fields.map(async (field) => Number(await field.inputValue())));
  };
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const before = await costs();
  expect(sum(before)).toBe(195_000);
  await page.getByLabel('Training: Share of the budget, CNY').fill('100000');
  await page.keyboard.press('Enter');
  const after = await costs();
  expect(sum(after)).toBe(195_000);
  expect(after[2]).toBeGreaterThan(95_000);
  expect(after[0]).toBeLessThan(before[0]!);
  await settled(page);
  expect(await page.locator('.outcomes tbody tr').nth(5).innerText()).toMatch(/19[2-5],\d{3}[\s\S]*19[2-5],\d{3}/);
  expect(await page.locator('.evidence').innerText()).toMatch(/On the same budget|cannot tell/);
  await page.context().close();
});
