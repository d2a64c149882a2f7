import { bootstrap, type Resampling, type Weights } from './bootstrap.ts';
import type { Estimate } from './estimate.ts';

/** Sobol' indices of a parameter: shares of the variance over the ranges of all parameters. */
export interface SobolIndices {
  readonly path: string;
  /** What would go if the parameter were known. */
  readonly first: Estimate;
  /** What would be left if all others were known. */
  readonly total: Estimate;
}

/**
 * First and total order indices from Saltelli's design, with bootstrap intervals over rows and seeds: first order after
 * Saltelli et al. (2010), Computer Physics Communications 181, 259-270, total order after Jansen (1999), ibid. 117, 35-43.
 *
 * @param y value at a point of the design under a seed; a row with `NaN` is left out
 */
export async function sobolIndices(
  base: number,
  paths: readonly string[],
  seeds: number,
  y: (point: number, seed: number) => number,
  resampling: Resampling,
): Promise<SobolIndices[]> {
  const d = paths.length;
  const width = d + 2;
  const whole: number[] = [];
  for (let row = 0; row < base; row++) {
    let missing = false;
    for (let i = 0; i < width; i++) for (let s = 0; s < seeds; s++) missing ||= Number.isNaN(y(row * width + i, s));
    if (!missing) whole.push(row);
  }
  const values = new Float64Array(whole.length * width * seeds);
  whole.forEach((row, at) => {
    for (let i = 0; i < width; i++) {
      for (let s = 0; s < seeds; s++) values[(at * width + i) * seeds + s] = y(row * width + i, s);
    }
  });
  const estimates = await bootstrap(whole.length, seeds, resampling, (rows, seedWeights) =>
    indices(values, width, rows, seedWeights),
  );
  return paths.map((path, j) => ({ path, first: estimates[2 * j], total: estimates[2 * j + 1] }));
}

function indices(values: Float64Array, width: number, rows: Weights, seedWeights: Weights): Float64Array {
  const seeds = seedWeights.length;
  const d = width - 2;
  const means = new Float64Array(rows.length * width);
  for (let i = 0; i < means.length; i++) {
    if (rows[Math.floor(i / width)] === 0) continue;
    let sum = 0;
    for (let s = 0; s < seeds; s++) sum += seedWeights[s] * values[i * seeds + s];
    means[i] = sum / seeds;
  }
  // mean and variance over both independent samples, a and b
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < rows.length; row++) {
    const [a, b] = [means[row * width], means[row * width + d + 1]];
    n += rows[row];
    sum += rows[row] * (a + b);
    squares += rows[row] * (a * a + b * b);
  }
  const mean = sum / (2 * n);
  const variance = squares / (2 * n) - mean * mean;
  const out = new Float64Array(2 * d);
  for (let j = 0; j < d; j++) {
    let first = 0;
    let total = 0;
    for (let row = 0; row < rows.length; row++) {
      if (rows[row] === 0) continue;
      const a = means[row * width];
      const b = means[row * width + d + 1];
      const ab = means[row * width + 1 + j];
      // centred, which takes the mean's noise out of the product
      first += rows[row] * (b - mean) * (ab - a);
      total += rows[row] * (a - ab) ** 2;
    }
    out[2 * j] = first / n / variance;
    out[2 * j + 1] = total / (2 * n) / variance;
  }
  return out;
}
