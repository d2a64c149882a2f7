import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ABSENT,
  countVote,
  isLegalMajority,
  NO,
  registeredArea,
  YES,
} from '../../../../sim/institutions/lifts/vote.ts';
import { forAll } from '../../../helpers/arbitrary.ts';

interface Dwelling {
  readonly owner: number;
  readonly area: number;
}

/** The law by brute force: sets of owners, lists of dwellings, fractions of big integers. */
function decidedByLaw(dwellings: readonly Dwelling[], answerOf: (owner: number) => number): boolean {
  const owners = [...new Set(dwellings.map(({ owner }) => owner))];
  const areaOf = (who: readonly number[]) =>
    dwellings.filter(({ owner }) => who.includes(owner)).reduce((sum, { area }) => sum + BigInt(area), 0n);
  const takers = owners.filter((owner) => answerOf(owner) !== ABSENT);
  const agreers = takers.filter((owner) => answerOf(owner) === YES);
  const atLeast = (part: bigint, whole: bigint, numerator: bigint, denominator: bigint) =>
    part * denominator >= whole * numerator;
  return (
    owners.length > 0 &&
    atLeast(BigInt(takers.length), BigInt(owners.length), 2n, 3n) &&
    atLeast(areaOf(takers), areaOf(owners), 2n, 3n) &&
    atLeast(BigInt(agreers.length), BigInt(takers.length), 3n, 4n) &&
    atLeast(areaOf(agreers), areaOf(takers), 3n, 4n)
  );
}

/** Dwellings whose owners stand, as in the model, at the first dwelling that they own. */
const stairwell = fc
  .array(
    fc.record({
      area: fc.oneof(fc.constantFrom(4500, 6000, 9000), fc.integer({ min: 1000, max: 20_000 })),
      sameAs: fc.option(fc.nat(), { freq: 3 }),
      answer: fc.constantFrom(ABSENT, YES, YES, YES, NO),
    }),
    { maxLength: 24 },
  )
  .map((drawn) => {
    const owner: number[] = [];
    drawn.forEach(({ sameAs }, h) => {
      owner.push(sameAs === null || h === 0 ? h : owner[sameAs % h]!);
    });
    return { owner, area: drawn.map(({ area }) => area), answer: drawn.map(({ answer }) => answer) };
  });

const decided = ({ owner, area, answer }: Record<'owner' | 'area' | 'answer', readonly number[]>) =>
  isLegalMajority(countVote(owner, area, answer, 0, owner.length));

describe('the vote', () => {
  it('is decided exactly as the law says', () => {
    let yes = 0;
    let runs = 0;
    forAll(20_000, [stairwell], (vote) => {
      const dwellings = vote.owner.map((owner, h) => ({ owner, area: vote.area[h]! }));
      const lawful = decidedByLaw(dwellings, (owner) => vote.answer[owner]!);
      expect(decided(vote)).toBe(lawful);
      if (lawful) yes++;
      runs++;
    });
    // both answers have been tried often
    expect(yes / runs).toBeGreaterThan(0.05);
    expect(yes / runs).toBeLessThan(0.95);
  });

  it('counts the figure itself: two thirds and three quarters are enough, one owner less is not', () => {
    const twelve = (answers: readonly number[]) =>
      decided({ owner: answers.map((_, h) => h), area: answers.map(() => 6000), answer: answers });
    const of = (yes: number, no: number, absent: number) => [
      ...Array(yes).fill(YES),
      ...Array(no).fill(NO),
      ...Array(absent).fill(ABSENT),
    ];
    expect(twelve(of(6, 2, 4))).toBe(true);
    expect(twelve(of(7, 0, 5))).toBe(false);
    expect(twelve(of(9, 3, 0))).toBe(true);
    expect(twelve(of(8, 3, 1))).toBe(false);
    expect(twelve([])).toBe(false);
  });

  it('asks for area as well as for owners, to the hundredth of a square metre', () => {
    const owner = [0, 1, 2, 3];
    const answer = [YES, YES, YES, NO];
    expect(decided({ owner, answer, area: [6000, 6000, 6000, 6000] })).toBe(true);
    expect(decided({ owner, answer, area: [6000, 6000, 6000, 6001] })).toBe(false);
    expect(registeredArea(67.005)).toBe(6701);
    expect(registeredArea(45)).toBe(4500);
  });

  it('counts an owner of several dwellings once, with all their area', () => {
    const area = [6000, 6000, 6000, 6000, 6000, 6000];
    const answer = [YES, YES, YES, NO, NO, NO];
    // three owners agree and one does not, who owns half of the area
    const count = countVote([0, 1, 2, 3, 3, 3], area, answer, 0, 6);
    expect(count).toMatchObject({ owners: 4, takersArea: 36_000, owningAgreers: 3, agreersArea: 18_000 });
    expect(isLegalMajority(count)).toBe(false);
    // one owner of three dwellings is no majority of four owners, whatever the area
    expect(decided({ owner: [0, 0, 0, 3, 4, 5], area, answer: [YES, YES, YES, NO, NO, YES] })).toBe(false);
  });
});
