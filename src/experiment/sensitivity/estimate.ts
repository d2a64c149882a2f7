import type { Interval } from '../statistics.ts';

/** An estimate with its interval. */
export interface Estimate {
  readonly value: number;
  /** `null` where the data do not give one. */
  readonly interval: Interval | null;
}

/** The share of probability that the intervals of this project leave out in total, unless asked otherwise. */
export const LEVEL = 0.9;
export const RESAMPLES = 1000;
