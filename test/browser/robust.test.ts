/** What goes wrong outside of the page: it says what happened and what to do, loses nothing and executes nothing. */
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { headline, openSite, type Site, settled } from './site.ts';

// other test files may keep the processors busy
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.close());

const link = (content: unknown) => `?lang=en#1.${deflateRawSync(JSON.stringify(content)).toString('base64url')}`;

test('a worker that crashes again and again costs its runs only; trying again brings them', async () => {
  const context = await site.browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  await context.addInitScript(() => {
    const Real = window.Worker;
    const state = { broken: true };
    Object.assign(window, { repair: () => Object.assign(state, { broken: false }) });
    window.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (state.broken)
          setTimeout(() => this.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' })), 1);
      }
    };
  });
  const page = await context.newPage();
  await page.goto(`${site.address}?lang=en`);
  await page.waitForSelector('.status .warning');
  expect(await page.locator('.status .warning').first().innerText()).toMatch(/runs failed .*out of memory/);
  expect(await headline(page), 'the shipped result stays').toMatch(/^With training by lot/);
  await page.evaluate(() => (window as unknown as { repair(): void }).repair());
  await page.getByRole('button', { name: 'Try again' }).click();
  await settled(page);
  expect(await page.locator('.status .warning').count()).toBe(0);
  await context.close();
});

