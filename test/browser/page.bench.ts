/** Measures what readers wait for: first content, preview while dragging, streaming, long tasks, playing the residents. */
import { afterAll, beforeAll, test } from 'vitest';
import { type OpenPage, openSite, type Site, settled } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.close());

const lines: string[] = [];
afterAll(() => console.log(`\n${lines.join('\n')}\n`));
const report = (what: string, value: string, budget: string) =>
  lines.push(`${what.padEnd(64)} ${value.padStart(12)}   (${budget})`);
const p95 = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;

async function watchTasks(page: OpenPage): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const found: number[] = [];
    Object.assign(window, { longTasks: found });
    new PerformanceObserver((list) => found.push(...list.getEntries().map(({ duration }) => duration))).observe({
      entryTypes: ['longtask'],
    });
  });
  return () => page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
}

test('first content', async () => {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const page = await site.open('?lang=en');
    const time = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    times.push(time);
    await page.context().close();
  }
  report('first contentful paint, worst of 5', `${Math.round(Math.max(...times))} ms`, '≤ 1,000');
});

test('preview while a lever is dragged, streaming after it', async () => {
  const page = await site.open('?lang=en');
  await settled(page);
  const tasks = await watchTasks(page);
  const slider = (await page.locator('input[data-lever=training]').boundingBox())!;
  const y = slider.y + slider.height / 2;
  await page.mouse.move(slider.x + slider.width * 0.22, y);
  await page.mouse.down();
  const delays: number[] = [];
  for (let i = 1; i <= 40; i++) {
    const before = await page.locator('svg.chart .curve').last().getAttribute('d');
    const began = Date.now();
    await page.mouse.move(slider.x + slider.width * (0.22 + i * 0.015), y);
    await page
      .waitForFunction(
        (d) => [...document.querySelectorAll('svg.chart .curve')].at(-1)?.getAttribute('d') !== d,
        before,
        {
          timeout: 3000,
          polling: 4,
        },
      )
      .then(() => delays.push(Date.now() - began))
      .catch(() => {});
  }
  report('drag to preview, 95th percentile of 40 moves', `${p95(delays)} ms`, '≤ 100');
  const dragTasks = await tasks();
  report(
    'longest main-thread task while dragging',
    `${Math.round(Math.max(0, ...dragTasks))} ms`,
    '≤ 50; 0: none over 50',
  );
  const began = Date.now();
  await page.mouse.up();
  await settled(page);
  report('1,000 residents × 156 weeks × 50 seeds, one scenario', `${Date.now() - began} ms`, '≤ 1,000');
  report(
    'longest main-thread task while runs stream in',
    `${Math.round(Math.max(0, ...(await tasks())))} ms`,
    '≤ 50; 0: none over 50',
  );
  await page.context().close();
});

test.each([
  [10_000, 4_425, 60],
  [1_000_000, 442_478, 30],
])('playing %i residents', async (residents, households, wanted) => {
  const { deflateRawSync } = await import('node:zlib');
  const state = { s: [[0, 'baseline', { population: { households }, weeks: 26, burnIn: 4 }]], f: 0, n: 1, l: 'en' };
  const page = await site.open(`#1.${deflateRawSync(JSON.stringify(state)).toString('base64url')}`);
  const run = page.getByRole('button', { name: 'Run', exact: true });
  if ((await run.count()) > 0) await run.click();
  await page.waitForFunction(() => (document.querySelector('.residents-key')?.textContent ?? '') !== '', null, {
    timeout: 300_000,
  });
  await page.waitForTimeout(20_000);
  const fps = await page.evaluate(async () => {
    document.querySelector<HTMLElement>('.player button')?.click();
    let frames = 0;
    const began = performance.now();
    while (performance.now() - began < 1500) {
      await new Promise(requestAnimationFrame);
      frames++;
    }
    return (frames * 1000) / (performance.now() - began);
  });
  report(`frames a second while ${residents} residents play`, fps.toFixed(0), `≥ ${wanted}`);
  await page.context().close();
});
