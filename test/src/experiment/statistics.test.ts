import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalQuantile, seedKey, threefry2x32 } from '../../../sim/index.ts';
import {
  covariance,
  deviation,
  fiellerInterval,
  gini,
  mean,
  meanInterval,
  quantile,
  RunningMean,
  studentQuantile,
  studentWithin,
  variance,
  welchInterval,
} from '../../../src/experiment/statistics.ts';

describe('Student t', () => {
  // Table of critical values, NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2
  const PROBABILITIES = [0.9, 0.95, 0.975, 0.99, 0.995, 0.999];
  const NIST: Record<number, number[]> = {
    1: [3.078, 6.314, 12.706, 31.821, 63.657, 318.309],
    2: [1.886, 2.92, 4.303, 6.965, 9.925, 22.327],
    5: [1.476, 2.015, 2.571, 3.365, 4.032, 5.893],
    10: [1.372, 1.812, 2.228, 2.764, 3.169, 4.144],
    29: [1.311, 1.699, 2.045, 2.462, 2.756, 3.396],
    63: [1.295, 1.669, 1.998, 2.387, 2.656, 3.225],
    100: [1.29, 1.66, 1.984, 2.364, 2.626, 3.174],
  };

  test('agrees with the published table to its three decimals', () => {
    for (const [freedom, row] of Object.entries(NIST)) {
      const own = PROBABILITIES.map((p) => studentQuantile(p, Number(freedom)));
      own.forEach((t, i) => {
        expect(Math.abs(t - row[i]), `t(${PROBABILITIES[i]}, ${freedom})`).toBeLessThanOrEqual(0.0005 + 1e-9);
      });
    }
  });

  test('is the same by sums and by the continued fraction, where one takes over from the other', () => {
    for (const t of [0.01, 0.7, 1.65, 2, 4]) {
      const [below, between, above] = [400, 400.5, 401].map((freedom) => studentWithin(t, freedom));
      // 2 Φ(t) − 1 − φ(t)(t³ + t)/2ν + …, and φ(t)(t³ + t) ≤ 0.64: a second difference at ½ is below 0.64/4ν³
      expect(Math.abs(below - 2 * between + above), `t = ${t}`).toBeLessThan(0.64 / 4 / 400 ** 3);
    }
  });

  // scipy.stats.t.ppf(p, freedom), scipy 1.17.1
  const SCIPY: [p: number, freedom: number, t: number][] = [
    [0.95, 1, 6.313751514675037],
    [0.975, 1, 12.706204736174694],
    [0.9995, 1, 636.6192487687897],
    [0.95, 2, 2.9199855803537242],
    [0.975, 2, 4.302652729749462],
    [0.9995, 2, 31.599054576445365],
    [0.95, 3, 2.3533634348018233],
    [0.975, 3, 3.1824463052837078],
    [0.9995, 3, 12.923978636687961],
    [0.95, 7, 1.8945786050900062],
    [0.975, 7, 2.364624251592784],
    [0.9995, 7, 5.407882520861828],
    [0.95, 12, 1.782287555649319],
    [0.975, 12, 2.1788128296672284],
    [0.9995, 12, 4.3177912836062475],
    [0.95, 30, 1.697260886593957],
    [0.975, 30, 2.0422724563012378],
    [0.9995, 30, 3.6459586350420627],
    [0.95, 63, 1.6694022217068127],
    [0.975, 63, 1.998340542520741],
    [0.9995, 63, 3.4517689449610334],
    [0.95, 120, 1.6576508993552352],
    [0.975, 120, 1.9799304050824402],
    [0.9995, 120, 3.373453768562533],
    [0.95, 401, 1.648662397327504],
    [0.9995, 401, 3.3149537443936468],
    [0.975, 1000.5, 1.962337892459348],
    [0.95, 9999, 1.6450060333112988],
    [0.9995, 9999, 3.291500063300963],
    [0.95, 999_999, 1.6448551507235638],
    [0.975, 999_999, 1.9599663568164791],
    [0.9995, 999_999, 3.290536461258452],
  ];

  test.each(SCIPY)('agrees with scipy to 1e-9: p %d, %d degrees of freedom', (p, freedom, t) => {
    expect(Math.abs(studentQuantile(p, freedom) / t - 1)).toBeLessThan(1e-9);
    expect(studentQuantile(1 - p, freedom)).toBeCloseTo(-studentQuantile(p, freedom), 9);
  });

  test('meets the closed forms for 1, 2 and 4 degrees of freedom', () => {
    for (const p of [0.55, 0.7, 0.9, 0.95, 0.99]) {
      // Shaw (2006), J. Comput. Finance 9(4), 37-73
      const a = 4 * p * (1 - p);
      const q = Math.cos(Math.acos(Math.sqrt(a)) / 3) / Math.sqrt(a);
      expect(studentQuantile(p, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), 10);
      expect(studentQuantile(p, 2)).toBeCloseTo((2 * p - 1) * Math.sqrt(2 / a), 12);
      expect(studentQuantile(p, 4)).toBeCloseTo(2 * Math.sqrt(q - 1), 12);
    }
  });

  test('is inverse to the distribution and close to the normal one in the end', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.501, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        (p, freedom) => {
          expect(studentWithin(studentQuantile(p, freedom), freedom)).toBeCloseTo(2 * p - 1, 12);
        },
      ),
    );
    expect(studentQuantile(0.95, 100_000)).toBeCloseTo(normalQuantile(0.95), 4);
    expect(studentQuantile(0.5, 3)).toBeLessThan(1e-300);
  });

  test('refuses what is not a probability or not a number of degrees of freedom', () => {
    expect(() => studentQuantile(1, 3)).toThrow('invalid probability: 1');
    expect(() => studentQuantile(0.9, 0)).toThrow('invalid degrees of freedom: 0');
    expect(() => studentQuantile(0.9, Number.POSITIVE_INFINITY)).toThrow('invalid degrees of freedom: Infinity');
  });
});

