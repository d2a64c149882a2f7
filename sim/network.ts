/**
 * Ties: undirected and static. Housemates are the members of one household and stand in no list; all other ties are
 * neighbour lists in one array (compressed sparse rows), a tie that two residents both started appearing twice.
 */

import { COMMUNITY_SLOT, LEADER_SLOT, PURPOSE, TIE_SLOTS } from './purposes.ts';
import { counter, type Key, SETUP_WEEK, uniform } from './random.ts';
import type { ModelParameters } from './scenario.ts';
import type { Sizes, State } from './state.ts';

export interface Ties {
  /** `start[i] … start[i + 1]` are the places of resident i's neighbours in `to`. Length residents + 1. */
  readonly start: Uint32Array;
  readonly to: Uint32Array;
}

const TRIES = 64;

/** The smallest power of two that is at least n, and at least `floor`: groups that grow within it keep their draws. */
function powerOfTwo(n: number, floor: number): number {
  let size = floor;
  while (size < n) size *= 2;
  return size;
}

/** Draws every resident's partners and lists them at both ends; also fills the column `degree`. */
export function createTies(parameters: ModelParameters, key: Key, sizes: Sizes, state: State): Ties {
  const pairs = drawPairs(parameters, key, sizes, state);
  const { start, to } = listBothEnds(sizes.resident, pairs);
  fillDegree(parameters.ties.housemate, state, start);
  return { start, to };
}

/** Ties as started: `from[j]`–`to[j]`. */
interface Pairs {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly count: number;
}

function drawPairs(parameters: ModelParameters, key: Key, sizes: Sizes, state: State): Pairs {
  const { stairwell, community, leader, mismatch } = parameters.ties;
  const { household, householdStart, stairwellStart, age, role, let: rented } = state;
  const { k0, k1 } = key;
  const residents = sizes.resident;
  let leaders = 0;
  for (let i = 0; i < residents; i++) if (role[i] !== 0) leaders++;
  const capacity = residents * (stairwell + community) + leaders * leader;
  const from = new Uint32Array(capacity);
  const to = new Uint32Array(capacity);
  let count = 0;

  const { floors, dwellingsPerFloor } = parameters.population;
  const stairwellSpan = powerOfTwo(5 * floors * dwellingsPerFloor, 64);
  const communitySpan = powerOfTwo(residents, 1);

  // The first of up to 64 keyed candidates that exists, is no housemate and is accepted; −1 when none is.
  const partner = (i: number, slot: number, first: number, last: number, span: number, choosy: boolean): number => {
    const home = household[i]!;
    for (let t = 0; t < TRIES; t++) {
      const candidate =
        first + Math.floor(uniform(k0, k1, i, counter(SETUP_WEEK, PURPOSE.tieCandidate + slot, t)) * span);
      if (candidate >= last || (candidate >= householdStart[home]! && candidate < householdStart[home + 1]!)) continue;
      const alike = age[i] === age[candidate] && rented[home] === rented[household[candidate]!];
      if (choosy && !alike && uniform(k0, k1, i, counter(SETUP_WEEK, PURPOSE.tieAcceptance + slot, t)) >= mismatch)
        continue;
      return candidate;
    }
    return -1;
  };
  const start = (i: number, slot: number, first: number, last: number, span: number, choosy: boolean) => {
    const j = partner(i, slot, first, last, span, choosy);
    if (j < 0) return;
    from[count] = i;
    to[count++] = j;
  };

  for (let s = 0; s < sizes.stairwell; s++) {
    const first = stairwellStart[s]!;
    const last = stairwellStart[s + 1]!;
    for (let i = first; i < last; i++) {
      for (let slot = 0; slot < stairwell; slot++) start(i, slot, first, last, stairwellSpan, false);
      if (community > 0) start(i, COMMUNITY_SLOT, 0, residents, communitySpan, true);
      if (role[i] === 0) continue;
      for (let slot = LEADER_SLOT; slot < LEADER_SLOT + leader && slot < TIE_SLOTS; slot++) {
        start(i, slot, 0, residents, communitySpan, true);
      }
    }
  }
  return { from, to, count };
}

function listBothEnds(residents: number, pairs: Pairs): Ties {
  const start = new Uint32Array(residents + 1);
  for (let j = 0; j < pairs.count; j++) {
    start[pairs.from[j]! + 1]!++;
    start[pairs.to[j]! + 1]!++;
  }
  for (let i = 0; i < residents; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, residents);
  const to = new Uint32Array(2 * pairs.count);
  for (let j = 0; j < pairs.count; j++) {
    const a = pairs.from[j]!;
    const b = pairs.to[j]!;
    to[next[a]!++] = b;
    to[next[b]!++] = a;
  }
  return { start, to };
}

function fillDegree(strength: number, state: State, start: Uint32Array): void {
  const { degree, household, householdStart } = state;
  for (let i = 0; i < degree.length; i++) {
    const home = household[i]!;
    const housemates = householdStart[home + 1]! - householdStart[home]! - 1;
    // somebody without ties has no neighbours who act; one in the denominator makes that share 0
    degree[i] = Math.max(1, start[i + 1]! - start[i]! + strength * housemates);
  }
}
