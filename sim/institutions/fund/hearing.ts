import { logistic } from '../../numerics.ts';
import { createUtility } from '../../process/utility.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, firstWord, gaussian, uniform } from '../../random.ts';
import { largestBlock, residentsOf } from '../../run.ts';
import { awareShare } from './awareness.ts';
import type { Fund } from './fund.ts';
import { ADMITTED, BLOCK, PASSED, VOTED_DOWN } from './items.ts';

const STAYS = 2;

/** Talking among more who decide costs more. */
export function hearingPrice({ meetingPrice, coordinationPrice }: Fund['settings'], power: number): number {
  return meetingPrice + coordinationPrice * power;
}

/** What the hearing is about: the items that were admitted, and what residents think of them. */
export interface Agenda {
  /** Lists the items that are (or were) before the hearing of a week. */
  list(statuses: readonly number[], hearing: number): number;
  readonly places: Uint32Array;
  /** Whether resident i, of block b, has a say on the k-th item. */
  concerns(b: number, k: number): boolean;
  /** Whether resident i is for the k-th item: fixed at the hearing. */
  isFor(i: number, k: number): boolean;
}

export function createAgenda({ run, settings, columns }: Fund): Agenda {
  const { key, state, parameters } = run;
  const { status, since, proposer, entity, site, kind, reach, heardQuality } = columns;
  const { floors, dwellingsPerFloor } = parameters.population;
  const interests = [state.interestHard, state.interestSoft, state.interestService] as const;
  const places = new Uint32Array(status.length);
  const appeal = new Float64Array(status.length);
  const luck = new Uint32Array(status.length);
  let week = 0;
  return {
    places,
    list(statuses, hearing) {
      week = hearing;
      let count = 0;
      for (let p = 0; p < status.length; p++) {
        if (!statuses.includes(status[p]!)) continue;
        const own = proposer[p] === 0;
        const at = (ours: number, theirs: number) => counter(since[p]!, own ? ours : theirs, 0);
        places[count] = p;
        appeal[count] = gaussian(key.k0, key.k1, entity[p]!, at(PURPOSE.fundCommitteeAppeal, PURPOSE.fundAppeal));
        // a key of the item’s own: what residents think of it does not hang on the other items
        luck[count] = firstWord(key.k0, key.k1, entity[p]!, at(PURPOSE.fundCommitteeVotes, PURPOSE.fundVotes));
        count++;
      }
      return count;
    },
    concerns: (b, k) => reach[places[k]!] !== BLOCK || site[places[k]!] === b,
    isFor(i, k) {
      const stairwell = Math.floor(state.household[i]! / (floors * dwellingsPerFloor));
      const lacking = Math.max(0, parameters.decide.wantedQuality - heardQuality[stairwell]!);
      const interest = interests[kind[places[k]!] as 0 | 1 | 2][i]!;
      const v =
        settings.yes +
        settings.yesInterest * (interest - 1) +
        settings.yesQuality * lacking +
        settings.yesSpread * appeal[k]!;
      return uniform(luck[k]!, key.k1, i, counter(week, PURPOSE.fundOpinion, 0)) < logistic(v);
    },
  };
}

/**
 * The hearing: residents who know of the fund come, and more of them vote, the keener the more likely they are to act
 * at all. A household has one vote, that of its keenest voter. Items for a block are up to its courtyard, the others
 * to everybody; a majority passes.
 */
export function createHearing(fund: Fund, agenda: Agenda): (week: number, roundBegan: number) => void {
  const { run, settings, columns, money, tally } = fund;
  const { key, sizes, state } = run;
  const { aware, attended, heardQuality, status, since, proposer, support } = columns;
  const utility = new Float64Array(largestBlock(run));
  const weigh = createUtility(run, utility);
  const part = new Uint8Array(sizes.household);
  const yes = new Uint32Array(status.length);
  const all = new Uint32Array(status.length);

  /** Marks who attends; returns the keenest voter of a household, or −1. */
  const turnOut = (h: number, first: number, c1: number): number => {
    let voter = -1;
    let keenest = STAYS;
    for (let i = state.householdStart[h]!; i < state.householdStart[h + 1]!; i++) {
      if (aware[i] === 0) continue;
      const u = uniform(key.k0, key.k1, i, c1);
      const v = utility[i - first]!;
      if (u < logistic(v + settings.attend)) {
        attended[i] = 1;
        part[h] = 1;
      }
      if (u < keenest && u < logistic(v + settings.vote)) {
        keenest = u;
        voter = i;
      }
    }
    return voter;
  };
  const castVotes = (b: number, voter: number, count: number) => {
    for (let k = 0; k < count; k++) {
      if (!agenda.concerns(b, k)) continue;
      all[k]!++;
      if (agenda.isFor(voter, k)) yes[k]!++;
    }
  };
  const close = (count: number) => {
    for (let k = 0; k < count; k++) {
      const place = agenda.places[k]!;
      const passes = 2 * yes[k]! > all[k]!;
      support[place] = all[k] === 0 ? 0 : yes[k]! / all[k]!;
      status[place] = passes ? PASSED : VOTED_DOWN;
    }
  };

  return (week, roundBegan) => {
    tally.hearing = 1;
    attended.fill(0);
    columns.awareness[0] = awareShare(aware);
    columns.participation[0] = 0;
    columns.turnout[0] = 0;
    columns.held[0] = 0;
    if (!money.payRunning('hearings', week, 1, hearingPrice(settings, state.power[0]!))) return;
    columns.held[0] = 1;
    heardQuality.set(state.quality);
    part.fill(0);
    for (let p = 0; p < status.length; p++) {
      if (proposer[p]! > 0 && since[p]! >= roundBegan) part[state.household[proposer[p]! - 1]!] = 1;
    }
    const count = agenda.list([ADMITTED], week);
    yes.fill(0);
    all.fill(0);
    let voting = 0;
    const c1 = counter(week, PURPOSE.fundHearing, 0);
    for (let b = 0; b < sizes.block; b++) {
      const [first, last] = residentsOf(run, b);
      weigh(b);
      for (let h = state.household[first]!; first < last && h <= state.household[last - 1]!; h++) {
        const voter = turnOut(h, first, c1);
        if (voter < 0) continue;
        voting++;
        castVotes(b, voter, count);
      }
    }
    close(count);
    let taking = 0;
    for (let h = 0; h < part.length; h++) taking += part[h]!;
    columns.participation[0] = taking / sizes.household;
    columns.turnout[0] = voting / sizes.household;
  };
}
