/** What a run says about its residents beyond weekly rows: one byte each, deciles of traits, inequality of acts. */
import { DECILE_TRAITS } from '../result.ts';
import type { Run } from '../run.ts';
import type { Observer } from './observe.ts';

const REGULAR_ACTS = 4;
const BINS = 256;
const DECILES = 9;
const WEEKS_REMEMBERED = 26;

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** See `RunResult.cards` for the meaning of the bits. */
export function cardsOf({ state, sizes }: Run): Uint8Array {
  const { recent, age, let: rented, household, type, role } = state;
  const cards = new Uint8Array(sizes.resident);
  for (let i = 0; i < cards.length; i++) {
    const regular = bitCount(recent[i]!) >= REGULAR_ACTS ? 1 : 0;
    const leads = role[i] === 0 ? 0 : 1;
    cards[i] = regular | (age[i]! << 1) | (rented[household[i]!]! << 3) | (type[i]! << 4) | (leads << 6);
  }
  return cards;
}

/**
 * Writes the nine deciles of each trait, from histograms of fixed width 1/256: the middle of the bin that holds the
 * ⌈k·N/10⌉-th smallest value.
 */
export function createDeciles({ state, sizes }: Run, rows: Float64Array): Observer {
  const counts = new Uint32Array(BINS);
  const end = (week: number) => {
    DECILE_TRAITS.forEach((name, t) => {
      counts.fill(0);
      const values = state[name];
      for (let i = 0; i < sizes.resident; i++) counts[Math.min(BINS - 1, Math.floor(values[i]! * BINS))]!++;
      let bin = 0;
      let seen = counts[0]!;
      for (let k = 1; k <= DECILES; k++) {
        const rank = Math.ceil((k * sizes.resident) / 10);
        while (seen < rank) seen += counts[++bin]!;
        rows[(week * DECILE_TRAITS.length + t) * DECILES + k - 1] = (bin + 0.5) / BINS;
      }
    });
  };
  return { begin: () => {}, block: () => {}, end };
}

/** Gini coefficient of acts in the last 26 weeks over all residents, from their counts; 0 when nobody acted. */
export function giniOfActs({ state, sizes }: Run): number {
  const residents = new Float64Array(WEEKS_REMEMBERED + 1);
  for (let i = 0; i < sizes.resident; i++) residents[bitCount(state.recent[i]!)]!++;
  let before = 0;
  let total = 0;
  let weighted = 0;
  residents.forEach((count, acts) => {
    // the ranks of those with this many acts run from before + 1 to before + count
    weighted += acts * (count * before + (count * (count + 1)) / 2);
    total += acts * count;
    before += count;
  });
  if (total === 0) return 0;
  return (2 * weighted) / (sizes.resident * total) - (sizes.resident + 1) / sizes.resident;
}
