/** One week of residents whose state was made up: every case of the stage machine, and draws at the very edge. */
import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario, prepare, type Scenario, STAGES } from '../../../sim/index.ts';
import { exp, logit } from '../../../sim/numerics.ts';
import { PURPOSE } from '../../../sim/purposes.ts';
import { counter, seedKey, uniform } from '../../../sim/random.ts';
import type { State } from '../../../sim/state.ts';
import { value } from '../../helpers/runs.ts';

const OFF = { motivation: 0, trust: 0, efficacy: 0, neighbours: 0, quality: 0, habit: 0, arousal: 0 };

/** Residents who live alone and whose reasons are their circumstances alone: V = ε exactly. */
function loners(residents: number): Scenario {
  return parseScenario({
    weeks: 1,
    burnIn: 0,
    population: { residents, householdSize: 1, leaderShare: 0 },
    ties: { stairwell: 0, community: 0 },
    traits: { costMin: 0, costMax: 0, costMiddle: 0 },
    decide: Object.fromEntries(STAGES.map((stage) => [stage, { base: 0, ...OFF }])),
  });
}

/** A simulation of such residents after a change of their state. */
function forged(residents: number, change: (state: State) => void) {
  const scenario = loners(residents);
  const start = prepare(scenario, 'edge');
  change(start.state);
  return createSimulation(scenario, 'edge', { start });
}

interface Case {
  readonly stage: (typeof STAGES)[number];
  /** Acts of the last 12 weeks, bit 0 the latest. */
  readonly memory: number;
  readonly acts: boolean;
}

/** All that can be: bystanders and the lapsed have nothing in memory. */
const CASES: readonly Case[] = [true, false].flatMap((acts) => [
  { stage: 'bystander', memory: 0, acts } as const,
  { stage: 'lapsed', memory: 0, acts } as const,
  ...(['newcomer', 'sustained'] as const).flatMap((stage) =>
    Array.from({ length: 4096 }, (_, memory) => ({ stage, memory, acts })),
  ),
]);

/** The rules of the stages, read one by one. */
function stageAfter({ stage, memory, acts }: Case): string {
  // of the twelve weeks that end with this one, eleven were before
  let recent = acts ? 1 : 0;
  for (let ago = 0; ago < 11; ago++) if ((memory >> ago) % 2 === 1) recent++;
  if (stage === 'bystander' || stage === 'lapsed') return acts ? 'newcomer' : stage;
  if (recent === 0) return 'lapsed';
  if (stage === 'newcomer' && recent >= 4) return 'sustained';
  if (stage === 'sustained' && recent === 1) return 'newcomer';
  return stage;
}

describe('stages', () => {
  const simulation = forged(CASES.length, ({ stage, recent, circumstances }) => {
    CASES.forEach((one, i) => {
      stage[i] = STAGES.indexOf(one.stage);
      recent[i] = one.memory;
      circumstances[i] = one.acts ? 1e6 : -1e6;
    });
  });
  simulation.step();

  it('move by the table, in every one of 16,388 cases', () => {
    const wrong = CASES.filter((one, i) => STAGES[simulation.state.stage[i]!] !== stageAfter(one));
    expect(wrong).toEqual([]);
  });

  it('remember the act in bit 0', () => {
    CASES.forEach(({ memory, acts }, i) => {
      expect(simulation.state.recent[i]).toBe(2 * memory + Number(acts));
      expect(simulation.state.mode[i]! > 0).toBe(acts);
    });
  });

  it('are counted as entries, returns and lapses', () => {
    const { series } = simulation.result();
    const moves = (from: string, to: string) =>
      CASES.filter((one) => one.stage === from && one.stage !== to && stageAfter(one) === to).length;
    expect(value(series, 0, 'entries')).toBe(moves('bystander', 'newcomer'));
    expect(value(series, 0, 'returns')).toBe(moves('lapsed', 'newcomer'));
    expect(value(series, 0, 'lapses')).toBe(moves('newcomer', 'lapsed') + moves('sustained', 'lapsed'));
  });
});

describe('acting', () => {
  it('is u < 1 ÷ (1 + e^−V), also where V is the nearest number to the logit of u', () => {
    const residents = 30_000;
    const { k0, k1 } = seedKey('edge');
    const u = (i: number) => uniform(k0, k1, i, counter(0, PURPOSE.act, 0));
    // a third at the edge itself, a third a few floats beside it, the rest anywhere between −60 and 60
    const near = [0, 1, -1, 2, -2];
    const simulation = forged(residents, ({ circumstances }) => {
      for (let i = 0; i < residents; i++) {
        const edge = Math.fround(logit(u(i)));
        const steps = near[i % near.length]! * Math.abs(edge) * 2 ** -23;
        circumstances[i] = i % 3 === 0 ? edge : i % 3 === 1 ? edge + steps : ((i * 7919) % 1200) / 10 - 60;
      }
    });
    const reasons = simulation.state.circumstances.slice();
    simulation.step();
    let acted = 0;
    for (let i = 0; i < residents; i++) {
      const expected = u(i) < 1 / (1 + exp(-reasons[i]!));
      if (simulation.state.mode[i]! > 0 !== expected)
        expect.fail(`u = ${u(i)}, V = ${reasons[i]}: expected ${expected}`);
      acted += expected ? 1 : 0;
    }
    expect(acted).toBeGreaterThan(residents / 3);
    expect(acted).toBeLessThan((2 * residents) / 3);
  });
});
