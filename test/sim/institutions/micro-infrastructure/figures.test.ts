/** What the shipped arms give with the same 12 seeds: differentiation by type hardly pays, and that is a finding. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunResult, Start } from '../../../../sim/index.ts';
import { readText } from '../../../../src/cli/files.ts';
import { column } from '../../../../src/experiment/measures.ts';
import { createFastModel } from '../../../../src/kernel/model.ts';
import { readScenario } from '../../../../src/scenario/read.ts';
import { institutionValue } from '../../../helpers/institutions.ts';

const SEEDS = Array.from({ length: 12 }, (_, k) => String(k + 1));
const ARMS = ['micro-infrastructure', 'by-type', 'reversed', 'by-phase', 'by-stage'];
const CAP = 390_000;
const model = createFastModel();
const starts = new Map<string, Start>();
const results: Record<string, readonly RunResult[]> = {};

beforeAll(() => {
  for (const arm of [...ARMS, 'without-money']) {
    const { scenario } = readScenario(`scenarios/s1-${arm}.json`, readText);
    results[arm] = SEEDS.map((seed) => {
      if (!starts.has(seed)) starts.set(seed, model.prepare(scenario!, seed));
      return model.simulate(scenario!, seed, { start: starts.get(seed)! });
    });
  }
});

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
/** Mean participation in percent from the first week of spending on. */
const participation = (result: RunResult) => 100 * mean([...column(result, 'rate').slice(26)]);
/** Points of participation against money alike everywhere, seed by seed. */
const gain = (arm: string) =>
  mean(results[arm]!.map((result, k) => participation(result) - participation(results['micro-infrastructure']![k]!)));
const entries = (arm: string) =>
  mean(
    results[arm]!.map((result) =>
      column(result, 'entries')
        .slice(26)
        .reduce((a, b) => a + b, 0),
    ),
  );

describe('arms at one cap', () => {
  it.each(ARMS)('%s spends 98 to 100 % of 390,000 CNY on every seed', (arm) => {
    for (const { spent } of results[arm]!) {
      const share = spent.reduce((a, b) => a + b, 0) / 100 / CAP;
      expect(share).toBeGreaterThanOrEqual(0.98);
      expect(share).toBeLessThanOrEqual(1);
    }
  });

  it('bring something: the money lifts participation', () => {
    expect(gain('without-money')).toBeLessThan(-1.5);
  });

  it('by type is about as good as uniform: between −.5 and +.1 points', () => {
    expect(gain('by-type')).toBeGreaterThan(-0.5);
    expect(gain('by-type')).toBeLessThan(0.1);
  });

  it('the wrong type is worse, by half a point or more', () => {
    expect(gain('reversed')).toBeLessThan(-0.5);
    expect(gain('reversed')).toBeGreaterThan(-1.2);
  });

  it('by phase gains nothing', () => {
    expect(gain('by-phase')).toBeLessThan(0.1);
    expect(gain('by-phase')).toBeGreaterThan(-0.6);
  });

  it('by stage is better, and fewer residents begin: that is its cost in equity', () => {
    expect(gain('by-stage')).toBeGreaterThan(0.7);
    expect(entries('by-stage')).toBeLessThan(entries('micro-infrastructure'));
  });
});

describe('projects', () => {
  it('are three quarters hard facilities', () => {
    const total = (arm: string, name: string) =>
      results[arm]!.reduce((sum, result) => sum + institutionValue(result, `microInfrastructure_${name}`), 0);
    const ended = (kind: string) =>
      ARMS.reduce((sum, arm) => sum + total(arm, `done_${kind}`) + total(arm, `failed_${kind}`), 0);
    const all = ended('hard') + ended('soft') + ended('service');
    expect(Math.abs(ended('hard') / all - 0.75)).toBeLessThan(0.06);
  });
});