test('a tab that was hidden has its runs when it is looked at again', async () => {
  const page = await site.open('?lang=en');
  const other = await page.context().newPage();
  await other.bringToFront();
  await page.locator('input[data-lever=training]').evaluate((input: HTMLInputElement) => {
    input.value = '20';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await other.waitForTimeout(3000);
  await page.bringToFront();
  await settled(page);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

test('a broken file, one from a newer version, and one that does not fit leave everything as it was', async () => {
  const page = await site.open('?lang=en');
  const before = await headline(page);
  const give = async (name: string, text: string) => {
    await page.evaluate(
      ([fileName, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content!], fileName!));
        window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
      },
      [name, text],
    );
    await page.waitForFunction((file) => document.querySelector('.message')?.textContent?.includes(file), name);
    await page.locator('.message .link').first().click();
    const said = await page.locator('.message').innerText();
    await page.locator('.message').getByRole('button', { name: 'Close' }).click();
    return said;
  };
  expect(await give('broken.json', '{"weeks": 52,}')).toMatch(/was not read[\s\S]*line 1, column 14/);
  expect(await give('newer.json', '{"format": 9}')).toMatch(/format 9 is not known/);
  expect(await give('typo.json', '{"weks": 52}')).toMatch(/did you mean "weeks"/);
  expect(await headline(page)).toBe(before);
  expect(await page.locator('.tab').count()).toBe(2);
  await page.context().close();
});

test('what the model refuses is put back and said, until something is accepted', async () => {
  const page = await site.open('?lang=en');
  await page.locator('.fold', { hasText: 'Assumptions' }).first().locator('summary, button').first().click();
  await page.locator('.assumptions input[type=search]').fill('population.households');
  const field = page.locator('.assumptions li', { hasText: 'population.households ·' }).locator('input.number');
  const before = await field.inputValue();
  await field.fill('900000');
  await field.press('Enter');
  await page.waitForSelector('.message.problem');
  expect(await page.locator('.message').innerText()).toMatch(/Nothing was changed: .*900000 households are about/);
  expect(await field.inputValue()).toBe(before);
  await field.fill('200');
  await field.press('Enter');
  await page.waitForSelector('.message', { state: 'detached' });
  expect(await field.inputValue()).toBe('200');
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

test('a full or blocked storage is said, and the page works on', async () => {
  const context = await site.browser.newContext({ locale: 'en-GB' });
  await context.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  const page = await context.newPage();
  await page.goto(`${site.address}?lang=en`);
  await page.waitForSelector('.status .warning');
  expect(await page.locator('.status .warning').innerText()).toMatch(/Not saved: .*export keeps your work/);
  expect(await headline(page)).toMatch(/^With training/);
  await context.close();
});

test('work is still there after the page was closed', async () => {
  const page = await site.open('?lang=en');
  await page.locator('.add > button').click();
  await page.locator('.menu-list').getByRole('button', { name: 'Leaflets' }).click();
  await page.waitForTimeout(600);
  await page.reload();
  await page.waitForSelector('.tab');
  expect(await page.locator('.tab').count()).toBe(3);
  await page.evaluate(() => localStorage.setItem('coproduce.autosave', '{"version":1,"state":'));
  await page.reload();
  await page.waitForSelector('.message');
  expect(await page.locator('.message').innerText()).toMatch(/could not be read and was put aside/);
  expect(await page.locator('.tab').count()).toBe(2);
  await page.context().close();
});

test('a link that is only opened leaves what was saved; when it is changed, that is kept in the library', async () => {
  const page = await site.open('?lang=en');
  const saved = () => page.evaluate(() => localStorage.getItem('coproduce.autosave'));
  await page.waitForTimeout(600);
  expect(await saved(), 'nothing was changed yet').toBeNull();
  await page.locator('.add > button').click();
  await page.locator('.menu-list').getByRole('button', { name: 'Leaflets' }).click();
  await page.waitForFunction(() => localStorage.getItem('coproduce.autosave') !== null);
  const own = await saved();

  const other = await page.context().newPage();
  await other.goto(site.address + link({ s: [[0, 'baseline']], f: 0, n: 50 }));
  await other.waitForSelector('.tab');
  await other.getByRole('button', { name: 'Difference' }).click();
  await other.waitForTimeout(600);
  expect(await saved()).toBe(own);
  await other.reload();
  await other.waitForSelector('.tab');
  expect(await other.locator('.tab').count(), 'the link is still what is shown').toBe(1);
  await other.locator('.add > button').click();
  await other.locator('.menu-list').getByRole('button', { name: 'Door visits', exact: true }).click();
  await other.waitForFunction((before) => localStorage.getItem('coproduce.autosave') !== before, own);
  await other.locator('.add > button').click();
  await other.locator('.menu-list').getByRole('button', { name: 'Leaflets' }).click();
  await other.waitForTimeout(600);
  expect(
    await page.evaluate(() =>
      Object.entries(localStorage).flatMap(([key, text]) => (key.startsWith('coproduce.before-link/') ? [text] : [])),
    ),
  ).toEqual([own]);
  await other.getByRole('button', { name: 'Library' }).click();
  const entry = other.locator('.library li', { hasText: 'Before you changed a linked comparison' });
  await entry.getByRole('button', { name: 'Open' }).click();
  await other.waitForFunction(() => /Leaflets/.test(document.querySelector('.tab.focused')?.textContent ?? ''));
  expect(await other.locator('.tab').count()).toBe(3);
  expect(await other.locator('.message').count()).toBe(0);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

test('a link put into the address of an open page is opened there, and undo leads back', async () => {
  const page = await site.open('?lang=en');
  await page.locator('.add > button').click();
  await page.locator('.menu-list').getByRole('button', { name: 'Leaflets' }).click();
  const visit = async (hash: string) => {
    await page.evaluate((to) => {
      window.location.hash = to;
    }, hash);
    await page.waitForFunction(() => window.location.hash === '');
  };
  const tabs = (count: number) => page.waitForFunction((n) => document.querySelectorAll('.tab').length === n, count);
  await visit(link({ s: [[0, 'baseline']], f: 0, n: 50, l: 'zh' }).split('#')[1]!);
  await tabs(1);
  expect(await page.locator('.message').count()).toBe(0);
  expect(await page.locator('html').getAttribute('lang'), 'the reader goes on in the same language').toBe('en');
  await page.waitForTimeout(600);
  const saved = await page.evaluate(() => JSON.parse(localStorage.getItem('coproduce.autosave')!));
  expect(saved.state.scenarios, 'what was there is saved, and the link is not').toHaveLength(3);
  await visit('1.%%%');
  await page.waitForSelector('.message.problem');
  expect(await page.locator('.message').innerText()).toMatch(/could not be read/);
  expect(await page.locator('.tab').count()).toBe(1);
  await page.keyboard.press('Control+z');
  await tabs(3);
  const other = await page.context().newPage();
  await other.goto(`${site.address}?lang=en#1.%%%`);
  await other.waitForSelector('.message.problem');
  expect(await other.locator('.tab').count(), 'as it would be without the link').toBe(3);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

test('a million residents are not begun before they were asked for, and can be cancelled', async () => {
  const page = await site.open(link({ s: [[0, 'baseline', { population: { households: 442_478 } }]], f: 0, n: 50 }));
  await page.waitForSelector('.status .warning');
  const said = page.locator('.status .warning').first();
  expect(await said.innerText()).toMatch(/1,000,000 residents would take about \d+ (s|min|h)/);
  await said.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForFunction(() => /Stopped/.test(document.querySelector('.status')?.textContent ?? ''));
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

test('hostile links and titles execute nothing, and what is unknown is named', async () => {
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
  const document = { title: { en: evil, zh: evil }, name: 'x', intervention: [], weeks: 1e9, __proto__x: 1 };
  const content = {
    s: [
      [0, 'baseline'],
      [1, 0, document],
      [2, 'nonsense'],
    ],
    f: 1,
    n: 9999,
    v: 7,
    zz: 1,
    l: 'en',
  };
  const page = await site.open(link(content));
  const said = await page.locator('.message').innerText();
  expect(said).toMatch(/^Not read from the link: zz/);
  await page.locator('.message .link').first().click();
  const details = await page.locator('.message').innerText();
  for (const part of [
    'zz',
    'scenario 2: weeks',
    'scenario 2: intervention',
    'scenario 3: preset nonsense',
    'seeds',
    'view',
  ]) {
    expect(details).toContain(part);
  }
  expect(await page.locator('.tab.focused').innerText()).toContain('<img src=x');
  await page.waitForTimeout(500);
  expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked)).toBeUndefined();
  expect(page.complaints).toEqual([]);
  await page.context().close();

  for (const bad of ['#1.%%%', '#1.AAAA', '#9.abc', '#javascript:alert(1)', `#1.${'A'.repeat(5000)}`]) {
    const other = await site.open(`?lang=en${bad}`);
    expect(await other.locator('.message').innerText(), bad).toMatch(/could not be read/);
    expect(await headline(other), bad).toMatch(/^With training by lot/);
    await other.context().close();
  }
});

test('in a run that is cut short, levers keep their weeks and say what the end cuts off', async () => {
  const page = await site.open('?lang=en');
  const change = async (label: string, value: number) => {
    await page.getByRole('spinbutton', { name: label, exact: true }).fill(String(value));
    await page.getByRole('spinbutton', { name: label, exact: true }).press('Tab');
    await settled(page);
  };
  const lever = page.locator('section[data-lever=training]');
  const shown = () =>
    lever.locator('input[type=number]').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  await page.locator('summary', { hasText: 'Assumptions' }).click();
  await change('Weeks that are recorded', 52);
  expect(await page.locator('svg.chart .ghost').count(), 'the old curve has another calendar').toBe(0);
  expect(await lever.innerText()).toContain('Ends in week 78, and the run already after week 52.');
  await change('Training: First week', 30);
  expect(await shown()).toEqual(['13', '30', '78', '300']);
  await change('Weeks that are recorded', 20);
  expect(await lever.innerText()).toContain('Begins in week 30, and the run ends after week 20: it does nothing.');
  expect(await shown()).toEqual(['13', '30', '78', '300']);
  await lever.locator('.span input').first().press('ArrowLeft');
  await settled(page);
  expect(await shown()).toEqual(['13', '19', '78', '300']);
  await change('Weeks that are recorded', 1);
  const texts = await page.locator('svg.chart text').allTextContents();
  expect(texts.filter((text) => /week|band|^1$/.test(text))).toEqual(['week 1']);
  expect(await page.locator('.outcomes').innerText()).toMatch(/last 1 week, per 100[\s\S]*best 1 week, per 100/);
  await page.locator('summary', { hasText: 'Runs' }).click();
  await change('Number of runs', 2);
  expect(await page.locator('.status').innerText()).toMatch(/residents, 1 week\s+Seeds 1–2\s/);
  expect(await page.locator('.status').innerText()).not.toContain('±');
  await change('Number of runs', 1);
  expect(await page.locator('.status').innerText()).toMatch(/Seed 1\s/);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '中文' }).click();
  expect(await page.locator('.assumptions').innerText()).toMatch(/weeks · 周 ·[\s\S]*households · 户 ·/);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

test('a lesson whose link is too long offers no link to copy', async () => {
  // texts that do not compress
  const noise = (n: number) => Array.from({ length: 90 }, (_, i) => ((i + 1) * (n + 7) * 7919) % 99991).join(' ');
  const named = (n: number) => ({ title: { en: noise(n), zh: noise(n + 50) } });
  const s = [0, 1, 2, 3, 4].map((slot) => [slot, 'training', named(slot)]);
  const page = await site.open(link({ s, f: 1, n: 1, l: 'en' }));
  await page.locator('header.top').getByRole('button', { name: 'Lesson' }).click();
  await page.waitForSelector('dialog .warning');
  expect(await page.locator('dialog').getByRole('button', { name: /Copy/ }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.context().close();
});

test('a lesson hides what it should and waits for a guess', async () => {
  const lesson = { h: ['materials', 'assumptions'], k: ['pay'], c: 1 };
  const page = await site.open(
    link({
      s: [
        [0, 'baseline'],
        [1, 'training'],
      ],
      f: 1,
      n: 50,
      l: 'en',
      e: lesson,
    }),
  );
  expect(await headline(page)).toBe('Draw your guess');
  expect(await page.locator('.outcomes, .evidence').count()).toBe(0);
  expect(await page.locator('[data-lever=materials]').count()).toBe(0);
  expect(await page.getByLabel('Funding: pay per act: Pay').first().isDisabled()).toBe(true);
  const edge = () => page.locator('svg.chart .curtain').evaluate((rect: SVGRectElement) => rect.getBBox().x);
  const ends = () =>
    page.locator('svg.chart path').evaluateAll((paths) =>
      (paths as SVGPathElement[])
        .filter(({ style }) => `${style.stroke}${style.fill}`.includes('--s1'))
        .map((path) => path.getBBox())
        .map(({ x, width }) => x + width),
    );
  await settled(page);
  expect((await ends()).length, 'the known part is drawn').toBeGreaterThan(0);
  expect(Math.max(...(await ends()))).toBeLessThan(await edge());
  for (const name of ['Difference', 'Small multiples']) {
    expect(await page.getByRole('button', { name }).isDisabled(), name).toBe(true);
  }
  await page.keyboard.press('d');
  await page.keyboard.press('ArrowLeft');
  const said = page.locator('[aria-live=polite]');
  await vi.waitFor(async () => expect(await said.innerText()).toMatch(/Week 156: Baseline/), 20_000);
  const hidden = await page.content();
  await page.locator('header.top').getByRole('button', { name: 'Export' }).click();
  for (const name of ['png', 'svg', 'csv-shown', 'csv-runs']) {
    expect(await page.locator(`[data-export=${name}]`).isDisabled(), name).toBe(true);
  }
  await page.keyboard.press('Escape');
  await page.locator('svg.chart').focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp');
  await page.getByRole('button', { name: 'Reveal' }).click();
  const told = await page.locator('svg.chart').getAttribute('aria-label');
  const [, range] = /Training by lot ends at [\d.]+ in 100, 9 in 10 runs ([\d.]+–[\d.]+)/.exec(told ?? '') ?? [];
  expect(range, told ?? '').toBeDefined();
  expect(hidden).not.toContain(range);
  expect(await page.getByRole('button', { name: 'Difference' }).isDisabled()).toBe(false);
  expect(await page.locator('.curtain-controls').innerText()).toMatch(/You guessed [\d.]+ in 100 at the end/);
  expect(await headline(page)).toMatch(/^With training/);
  await page.context().close();
});
