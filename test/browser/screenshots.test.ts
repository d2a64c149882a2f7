/** Pictures of the page as references. They hold on the browser and fonts they were taken with; see `environment`. */
import { execSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OpenPage, openSite, type Site, settled } from './site.ts';

const FOLDER = fileURLToPath(new URL('./screenshots/', import.meta.url));
const UPDATE = process.env.UPDATE_SCREENSHOTS === '1';
/** Share of pixels that may differ, and by how much each. */
const MOST_DIFFERENT = 0.01;
const PIXEL_THRESHOLD = 0.2;

// other test files may keep the processors busy
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let site: Site;
let environment = '';
let comparable = true;

/** Letters are drawn by the browser and the fonts: where these differ, pictures say nothing. */
function fonts(): string {
  try {
    return execSync(
      "fc-match --format='%{family} %{fontversion}' sans-serif; fc-match --format=' %{family} %{fontversion}' sans-serif:lang=zh-cn",
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
  } catch {
    return 'unknown fonts';
  }
}

beforeAll(async () => {
  site = await openSite();
  environment = `Chromium ${site.browser.version()}; ${fonts()}`;
  const recorded = `${FOLDER}environment.txt`;
  if (UPDATE) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(recorded, `${environment}\n`);
  } else {
    const taken = existsSync(recorded) ? readFileSync(recorded, 'utf8').trim() : 'nothing';
    comparable = taken === environment;
    if (!comparable) {
      console.warn(
        `SCREENSHOTS ARE NOT COMPARED: they were taken with "${taken}", this is "${environment}". ` +
          'Look at the page yourself, and run "npm run screenshots:update" to take them anew.',
      );
    }
  }
});
afterAll(() => site?.close());

async function compare(name: string, page: OpenPage, { skip }: { skip(note: string): void }): Promise<void> {
  const taken = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const file = `${FOLDER}${name}.png`;
  if (UPDATE) return writeFileSync(file, taken);
  if (!comparable) return skip('another browser or other fonts');
  const [before, now] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(taken)];
  expect([now.width, now.height]).toEqual([before.width, before.height]);
  const difference = new PNG({ width: now.width, height: now.height });
  const pixels = pixelmatch(before.data, now.data, difference.data, now.width, now.height, {
    threshold: PIXEL_THRESHOLD,
  });
  const share = pixels / (now.width * now.height);
  if (share > MOST_DIFFERENT) {
    const folder = fileURLToPath(new URL('../../node_modules/.cache/screenshots/', import.meta.url));
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}${name}.png`, taken);
    writeFileSync(`${folder}${name}.difference.png`, PNG.sync.write(difference));
    expect.fail(`${name}: ${(share * 100).toFixed(2)} % of pixels differ; see ${folder}`);
  }
}

const SIZES = [
  { width: 360, height: 740 },
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
] as const;

/** The map of residents fills in after the runs. */
async function drawn(page: OpenPage): Promise<void> {
  await settled(page);
  await page.waitForFunction(() => (document.querySelector('.residents-key')?.textContent ?? 'x') !== '');
  await page.waitForTimeout(500);
}

describe.each(['en', 'zh'])('%s', (lang) => {
  test.each(SIZES)('first screen at $width px', async ({ width, height }) => {
    const page = await site.open(`?lang=${lang}&theme=light`, { viewport: { width, height } });
    await drawn(page);
    await compare(`first-${lang}-${width}`, page, { skip: console.warn });
    await page.context().close();
  });

  test('dark, six scenarios, a wall', async () => {
    const page = await site.open(`?lang=${lang}&theme=dark`, { viewport: { width: 1440, height: 900 } });
    await drawn(page);
    await compare(`dark-${lang}`, page, { skip: console.warn });
    for (const place of [2, 4, 5, 7]) {
      await page.locator('.add > button').click();
      await page.locator('.menu-list > button').nth(place).click();
    }
    await page.evaluate(() => document.querySelector<HTMLButtonElement>('#tab-distribution')?.click());
    await settled(page);
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'light';
    });
    await page.waitForTimeout(200);
    await compare(`six-${lang}`, page, { skip: console.warn });
    await page.context().close();
    const wall = await site.open(`?lang=${lang}&projector=1&theme=light`, { viewport: { width: 1920, height: 1080 } });
    await settledWall(wall);
    await compare(`projector-${lang}`, wall, { skip: console.warn });
    await wall.context().close();
  });
});

async function settledWall(page: OpenPage): Promise<void> {
  await page.waitForTimeout(2500);
}
