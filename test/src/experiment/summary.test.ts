import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../../sim/index.ts';
import { keyedUniform } from '../../../src/experiment/keyed.ts';
import { type Contents, Outcomes } from '../../../src/experiment/outcomes.ts';
import { pairedContrast, summarizeExperiment } from '../../../src/experiment/summary.ts';
import { openDatabase } from '../../../src/store/duckdb.ts';
import { openWhole } from '../../../src/store/merge.ts';
import { contentsOf, summarySource } from '../../../src/store/read.ts';
import { databaseFile } from '../../../src/store/shard.ts';
import { coproduce, folder } from '../cli/coproduce.ts';
import { batch, experimentOf, TINY } from '../store/helpers.ts';

const contents = { policies: ['none', 'policy'], spec: { luck: 'same' } } as unknown as Contents;

describe('the paired interval', () => {
  const uniform = keyedUniform('coverage');
  const z = (i: number, j: number) => normalQuantile(uniform(i, j));

  /** A study with a known effect: luck shared by both policies and all points, luck of each run's own, skewed points. */
  function study(repetition: number, seeds: number, points: number, effect: number): Outcomes {
    const values = new Float64Array(seeds * points * 2);
    for (let s = 0; s < seeds; s++) {
      const shared = 3 * z(repetition, 10 * s);
      const moved = 0.7 * z(repetition, 10 * s + 1);
      for (let p = 0; p < points; p++) {
        for (let k = 0; k < 2; k++) {
          const own = 0.5 * z(1e6 + repetition, (s * points + p) * 2 + k);
          values[(s * points + p) * 2 + k] = shared + p * p + own + k * (effect + moved);
        }
      }
    }
    return new Outcomes(2, points, seeds, values);
  }

  test.each([
    [8, 1],
    [16, 5],
    [64, 3],
  ])('covers a known effect at its nominal rate: %i seeds, %i points', (seeds, points) => {
    const repetitions = 1000;
    let covered = 0;
    for (let r = 0; r < repetitions; r++) {
      const { interval } = pairedContrast(contents, study(r, seeds, points, 0.3), 'rateMean', 1);
      if (interval![0] <= 0.3 && 0.3 <= interval![1]) covered++;
    }
    // 90 % of 1000, and 3.3 standard errors √(1000 · .9 · .1) = 9.5 to each side
    expect(Math.abs(covered - 900)).toBeLessThanOrEqual(31);
  });

  test.each([
    [12, 5, 0.05],
    [24, 4, 0.2],
    [40, 1, 0.3],
  ])('covers it as often when runs fail at random: %i seeds, %i points, share %d', (seeds, points, share) => {
    const repetitions = 1000;
    let covered = 0;
    let means = 0;
    for (let r = 0; r < repetitions; r++) {
      const outcomes = study(r, seeds, points, 0.3);
      outcomes.values.forEach((_, i) => {
        if (uniform(2e6 + r, i) < share) outcomes.values[i] = Number.NaN;
      });
      const { interval, mean, pairs, leftOut } = pairedContrast(contents, outcomes, 'rateMean', 1);
      expect(pairs + leftOut.runs).toBe(seeds * points);
      if (interval![0] <= 0.3 && 0.3 <= interval![1]) covered++;
      means += mean / repetitions;
    }
    // as above
    expect(Math.abs(covered - 900)).toBeLessThanOrEqual(31);
    // a mean difference has variance (0.49 + 0.5/points) / seeds where all are there; at most 1/(1 − share)² of it is left
    const variance = (0.49 + 0.5 / points) / seeds / (1 - share) ** 2;
    expect(Math.abs(means - 0.3)).toBeLessThan(4 * Math.sqrt(variance / repetitions));
  });

  test('is narrower than unpaired ones by the variance-reduction factor', () => {
    const row = pairedContrast(contents, study(1, 400, 1, 0.3), 'rateMean', 1);
    // (9.25 + 9.74) / (0.49 + 0.5)
    expect(row.varianceReduction).toBeGreaterThan(15);
    expect(row.varianceReduction).toBeLessThan(24);
  });

  test('is not claimed for a single seed', () => {
    expect(pairedContrast(contents, study(1, 1, 1, 0.3), 'rateMean', 1)).toMatchObject({
      interval: null,
      freedom: null,
      verdict: 'cannot tell',
    });
  });

  test('is Welch’s for luck of their own, and covers at its nominal rate', () => {
    const own = { ...contents, spec: { luck: 'own' } } as unknown as Contents;
    const repetitions = 1000;
    let covered = 0;
    for (let r = 0; r < repetitions; r++) {
      // deviations 1 and 4, ten seeds
      const values = Float64Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? z(r, i) : 2 + 4 * z(r, i)));
      const row = pairedContrast(own, new Outcomes(2, 1, 10, values), 'rateMean', 1);
      expect(row).toMatchObject({ paired: false, varianceReduction: null });
      expect(row.freedom).toBeGreaterThan(9);
      expect(row.freedom).toBeLessThan(18);
      if (row.interval![0] <= 2 && 2 <= row.interval![1]) covered++;
    }
    // 3.3 standard errors as above; Welch's interval is not exact, but within half of one of it here
    expect(Math.abs(covered - 900)).toBeLessThanOrEqual(31 + 5);
  });
});

