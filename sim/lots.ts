/**
 * Lots: who is served when there are fewer doses than eligible. A lot of k serves the k entities with the smallest
 * keyed draw (or smallest observed trait), ties by index, without replacement. Draws belong to the entity, so who is
 * served never depends on how the others are listed.
 */

/** The k-th smallest (from 0) of the first n values, which are reordered in place. Hoare's selection. */
export function kthSmallest(values: Float64Array, n: number, k: number): number {
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const held = values[i]!;
        values[i++] = values[j]!;
        values[j--] = held;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return values[k]!;
  }
  return values[k]!;
}

/** Room for the scores of one lot at a time, shared by all drafts of a run; made when the first lot is drawn. */
export class Scores {
  private rooms: { readonly scores: Float64Array; readonly work: Float64Array } | null = null;
  constructor(private readonly capacity: number) {}

  get room() {
    this.rooms ??= { scores: new Float64Array(this.capacity), work: new Float64Array(this.capacity) };
    return this.rooms;
  }
}

/** A list of entities that is refilled every week, in ascending order. */
export interface Draft {
  readonly entities: Uint32Array;
  readonly shared: Scores;
  count: number;
}

export function createDraft(capacity: number, shared: Scores): Draft {
  return { entities: new Uint32Array(capacity), shared, count: 0 };
}

/**
 * Keeps the k entities of a draft whose score is smallest, ties by order of listing; the others are dropped.
 * The list stays in ascending order, so what is done with it does not depend on the scores beyond who is in.
 */
export function keepSmallest(draft: Draft, k: number): void {
  if (k >= draft.count) return;
  if (k <= 0) {
    draft.count = 0;
    return;
  }
  const { entities, count } = draft;
  const { scores, work } = draft.shared.room;
  for (let i = 0; i < count; i++) work[i] = scores[i]!;
  const limit = kthSmallest(work, count, k - 1);
  let below = 0;
  for (let i = 0; i < count; i++) if (scores[i]! < limit) below++;
  let atLimit = k - below;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const score = scores[i]!;
    if (score < limit || (score === limit && atLimit-- > 0)) {
      entities[kept] = entities[i]!;
      scores[kept++] = score;
    }
  }
  draft.count = kept;
}
