/** Voice without effect: who is told that theirs was shelved leaves sooner, be it true or dealt by lot. */
import { describe, expect, it } from 'vitest';
import { createSimulation, type RunResult } from '../../../../sim/index.ts';
import { at, preset, runs, small, sum } from './communities.ts';

const SEEDS = 12;
/** The last six weeks before the next resolution: about half a year after the last. */
const HALF_A_YEAR = [1, 2, 3, 4, 5].map((k) => [26 * k + 2, 26 * k + 8] as const);

/** Acts a week of proposers half a year after they were told, by what they were told. */
function acting(results: readonly RunResult[], fate: 'adopted' | 'shelved'): number {
  let acts = 0;
  let told = 0;
  for (const r of results) {
    for (const [from, to] of HALF_A_YEAR) {
      acts += sum(r, `${fate}Acting`, from, to);
      told += sum(r, `${fate}Told`, from, to);
    }
  }
  expect(told).toBeGreaterThan(1000);
  return acts / told;
}

describe('half a year after', () => {
  it('a fate dealt by lot, those told “adopted” act more than those told “shelved”', () => {
    const dealt = runs(preset('s4-dealt-fates'), SEEDS);
    const gap = acting(dealt, 'adopted') - acting(dealt, 'shelved');
    // the sketch had .59 against .47
    expect(gap).toBeGreaterThan(0.05);
    expect(gap).toBeLessThan(0.2);
  });

  it('the fate of their own act as well, in the fund as it is', () => {
    const own = runs(preset('s4-special-fund'), SEEDS);
    expect(acting(own, 'adopted') - acting(own, 'shelved')).toBeGreaterThan(0.03);
  });

  it('the lot is even', () => {
    const dealt = runs(preset('s4-dealt-fates'), SEEDS);
    const told = (fate: string) => dealt.reduce((s, r) => s + sum(r, `${fate}Told`), 0);
    expect(Math.abs(told('adopted') / (told('adopted') + told('shelved')) - 0.5)).toBeLessThan(0.06);
  });
});

describe('who is told', () => {
  const lively = { propose: 1, aware: 1, minAwareness: 0, minParticipation: 0, minTurnout: 0 };

  it('is told once the round has been announced, and remembers it for half a year', () => {
    const simulation = createSimulation(small({ ...lively, attend: -20 }), '1').run(22);
    const {
      'fund.toldWeek': week,
      'fund.toldFate': told,
      'fate.until': until,
      'fate.fate': fate,
    } = simulation.institutions as Record<string, Uint16Array>;
    let proposers = 0;
    week!.forEach((w, i) => {
      if (w === 0) {
        expect(until![i]).toBe(0);
        return;
      }
      proposers++;
      expect(w).toBe(9);
      expect(until![i]).toBe(8 + 26);
      expect(fate![i]).toBe(told![i] === 2 ? 1 : 0);
    });
    expect(proposers).toBeGreaterThan(0);
    expect(at(simulation.result(), 21, 'adoptedTold') + at(simulation.result(), 21, 'shelvedTold')).toBe(proposers);
  });

  it('is nobody after a void round, and nobody where fates are not told', () => {
    for (const settings of [{ minTurnout: 1, vote: -20 }, { fates: 'none' }]) {
      const simulation = createSimulation(small({ ...lively, ...settings }), '1').run();
      expect(simulation.institutions['fate.until']!.every((w) => w === 0)).toBe(true);
    }
  });
});
