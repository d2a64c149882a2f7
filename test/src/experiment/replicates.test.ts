import { describe, expect, test } from 'vitest';
import { COLUMN, normalQuantile, SERIES } from '../../../sim/index.ts';
import type { EnsembleRequest, Runner, RunOutcome } from '../../../src/engine/ensemble.ts';
import { keyedUniform } from '../../../src/experiment/keyed.ts';
import { neededReplicates } from '../../../src/experiment/replicates.ts';
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
});
