/**
 * The vote on common property, Civil Code article 278: owners holding two thirds of the exclusive area and two thirds
 * of the owners by number take part, and of those who take part three quarters by area and by number agree. “Or more”
 * includes the figure itself. Everything is counted in whole numbers, so a share of exactly two thirds is one.
 */

/** Registered areas have two decimals of a square metre, so they are whole numbers of these. */
const PER_SQUARE_METRE = 100;

/** The area of a dwelling as the register has it, in hundredths of a square metre. */
export function registeredArea(squareMetres: number): number {
  return Math.floor(squareMetres * PER_SQUARE_METRE + 0.5);
}

/** An owner's answer: one who does not take part still counts in the two thirds. */
export const ABSENT = 0;
export const YES = 1;
export const NO = 2;

/** What was counted: owners by number, once each, and all the area that they own. */
export interface Count {
  owners: number;
  area: number;
  owningTakers: number;
  takersArea: number;
  owningAgreers: number;
  agreersArea: number;
}

/**
 * Counts a vote over dwellings `first` to `last`. The answer of an owner stands at the dwelling that `owner` names,
 * which is the first one they own there: further dwellings add to their area, never to their number.
 */
export function countVote(
  owner: ArrayLike<number>,
  area: ArrayLike<number>,
  answer: ArrayLike<number>,
  first: number,
  last: number,
): Count {
  const count = { owners: 0, area: 0, owningTakers: 0, takersArea: 0, owningAgreers: 0, agreersArea: 0 };
  for (let h = first; h < last; h++) {
    const once = owner[h] === h ? 1 : 0;
    const given = answer[owner[h]!]!;
    count.owners += once;
    count.area += area[h]!;
    if (given === ABSENT) continue;
    count.owningTakers += once;
    count.takersArea += area[h]!;
    if (given !== YES) continue;
    count.owningAgreers += once;
    count.agreersArea += area[h]!;
  }
  return count;
}

/** Whether a count is a decision. Nobody decides nothing. */
export function isLegalMajority(count: Count): boolean {
  return (
    count.owners > 0 &&
    3 * count.owningTakers >= 2 * count.owners &&
    3 * count.takersArea >= 2 * count.area &&
    4 * count.owningAgreers >= 3 * count.owningTakers &&
    4 * count.agreersArea >= 3 * count.takersArea
  );
}
