/**
 * One instrument's part of the money. Every week of spending, each block has an equal share; what a block does not use
 * passes to the next in the order of a lot, and what the last leaves waits for the next week. So arms that choose
 * other blocks spend the same.
 */
import { type Draft, keepSmallest } from '../../lots.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, firstWord } from '../../random.ts';
import type { Run } from '../../run.ts';

/** Whole fen of `amount` that belong to the parts before the k-th of n. */
function upTo(amount: number, k: number, n: number): number {
  return k >= n ? amount : Math.floor((amount * k) / n);
}

export interface PurseTerms {
  /** Fen in all, and the weeks in which they are handed out. */
  readonly fen: number;
  readonly from: number;
  readonly weeks: number;
  /** Its place in the list of purses: its luck and its place in `left`. */
  readonly slot: number;
}

/**
 * @param left fen that wait, by purse
 * @returns spends a week: `use` is given a block and the most it may spend, and returns what it did spend
 */
export function createPurse(
  run: Run,
  { fen, from, weeks, slot }: PurseTerms,
  left: Float64Array,
): (week: number, use: (b: number, most: number) => number) => void {
  const blocks = run.sizes.block;
  const order = createLotOrder(run, slot);
  return (week, use) => {
    if (week < from) return;
    const k = week - from;
    const handedOut = k < weeks ? upTo(fen, k + 1, weeks) - upTo(fen, k, weeks) : 0;
    let carried = left[slot]!;
    if (handedOut === 0 && carried === 0) return;
    const list = order(week);
    for (let j = 0; j < blocks; j++) {
      carried += upTo(handedOut, j + 1, blocks) - upTo(handedOut, j, blocks);
      carried -= use(list[j]!, carried);
    }
    left[slot] = carried;
  };
}

/** All blocks in the order of this week's lot. */
function createLotOrder({ key, sizes }: Run, slot: number): (week: number) => Uint32Array {
  const list = new Uint32Array(sizes.block);
  const words = new Uint32Array(sizes.block);
  return (week) => {
    const c1 = counter(week, PURPOSE.microBlockLot, slot);
    for (let b = 0; b < list.length; b++) {
      words[b] = firstWord(key.k0, key.k1, b, c1);
      // sorted as it grows, ties by index: there are few blocks
      let j = b;
      for (; j > 0 && words[list[j - 1]!]! > words[b]!; j--) list[j] = list[j - 1]!;
      list[j] = b;
    }
    return list;
  };
}

/** Of the entities that a draft lists, the first k in the order of a keyed lot. */
export function serveByLot(run: Run, draft: Draft, k: number, week: number, purpose: number): Draft {
  if (k >= draft.count) return draft;
  const { scores } = draft.shared.room;
  const c1 = counter(week, purpose, 0);
  for (let j = 0; j < draft.count; j++) scores[j] = firstWord(run.key.k0, run.key.k1, draft.entities[j]!, c1);
  keepSmallest(draft, k);
  return draft;
}
