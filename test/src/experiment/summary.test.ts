import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../../sim/index.ts';
import { keyedUniform } from '../../../src/experiment/keyed.ts';
import { type Contents, Outcomes } from '../../../src/experiment/outcomes.ts';
import { pairedContrast, summarizeExperiment } from '../../../src/experiment/summary.ts';
import { openWhole } from '../../../src/store/merge.ts';
import { contentsOf, summarySource } from '../../../src/store/read.ts';
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

  test('is narrower than unpaired ones by the variance-reduction factor', () => {
    const row = pairedContrast(contents, study(1, 400, 1, 0.3), 'rateMean', 1);
    // (9.25 + 9.74) / (0.49 + 0.5)
    expect(row.varianceReduction).toBeGreaterThan(15);
    expect(row.varianceReduction).toBeLessThan(24);
  });

  test('is not claimed for luck of their own, nor for a single seed', () => {
    const own = { ...contents, spec: { luck: 'own' } } as unknown as Contents;
    expect(pairedContrast(own, study(1, 8, 1, 0.3), 'rateMean', 1).interval).toBeNull();
    expect(pairedContrast(contents, study(1, 1, 1, 0.3), 'rateMean', 1)).toMatchObject({
      interval: null,
      verdict: 'cannot tell',
    });
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
  expect([text.code, text.out]).toEqual([0, expect.stringContaining('x: 60 runs (3 points × 10 seeds)')]);
  expect(coproduce('summary', at('out'), '--format', 'csv').out.split('\n')).toHaveLength(50);
  expect(JSON.parse(coproduce('summary', at('out'), '--format', 'json').out)).toEqual(
    JSON.parse(JSON.stringify(summary)),
  );
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
