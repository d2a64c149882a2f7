import type { Interval } from '../statistics.ts';

/** An estimate with its interval. */
export interface Estimate {
  readonly value: number;
  /** `null` where the data do not give one. */
  readonly interval: Interval | null;
}

/** Of what the data do not tell. */
export const UNKNOWN: Estimate = { value: Number.NaN, interval: null };

/** Sorts the largest first, and what has no value last. */
export function largestFirst(a: Estimate, b: Estimate): number {
  const place = ({ value }: Estimate) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);
  return place(a) === place(b) ? 0 : place(b) - place(a);
}

/** The share of probability that the intervals of this project leave out in total, unless asked otherwise. */
export const LEVEL = 0.9;
export const RESAMPLES = 1000;