describe('moments and quantiles', () => {
  test('of a small sample', () => {
    expect(mean([1, 2, 3, 6])).toBe(3);
    expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 14);
    expect(covariance([1, 2, 3], [2, 4, 9])).toBeCloseTo(3.5, 14);
    expect(deviation([1])).toBeNaN();
  });

  test('come out the same of values one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 50 }),
        (values) => {
          const running = new RunningMean();
          for (const value of values) running.add(value);
          const { mean: centre, square, freedom } = running.estimate;
          // a few roundings of sums of up to 50 values up to 1e3, and of their squares
          expect(Math.abs(centre - mean(values))).toBeLessThan(1e-11);
          expect(Math.abs(square * values.length - variance(values))).toBeLessThan(1e-8);
          expect(freedom).toBe(values.length - 1);
        },
      ),
    );
    const alike = new RunningMean();
    for (let i = 0; i < 10; i++) alike.add(0.1);
    expect(alike.estimate).toEqual({ mean: 0.1, square: 0, freedom: 9 });
    expect(new RunningMean().estimate).toEqual({ mean: Number.NaN, square: Number.NaN, freedom: -1 });
  });

  test('quantiles are those of R, type 7', () => {
    // R: quantile(c(15, 20, 35, 40, 50), c(.05, .25, .4, .5, .95))
    const values = [50, 15, 40, 20, 35];
    expect([0.05, 0.25, 0.4, 0.5, 0.95].map((p) => quantile(values, p))).toEqual([16, 20, 29, 35, 48]);
    expect([0, 1].map((p) => quantile(values, p))).toEqual([15, 50]);
    expect(values).toEqual([50, 15, 40, 20, 35]);
    expect(quantile([7], 0.3)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  test('Gini: all alike, one has everything, 1 … n', () => {
    expect(gini([3, 3, 3])).toBe(0);
    expect(gini([0, 0, 0, 5])).toBeCloseTo(1 - 1 / 4, 14);
    expect(gini([5, 3, 1, 4, 2])).toBeCloseTo((5 - 1) / (3 * 5), 14);
    expect(gini([0, 0])).toBe(0);
  });
});

/** Normal draws, two words of a block each giving one. */
function normals(count: number, seed: string): Float64Array {
  const { k0, k1 } = seedKey(seed);
  return Float64Array.from({ length: count }, (_, i) =>
    normalQuantile((threefry2x32(k0, k1, i >>> 1, 0)[i & 1] + 0.5) / 2 ** 32),
  );
}

/** Four standard errors of a share p among n. */
const tolerance = (p: number, n: number) => 4 * Math.sqrt((p * (1 - p)) / n);

describe('intervals', () => {
  test('the t-interval by hand', () => {
    // mean 3, variance 2.5, t(.95, 4) = 2.1318467863266499
    const half = 2.1318467863266499 * Math.sqrt(2.5 / 5);
    const [low, high] = meanInterval([1, 2, 3, 4, 5]) ?? [0, 0];
    expect(low).toBeCloseTo(3 - half, 12);
    expect(high).toBeCloseTo(3 + half, 12);
    expect(meanInterval([1])).toBeNull();
  });

  test('a 90 % t-interval of 6 normals holds the mean in 90 % of 20,000 samples', () => {
    const samples = 20_000;
    const draws = normals(samples * 6, 'coverage');
    let covered = 0;
    for (let i = 0; i < samples; i++) {
      const [low, high] = meanInterval(draws.subarray(6 * i, 6 * i + 6).map((z) => 5 + 2 * z)) ?? [0, 0];
      if (low <= 5 && 5 <= high) covered++;
    }
    expect(Math.abs(covered / samples - 0.9)).toBeLessThan(tolerance(0.9, samples));
  });

  test('Fieller by hand', () => {
    // means 7 and 2.6, variances 12.5 and 1.8, covariance 4.5, t(.95, 4)²/5 = 0.908954144074:
    // (5.123883) θ² − 2 (14.109706) θ + (37.638073) ≤ 0
    const bounds = fiellerInterval([3, 5, 6, 9, 12], [1, 2, 2, 4, 4]);
    expect(bounds?.[0]).toBeCloseTo(2.266554666153, 10);
    expect(bounds?.[1]).toBeCloseTo(3.240873046986, 10);
    expect(fiellerInterval([3], [1])).toBeNull();
  });

  test('Fieller’s ends are where the t-test of above − θ·below just fails', () => {
    const values = fc.array(
      fc.tuple(fc.double({ min: 1, max: 9, noNaN: true }), fc.double({ min: 1, max: 9, noNaN: true })),
      {
        minLength: 3,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(values, (sample) => {
        const above = sample.map(([a]) => a);
        const below = sample.map(([, b]) => b);
        const bounds = fiellerInterval(above, below);
        const [low, high] = meanInterval(below) ?? [0, 0];
        // bounded exactly when the lower mean can be told from 0
        expect(bounds !== null).toBe(low > 0 || high < 0);
        for (const theta of bounds ?? []) {
          const [from, to] = meanInterval(sample.map(([a, b]) => a - theta * b)) ?? [1, 1];
          expect(Math.min(Math.abs(from), Math.abs(to))).toBeLessThan(1e-6 * (1 + Math.abs(theta)));
        }
      }),
    );
  });

  test('Fieller’s 90 % interval holds the ratio in 90 % of 10,000 samples', () => {
    const samples = 10_000;
    const draws = normals(samples * 16, 'fieller');
    let covered = 0;
    for (let i = 0; i < samples; i++) {
      const below = draws.subarray(16 * i, 16 * i + 8).map((z) => 5 + z);
      const above = draws.subarray(16 * i + 8, 16 * i + 16).map((z, j) => 10 + 2 * z + below[j] - 5);
      const [low, high] = fiellerInterval(above, below) ?? [0, 0];
      if (low <= 2 && 2 <= high) covered++;
    }
    expect(Math.abs(covered / samples - 0.9)).toBeLessThan(tolerance(0.9, samples));
  });

  test('Fieller cannot tell where the lower mean may be 0', () => {
    expect(fiellerInterval([5, 6, 7, 8], [-1, 1, 2, -1.5])).toBeNull();
  });
});

describe('Welch', () => {
  test("agrees with R's t.test on Student's sleep data, never narrower", () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const [low, high] = welchInterval(first, second, 0.95)!;
    // t.test(extra ~ group, data = sleep): 17.776 degrees of freedom, 95 percent interval −3.3654832 to 0.2054832
    expect(low).toBeLessThan(-3.36548);
    expect(high).toBeGreaterThan(0.20548);
    // t(0.975) is 0.34 % more with 17 degrees of freedom
    expect(high - low).toBeLessThan(1.004 * (3.3654832 + 0.2054832));
  });

  test('has no width where nothing varies, and is none with one value', () => {
    expect(welchInterval([2, 2], [1, 1, 1])).toEqual([1, 1]);
    expect(welchInterval([2], [1, 3])).toBe(null);
  });
});
