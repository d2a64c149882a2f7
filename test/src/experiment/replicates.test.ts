import { describe, expect, test } from 'vitest';
import { COLUMN, normalQuantile, SERIES } from '../../../sim/index.ts';
import type { EnsembleRequest, Runner, RunOutcome } from '../../../src/engine/ensemble.ts';
import { keyedUniform } from '../../../src/experiment/keyed.ts';
import { neededReplicates } from '../../../src/experiment/replicates.ts';
import { mean, welchInterval } from '../../../src/experiment/statistics.ts';
import { coproduce, folder } from '../cli/coproduce.ts';
import { result } from '../engine/fakes.ts';
import { experimentOf, TINY } from '../store/helpers.ts';

const experiment = experimentOf({ ...TINY, vary: [] });

/** Runs whose participation is drawn: an effect with a standard deviation of 1 between seeds. */
function drawn(key: string): Runner & { readonly seeds: Set<string> } {
  const uniform = keyedUniform(key);
  const seeds = new Set<string>();
  return {
    seeds,
    async *run(request: EnsembleRequest): AsyncGenerator<RunOutcome> {
      for (const [seedIndex, seed] of request.seeds.entries()) {
        seeds.add(seed);
        for (const [scenarioIndex, { name }] of request.scenarios.entries()) {
          const series = new Float64Array(SERIES.length);
          const luck = 4 * normalQuantile(uniform(Number(seed), 0));
          series[COLUMN.rate] = luck + scenarioIndex * (1 + normalQuantile(uniform(Number(seed), 1)));
          yield { ok: true, scenarioIndex, seedIndex, result: { ...result(name, seed), series } };
        }
      }
    },
    async close() {},
  };
}

/** Runs whose participation is a function of their seed, `@` and what is added to it, and their scenario; it may throw. */
function of(value: (seed: string, scenarioIndex: number) => number): Runner {
  return {
    async *run({ scenarios, seeds, seedSuffixes }): AsyncGenerator<RunOutcome> {
      for (const [seedIndex, seed] of seeds.entries()) {
        for (const [scenarioIndex, { name }] of scenarios.entries()) {
          const where = { scenarioIndex, seedIndex };
          try {
            const series = new Float64Array(SERIES.length);
            series[COLUMN.rate] = value(`${seed}${seedSuffixes?.[scenarioIndex] ?? '@'}`, scenarioIndex);
            yield { ok: true, ...where, result: { ...result(name, seed), series } };
          } catch (error) {
            yield { ok: false, ...where, scenario: name, seed, error: error as Error };
          }
        }
      }
    },
    async close() {},
  };
}

const asked = { precision: 0.6, measure: 'rateMean', most: 1000 } as const;

