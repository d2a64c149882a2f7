import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseScenario } from '../../../sim/index.ts';
import { changedParameters } from '../../../src/report/report.ts';
import { escaped } from '../../../src/report/svg.ts';
import { coproduce, folder } from '../cli/coproduce.ts';
import { TINY } from '../store/helpers.ts';

const EXPERIMENT = {
  ...TINY,
  title: { en: 'Seats <and> trust', zh: '名额与信任' },
  vary: [
    { path: 'traits.trust', min: 0.5, max: 0.7 },
    { path: 'traits.motivation', min: 0.4, max: 0.5 },
  ],
  design: { type: 'morris', trajectories: 4 },
  seeds: { count: 3, base: 'tried' },
};

function page(): { html: string; at: (name: string) => string } {
  const at = folder({ 'x.json': EXPERIMENT });
  expect(coproduce('batch', at('x.json'), '--out', at('out'), '--quiet').code).toBe(0);
  const { code, err } = coproduce('report', at('out'), '--out', at('report.html'));
  expect([code, err]).toEqual([0, '']);
  return { html: readFileSync(at('report.html'), 'utf8'), at };
}

test('a report is one page that needs nothing else, with figures, numbers and what it takes to repeat it', () => {
  const { html, at } = page();
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=|javascript:/iu);
  expect(html.match(/(?:src|href)=/gu)).toBeNull();
  expect(html).toContain('<title>Seats &lt;and&gt; trust</title>');

  // figures that can be read without seeing them
  const figures = html.match(/<svg [^>]*role="img" aria-labelledby="[^"]+"[^>]*>/gu) ?? [];
  expect(figures.length).toBeGreaterThanOrEqual(10 + 4 + 1 + 2);
  const ids = [...html.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, labels] of html.matchAll(/aria-labelledby="([^"]+)"/gu)) {
    for (const id of labels.split(' ')) expect(ids).toContain(id);
  }
  expect(html).not.toMatch(/NaN|undefined|Infinity/u);

  // every changed parameter, seeds, versions, how to repeat
  for (const text of [
    'population.residents',
    'burnIn',
    'weeks',
    'interventions.1.seats (training)',
    'interventions.1.from (training)',
  ]) {
    expect(html).toContain(`<th scope="row">${text}</th>`);
  }
  expect(html).toContain('3: “tried/1” to “tried/3”, the same for every scenario and point');
  const { engine, sessions } = JSON.parse(readFileSync(`${at('out')}/manifest.json`, 'utf8'));
  for (const text of [`coproduce ${engine.version}`, engine.probe, sessions[0].host, sessions[0].node])
    expect(html).toContain(text);
  expect(html).toContain('coproduce batch x.json --out results');
  expect(html).toContain(escaped(readFileSync(at('x.json'), 'utf8')));
});

test('every tag that is opened is closed', () => {
  const { html } = page();
  const open: string[] = [];
  for (const [, closing, name, , selfClosing] of html.matchAll(/<(\/?)([a-z]+)((?:\s[^<>]*?)?)(\/?)>/gu)) {
    if (selfClosing || ['meta', 'br'].includes(name)) continue;
    if (closing === '/') expect(open.pop()).toBe(name);
    else open.push(name);
  }
  expect(open).toEqual([]);
});

test('a parameter at its default is no change; what has no default is named all the same', () => {
  const changed = changedParameters({
    weeks: 156,
    burnIn: 10,
    population: { households: 888, residents: null, ageTenure: null },
    interventions: [
      {
        id: 4,
        instrument: 'leaflet',
        from: 26,
        to: null,
        cap: 9,
        whom: { group: 'everyone' },
        reach: 1,
        intensity: 0.02,
        price: 0.5,
      },
    ],
  });
  expect(changed.map(({ path, value, usual }) => [path, value, usual]).slice(0, 3)).toEqual([
    ['burnIn', '10', '104'],
    ['interventions.4.from (leaflet)', '26', '26'],
    ['interventions.4.to (leaflet)', 'null', 'null'],
  ]);
  expect(changed).toHaveLength(8);
});

test('institutions stand among the changes: that they are at work, and what is not at its default', () => {
  const { parameters, institutions } = parseScenario({
    institutions: { fund: { grant: 5000 }, lifts: { elite: 'direct' } },
  });
  const changed = changedParameters({ ...parameters, institutions, interventions: [] });
  expect(changed.map(({ path, value, usual, unit }) => [path, value, usual, unit])).toEqual([
    ['institutions.fund.grant', '5000', '390000', 'CNY'],
    ['institutions.lifts.elite', '"direct"', '"none"', 'one of'],
    ['institutions.fund.enabled', 'true', '–', ''],
    ['institutions.lifts.enabled', 'true', '–', ''],
  ]);
});
