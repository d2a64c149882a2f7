/** Sums over the residents of a block, in order: what the week's row of the community is made of. */
import { MODES } from '../result.ts';
import { type Run, residentsOf } from '../run.ts';
import type { State } from '../state.ts';

/** Columns that hold means over residents, and the resident's own column each is the mean of. */
export const MEANS = [
  'motivation',
  'trust',
  'efficacy',
  'habit',
  'knowHow',
  'attachment',
  'crowding',
  'arousal',
  'fatigue',
] as const;
/** After the sums of MEANS: newcomers, sustained, lapsed; entries, lapses, returns; acts by mode. */
export const NEWCOMERS = MEANS.length;
export const FIRST_EVENT = NEWCOMERS + 3;
export const FIRST_ACTS = FIRST_EVENT + 3;
export const SUMS = FIRST_ACTS + MODES.length;

/** The sums of a block; the array is the same at every call. */
export function createSums(run: Run): (b: number) => Float64Array {
  const sums = new Float64Array(SUMS);
  return (b) => {
    const [first, last] = residentsOf(run, b);
    sums.fill(0);
    sumBeliefs(run.state, sums, first, last);
    sumExperience(run.state, sums, first, last);
    countStages(run.state, sums, first, last);
    countActs(run.state, sums, first, last);
    return sums;
  };
}

/** The first four of MEANS. */
function sumBeliefs(state: State, sums: Float64Array, first: number, last: number): void {
  const { motivation, trust, efficacy, habit } = state;
  let m = 0;
  let t = 0;
  let e = 0;
  let h = 0;
  for (let i = first; i < last; i++) {
    m += motivation[i]!;
    t += trust[i]!;
    e += efficacy[i]!;
    h += habit[i]!;
  }
  sums[0] = m;
  sums[1] = t;
  sums[2] = e;
  sums[3] = h;
}

/** The other five. */
function sumExperience(state: State, sums: Float64Array, first: number, last: number): void {
  const { knowHow, attachment, crowding, arousal, fatigue } = state;
  let k = 0;
  let x = 0;
  let z = 0;
  let a = 0;
  let f = 0;
  for (let i = first; i < last; i++) {
    k += knowHow[i]!;
    x += attachment[i]!;
    z += crowding[i]!;
    a += arousal[i]!;
    f += fatigue[i]!;
  }
  sums[4] = k;
  sums[5] = x;
  sums[6] = z;
  sums[7] = a;
  sums[8] = f;
}

function countStages({ stage }: State, sums: Float64Array, first: number, last: number): void {
  let newcomers = 0;
  let sustained = 0;
  let lapsed = 0;
  for (let i = first; i < last; i++) {
    // 0 1 2 3 as two bits: their products tell the stages apart without a branch
    const low = stage[i]! & 1;
    const high = stage[i]! >> 1;
    newcomers += low & (high ^ 1);
    sustained += high & (low ^ 1);
    lapsed += low & high;
  }
  sums[NEWCOMERS] = newcomers;
  sums[NEWCOMERS + 1] = sustained;
  sums[NEWCOMERS + 2] = lapsed;
}

function countActs({ mode, event }: State, sums: Float64Array, first: number, last: number): void {
  for (let i = first; i < last; i++) {
    if (event[i] !== 0) sums[FIRST_EVENT + event[i]! - 1]!++;
    if (mode[i] !== 0) sums[FIRST_ACTS + mode[i]! - 1]!++;
  }
}
