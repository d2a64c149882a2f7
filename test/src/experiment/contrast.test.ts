import { describe, expect, test } from 'vitest';
import { contrast, costPerAct } from '../../../src/experiment/contrast.ts';

const f = (...values: number[]) => Float64Array.from(values);

describe('contrast', () => {
  test('pairs by place and leaves out what is missing on either side', () => {
    const c = contrast(f(3, 4, Number.NaN, 9, 5), f(1, 2, 7, Number.NaN, 2));
    // differences 2, 2, 3: mean 7/3, sd 1/√3, t(.95, 2) = 2.919985580353726
    const half = (2.919985580353726 * Math.sqrt(1 / 3)) / Math.sqrt(3);
    expect(c).toMatchObject({ runs: 3, median: 2, more: 3, fewer: 0, same: 0, better: 3, verdict: 'more in 3 of 3' });
    expect(c.mean).toBeCloseTo(7 / 3, 14);
    expect(c.interval?.[0]).toBeCloseTo(7 / 3 - half, 12);
    expect(c.interval?.[1]).toBeCloseTo(7 / 3 + half, 12);
    expect(c.quantiles[0]).toBeCloseTo(2, 14);
    expect(c.quantiles[1]).toBeCloseTo(2.9, 14);
  });

  test('says which way only where the interval excludes 0', () => {
    const base = f(0, 0, 0, 0, 0, 0);
    expect(contrast(f(-1, -2, -1, 0, -2, -1), base)).toMatchObject({ verdict: 'fewer in 5 of 6', same: 1, better: 0 });
    expect(contrast(f(-1, 2, -1, 0, 2, -1), base)).toMatchObject({ verdict: 'cannot tell', more: 2, fewer: 3 });
    expect(contrast(f(-1, 2), f(-1, 2))).toMatchObject({ verdict: 'cannot tell', same: 2, varianceReduction: null });
    expect(contrast(f(2, 3), f(1, 1), (a, b) => a < b)).toMatchObject({ better: 0 });
  });

  test('one run tells nothing', () => {
    expect(contrast(f(5), f(1))).toMatchObject({ runs: 1, mean: 4, interval: null, verdict: 'cannot tell', more: 1 });
  });

  test('says what pairing was worth', () => {
    // var A = var B = 5/3, differences 1, 1, 1, 2 with variance 1/4
    expect(contrast(f(2, 3, 4, 6), f(1, 2, 3, 4)).varianceReduction).toBeCloseTo((35 / 12 + 5 / 3) / (1 / 4), 12);
  });
});

describe('cost per additional act', () => {
  const base = { acts: f(100, 110, 120, 130), cost: f(0, 0, 0, 0) };

  test('is the ratio of the mean differences, with Fieller’s interval', () => {
    const own = costPerAct({ acts: f(110, 121, 130, 141), cost: f(50, 50, 50, 50) }, base);
    expect(own.verdict).toBe('interval');
    expect(own.estimate).toBeCloseTo(50 / 10.5, 12);
    // the cost does not vary: 50 ÷ the ends of the t-interval of 10, 11, 10, 11
    const half = 2.3533634348018233 * Math.sqrt(1 / 3 / 4);
    expect(own.interval?.[0]).toBeCloseTo(50 / (10.5 + half), 10);
    expect(own.interval?.[1]).toBeCloseTo(50 / (10.5 - half), 10);
  });

  test('has words where there is no such number', () => {
    const cost = f(50, 50, 50, 50);
    const verdict = (acts: Float64Array, spent = cost) => costPerAct({ acts, cost: spent }, base);
    expect(verdict(f(90, 125, 110, 140))).toMatchObject({ verdict: 'cannot tell', estimate: null, interval: null });
    expect(verdict(f(90, 101, 110, 119))).toMatchObject({ verdict: 'no additional acts', estimate: null });
    expect(verdict(base.acts)).toMatchObject({ verdict: 'no additional acts' });
    expect(verdict(f(110, 121, 130, 141), base.cost)).toMatchObject({ verdict: 'no additional cost' });
  });
});
