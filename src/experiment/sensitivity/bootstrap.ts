import { below, keyedUniform } from '../keyed.ts';
import { type Interval, quantile } from '../statistics.ts';
import type { Estimate } from './estimate.ts';

/** How often each of n units was drawn, with replacement, in a resample; for the given data, ones. */
export type Weights = Float64Array;

export interface Resampling {
  /** None for no intervals. */
  readonly resamples: number;
  readonly level: number;
  /** Name of the random numbers. */
  readonly key: string;
  /** Waited for between resamples, so that others have their turn; what it throws ends the analysis. */
  readonly pause?: (() => Promise<void> | undefined) | undefined;
}

/**
 * Percentile bootstrap of several statistics at once (Efron 1979): rows, and the seeds under which they were run, are
 * drawn with replacement, independently. Random numbers are keyed by resample and draw, so the intervals are the same
 * everywhere. A single row, drawn again and again, says nothing of others: then there are no intervals.
 *
 * Where every run has luck of its own, a seed is nothing that rows have in common, and a row is drawn with the luck of
 * its runs: give such rows with a single seed, the mean over theirs. To draw seeds within them as well would count luck
 * twice (Davison and Hinkley 1997, Bootstrap Methods and their Application, section 3.8).
 *
 * @param statistics of weights on rows and on seeds; the same number of values each time
 */
export async function bootstrap(
  rows: number,
  seeds: number,
  { resamples, level, key, pause }: Resampling,
  statistics: (rows: Weights, seeds: Weights) => ArrayLike<number>,
): Promise<Estimate[]> {
  const values = statistics(new Float64Array(rows).fill(1), new Float64Array(seeds).fill(1));
  if (rows < 2 || resamples === 0) return Array.from(values, (value) => ({ value, interval: null }));
  const drawRow = keyedUniform(`${key}/bootstrap/rows`);
  const drawSeed = keyedUniform(`${key}/bootstrap/seeds`);
  const draws = Array.from(values, () => new Float64Array(resamples));
  for (let b = 0; b < resamples; b++) {
    const resampled = statistics(drawn(rows, b, drawRow), drawn(seeds, b, drawSeed));
    for (let i = 0; i < draws.length; i++) draws[i][b] = resampled[i];
    await pause?.();
  }
  return Array.from(values, (value, i) => ({ value, interval: percentiles(draws[i], level) }));
}

function drawn(units: number, resample: number, draw: (i: number, j: number) => number): Weights {
  const weights = new Float64Array(units);
  for (let j = 0; j < units; j++) weights[below(draw(resample, j), units)]++;
  return weights;
}

function percentiles(draws: Float64Array, level: number): Interval | null {
  const usable = draws.filter((value) => Number.isFinite(value));
  if (usable.length < draws.length / 2) return null;
  return [quantile(usable, (1 - level) / 2), quantile(usable, (1 + level) / 2)];
}