describe('what has no value', () => {
  const three = { ...contents, policies: ['none', 'policy', 'other'], measures: ['rateMean'] } as unknown as Contents;

  /** Three policies, four points, five seeds; `of` may say `NaN`. */
  async function summarized(of: (seed: number, point: number, policy: number) => number) {
    const values = Float64Array.from({ length: 60 }, (_, i) => of(Math.floor(i / 12), Math.floor(i / 3) % 4, i % 3));
    return summarizeExperiment({
      contents: three,
      outcomes: async () => new Outcomes(3, 4, 5, values),
      bands: async () => [],
      counts: async () => ({ runs: 60, failed: 0 }),
    });
  }
  const value = (s: number, p: number, k: number) => s * s + p + k * (s + 1);

  test('costs nobody else anything: a measure that one policy does not define', async () => {
    const { measures, contrasts } = await summarized((s, p, k) => (k === 1 ? Number.NaN : value(s, p, k)));
    expect(measures.map(({ runs }) => runs)).toEqual([20, 0, 20]);
    expect(measures.map(({ interval }) => interval === null)).toEqual([false, true, false]);
    expect(contrasts.map(({ interval }) => interval === null)).toEqual([true, false]);
    expect(contrasts[0]).toMatchObject({ pairs: 0, leftOut: { runs: 20, points: [0, 1, 2, 3] } });
    // seeds 1 … 5, twice: mean 6, variance 10, t(.95, 4) = 2.1318467863266499
    expect(contrasts[1].interval![1]).toBeCloseTo(6 + 2.1318467863266499 * Math.sqrt(10 / 5), 10);
  });

  test('is left out alone, and mean, interval, quantiles and counts are of the same runs', async () => {
    // a failed run, and a point that always fails
    const { measures, contrasts } = await summarized((s, p, k) =>
      (k === 1 && s === 1 && p === 2) || (k === 2 && p === 3) ? Number.NaN : value(s, p, k),
    );
    expect(measures[1].leftOut).toEqual({ runs: 1, points: [2], replicates: [2] });
    expect(measures[2].leftOut).toEqual({ runs: 5, points: [3], replicates: [1, 2, 3, 4, 5] });
    expect(measures.map(({ runs }) => runs)).toEqual([20, 19, 15]);
    for (const { mean, interval } of [...measures, ...contrasts]) {
      expect((interval![0] + interval![1]) / 2).toBeCloseTo(mean, 12);
    }
    expect(contrasts[0]).toMatchObject({ pairs: 19, more: 19, mean: (4 * (1 + 2 + 3 + 4 + 5) - 2) / 19 });
    expect(contrasts[1]).toMatchObject({ pairs: 15, more: 15, mean: 6 });
  });
});

test('a summary has every measure of every policy, contrasts, and bands by week', async () => {
  const at = folder();
  await batch(experimentOf({ ...TINY, seeds: 10 }), at('out'));
  const database = await openWhole(at('out'));
  const summary = await summarizeExperiment(summarySource(database, await contentsOf(database)));
  database.close();
  expect(summary).toMatchObject({ name: 'x', runs: 60, failed: 0, points: 3, seeds: 10 });
  expect(summary.measures).toHaveLength(2 * 10);
  expect(summary.contrasts).toHaveLength(10);
  const cost = summary.contrasts.find(({ measure }) => measure === 'cost')!;
  // four weeks of 1, 2 or 3 seats at 300 CNY
  expect([cost.mean, cost.interval, cost.verdict]).toEqual([2400, [2400, 2400], 'more']);
  expect(summary.bands).toHaveLength(2 * 4 * 6);
  for (const { low, quarter, median, threeQuarters, high } of summary.bands) {
    expect([low, quarter, median, threeQuarters, high]).toEqual(
      [low, quarter, median, threeQuarters, high].sort((a, b) => a - b),
    );
  }
  const text = coproduce('summary', at('out'));
  expect([text.code, text.out]).toEqual([
    0,
    expect.stringMatching(/^x: 60 runs \(2 scenarios × 3 points × 10 seeds\)\n\n/),
  ]);
  expect(coproduce('summary', at('out'), '--format', 'csv').out.split('\n')).toHaveLength(50);
  expect(JSON.parse(coproduce('summary', at('out'), '--format', 'json').out)).toEqual(
    JSON.parse(JSON.stringify(summary)),
  );
});

