import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { normalQuantile } from '../../../../sim/index.ts';
import { createDesign } from '../../../../src/experiment/design/index.ts';
import { morris } from '../../../../src/experiment/design/morris.ts';
import { saltelli } from '../../../../src/experiment/design/saltelli.ts';
import { keyedUniform } from '../../../../src/experiment/keyed.ts';
import { type Contents, Outcomes } from '../../../../src/experiment/outcomes.ts';
import { analyseSensitivity } from '../../../../src/experiment/sensitivity/analyse.ts';
import { morrisIndices } from '../../../../src/experiment/sensitivity/morris.ts';
import { type SelfTestRow, selfTest } from '../../../../src/experiment/sensitivity/self-test.ts';
import { sobolIndices } from '../../../../src/experiment/sensitivity/sobol.ts';
import { varianceSplit } from '../../../../src/experiment/sensitivity/split.ts';
import { gFunction, ishigami } from '../../../../src/experiment/sensitivity/test-functions.ts';
import { coproduce, folder, start } from '../../cli/coproduce.ts';
import { TINY } from '../../store/helpers.ts';

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
  let rows: SelfTestRow[];
  beforeAll(async () => {
    rows = await selfTest();
  });

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
    expect(out).not.toContain('-0.0000');
  });

  test('goes where it is told to, and refuses what is for results', () => {
    const at = folder();
    expect(coproduce('sensitivity', '--self-test', '--out', at('rows.json'))).toMatchObject({
      code: 0,
      out: '',
      err: '',
    });
    expect(JSON.parse(readFileSync(at('rows.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(rows)));
    const csv = coproduce('sensitivity', '--self-test', '--format', 'csv').out.split('\n');
    expect(csv[0]).toBe('function,index,variable,estimate,truth,low,high,inside');
    expect(csv).toHaveLength(rows.length + 2);
    expect(coproduce('sensitivity', 'x', '--self-test', '--measure', 'gini', '--resamples', '500')).toMatchObject({
      code: 2,
      out: '',
      lines: [
        '--self-test: reads no results',
        '--measure: means nothing with --self-test',
        '--resamples: means nothing with --self-test',
      ],
    });
  });
});

describe('under luck', () => {
  const resampling = { resamples: 200, level: 0.9, key: 'any' };
  // two parameters and luck that hits every point alike
  const noise = keyedUniform('luck');
  const y = (u: readonly number[], seed: number) => 3 * u[0] + u[1] ** 2 + 5 * noise(seed, 0);

  test('common seeds take luck out of the effects', async () => {
    const design = morris(20, 2, 4, 'any');
    const [first, second] = await morrisIndices(
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

  test('effects are per range of the parameter as it was realised: whole numbers and listed values', async () => {
    const vary = [
      { path: 'whole', min: 1, max: 5, integer: true, values: null },
      { path: 'listed', min: 0, max: 0, integer: false, values: [10, 20, 80] },
      { path: 'words', min: 0, max: 0, integer: false, values: ['no', 'some', 'much'] },
      { path: 'switch', min: 2, max: 2, integer: true, values: null },
    ];
    const spec = { design: { type: 'morris', trajectories: 12, levels: 6 }, key: 'any', seeds: 1 } as const;
    const design = createDesign(spec, vary);
    // linear in what the parameters are: 4 · 2 over the whole range, 70 · 0.1, 2 · 5
    const value = (point: number) => {
      const [whole, listed, words] = design.at(point);
      return 2 * (whole as number) + 0.1 * (listed as number) + 5 * ['no', 'some', 'much'].indexOf(words as string);
    };
    const contents = {
      spec,
      vary,
      policies: ['one'],
      scenarios: { one: {} },
      seeds: 1,
      planned: 1,
    } as unknown as Contents;
    const outcomes = new Outcomes(
      1,
      design.points,
      1,
      Float64Array.from({ length: design.points }, (_, i) => value(i)),
    );
    const [{ indices }] = (await analyseSensitivity(contents, outcomes, 'any', { resamples: 100 })).morris;
    for (const [j, effect] of [8, 7, 10].entries()) {
      expect(indices[j].mu.value).toBeCloseTo(effect, 10);
      expect(indices[j].muStar.value).toBeCloseTo(effect, 10);
      expect(indices[j].sigma.value).toBeCloseTo(0, 6);
    }
    // what never moves has no effect to tell
    expect(indices[3].mu).toEqual({ value: Number.NaN, interval: null });
  });

  test('a run that failed costs the effects that need it, no others', async () => {
    const design = morris(20, 2, 4, 'any');
    const value = (point: number, seed: number) => (seed === 1 && point === 4 ? Number.NaN : y(design.at(point), seed));
    const [first] = await morrisIndices(design, ['a', 'b'], 3, value, resampling);
    expect(first.mu.value).toBeCloseTo(3, 10);
    const lost = (point: number, seed: number) => (seed === 1 ? Number.NaN : y(design.at(point), seed));
    expect((await morrisIndices(design, ['a', 'b'], 3, lost, resampling))[0].mu.value).toBeCloseTo(3, 10);
  });

  test('a seed that failed costs Sobol’ indices that seed, not every row', async () => {
    const spec = { design: { type: 'saltelli', base: 64 }, key: 'any', seeds: 3 } as const;
    const vary = ['a', 'b'].map((path) => ({ path, min: 0, max: 1, integer: false, values: null }));
    const design = saltelli(64, 2, 'any');
    const values = Float64Array.from({ length: design.points * 3 }, (_, i) => {
      const [point, seed] = [i % design.points, Math.floor(i / design.points)];
      return seed === 1 && point % 4 === 0 ? Number.NaN : y(design.at(point), seed);
    });
    const contents = {
      spec,
      vary,
      policies: ['one'],
      scenarios: { one: {} },
      seeds: 3,
      planned: 3,
    } as unknown as Contents;
    const [{ indices }] = (await analyseSensitivity(contents, new Outcomes(1, design.points, 3, values), 'any')).sobol;
    const others = await sobolIndices(64, ['a', 'b'], 2, (point, seed) => values[2 * seed * design.points + point], {
      resamples: 1000,
      level: 0.9,
      key: 'any',
    });
    expect(indices).toEqual(others);
    expect(indices[0].first.interval).not.toBeNull();
  });

  test('indices and intervals are the same every time, and a missing row is left out', async () => {
    const design = saltelli(128, 2, 'any');
    const value = (point: number, seed: number) => (point === 5 ? Number.NaN : y(design.at(point), seed));
    const once = await sobolIndices(128, ['a', 'b'], 2, value, resampling);
    expect(await sobolIndices(128, ['a', 'b'], 2, value, resampling)).toEqual(once);
    // variances 9/12 and 4/45
    expect(once[0].first.value).toBeCloseTo(0.75 / (0.75 + 4 / 45), 1);
    expect(once[0].total.interval![0]).toBeLessThan(once[0].total.value);
  });
});

test('a single row or trajectory has no intervals, however many seeds it was run under', async () => {
  const resampling = { resamples: 200, level: 0.9, key: 'any' };
  const y = (point: number, seed: number) => point * point + seed * (point + 1);
  for (const { first, total } of await sobolIndices(1, ['a', 'b'], 3, y, resampling)) {
    expect([first.interval, total.interval]).toEqual([null, null]);
    expect(total.value).toBeGreaterThan(0);
  }
  for (const { muStar, mu } of await morrisIndices(morris(1, 2, 4, 'any'), ['a', 'b'], 3, y, resampling)) {
    expect([muStar.interval, mu.interval]).toEqual([null, null]);
    expect(muStar.value).toBeGreaterThan(0);
  }
  for (const { muStar } of await morrisIndices(morris(2, 2, 4, 'any'), ['a', 'b'], 3, y, resampling)) {
    expect(muStar.interval).not.toBeNull();
  }
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

  test('is of the part in which nothing is missing, without policies that never have the measure', () => {
    const of = (s: number, p: number, k: number) => z(s, 5) + 2 * z(p, 6) + k * z(s, 7);
    const whole = varianceSplit(outcomes(6, 5, 2, of))!;
    const never = outcomes(6, 5, 3, (s, p, k) => (k === 2 ? Number.NaN : of(s, p, k)));
    expect(varianceSplit(never)).toEqual(whole);
    expect(whole.counted).toEqual({ policies: [0, 1], points: 5, seeds: 6 });
    const half = outcomes(7, 5, 2, (s, p, k) => (s === 6 && p > 2 ? Number.NaN : of(s, p, k)));
    expect(varianceSplit(half)).toEqual(whole);
    const point = outcomes(6, 6, 2, (s, p, k) => (p === 5 ? Number.NaN : of(s, p, k)));
    expect(varianceSplit(point)).toEqual(whole);
  });

  test('calls all luck that differs between seeds where every run has luck of its own', async () => {
    // standard deviations 1 and 1: half each, and luck is nothing that policies or points have in common
    const of = (s: number, p: number, k: number) => z(p, 9) + z(1e8 + s * 1000 + p, k);
    const own = varianceSplit(outcomes(40, 40, 2, of), 1, 0.9, true)!;
    expect(own.luck.interval![0]).toBeLessThan(0.5);
    expect(own.luck.interval![1]).toBeGreaterThan(0.5);
    expect(own.together.value).toBeLessThan(0.02);
    expect(varianceSplit(outcomes(40, 40, 2, of))!.luck.value).toBeLessThan(0.02);
    const contents = { spec: { luck: 'own', design: { type: 'factorial' } }, vary: [], policies: ['a', 'b'] };
    const { split } = await analyseSensitivity(contents as unknown as Contents, outcomes(40, 40, 2, of), 'any');
    expect(split!.luck.value).toBe(own.luck.value);
  });

  test('has intervals with a width where a component is cut at 0', () => {
    // no parameter effect at all: its component is as often negative as not
    const of = (r: number) => (s: number, p: number, k: number) =>
      z(100 * r + s, 8) + z(1e7 + r * 1000 + s * 10 + p, k);
    let cut = 0;
    for (let r = 0; r < 20; r++) {
      const { value, interval } = varianceSplit(outcomes(8, 6, 2, of(r)))!.parameters;
      if (value === 0) cut++;
      expect(interval![1] - interval![0]).toBeGreaterThan(0);
    }
    expect(cut).toBeGreaterThan(0);
  });

  test('says what a single seed, or two, cannot tell', () => {
    const of = (s: number, p: number, k: number) => z(s, 5) + 2 * z(p, 6) + k * z(p, 7);
    const one = varianceSplit(outcomes(1, 9, 2, of))!;
    expect(one.luck).toEqual({ value: Number.NaN, interval: null });
    expect(one.intervalsOver).toEqual(['points']);
    expect(varianceSplit(outcomes(2, 9, 2, of))!.intervalsOver).toEqual(['points']);
    expect(varianceSplit(outcomes(3, 9, 2, of))!.intervalsOver).toEqual(['seeds', 'points']);
  });

  test('says nothing of what there is only one of', () => {
    const of = (s: number, p: number, k: number) => z(s, 5) + 2 * z(p, 6) + k * z(p, 7) + z(100 * s + 10 * p + k, 8);
    const unknown = { value: Number.NaN, interval: null };
    const point = varianceSplit(outcomes(5, 1, 2, of))!;
    expect(point.parameters).toEqual(unknown);
    expect(point.luck.value + point.policy.value + point.together.value).toBeCloseTo(1, 12);
    const policy = varianceSplit(outcomes(5, 9, 1, of))!;
    expect(policy.policy).toEqual(unknown);
    expect(policy.luck.value + policy.parameters.value + policy.together.value).toBeCloseTo(1, 12);
    const luck = varianceSplit(outcomes(5, 1, 1, of))!;
    expect([luck.parameters, luck.policy, luck.together]).toEqual([unknown, unknown, unknown]);
    expect(luck.luck).toEqual({ value: 1, interval: [1, 1] });
    const own = varianceSplit(outcomes(1, 9, 2, of), 1, 0.9, true)!;
    expect(own.luck).toEqual(unknown);
  });

  // Such a parameter acts on the mean over k policies with 1 ÷ k of its effect, and so its two mean squares are equal:
  // S v ÷ k for itself, S v ((k − 1) ÷ k) ÷ (k − 1) for parameter × policy.
  test('counts a parameter that one policy has as what comes about only together, without a trace of rounding', () => {
    for (const policies of [2, 3, 5]) {
      const of = (s: number, p: number, k: number) => 0.05 + z(s, 5) / 100 + (k === 1 ? z(p, 6) / 300 : 0);
      const { parameters, together } = varianceSplit(outcomes(8, 4, policies, of))!;
      expect(parameters).toEqual({ value: 0, interval: [0, 0] });
      expect(together.value).toBeGreaterThan(0.001);
    }
  });
});

test('a long resampling can be interrupted, and leaves no file', async () => {
  const trajectories = { type: 'morris', trajectories: 40 };
  const at = folder({ 'x.json': { ...TINY, vary: [{ path: 'traits.trust' }], design: trajectories } });
  expect(coproduce('batch', at('x.json'), '--out', at('results'), '--quiet').code).toBe(0);
  // several seconds, if nobody ended it
  const { child, end } = start('sensitivity', at('results'), '--resamples', '1000000', '--out', at('rows.json'));
  while (!readdirSync(at('.')).some((file) => file.endsWith('.partial'))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGINT');
  expect(await end).toEqual({ code: 130, err: 'interrupted; nothing was written\n' });
  expect(readdirSync(at('.')).sort()).toEqual(['results', 'x.json']);
});
