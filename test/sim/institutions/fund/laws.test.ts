import { describe, expect, it } from 'vitest';
import { createSimulation, type Scenario, simulate } from '../../../../sim/index.ts';
import { createFastModel } from '../../../../src/kernel/model.ts';
import { forAll, parsed, scenarioArbitrary, seedArbitrary } from '../../../helpers/arbitrary.ts';
import { at, settingsArbitrary, small, sum } from './communities.ts';

/** Nothing comes in, nobody hears of it, nobody is trained, and power is left alone. */
const NOTHING = { grant: 0, ownMoney: 0, publicity: 0, aware: 0, trainingSeats: 0 };

function weekly(scenario: Scenario, seed: string): string[] {
  const simulation = createSimulation(scenario, seed);
  const digests: string[] = [];
  while (!simulation.done) {
    simulation.step();
    digests.push(simulation.digest());
  }
  return digests;
}

describe('a fund of no strength', () => {
  it('changes nobody, in no week, whatever else is done', () => {
    forAll(25, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const without = weekly(parsed(input), seed);
      expect(weekly(parsed({ ...input, institutions: { fund: NOTHING } }), seed)).toEqual(without);
    });
  });

  it('that rests is absent', () => {
    forAll(10, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const resting = { ...input, institutions: { fund: { enabled: false } } };
      expect(simulate(parsed(resting), seed)).toEqual(simulate(parsed(input), seed));
    });
  });

  it('is not the same as a fund', () => {
    expect(weekly(small({}), '1')).not.toEqual(weekly(small(null), '1'));
  });
});

describe('a fund', () => {
  it('continued from a snapshot has the bits of a straight run', () => {
    forAll(20, [settingsArbitrary, seedArbitrary], (settings, seed) => {
      const scenario = small(settings);
      const straight = createSimulation(scenario, seed).run();
      for (const week of [1, 5, 8, 9, 33]) {
        const begun = createSimulation(scenario, seed).run(week);
        const resumed = createSimulation(scenario, seed) as typeof begun & { restore(bytes: Uint8Array): void };
        resumed.restore(begun.snapshot());
        expect(resumed.run().result()).toEqual(straight.result());
      }
    });
  });

  it('has the same bits with the fast loops', () => {
    const model = createFastModel();
    forAll(10, [settingsArbitrary, seedArbitrary], (settings, seed) => {
      const scenario = small(settings);
      expect(model.simulate(scenario, seed).digests).toEqual(simulate(scenario, seed).digests);
    });
  });

  it('changes nothing before it begins', () => {
    const later = weekly(small({ from: 20, power: 0.9 }), '1');
    const never = weekly(small(null), '1');
    expect(later.slice(0, 20)).toEqual(never.slice(0, 20));
    expect(later[20]).not.toBe(never[20]);
  });
});

describe('items', () => {
  it('are all accounted for: every one proposed is lost at one step, funded, or still on the way', () => {
    forAll(60, [settingsArbitrary, seedArbitrary], (settings, seed) => {
      const scenario = small({
        ...settings,
        minAwareness: 0,
        minParticipation: 0,
        minTurnout: 0,
        meetingPrice: 0,
        coordinationPrice: 0,
      });
      const result = simulate(scenario, seed);
      const end = 26 + 9 + Number(settings.from);
      const count = (name: string) => sum(result, name, 0, end);
      const lost = ['malformed', 'merged', 'ineligible', 'votedDown', 'unfunded', 'turnedAway'].map(count);
      const [proposed, committee, funded] = ['proposed', 'reviewedCommittee', 'funded'].map(count) as [
        number,
        number,
        number,
      ];
      expect(lost.reduce((a, b) => a + b, 0) + funded).toBe(proposed + committee);
      expect(count('void')).toBe(0);
    });
  });

  it('reviewed are voted down, unfunded, funded, or wait for another round', () => {
    forAll(60, [settingsArbitrary, seedArbitrary], (settings, seed) => {
      const result = simulate(small(settings), seed);
      const count = (name: string) => sum(result, name, 0, 52 + Number(settings.from));
      expect(count('votedDown') + count('unfunded') + count('funded') + count('voided')).toBe(count('reviewed'));
      expect(count('returned')).toBeLessThanOrEqual(count('voided'));
    });
  });

  it('find no place when all are taken, which is counted', () => {
    // everybody acts, everybody knows, everybody proposes, and no round is ever valid
    const eager = {
      decide: { bystander: { base: 4 }, newcomer: { base: 4 }, sustained: { base: 4 }, lapsed: { base: 4 } },
    };
    const result = simulate(
      small({ aware: 1, propose: 1, minTurnout: 1, vote: -20, malformed: 0, ineligible: 0, subjects: 255 }, eager),
      '1',
    );
    expect(sum(result, 'proposed')).toBeGreaterThan(128);
    expect(sum(result, 'funded')).toBe(0);
    for (let week = 0; week < result.weeks; week++) expect(at(result, week, 'library')).toBeLessThanOrEqual(128 + 20);
  });
});
