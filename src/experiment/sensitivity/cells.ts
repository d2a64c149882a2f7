import type { Resampling } from './bootstrap.ts';

/** Values by cell (a point, or a step between points) and seed, ready to be resampled. */
export interface Cells {
  readonly values: Float64Array;
  /** Of the values of a cell; where luck is own, it is in their mean and they are one. */
  readonly seeds: number;
  /** By cell: variance that luck adds to its mean, `NaN` where that is not known; 0 where luck is to stay in. */
  readonly noise: Float64Array;
  readonly resampling: Resampling;
}

/**
 * Cells as they are, unless every run has luck of its own. Then a seed is nothing that cells have in common: each has the
 * mean over its n seeds, whose noise has the variance s² ÷ n, and rows of them are resampled together with their luck.
 * With a single seed nothing is known of luck, so that there are no intervals.
 *
 * @param values cell by cell, within a cell seed by seed; `NaN` is left out
 */
export function cellsOf(
  values: Float64Array,
  cells: number,
  seeds: number,
  resampling: Resampling,
  ownLuck: boolean,
): Cells {
  const none = new Float64Array(cells);
  if (!ownLuck) return { values, seeds, noise: none, resampling };
  if (seeds < 2) return { values, seeds, noise: none, resampling: { ...resampling, resamples: 0 } };
  const means = new Float64Array(cells);
  const noise = new Float64Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    let n = 0;
    let mean = 0;
    let squares = 0;
    for (let s = 0; s < seeds; s++) {
      const value = values[cell * seeds + s];
      if (Number.isNaN(value)) continue;
      // Welford (1962), so that large values do not swamp small differences
      const above = value - mean;
      mean += above / ++n;
      squares += above * (value - mean);
    }
    means[cell] = n === 0 ? Number.NaN : mean;
    noise[cell] = n < 2 ? Number.NaN : squares / (n - 1) / n;
  }
  return { values: means, seeds: 1, noise, resampling };
}
