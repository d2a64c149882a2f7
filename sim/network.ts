/**
 * Ties: undirected and static. Housemates are the members of one household and stand in no list; all other ties are
 * neighbour lists in one array (compressed sparse rows), a tie that two residents both started appearing twice.
 */

import { COMMUNITY_SLOT, LEADER_SLOT, PURPOSE, TIE_SLOTS } from './purposes.ts';
import {
  counter,
  type FillWords,
  fillWords,
  firstWord,
  type Key,
  roomForWords,
  SETUP_WEEK,
  uniform,
} from './random.ts';
import { largestBlock } from './run.ts';
import type { ModelParameters } from './scenario.ts';
import type { Sizes, State, Ties } from './state.ts';

export type { Ties };

const TRIES = 64;
const LARGEST_HOUSEHOLD = 5;

/** Draws every resident's partners and lists them at both ends; also fills the column `degree`. */
export function createTies(
  parameters: ModelParameters,
  key: Key,
  sizes: Sizes,
  state: State,
  fill: FillWords = fillWords,
): Ties {
  const pairs = drawPairs(parameters, key, sizes, state, fill);
  const { start, to } = listBothEnds(sizes.resident, pairs);
  fillDegree(parameters.ties.housemate, state, start);
  return { start, to };
}

/** Ties as started: `from[j]`–`to[j]`. */
interface Pairs {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  count: number;
}

/** The group that a slot draws from: residents first … last, among 2^(32 − shift) candidates. */
interface Group {
  readonly first: number;
  readonly last: number;
  readonly shift: number;
  /** Whether unlike candidates may be passed over. */
  readonly choosy: boolean;
}

/** Tries whose words are drawn for a whole block at once; most partners are found by then. */
const AT_ONCE = 4;

function drawPairs(parameters: ModelParameters, key: Key, sizes: Sizes, state: State, fill: FillWords): Pairs {
  const { stairwell, community, leader, mismatch } = parameters.ties;
  const { stairwellStart, role } = state;
  const { floors, dwellingsPerFloor, stairwellsPerBlock } = parameters.population;
  const residents = sizes.resident;
  let leaders = 0;
  for (let i = 0; i < residents; i++) if (role[i] !== 0) leaders++;
  const capacity = residents * (stairwell + community) + leaders * leader;
  const [from, to] = roomForWords(2, capacity) as [Uint32Array, Uint32Array];
  const pairs = { from, to, count: 0 };
  const words = roomForWords(AT_ONCE, largestBlock({ parameters, sizes, state }));
  const everybody: Group = { first: 0, last: residents, shift: shiftFor(residents, 1), choosy: true };
  const stairwellShift = shiftFor(LARGEST_HOUSEHOLD * floors * dwellingsPerFloor, 64);

  for (let firstStairwell = 0; firstStairwell < sizes.stairwell; firstStairwell += stairwellsPerBlock) {
    const lastStairwell = Math.min(firstStairwell + stairwellsPerBlock, sizes.stairwell);
    const first = stairwellStart[firstStairwell]!;
    const last = stairwellStart[lastStairwell]!;
    const drawWords = (slot: number) => {
      for (let t = 0; t < AT_ONCE; t++) fill(words[t]!, key, first, last - first, candidateCounter(slot, t));
    };
    for (let slot = 0; slot < stairwell; slot++) {
      drawWords(slot);
      for (let s = firstStairwell; s < lastStairwell; s++) {
        const [from, to] = [stairwellStart[s]!, stairwellStart[s + 1]!];
        const group: Group = { first: from, last: to, shift: stairwellShift, choosy: false };
        findPartners(state, key, slot, mismatch, group, words, first, from, to, pairs);
      }
    }
    if (community > 0) {
      drawWords(COMMUNITY_SLOT);
      findPartners(state, key, COMMUNITY_SLOT, mismatch, everybody, words, first, first, last, pairs);
    }
    for (let i = first; i < last; i++) {
      if (role[i] === 0) continue;
      for (let slot = LEADER_SLOT; slot < LEADER_SLOT + leader && slot < TIE_SLOTS; slot++) {
        findPartners(state, key, slot, mismatch, everybody, [], i, i, i + 1, pairs);
      }
    }
  }
  return pairs;
}

function candidateCounter(slot: number, t: number): number {
  return counter(SETUP_WEEK, PURPOSE.tieCandidate + slot, t);
}

/** How far a word is shifted to choose among 2^b candidates, 2^b being at least n and at least `floor`. */
function shiftFor(n: number, floor: number): number {
  let shift = 32;
  for (let span = 1; span < Math.max(n, floor); span *= 2) shift--;
  return shift;
}

/**
 * A partner for each of the residents from … to: the first of up to 64 keyed candidates that exists, is no housemate
 * and is accepted. Nobody, when there is none. ⌊u·2^b⌋ of a draw is the upper b bits of its word.
 *
 * @param words of the first tries, for residents from `base` on
 */
function findPartners(
  state: State,
  key: Key,
  slot: number,
  mismatch: number,
  { first, last, shift, choosy }: Group,
  words: readonly Uint32Array[],
  base: number,
  from: number,
  to: number,
  pairs: Pairs,
): void {
  const { household, householdStart, age, let: rented } = state;
  const k0 = key.k0 | 0;
  const k1 = key.k1 | 0;
  for (let i = from; i < to; i++) {
    const home = household[i]!;
    const homeFirst = householdStart[home]!;
    const homeLast = householdStart[home + 1]!;
    for (let t = 0; t < TRIES; t++) {
      const word = t < words.length ? words[t]![i - base]! : firstWord(k0, k1, i, candidateCounter(slot, t));
      // a shift by all 32 bits would be none at all
      const candidate = first + (shift === 32 ? 0 : word >>> shift);
      if (candidate >= last || (candidate >= homeFirst && candidate < homeLast)) continue;
      if (choosy && !(age[i] === age[candidate] && rented[home] === rented[household[candidate]!])) {
        const draw = uniform(k0, k1, i, counter(SETUP_WEEK, PURPOSE.tieAcceptance + slot, t));
        if (draw >= mismatch) continue;
      }
      pairs.from[pairs.count] = i;
      pairs.to[pairs.count++] = candidate;
      break;
    }
  }
}

/**
 * Both ends of every tie, resident by resident. Each loop is a function of its own: the first community of a process runs
 * each once, and code that is compiled in the middle of a loop knows nothing yet of the loops after it.
 */
function listBothEnds(residents: number, { from, to, count }: Pairs): Ties {
  const start = new Uint32Array(residents + 1);
  countEnds(from, count, start);
  countEnds(to, count, start);
  cumulate(start);
  const ends = new Uint32Array(2 * count);
  fillEnds(from, to, count, start.slice(0, residents), ends);
  return { start, to: ends };
}

function countEnds(ends: Uint32Array, count: number, start: Uint32Array): void {
  for (let j = 0; j < count; j++) start[ends[j]! + 1]!++;
}

function cumulate(counts: Uint32Array): void {
  for (let i = 1; i < counts.length; i++) counts[i]! += counts[i - 1]!;
}

/** @param next where the next tie of each resident goes; it moves on */
function fillEnds(from: Uint32Array, to: Uint32Array, count: number, next: Uint32Array, ends: Uint32Array): void {
  for (let j = 0; j < count; j++) {
    const a = from[j]!;
    const b = to[j]!;
    ends[next[a]!++] = b;
    ends[next[b]!++] = a;
  }
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
