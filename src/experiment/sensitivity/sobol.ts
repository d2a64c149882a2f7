import { bootstrap, type Resampling, type Weights } from './bootstrap.ts';
import { type Cells, cellsOf } from './cells.ts';
import { type Estimate, UNKNOWN } from './estimate.ts';

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
 * With luck of their own, the means a, b and ab of n seeds hold independent noise of variance v = s² ÷ n, s² of the cell's
 * own values. What it adds on average is taken out, after which luck leaves no bias in numerators and denominator:
 *
 * * of (a − ab)²: v(a) + v(ab);
 * * of (b − m)(ab − a): v(a) ÷ 2N, as a is in m, the mean of all a and b of N rows; b itself is independent of a and ab;
 * * of the variance of all a and b: (1 − 1 ÷ 2N) times the mean of their v.
 *
 * An index near 0 may then be below it. Where the interval of the variance reaches down to 0, luck may make all there is:
 * then a ratio to it means nothing, and no index is known. With a single seed luck cannot be told from effects: it stays
 * in, and there are no intervals.
 *
 * @param y value at a point of the design under a seed; a row with `NaN` is left out
 * @param ownLuck whether every run has luck of its own; else a seed is the same luck at every point
 */
export async function sobolIndices(
  base: number,
  paths: readonly string[],
  seeds: number,
  y: (point: number, seed: number) => number,
  resampling: Resampling,
  ownLuck = false,
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
  const cells = cellsOf(values, whole.length * width, seeds, resampling, ownLuck);
  const estimates = await bootstrap(whole.length, cells.seeds, cells.resampling, (rows, seedWeights) =>
    indices(cells, width, rows, seedWeights),
  );
  const { value, interval } = estimates[2 * d];
  const known = cells.noise.every((noise) => noise === 0) || (interval?.[0] ?? value) > 0;
  return paths.map((path, j) => {
    const [first, total] = known ? estimates.slice(2 * j, 2 * j + 2) : [UNKNOWN, UNKNOWN];
    return { path, first, total };
  });
}

/** First and total order of every parameter in turn, and the variance that they are shares of. */
function indices({ values, noise }: Cells, width: number, rows: Weights, seedWeights: Weights): Float64Array {
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
  let luck = 0;
  for (let row = 0; row < rows.length; row++) {
    const [a, b] = [means[row * width], means[row * width + d + 1]];
    n += rows[row];
    sum += rows[row] * (a + b);
    squares += rows[row] * (a * a + b * b);
    luck += rows[row] * (noise[row * width] + noise[row * width + d + 1]);
  }
  const mean = sum / (2 * n);
  const variance = squares / (2 * n) - mean * mean - (luck / (2 * n)) * (1 - 1 / (2 * n));
  const out = new Float64Array(2 * d + 1);
  out[2 * d] = variance;
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
      first -= rows[row] * (noise[row * width] / (2 * n));
      total += rows[row] * ((a - ab) ** 2 - noise[row * width] - noise[row * width + 1 + j]);
    }
    out[2 * j] = first / n / variance;
    out[2 * j + 1] = total / (2 * n) / variance;
  }
  return out;
}
