import { describe, expect, it } from 'vitest';
import { parseScenario, prepare } from '../../sim/index.ts';
import { sizeDistribution } from '../../sim/population.ts';
import { expectBinomial, expectWithin, mean, sum, variance } from '../helpers/statistics.ts';

const scenario = parseScenario({ burnIn: 0, population: { households: 8000 } });
const { sizes, state, ties } = prepare(scenario, 'network');
const residents = Array.from(state.age.keys());
const partners = residents.map((i) => Array.from(ties.to.subarray(ties.start[i]!, ties.start[i + 1]!)));

describe('ties', () => {
  it('stand at both ends, as often as they were started, and bind nobody to self or housemate', () => {
    const count = new Map<string, number>();
    residents.forEach((i) => {
      for (const j of partners[i]!) {
        if (state.household[i] === state.household[j]) expect.fail(`${i} and ${j} share a home`);
        count.set(`${i}-${j}`, (count.get(`${i}-${j}`) ?? 0) + 1);
      }
    });
    const oneSided = [...count].filter(([pair, times]) => count.get(pair.split('-').reverse().join('-')) !== times);
    expect(oneSided).toEqual([]);
  });

  it('give a mean strength of about 12', () => {
    // Housemates: three times the others in the home of a random resident, E[s²] ÷ E[s] − 1. Started ties count at
    // both ends: two in the stairwell, one in the community, fifteen more for one resident in a hundred.
    const cumulative = sizeDistribution(2.26);
    const p = Array.from(cumulative, (c, k) => c - (k === 0 ? 0 : cumulative[k - 1]!));
    const squares = sum(p.map((share, k) => share * (k + 1) ** 2));
    const expected = 3 * (squares / 2.26 - 1) + 2 * (2 + 1) + 2 * 0.01 * 15;
    expect(expected).toBeGreaterThan(11.5);
    expect(expected).toBeLessThan(12.5);
    // Residents of a home share its size, so the error is that of homes: Σ s(s − 1) over n households of mean 2.26.
    const terms = Array.from(state.let, (_, h) => {
      const size = state.householdStart[h + 1]! - state.householdStart[h]!;
      return 3 * size * (size - 1);
    });
    const ofHomes = Math.sqrt(variance(terms) / sizes.household) / 2.26;
    // and that of the number of leaders, each with thirty ends of ties
    const ofLeaders = 30 * Math.sqrt((0.01 * 0.99) / sizes.resident);
    expectWithin(mean(state.degree), expected, ofHomes + ofLeaders, 'mean strength');
  });

  it('in the stairwell lie within it; all of them are started while there is room', () => {
    const within = residents.map((i) => partners[i]!.filter((j) => stairwell(i) === stairwell(j)).length);
    // each resident starts two; a community tie hits the own stairwell hardly ever
    expect(sum(within) / 2 / residents.length).toBeCloseTo(2, 2);
  });

  it('in the community are twice as likely to be accepted by those of the same age and tenure', () => {
    // Alone, community ties bind pairs with probability proportional to 1 where both match, else .5.
    const only = parseScenario({
      burnIn: 0,
      population: { households: 8000, householdSize: 1, leaderShare: 0 },
      ties: { stairwell: 0 },
    });
    const { state: lone, ties: theirs } = prepare(only, '1');
    const group = (i: number) => lone.age[i]! + 3 * lone.let[lone.household[i]!]!;
    const shares = [0, 1, 2, 3].map((g) => mean(Array.from(lone.age.keys(), (i) => (group(i) === g ? 1 : 0))));
    const alike = sum(shares.map((share) => share * (share / (share + 0.5 * (1 - share)))));
    const ends = Array.from(lone.age.keys()).flatMap((i) =>
      Array.from(theirs.to.subarray(theirs.start[i]!, theirs.start[i + 1]!), (j) => group(i) === group(j)),
    );
    expectBinomial(ends.filter(Boolean).length / 2, ends.length / 2, alike, 'ties between residents alike');
    expect(ends.length / 2).toBe(lone.age.length);
  });
});

function stairwell(i: number): number {
  return Math.floor(state.household[i]! / 12);
}
