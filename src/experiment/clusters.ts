import { type Interval, studentQuantile } from './statistics.ts';

/** The mean of values that come in clusters, with what an interval needs. */
export interface ClusterMean {
  readonly mean: number;
  /** Squared standard error of the mean; `NaN` for fewer than two clusters. */
  readonly square: number;
  /** Degrees of freedom: clusters that have a value, less one. */
  readonly freedom: number;
}

/**
 * The mean of the values that are there, and its standard error where values of one cluster belong together (the runs of
 * a seed) and clusters are independent: the ratio of two totals over clusters, Cochran (1977), Sampling Techniques,
 * ch. 9A. Where every cluster has as many values it is the usual standard error of the clusters' means.
 *
 * @param size values of a cluster, in a row; `NaN` is left out
 */
export function clusterMean(values: Float64Array, size: number): ClusterMean {
  const sums: number[] = [];
  const counts: number[] = [];
  for (let from = 0; from < values.length; from += size) {
    const own = values.subarray(from, from + size).filter((value) => !Number.isNaN(value));
    if (own.length === 0) continue;
    sums.push(own.reduce((total, value) => total + value, 0));
    counts.push(own.length);
  }
  const n = sums.length;
  const count = counts.reduce((total, value) => total + value, 0);
  const mean = sums.reduce((total, value) => total + value, 0) / count;
  const squares = sums.reduce((total, sum, i) => total + (sum - counts[i] * mean) ** 2, 0);
  return { mean, square: n > 1 ? ((squares / count / count) * n) / (n - 1) : Number.NaN, freedom: n - 1 };
}

/** The t-interval around an estimate; `null` without a standard error. */
export function intervalAround(centre: number, square: number, freedom: number, level = 0.9): Interval | null {
  if (!(square >= 0)) return null;
  const half = studentQuantile((1 + level) / 2, freedom) * Math.sqrt(square);
  return [centre - half, centre + half];
}

/**
 * Degrees of freedom of the difference of two independent means, after Welch (1947), Biometrika 34, 28-35, and
 * Satterthwaite (1946), Biometrics Bulletin 2, 110-114. Not a whole number.
 */
export function welchFreedom(a: ClusterMean, b: ClusterMean): number {
  return (a.square + b.square) ** 2 / (a.square ** 2 / a.freedom + b.square ** 2 / b.freedom);
}