test('what there is one of is said in the singular, and what nothing is known of', async () => {
  const at = folder();
  const { vary: _, ...one } = TINY;
  await batch(experimentOf({ ...one, scenarios: one.scenarios.slice(0, 1), seeds: 1 }), at('one'));
  expect(coproduce('summary', at('one')).out).toMatch(
    /^x: 1 run \(1 scenario × 1 point × 1 seed\)\nWith a single seed there are no intervals: nothing is known of luck\.\n\nrateEnd\n/,
  );
  const page = coproduce('report', at('one')).out;
  expect(page).toContain('1 run: 1 scenario × 1 point × 1 seed.');
  expect(page).toContain('With a single seed there are no intervals');
  expect(page).toContain('factorial, 1 point, key');
  await batch(experimentOf({ ...one, seeds: 3 }), at('point'));
  const few = 'With 3 seeds the intervals themselves are luck';
  expect(coproduce('summary', at('point')).out).toContain(few);
  expect(coproduce('report', at('point')).out).toContain(few);
  const split = coproduce('sensitivity', at('point')).out;
  expect(split).toMatch(/^parameters +– +–$/m);
  expect(split).toMatch(/^luck +\d+\.\d % /m);
  expect(split).toContain('With a single point nothing is known of parameters: they are in none of the shares.');
  expect(split).not.toContain('single policy');
});

test('where no summaries are kept, that is said and nothing is drawn of them', async () => {
  const at = folder();
  await batch(experimentOf({ ...TINY, keep: { series: ['rate'], summaries: [] } }), at('out'));
  expect(coproduce('summary', at('out')).out).toBe(
    'x: 30 runs (2 scenarios × 3 points × 5 seeds)\nNo summaries were kept (keep.summaries); --format csv has the weekly bands.\n',
  );
  const page = coproduce('report', at('out')).out;
  expect(page).not.toContain('<h2>Measures</h2>');
  expect(page).toContain('<h2>Week by week</h2>');
  for (const measure of [[], ['--measure', 'gini']]) {
    expect(coproduce('sensitivity', at('out'), ...measure)).toMatchObject({
      code: 2,
      lines: [`${at('out')}: these results keep no summaries (keep.summaries), so there is nothing to analyse`],
    });
  }
});

test('sensitivity speaks of one measure, and names those there are', async () => {
  const at = folder();
  await batch(
    experimentOf({
      ...TINY,
      design: { type: 'morris', trajectories: 4 },
      vary: [{ path: 'traits.trust' }, { path: 'traits.motivation' }],
    }),
    at('out'),
  );
  const { code, out } = coproduce('sensitivity', at('out'), '--measure', 'trustEnd');
  expect(code).toBe(0);
  expect(out).toContain('trustEnd: 120 runs; intervals 90 %');
  expect(out).toMatch(/Elementary effects over the whole range, taught\nparameter +μ\*/);
  const wrong = coproduce('sensitivity', at('out'), '--measure', 'trust');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--measure: "trust" is not one of rateEnd')]);
});

test('results that are not complete are spoken of by their whole seeds', async () => {
  const at = folder();
  await batch(experimentOf(TINY), at('out'));
  const database = await openDatabase(databaseFile(at('out')));
  // six runs a seed
  const cut = async (run: number) => {
    for (const table of ['runs', 'series', 'ledger']) await database.run(`DELETE FROM ${table} WHERE run >= ${run}`);
    const contents = await contentsOf(database);
    return { contents, summary: await summarizeExperiment(summarySource(database, contents)) };
  };
  const { contents, summary } = await cut(20);
  expect(contents).toMatchObject({ seeds: 3, planned: 5 });
  expect(summary).toMatchObject({ runs: 18, seeds: 3, planned: 5 });
  for (const { interval, runs, leftOut } of summary.measures) {
    expect([runs, leftOut.runs]).toEqual([9, 0]);
    expect(interval).not.toBeNull();
  }
  for (const { runs } of summary.bands) expect(runs).toBe(9);
  database.close();
  const text = coproduce('summary', at('out'), '--partial');
  expect([text.code, text.out]).toEqual([
    0,
    expect.stringContaining('x: 18 runs (2 scenarios × 3 points × the first 3 of 5 seeds)\n'),
  ]);
  const { out } = coproduce('sensitivity', at('out'), '--partial', '--measure', 'trustEnd');
  expect(out).toMatch(
    /^trustEnd: 18 runs of the first 3 of 5 seeds; intervals 90 %\nWith 3 seeds .*\n\nWhose doing its variance is/u,
  );
  expect(coproduce('report', at('out'), '--partial', '--out', at('report.html')).code).toBe(0);
  expect(readFileSync(at('report.html'), 'utf8')).toContain(
    '18 runs: 2 scenarios × 3 points × the first 3 of 5 seeds. <strong>The experiment is not finished.</strong>',
  );

  const again = await openDatabase(databaseFile(at('out')));
  await again.run('DELETE FROM runs WHERE run >= 4');
  again.close();
  expect(coproduce('summary', at('out'), '--partial').out).toContain(
    'x: 4 runs (2 scenarios × 3 points × part of the first of 5 seeds)',
  );
});
