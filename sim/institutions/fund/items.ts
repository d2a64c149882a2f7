import type { Columns } from './columns.ts';

/** Where an item stands. Free places are 0; a place is freed when the item’s story has been told to its end. */
export const [FREE, COLLECTED, FORMED, ADMITTED, PASSED, LIBRARY, IMPLEMENTING] = [0, 1, 2, 3, 4, 5, 6] as const;
/** Ways out, kept until the round is announced. */
export const [MALFORMED, MERGED, INELIGIBLE, VOTED_DOWN, UNFUNDED] = [16, 17, 18, 19, 20] as const;
export const [BLOCK, COMMUNITY] = [0, 1] as const;

/** The places for items: a ring, in which the search for a free one goes on where the last one was found. */
export interface Items {
  readonly capacity: number;
  /** A free place, or −1 where there is none. Where all are taken, the oldest item of the library makes room. */
  take(): number;
  free(place: number): void;
}

export function createItems({ status, since, cursor, proposer, host, cost, paid, due, shares }: Columns): Items {
  const capacity = status.length;
  const clear = (place: number) => {
    for (const column of [status, since, proposer, host, cost, paid, due, shares]) column[place] = 0;
  };
  const oldestInLibrary = () => {
    let oldest = -1;
    for (let p = 0; p < capacity; p++) {
      if (status[p] === LIBRARY && (oldest < 0 || since[p]! < since[oldest]!)) oldest = p;
    }
    return oldest;
  };
  return {
    capacity,
    take() {
      const from = cursor[0]!;
      for (let step = 0; step < capacity; step++) {
        const place = (from + step) % capacity;
        if (status[place] !== FREE) continue;
        cursor[0] = (place + 1) % capacity;
        return place;
      }
      const place = oldestInLibrary();
      if (place >= 0) {
        // those merged into it go with it
        for (let p = 0; p < capacity; p++) if (status[p] === MERGED && host[p] === place) clear(p);
        clear(place);
      }
      return place;
    },
    free: clear,
  };
}
