/** What the institution counts and reports: the columns that hold it, and the values of its row. */
import { CITIES } from './places.ts';
import { RUNNING, STAGES_OF_LIFT } from './settings.ts';

/** Blocking is told apart up to this floor; floors above are counted with it. */
export const TOP_FLOOR = 6;
/** Times to consent are counted up to these many weeks, and beyond. */
const TIMES = [20, 26, 39, 52] as const;

const COUNTS = [
  'votes',
  'voteLost',
  'blocked',
  'withdrawn',
  ...Array.from({ length: TOP_FLOOR }, (_, f) => `no${f + 1}`),
  ...Array.from({ length: TOP_FLOOR }, (_, f) => `blockers${f + 1}`),
  'weeksOfConsent',
  ...TIMES.map((weeks) => `consent${weeks}`),
  'consentLater',
] as const;
const MONEY = ['subsidy', 'owners', 'compensation', 'leading'] as const;
const BY_CITY = ['A', 'B', 'C', 'D'].map((city) => `approved${city}`);

/**
 * Values of the week's row, in order. Stages are shares of all stairwells at the end of the week; `approved` and
 * `approvedA` … are shares ever approved (of a city's stairwells); votes, what was lost, blocked or withdrawn, the
 * owners who said no where it was lost and who blocked, by floor, and consents by the weeks that they took are counts
 * since week 0; `weeksToConsent` is their mean so
 * far (NaN before the first); money is CNY of this week.
 */
export const LIFT_SERIES: readonly string[] = [
  ...STAGES_OF_LIFT,
  'approved',
  ...BY_CITY,
  ...COUNTS.filter((name) => name !== 'weeksOfConsent'),
  'weeksToConsent',
  ...MONEY,
];

export interface Tally {
  add(name: string, amount?: number): void;
  /** An owner of a floor said no where the vote was lost, or blocked after it was won. */
  saidNo(floor: number): void;
  blockedFrom(floor: number): void;
  consented(weeks: number): void;
  /** Fen of this week. */
  spend(name: (typeof MONEY)[number], fen: number): void;
  beginWeek(): void;
  write(row: Float64Array, stage: Uint8Array, approved: Uint8Array, city: Uint8Array): void;
}

export const TALLIED = COUNTS.length;
export const PAID = MONEY.length;

/** @param counts of length TALLIED @param money of length PAID */
export function createTally(counts: Float64Array, money: Float64Array): Tally {
  const place = Object.fromEntries(COUNTS.map((name, i) => [name, i])) as Record<string, number>;
  const add = (name: string, amount = 1) => {
    counts[place[name]!]! += amount;
  };
  return {
    add,
    saidNo: (floor) => add(`no${Math.min(floor, TOP_FLOOR)}`),
    blockedFrom: (floor) => add(`blockers${Math.min(floor, TOP_FLOOR)}`),
    consented(weeks) {
      add('weeksOfConsent', weeks);
      const within = TIMES.find((most) => weeks <= most);
      add(within === undefined ? 'consentLater' : `consent${within}`);
    },
    spend(name, fen) {
      money[MONEY.indexOf(name)]! += fen;
    },
    beginWeek: () => money.fill(0),
    write(row, stage, approved, city) {
      row.fill(0);
      const n = stage.length;
      const ofCity = [0, 0, 0, 0];
      let consents = 0;
      for (let s = 0; s < n; s++) {
        row[stage[s]!]! += 1 / n;
        ofCity[city[s]!]!++;
        consents += approved[s]!;
        row[STAGES_OF_LIFT.length + 1 + city[s]!]! += approved[s]!;
      }
      let at = RUNNING + 2;
      row[at++] = consents / n;
      for (let c = 0; c < CITIES; c++, at++) row[at]! /= Math.max(1, ofCity[c]!);
      for (const name of COUNTS) if (name !== 'weeksOfConsent') row[at++] = counts[place[name]!]!;
      row[at++] = consents === 0 ? Number.NaN : counts[place.weeksOfConsent!]! / consents;
      for (let k = 0; k < MONEY.length; k++) row[at++] = money[k]! / 100;
    },
  };
}
