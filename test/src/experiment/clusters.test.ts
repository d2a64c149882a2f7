import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incompleteBeta, logGamma } from '../../../src/experiment/beta.ts';
import { clusterMean } from '../../../src/experiment/clusters.ts';
import {
  intervalAround,
  meanInterval,
  studentQuantile,
  studentWithin,
  welchFreedom,
} from '../../../src/experiment/statistics.ts';

const f = (...values: number[]) => Float64Array.from(values);

test('clusters of equal size: the t-interval of their means', () => {
  const value = fc.double({ min: -9, max: 9, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value, value), { minLength: 2, maxLength: 12 }), (clusters) => {
      const { mean, square, freedom } = clusterMean(Float64Array.from(clusters.flat()), 3);
      const [low, high] = meanInterval(clusters.map(([a, b, c]) => (a + b + c) / 3))!;
      const own = intervalAround(mean, square, freedom)!;
      expect(own[0]).toBeCloseTo(low, 9);
      expect(own[1]).toBeCloseTo(high, 9);
    }),
  );
});

test('what is missing is left out, and only that', () => {
  // sums 3 and 6 of two, 5 of one; mean 14/5; residuals −13/5, 2/5, 11/5: 294/25 · 3/2 ÷ 25
  const { mean, square, freedom } = clusterMean(f(1, 2, 5, Number.NaN, 2, 4, Number.NaN, Number.NaN), 2);
  expect([mean, freedom]).toEqual([14 / 5, 2]);
  expect(square).toBeCloseTo(((294 / 25) * 1.5) / 25, 12);
  expect(clusterMean(f(1, 2, Number.NaN, Number.NaN), 2).square).toBeNaN();
});

test("Welch's interval is that of R for Student's sleep data", () => {
  // R, ?sleep and t.test(extra ~ group, data = sleep): df = 17.776, 95 percent confidence interval -3.3654832 0.2054832
  const one = clusterMean(f(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2), 1);
  const two = clusterMean(f(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4), 1);
  const freedom = welchFreedom(one, two);
  expect(freedom).toBeCloseTo(17.776, 3);
  const [low, high] = intervalAround(one.mean - two.mean, one.square + two.square, freedom, 0.95)!;
  expect(low).toBeCloseTo(-3.3654832, 7);
  expect(high).toBeCloseTo(0.2054832, 7);
});

// scipy.stats.t.ppf(p, freedom), scipy 1.17.1
const SCIPY: [p: number, freedom: number, t: number][] = [
  [0.95, 1.25, 4.548000656852727],
  [0.95, 2.5, 2.5582186141359355],
  [0.95, 17.776473516178495, 1.735245653785187],
  [0.95, 1234.5, 1.6460888802690194],
  [0.975, 7.3, 2.345066736547703],
  [0.975, 63.4, 1.9980938311072678],
  [0.9995, 1.25, 184.7848420628169],
  [0.9995, 7.3, 5.283211758939497],
  [0.9995, 63.4, 3.450707610691756],
];

test.each(SCIPY)('Student’s t agrees with scipy to 1e-9: p %d, %d degrees of freedom', (p, freedom, t) => {
  expect(Math.abs(studentQuantile(p, freedom) / t - 1)).toBeLessThan(1e-9);
});

test('the continued fraction meets the closed forms at whole degrees of freedom', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 30, noNaN: true }), fc.integer({ min: 1, max: 300 }), (t, freedom) => {
      const within = incompleteBeta((t * t) / (freedom + t * t), 0.5, freedom / 2);
      expect(within).toBeCloseTo(studentWithin(t, freedom), 11);
    }),
  );
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
  expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
  expect([incompleteBeta(0, 0.5, 2), incompleteBeta(1, 0.5, 2)]).toEqual([0, 1]);
});