describe('needed replicates', () => {
  test('stop at the first seed after which the interval is narrow enough', async () => {
    const { seeds, reached, trace, policies } = await neededReplicates(experiment, drawn('a'), asked);
    expect(reached).toBe(true);
    expect(trace.at(-1)).toMatchObject({ seeds });
    expect(trace.at(-1)!.width).toBeLessThan(0.6);
    for (const { width } of trace.slice(0, -1)) expect(width).toBeGreaterThanOrEqual(0.6);
    // width 2 · 1.67 / √n
    expect(seeds).toBeGreaterThan(20);
    expect(seeds).toBeLessThan(50);
    expect(policies).toHaveLength(1);
    expect(policies[0].interval![1] - policies[0].interval![0]).toBe(trace.at(-1)!.width);
    expect(policies[0].varianceReduction).toBeGreaterThan(10);
  });

  test('do not depend on seeds after the last one', async () => {
    const { seeds } = await neededReplicates(experiment, drawn('a'), asked);
    expect((await neededReplicates(experiment, drawn('a'), { ...asked, most: seeds })).seeds).toBe(seeds);
    expect(await neededReplicates(experiment, drawn('a'), { ...asked, most: seeds - 1 })).toMatchObject({
      reached: false,
      seeds: seeds - 1,
    });
  });

  test('leave an interval that covers nearly as often as it says', async () => {
    let covered = 0;
    for (let r = 0; r < 400; r++) {
      const [{ interval }] = (await neededReplicates(experiment, drawn(`coverage/${r}`), asked)).policies;
      if (interval![0] <= 1 && 1 <= interval![1]) covered++;
    }
    // nominal 360; stopping at a narrow interval costs a little
    expect(covered).toBeGreaterThanOrEqual(335);
    expect(covered).toBeLessThanOrEqual(380);
  });

  test('take no differences seed by seed where every run has luck of its own', async () => {
    const own = experimentOf({ ...TINY, vary: [], luck: 'own' });
    const values: [number[], number[]] = [[], []];
    const runner = of((seed, scenarioIndex) => {
      const value = normalQuantile(keyedUniform(`own/${seed}`)(0, 0)) + scenarioIndex;
      values[scenarioIndex].push(value);
      return value;
    });
    const { paired, policies, seeds } = await neededReplicates(own, runner, { ...asked, precision: 1 });
    expect(paired).toBe(false);
    const [base, taught] = values.map((list) => list.slice(0, seeds));
    expect(policies).toEqual([
      {
        policy: 'taught',
        mean: expect.closeTo(mean(taught) - mean(base), 12),
        interval: welchInterval(taught, base)!.map((end) => expect.closeTo(end, 12)),
        varianceReduction: null,
      },
    ]);
    // two variances of 1: width 2 · 1.67 · √(2/n) < 1 from n = 22
    expect(seeds).toBeGreaterThan(12);
    expect(seeds).toBeLessThan(40);
    expect(new Set(base).size + new Set(taught).size).toBe(new Set([...base, ...taught]).size);
  });

  test('leave out seeds for which the measure is not defined, and those with a failed run', async () => {
    const runner = of((seed, scenarioIndex) => {
      if (seed === '5@' && scenarioIndex === 1) throw new RangeError('no luck');
      return Number.parseInt(seed, 10) % 3 === 0 ? Number.NaN : normalQuantile(keyedUniform(seed)(scenarioIndex, 0));
    });
    const found = await neededReplicates(experiment, runner, { ...asked, precision: 1e-9, most: 20 });
    expect(found).toMatchObject({ reached: false, seeds: 20, failed: 1, undefined: 6 });
    expect(found.failure).toBe('taught, seed "5", point 0: run failed: no luck');
    expect(found.policies[0].interval).not.toContain(Number.NaN);
    expect(found.trace.map(({ seeds }) => seeds)).toEqual([13, 14, 15, 16, 17, 18, 19, 20]);
  });

  test('are given up where no seed counts at all', async () => {
    const found = await neededReplicates(
      experiment,
      of(() => Number.NaN),
      asked,
    );
    expect(found).toMatchObject({ reached: false, seeds: 16, undefined: 16, trace: [] });
  });

  test('are not sought where a point makes no scenario', async () => {
    const wrong = experimentOf({ ...TINY, vary: [{ path: 'traits.knowHowMin', values: [0.1, 0.9] }] });
    await expect(
      neededReplicates(
        wrong,
        of(() => 1),
        asked,
      ),
    ).rejects.toThrow('point 1 makes no valid scenario of none: traits.knowHowMin: 0.9 is above knowHowMax');
  });

  test('have seeds beyond the listed ones, none of them twice', async () => {
    const listed = experimentOf({ ...TINY, vary: [], seeds: ['a', 'more/1', 'b'] });
    const seen = new Set<string>();
    const runner = of((seed) => {
      seen.add(seed);
      return Number.NaN;
    });
    await neededReplicates(listed, runner, asked);
    expect([...seen].slice(0, 4)).toEqual(['a@', 'more/1@', 'b@', 'more/2@']);
    expect(seen.size).toBe(16);
  });

  test('of a large design are asked for a few hundred runs at a time', async () => {
    const large = experimentOf({
      ...TINY,
      vary: [{ path: 'traits.trust' }],
      design: { type: 'latin-hypercube', points: 5000 },
    });
    const sizes: number[] = [];
    const inner = of((_, scenarioIndex) => scenarioIndex);
    const runner: Runner = {
      ...inner,
      run(request, options) {
        sizes.push(request.scenarios.length * request.seeds.length);
        if (sizes.length === 3) throw new Error('enough');
        return inner.run(request, options);
      },
    };
    await expect(neededReplicates(large, runner, asked)).rejects.toThrow('enough');
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
  });

  test('from the command line are the same with one and two workers', () => {
    const at = folder({ 'x.json': { ...TINY, vary: [] } });
    const words = ['replicates', at('x.json'), '--precision', '0.02', '--measure', 'trustEnd', '--format', 'json'];
    const one = coproduce(...words, '--workers', '1');
    expect([one.code, one.err]).toEqual([0, '']);
    expect(coproduce(...words, '--workers', '2').out).toBe(one.out);
    expect(coproduce('replicates', at('x.json')).err).toContain('--precision: needs the width');
    expect(
      coproduce(...words.slice(0, 2), '--measure', 'trustEnd', '--precision', '1e-9', '--most', '9'),
    ).toMatchObject({ code: 1 });
  });

  test('say what a reader must know beside the numbers', () => {
    const at = folder({
      'own.json': { ...TINY, vary: [], luck: 'own' },
      'shared.json': TINY,
      'wrong.json': { ...TINY, vary: [{ path: 'traits.knowHowMin', values: [0.1, 0.9] }] },
      // nobody owns a home, so there is no gap between owners and renters
      'renters.json': { ...TINY, set: { ...TINY.set, 'population.ageTenure.youngRenter': 1 } },
    });
    const ask = (file: string, ...words: string[]) =>
      coproduce('replicates', at(file), '--precision', '9', '--most', '20', ...words);
    expect(ask('own.json').out).toContain('unpaired since every run has luck of its own');
    const { out } = ask('shared.json');
    expect(out).toContain('paired by seed');
    expect(out).toContain('none has nothing of what is varied, so the same runs are done at each of the 3 points');
    expect(ask('shared.json', '--measure', 'cost', '--precision', '1e400')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--precision: expected a finite number above 0, received "1e400"'),
    });
    expect(ask('wrong.json')).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^\S*wrong\.json: point 1 makes no valid scenario of none: traits\.knowHowMin: [^\n]*\n$/u,
      ),
    });
    expect(ask('renters.json', '--measure', 'tenureGap')).toMatchObject({
      code: 1,
      out: expect.stringContaining('16 of the seeds are left out, because tenureGap is not defined for a run'),
    });
  });

  test('say so where nothing varied', () => {
    const at = folder({ 'x.json': { ...TINY, scenarios: TINY.scenarios.slice(0, 1), vary: [] } });
    const { code, out } = coproduce('replicates', at('x.json'), '--precision', '1', '--measure', 'cost');
    expect(code).toBe(0);
    expect(out).toContain('none: all 8 values were equal, so the interval has no width');
  });

  test('ask before very many runs', () => {
    const at = folder({ 'x.json': { ...TINY, design: { type: 'latin-hypercube', points: 1000 } } });
    const { code, err, out } = coproduce('replicates', at('x.json'), '--precision', '1');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('2,000,000 runs (2 scenarios × 1,000 points × up to 1,000 seeds');
    expect(err).toContain('add --yes');
  });
});
