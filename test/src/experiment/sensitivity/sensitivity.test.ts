import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../../../sim/index.ts';
import { morris } from '../../../../src/experiment/design/morris.ts';
import { saltelli } from '../../../../src/experiment/design/saltelli.ts';
import { keyedUniform } from '../../../../src/experiment/keyed.ts';
import { Outcomes } from '../../../../src/experiment/outcomes.ts';
import { morrisIndices } from '../../../../src/experiment/sensitivity/morris.ts';
import { selfTest } from '../../../../src/experiment/sensitivity/self-test.ts';
import { sobolIndices } from '../../../../src/experiment/sensitivity/sobol.ts';
import { varianceSplit } from '../../../../src/experiment/sensitivity/split.ts';
import { gFunction, ishigami } from '../../../../src/experiment/sensitivity/test-functions.ts';
import { coproduce } from '../../cli/coproduce.ts';

describe('the closed forms of the test functions', () => {
  test("are the published ones: Ishigami's, and Sobol's g-function", () => {
    // Saltelli et al. (2008), Global Sensitivity Analysis: The Primer; Marrel et al. (2009)
    expect(ishigami().first.map((s) => s.toFixed(4))).toEqual(['0.3139', '0.4424', '0.0000']);
    expect(ishigami().total.map((s) => s.toFixed(4))).toEqual(['0.5576', '0.4424', '0.2437']);
    const g = gFunction([0, 1, 4.5, 9]);
    expect(g.first.map((s) => s.toFixed(3))).toEqual(['0.716', '0.179', '0.024', '0.007']);
  });

  test('of elementary effects agree with every grid point, enumerated', () => {
    // x1 of the g-function in two dimensions, on the grid of four levels
    const f = gFunction([0, 1]);
    const grid = [0, 1 / 3, 2 / 3, 1];
    const effects = [0, 1 / 3].flatMap((u) => grid.map((v) => (f.at([u + 2 / 3, v]) - f.at([u, v])) / (2 / 3)));
    const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
    const [first] = f.morris(4);
    expect(first.mu).toBeCloseTo(mean(effects), 12);
    expect(first.muStar).toBeCloseTo(mean(effects.map(Math.abs)), 12);
    expect(first.sigma).toBeCloseTo(Math.sqrt(mean(effects.map((e) => e * e)) - mean(effects) ** 2), 12);
  });
});

describe('the self-test', () => {
  const rows = selfTest();

  test('finds every index inside its interval, and the intervals are narrow', () => {
    expect(rows.filter(({ inside }) => !inside)).toEqual([]);
    expect(rows).toHaveLength(5 * 11);
    for (const { index, interval } of rows) {
      if (index === 'S1' || index === 'ST') expect(interval![1] - interval![0]).toBeLessThan(0.2);
    }
  });

  test('would notice another function', () => {
    const truth = ishigami(6).first;
    const own = rows.filter((row) => row.function === 'Ishigami' && row.index === 'S1');
    expect(own.some(({ interval }, j) => truth[j] < interval![0] || truth[j] > interval![1])).toBe(true);
  });

  test('is a command with a table and an exit code', () => {
    const { code, out } = coproduce('sensitivity', '--self-test');
    expect(code).toBe(0);
    expect(out).toMatch(/^function +index +variable +estimate +closed form +interval \(99 %\)\n/);
    expect(out).toContain('55 indices, all inside their intervals');
  });
});

describe('under luck', () => {
  const resampling = { resamples: 200, level: 0.9, key: 'any' };
  // two parameters and luck that hits every point alike
  const noise = keyedUniform('luck');
  const y = (u: readonly number[], seed: number) => 3 * u[0] + u[1] ** 2 + 5 * noise(seed, 0);

  test('common seeds take luck out of the effects', () => {
    const design = morris(20, 2, 4, 'any');
    const [first, second] = morrisIndices(
      design,
      ['a', 'b'],
      3,
      (point, seed) => y(design.at(point), seed),
      resampling,
    );
    expect(first.muStar.value).toBeCloseTo(3, 10);
    expect(first.sigma.value).toBeCloseTo(0, 6);
    expect(second.mu.value).toBeGreaterThan(0.8);
    expect(second.sigma.value).toBeGreaterThan(0.1);
  });

  test('indices and intervals are the same every time, and a missing row is left out', () => {
    const design = saltelli(128, 2, 'any');
    const value = (point: number, seed: number) => (point === 5 ? Number.NaN : y(design.at(point), seed));
    const once = sobolIndices(128, ['a', 'b'], 2, value, resampling);
    expect(sobolIndices(128, ['a', 'b'], 2, value, resampling)).toEqual(once);
    // variances 9/12 and 4/45
    expect(once[0].first.value).toBeCloseTo(0.75 / (0.75 + 4 / 45), 1);
    expect(once[0].total.interval![0]).toBeLessThan(once[0].total.value);
  });
});

describe('the split of variance', () => {
  const normal = keyedUniform('normal');
  const z = (i: number, j: number) => normalQuantile(normal(i, j));

  function outcomes(
    seeds: number,
    points: number,
    policies: number,
    of: (s: number, p: number, k: number) => number,
  ): Outcomes {
    const values = new Float64Array(seeds * points * policies);
    for (let s = 0; s < seeds; s++) {
      for (let p = 0; p < points; p++) {
        for (let k = 0; k < policies; k++) values[(s * points + p) * policies + k] = of(s, p, k);
      }
    }
    return new Outcomes(policies, points, seeds, values);
  }

  test('gives all to whoever does all', () => {
    const only = (of: (s: number, p: number, k: number) => number) => {
      const { luck, parameters, policy, together } = varianceSplit(outcomes(6, 5, 3, of))!;
      return [luck, parameters, policy, together].map(({ value }) => Math.round(value * 1e6) / 1e6);
    };
    expect(only((s) => z(s, 0))).toEqual([1, 0, 0, 0]);
    expect(only((_, p) => z(p, 1))).toEqual([0, 1, 0, 0]);
    expect(only((_, __, k) => k)).toEqual([0, 0, 1, 0]);
    expect(only((s, _, k) => (s % 2 === 0 ? 1 : -1) * (k - 1))).toEqual([0, 0, 0, 1]);
    expect(varianceSplit(outcomes(3, 3, 2, () => 7))).toBeNull();
  });

  test('recovers known components, with intervals that hold them', () => {
    let held = 0;
    const repetitions = 60;
    for (let r = 0; r < repetitions; r++) {
      // standard deviations 1, 2 and, for two policies half a unit to each side, 1/√2; noise 0.5
      const of = (s: number, p: number, k: number) =>
        z(1000 * r + s, 2) + 2 * z(1000 * r + p, 3) + (k - 0.5) + 0.5 * z(1e6 + r * 1000 + s * 20 + p, 4 + k);
      const split = varianceSplit(outcomes(20, 20, 2, of))!;
      // luck, parameters, policy, noise: 1, 4, 0.5, 0.25
      const share = 1 / 5.75;
      if (split.luck.interval![0] <= share && share <= split.luck.interval![1]) held++;
      if (r === 0) expect(split.parameters.value).toBeGreaterThan(split.luck.value);
    }
    // nominal 54 of 60; jackknife intervals of a ratio are not exact
    expect(held).toBeGreaterThanOrEqual(46);
  });
});
