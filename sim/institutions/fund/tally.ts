/** What happened in the week that is being lived: cleared at its beginning, read into the week's row at its end. */
export const FLOWS = [
  'proposed',
  'turnedAway',
  'malformed',
  'merged',
  'returned',
  'ineligible',
  'reviewed',
  'reviewedCommittee',
  'hearing',
  'votedDown',
  'void',
  'voided',
  'unfunded',
  'funded',
  'fundedCommittee',
  'grantedHard',
  'grantedSoft',
  'grantedService',
  'due',
  'paid',
  'acceptedItems',
] as const;
export type Flow = (typeof FLOWS)[number];
export type Tally = Record<Flow, number>;

export function createTally(): Tally {
  return Object.fromEntries(FLOWS.map((name) => [name, 0])) as Tally;
}

export function clearTally(tally: Tally): void {
  for (const name of FLOWS) tally[name] = 0;
}
