import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, type Intervention, type Scenario, STAGES } from '../../../sim/index.ts';
import { PURPOSE } from '../../../sim/purposes.ts';
import { firstWord, seedKey } from '../../../sim/random.ts';
import { AGES, TENURES } from '../../../sim/scenario.ts';
import type { State } from '../../../sim/state.ts';
import { forAll, parsed, populationArbitrary, seedArbitrary, whomArbitrary } from '../../helpers/arbitrary.ts';
import { changed } from '../../helpers/runs.ts';

describe('whom', () => {
  const weeks = 8;
  /** A course that leaves its mark on nothing but know-how, which nothing else changes here. */
  const courses = populationArbitrary.chain((population) =>
    fc
      .tuple(whomArbitrary('training', population), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 60 }))
      .map(([whom, id, seats]) => {
        const course = { id, instrument: 'training', from: 0, seats, whom, knowHow: 0.1, efficacy: 0 } as const;
        return parsed({
          weeks,
          burnIn: 8,
          population,
          budget: { observationError: 0 },
          learn: { knowHow: 0 },
          decide: { bystander: { base: -2.5 } },
          interventions: [course],
        });
      }),
  );

  /** Who may be served, in the order of service, told from the state of the morning. */
  function order(scenario: Scenario, seed: string, state: State, week: number): number[] {
    const [{ whom, id }] = scenario.interventions as [Intervention];
    const { k0, k1 } = seedKey(seed);
    const everyone = Array.from(state.age.keys());
    const word = (when: number, purpose: number) => (i: number) =>
      firstWord(k0, k1, i, (when + 128) * 65536 + purpose * 256 + id);
    const sorted = (list: number[], score: (i: number) => number) =>
      [...list].sort((a, b) => score(a) - score(b) || a - b);
    const share = (list: number[], part: number) => list.slice(0, Math.floor(part * list.length + 0.5));
    const lot = (list: number[]) => sorted(list, word(week, PURPOSE.residentDose));
    const { stairwellsPerBlock, floors, dwellingsPerFloor } = scenario.parameters.population;
    const blockOf = (i: number) => Math.floor(state.household[i]! / (floors * dwellingsPerFloor * stairwellsPerBlock));
    switch (whom.group) {
      case 'everyone':
        return lot(everyone);
      case 'lot':
        return lot(share(sorted(everyone, word(-128, PURPOSE.residentLot)), whom.share));
      case 'blocks':
        return lot(everyone.filter((i) => whom.blocks.includes(blockOf(i))));
      case 'age':
        return lot(everyone.filter((i) => whom.ages.includes(AGES[state.age[i]!]!)));
      case 'tenure':
        return lot(everyone.filter((i) => TENURES[state.let[state.household[i]!]!] === whom.tenure));
      case 'stage':
        return lot(everyone.filter((i) => whom.stages.includes(STAGES[state.stage[i]!]!)));
      case 'non-participants':
        return lot(everyone.filter((i) => ['bystander', 'lapsed'].includes(STAGES[state.stage[i]!]!)));
      case 'leaders':
        return lot(everyone.filter((i) => state.role[i]! > 0));
      default: {
        const sign = whom.group === 'lowest' ? 1 : -1;
        const trait = state[whom.trait];
        return share(
          sorted(everyone, (i) => sign * trait[i]!),
          whom.share,
        );
      }
    }
  }

  it('is who gets the seats, and seats go to the first in the order of service', () => {
    forAll(60, [courses, seedArbitrary], (scenario, seed) => {
      const [course] = scenario.interventions as [Extract<Intervention, { instrument: 'training' }>];
      const simulation = createSimulation(scenario, seed);
      const { state } = simulation;
      while (!simulation.done) {
        const expected = order(scenario, seed, state, simulation.week).slice(0, course.seats);
        const before = state.knowHow.slice();
        simulation.step();
        expect(changed(before, state.knowHow)).toEqual(expected.sort((a, b) => a - b));
      }
    });
  });

  it('gives a lot of fewer seats to some of those who win with more', () => {
    const both = fc.tuple(courses, fc.integer({ min: 1, max: 60 }));
    forAll(20, [both, seedArbitrary], ([scenario, seats], seed) => {
      const winners = (n: number) => {
        const [course] = scenario.interventions as [Intervention];
        const resized = { ...scenario, interventions: [{ ...course, seats: n } as Intervention] };
        const simulation = createSimulation(resized, seed);
        const before = simulation.state.knowHow.slice();
        simulation.step();
        return changed(before, simulation.state.knowHow);
      };
      const more = winners(seats + 5);
      expect(winners(seats).filter((i) => !more.includes(i))).toEqual([]);
    });
  });
});
