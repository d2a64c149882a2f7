import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseScenario } from '../../../sim/index.ts';
import { readText } from '../../../src/cli/files.ts';
import type { Experiment } from '../../../src/experiment/experiment.ts';
import { readExperiment } from '../../../src/experiment/read-experiment.ts';
import { changedParameters } from '../../../src/report/changes.ts';
import { selfContained } from '../../../src/report/repeat.ts';
import { escaped } from '../../../src/report/svg.ts';
import { experimentIdentity } from '../../../src/store/identity.ts';
import { manifestOf } from '../../../src/store/manifest.ts';
import { shardOf } from '../../../src/store/shard.ts';
import { coproduce, folder, ROOT } from '../cli/coproduce.ts';
import { experimentOf, TINY } from '../store/helpers.ts';

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
    'traits.trust',
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

/** The file that a report says to save. */
const fileIn = (html: string) =>
  /<pre id="experiment">(.*?)<\/pre>/su
    .exec(html)![1]
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

test('the file and the commands in it give the same runs elsewhere', () => {
  const at = folder({
    'x.json': {
      scenarios: ['base.json', { file: 'base.json', name: 'taught', set: { 'interventions.1.seats': 3 } }],
      set: { weeks: 8, burnIn: 2 },
      vary: [{ path: 'institutions.lifts.money', min: 0, max: 0.4 }],
      seeds: ['one', 'two'],
    },
    'base.json': {
      extends: `${ROOT}/scenarios/s3-lifts.json`,
      population: { households: 30 },
      interventions: [{ id: 1, instrument: 'training', from: 1, seats: 1 }],
    },
  });
  expect(coproduce('batch', at('x.json'), '--out', at('out'), '--quiet').code).toBe(0);
  expect(coproduce('report', at('out'), '--out', at('report.html')).code).toBe(0);
  const html = readFileSync(at('report.html'), 'utf8');
  const elsewhere = folder({ 'x.json': fileIn(html) });
  const [, file, out] = /npx coproduce batch (\S+) --out (\S+)/u.exec(html)!;
  const again = coproduce('batch', elsewhere(file), '--out', elsewhere(out), '--quiet');
  expect([again.code, again.err]).toEqual([0, '']);
  const digests = (folder: string) => JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8')).digests;
  expect(digests(elsewhere('results'))).toHaveLength(12);
  expect(digests(elsewhere('results'))).toEqual(digests(at('out')));
});

test.each(readdirSync(`${ROOT}/scenarios/experiments`).filter((name) => name !== 'experiment.schema.json'))(
  'the file in a report of %s is the same experiment',
  (name) => {
    const { experiment } = readExperiment(`${ROOT}/scenarios/experiments/${name}`, readText);
    const shard = shardOf(experiment!.runs, 1, 1);
    const text = selfContained(manifestOf(experiment!, shard, { recorded: 0, failed: 0 }, []));
    const again = experimentOf(JSON.parse(text));
    expect(experimentIdentity(again)).toEqual(experimentIdentity(experiment!));
    const scenarios = (e: Experiment) => JSON.parse(JSON.stringify(e.policies.map(({ scenario }) => scenario)));
    expect(scenarios(again)).toEqual(scenarios(experiment!));
  },
);

test('failed runs and measures that are not defined are named, and nothing is drawn of them', () => {
  const series = ['active', 'rate', 'quality', 'spent', 'trust', 'efficacy', 'lifts_approved', 'done', 'failed'];
  const at = folder({
    'x.json': {
      ...TINY,
      // without tenants there is no gap between owners and tenants; the second point makes no scenario
      scenarios: [{ name: 'none' }, { name: 'owners', population: { letShare: 0 } }, ...TINY.scenarios.slice(1)],
      vary: [{ path: 'traits.knowHowMin', values: [0.1, 0.6] }],
      seeds: ['one', 'two', 'three'],
      luck: 'own',
      keep: { series },
    },
  });
  coproduce('batch', at('x.json'), '--out', at('out'), '--quiet');
  const { code, err } = coproduce('report', at('out'), '--out', at('report.html'));
  expect([code, err]).toEqual([0, '']);
  const html = readFileSync(at('report.html'), 'utf8');
  expect(html.replace(/<pre.*?<\/pre>/gsu, '')).not.toMatch(/NaN|undefined|Infinity/u);
  expect(html).toContain('18 runs: 3 scenarios × 2 points × 3 seeds; <strong>9 runs failed</strong>');
  expect(html).toContain('tenureGap, owners: without 6 of 6 pairs (points 0, 1; seeds 1, 2, 3)');
  expect(html).toContain('rateEnd, none, owners, taught: without 3 of 6 runs (point 1; seeds 1, 2, 3)');
  expect(html).toContain('Welch’s 90 % interval');
  expect(html).toContain('Unpaired differences, luck of its own');
  expect(html).toContain('3: “one”, “two”, “three”, of its own for every scenario and point');
  // every series that has values, not the first six
  for (const name of series) {
    expect(html.includes(`<figcaption>${name}: median`), name).toBe(name !== 'lifts_approved');
  }
  // what varies is not shown as a constant
  expect(html).toMatch(/traits\.knowHowMin<\/th><td class="words">varies: 0\.1, 0\.6<\/td>/u);
  const summary = coproduce('summary', at('out')).out;
  expect(summary).toContain('above none (unpaired, luck of its own)');
  expect(summary).toContain('  owners: without 6 of 6 pairs (points 0, 1; seeds 1, 2, 3)\n');
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
    ['interventions.4.to (leaflet)', 'none', 'none'],
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
