/**
 * The model once more, slowly: objects per resident, written from the text of the specification and not from `sim`.
 * Of `sim` it uses what is tested by itself against published answers and a high-precision reference: the generator,
 * the key of a seed, the numbers of the purposes, and the elementary functions.
 */
import { seedKey, threefry2x32 } from '../../../sim/random.ts';

/** u of an entity for a purpose in a week; the week of the set-up is −128. */
export type Luck = (entity: number, week: number, purpose: number, sub?: number) => number;

export const SETUP = -128;

/** Draws keyed by the event, not by their order: u = (x₀ + ½)·2⁻³². */
export function luckOf(seed: string): Luck {
  const { k0, k1 } = seedKey(seed);
  return (entity, week, purpose, sub = 0) => {
    const c1 = (week + 128) * 2 ** 16 + purpose * 2 ** 8 + sub;
    return (threefry2x32(k0, k1, entity, c1)[0] + 0.5) * 2 ** -32;
  };
}
