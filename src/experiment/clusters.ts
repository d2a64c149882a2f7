import type { MeanEstimate } from './statistics.ts';

/**
 * The mean of the values that are there, and its standard error where values of one cluster belong together (the runs of
 * a seed) and clusters are independent: the ratio of two totals over clusters, Cochran (1977), Sampling Techniques,
 * ch. 9A. Where every cluster has as many values it is the usual standard error of the clusters' means.
 *
 * @param size values of a cluster, in a row; `NaN` is left out
 */
export function clusterMean(values: Float64Array, size: number): MeanEstimate {
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
