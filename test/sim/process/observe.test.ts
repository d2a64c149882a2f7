import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, DIMENSIONS, MODES, STAGES, simulate } from '../../../sim/index.ts';
import type { ColumnName, State } from '../../../sim/state.ts';
import { forAll, parsed, scenarioArbitrary, seedArbitrary } from '../../helpers/arbitrary.ts';
import { value } from '../../helpers/runs.ts';

describe('what is observed', () => {
  it('balances: stages by their flows, modes by their acts, traits within bounds', () => {
    forAll(25, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const simulation = createSimulation(parsed(input), seed);
      const tally = (stage: number) => simulation.state.stage.reduce((n, y) => n + (y === stage ? 1 : 0), 0);
      let before = STAGES.map((_, stage) => tally(stage));
      while (!simulation.done) {
        const { week } = simulation;
        const { series } = simulation.run(week + 1).result();
        const at = (name: string) => value(series, week, name);
        const now = STAGES.map(at);
        expect(now).toEqual(STAGES.map((_, stage) => tally(stage)));
        expect(now[0]! + now[1]! + now[2]! + now[3]!).toBe(at('residents'));
        expect(now[0]).toBe(before[0]! - at('entries'));
        expect(now[3]).toBe(before[3]! + at('lapses') - at('returns'));
        expect(now[1]! + now[2]!).toBe(before[1]! + before[2]! + at('entries') + at('returns') - at('lapses'));
        expect(at('active')).toBeGreaterThanOrEqual(at('entries') + at('returns'));
        expect(at('rate')).toBe(at('active') / at('residents'));
        const modes = MODES.reduce((sum, mode) => sum + at(mode), 0);
        expect(modes).toBeCloseTo(at('active') > 0 ? 1 : 0, 12);
        expectBounds(simulation.state);
        before = now;
      }
    });
  });

  it('by groups, adds up to the community', () => {
    const counts = ['residents', 'active', ...STAGES, 'entries', 'lapses', 'returns'];
    const means = [
      'motivation',
      'trust',
      'efficacy',
      'habit',
      'quality',
      'effect',
      'knowHow',
      'attachment',
      'crowding',
    ];
    forAll(24, [scenarioArbitrary, seedArbitrary, fc.constantFrom(...DIMENSIONS)], (input, seed, by) => {
      const { series, grouped, weeks } = simulate(parsed(input), seed, { observe: { by } });
      const groups = grouped!.groups.length;
      for (let week = 0; week < weeks; week++) {
        const at = (g: number, name: string) => value(grouped!.values, week * groups + g, name);
        const sum = (term: (g: number) => number) => grouped!.groups.reduce((total, _, g) => total + term(g), 0);
        for (const name of counts)
          expect(
            sum((g) => at(g, name)),
            name,
          ).toBe(value(series, week, name));
        for (const name of [...means, 'arousal', 'fatigue']) {
          const mean = sum((g) => at(g, name) * at(g, 'residents')) / value(series, week, 'residents');
          expect(Math.abs(mean - value(series, week, name)), name).toBeLessThan(1e-12);
        }
        const active = value(series, week, 'active');
        for (const mode of MODES) {
          const acts = sum((g) => at(g, mode) * at(g, 'active'));
          expect(acts).toBeCloseTo(value(series, week, mode) * active, 9);
        }
        if (by !== 'block') continue;
        for (const name of ['done', 'failed']) expect(sum((g) => at(g, name))).toBe(value(series, week, name));
      }
    });
  });

  it('changes no bit of what happens', () => {
    const observe = { by: 'age', cards: true, deciles: true, effort: true } as const;
    forAll(10, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const scenario = parsed(input);
      const { digests, series } = simulate(scenario, seed, { observe });
      expect({ digests, series }).toEqual({
        digests: simulate(scenario, seed).digests,
        series: simulate(scenario, seed).series,
      });
    });
  });
});

const UNIT = [
  'motivation',
  'trust',
  'efficacy',
  'habit',
  'knowHow',
  'attachment',
  'crowding',
  'fatigue',
  'quality',
  'effect',
] as const satisfies readonly ColumnName[];

function expectBounds(state: State): void {
  for (const name of UNIT)
    expect(
      state[name].every((x) => x >= 0 && x <= 1),
      name,
    ).toBe(true);
  expect(state.arousal.every((x) => x >= 0)).toBe(true);
}
