import { describe, expect, test } from 'vitest';
import type { VarianceSplit } from '../../../src/experiment/sensitivity/split.ts';
import type { Band, PairedContrast } from '../../../src/experiment/summary.ts';
import { nameAt, roomFor } from '../../../src/report/axes.ts';
import { bandFigures } from '../../../src/report/bands.ts';
import { contrastFigure, indexFigure, splitFigure } from '../../../src/report/figures.ts';
import { COLOURS, STYLE } from '../../../src/report/style.ts';

const none = { value: Number.NaN, interval: null };
const UNSEEN = /NaN|undefined|Infinity|null/u;

describe('without values', () => {
  const row = (policy: string, mean: number, interval: [number, number] | null): PairedContrast => ({
    policy,
    baseline: 'first',
    measure: 'rateEnd',
    paired: true,
    pairs: 4,
    mean,
    interval,
    freedom: 3,
    quantiles: [mean, mean],
    more: 0,
    fewer: 0,
    varianceReduction: null,
    verdict: 'cannot tell',
    seeds: 8,
    leftOut: { runs: 0, points: [], replicates: [] },
  });

  test('differences: a policy that has none is named, and a figure without any is none', () => {
    const html = contrastFigure('a', 'Rate', 'rateEnd', [row('lost', Number.NaN, null), row('kept', 0.2, [0.1, 0.3])]);
    expect(html).not.toMatch(UNSEEN);
    expect(html).toContain('lost');
    expect(html.match(/no value/gu)).toHaveLength(1);
    expect(html.match(/<circle/gu)).toHaveLength(1);
    expect(contrastFigure('a', 'Rate', 'rateEnd', [row('lost', Number.NaN, null)])).toBe('');
    const same = contrastFigure('a', 'Rate', 'rateEnd', [row('same', 0, [0, 0])]);
    expect(same).not.toMatch(UNSEEN);
    expect(same).toContain('>0</text>');
    expect(contrastFigure('a', 'Rate', 'rateEnd', [row('high', Number.POSITIVE_INFINITY, null)])).toBe('');
  });

  test('indices', () => {
    const html = indexFigure(
      'a',
      'Effects',
      [
        ['lost', [none, none]],
        ['some', [none, { value: 1, interval: [0, 2] }]],
        [
          'all',
          [
            { value: 3, interval: null },
            { value: 3, interval: [2, 4] },
          ],
        ],
      ],
      ['σ', 'μ*'],
    );
    expect(html).not.toMatch(UNSEEN);
    // the largest first, what has no value last, as in the table
    expect([...html.matchAll(/<th scope="row">(\w+)/gu)].map(([, path]) => path)).toEqual(['all', 'some', 'lost']);
    expect(indexFigure('a', 'Effects', [['lost', [none, none]]], ['σ', 'μ*'])).toBe('');
  });

  test('a split without luck', () => {
    const part = (value: number) => ({ value, interval: null });
    const split = { luck: none, parameters: part(0.75), policy: part(0.25), together: part(0), deviation: 1 };
    const html = splitFigure('a', 'Rate', split as unknown as VarianceSplit);
    expect(html).not.toMatch(UNSEEN);
    expect(html).toContain('luck not known');
    expect(html).toContain('parameters 75 %');
  });

  test('bands', () => {
    const band = (policy: string, week: number, value: number): Band => {
      const levels = { low: value, quarter: value, median: value, threeQuarters: value, high: value };
      return { policy, series: 'rate', week, runs: 3, ...levels };
    };
    const bands = [band('a', 0, 1), band('a', 1, 1), band('b', 0, Number.NaN), band('b', 1, Number.POSITIVE_INFINITY)];
    const html = bandFigures('s', 'rate', bands, ['a', 'b', 'c']);
    expect(html).not.toMatch(UNSEEN);
    expect(html.match(/<path/gu)).toHaveLength(2);
    expect(bandFigures('s', 'rate', bands.slice(2), ['a', 'b'])).toBe('');
    expect(bandFigures('s', 'rate', [band('a', 3, 0)], ['a'])).not.toMatch(UNSEEN);
  });
});

test('more policies than colours go into figures in which every line has a colour of its own, with its name in it', () => {
  const policies = Array.from({ length: 2 * COLOURS }, (_, i) => `policy-${i}`);
  const bands = policies.flatMap((policy, i) =>
    [0, 1].map((week) => ({
      ...{ policy, series: 'rate', week, runs: 9 },
      ...{ low: 0, quarter: 0, median: i / 1000, threeQuarters: 0.5, high: 1 },
    })),
  );
  const figures = bandFigures('s', 'rate', bands, policies).match(/<figure>.*?<\/figure>/gsu)!;
  expect(figures).toHaveLength(3);
  const seen = new Set<string>();
  for (const figure of figures) {
    const lines = [...figure.matchAll(/class="line (c\d)"/gu)].map(([, colour]) => colour);
    expect(new Set(lines).size).toBe(lines.length);
    const names = [...figure.matchAll(/<text x="[^"]*" y="([^"]*)" class="name (c\d)">([^<]*)/gu)];
    expect(names.map(([, , colour]) => colour)).toEqual(lines);
    // all medians are at the bottom, and no name lies on another or below the figure
    const places = names.map(([, y]) => Number(y)).sort((a, b) => a - b);
    for (let i = 1; i < places.length; i++) expect(places[i] - places[i - 1]).toBeGreaterThanOrEqual(15 - 0.01);
    expect(places.at(-1)).toBeLessThan(300);
    for (const [, , , name] of names) seen.add(name);
  }
  expect([...seen].sort()).toEqual([...policies].sort());
});

/** WCAG 2.2: (L1 + 0.05) / (L2 + 0.05) of relative luminances. */
function contrastRatio(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r, g, blue] = [1, 3, 5].map((i) => {
      const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

test('colours can be read as text on both papers', () => {
  const own = [...STYLE.matchAll(/\.c(\d)\{--c:(#[0-9a-f]{6})\}/gu)].map(([, , hex]) => hex);
  expect(own).toHaveLength(2 * COLOURS);
  own.forEach((hex, i) => {
    expect(contrastRatio(hex, i < COLOURS ? '#ffffff' : '#161616'), hex).toBeGreaterThanOrEqual(4.5);
  });
});

test('a long name is broken, and one that is longer still is whole where one points at it', () => {
  const short = 'training';
  expect(nameAt(0, 0, short, roomFor([short]))).not.toContain('<tspan');
  const long = 'training-for-residents-with-little-trust-in-government';
  const lines = [...nameAt(0, 0, long, 200).matchAll(/<tspan[^>]*>([^<]*)/gu)].map(([, line]) => line);
  expect(lines).toHaveLength(2);
  expect(lines.join('')).toBe(long);
  const longest = '居民培训'.repeat(25);
  const html = nameAt(0, 0, longest, roomFor([longest]));
  expect(html).toContain(`<title>${longest}</title>`);
  expect(html).toMatch(/…<\/tspan><\/text>$/u);
});
