/** Small, exact statistics. Written here rather than taken from d3-array: three lines each, and `src` stays free of D3. */
import { incompleteBeta } from './beta.ts';

/** An interval, both ends included. */
export type Interval = readonly [low: number, high: number];

/** The least and the greatest value, of lists too long to be the arguments of a function. */
export function extent(values: readonly number[]): [least: number, greatest: number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Sample covariance (divisor n − 1); `NaN` for fewer than two pairs. */
export function covariance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const meanA = mean(a);
  const meanB = mean(b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - meanA) * (b[i] - meanB);
  return a.length > 1 ? sum / (a.length - 1) : Number.NaN;
}

/** Sample variance (divisor n − 1); `NaN` for fewer than two values. */
export function variance(values: ArrayLike<number>): number {
  return covariance(values, values);
}

/** Sample standard deviation. */
export function deviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values));
}

/** The p-quantile by linear interpolation between order statistics: type 7 of Hyndman and Fan (1996), as in R. */
export function quantile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  if (below === position || sorted.length === 0) return sorted[below] ?? Number.NaN;
  return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
}

/** Degrees of freedom beyond which the finite sums, of half as many terms, take longer than a continued fraction. */
const MANY_FREEDOM = 400;

/**
 * P(|T| < t) for Student's t: with a whole number of degrees of freedom by the finite trigonometric sums of Abramowitz
 * and Stegun (1964), 26.7.3 and 26.7.4, in θ = arctan(t / √ν), else, and where they are many, by 26.7.1.
 */
export function studentWithin(t: number, freedom: number): number {
  if (!Number.isInteger(freedom) || freedom > MANY_FREEDOM)
    return incompleteBeta((t * t) / (freedom + t * t), 0.5, freedom / 2);
  const hypotenuse = Math.sqrt(freedom + t * t);
  const sine = t / hypotenuse;
  const square = freedom / (hypotenuse * hypotenuse);
  const odd = freedom % 2 === 1;
  let term = odd ? Math.sqrt(square) : 1;
  let sum = freedom === 1 ? 0 : term;
  // odd: cos θ (1 + 2/3 cos² θ + 2·4/(3·5) cos⁴ θ …), even: 1 + 1/2 cos² θ + 1·3/(2·4) cos⁴ θ …
  for (let k = odd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= (square * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (Math.atan(t / Math.sqrt(freedom)) + sine * sum) : sine * sum;
}

/**
 * The p-quantile of Student's t, by bisection of the distribution down to neighbouring doubles.
 *
 * @param p probability, strictly between 0 and 1
 * @param freedom degrees of freedom, at least 1
 */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`invalid probability: ${p}`);
  if (!(freedom >= 1 && freedom < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid degrees of freedom: ${freedom}`);
  if (p < 0.5) return -studentQuantile(1 - p, freedom);
  const within = 2 * p - 1;
  let low = 0;
  let high = 1;
  while (studentWithin(high, freedom) < within) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (studentWithin(middle, freedom) < within) low = middle;
    else high = middle;
  }
}

/** How many standard errors a two-sided interval for a mean of n values reaches to each side. */
function reach(n: number, level: number): number {
  return studentQuantile((1 + level) / 2, n - 1);
}

/** A mean with what an interval of it needs. */
export interface MeanEstimate {
  readonly mean: number;
  /** Squared standard error; `NaN` where it cannot be known. */
  readonly square: number;
  /** Degrees of freedom of the standard error. */
  readonly freedom: number;
}

function meanEstimate(values: ArrayLike<number>): MeanEstimate {
  const n = values.length;
  return { mean: mean(values), square: n > 1 ? variance(values) / n : Number.NaN, freedom: n - 1 };
}

/** Mean and variance of values that come one by one and need not be kept: Welford (1962), Technometrics 4, 419-420. */
export class RunningMean {
  count = 0;
  private centre = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    const before = value - this.centre;
    this.centre += before / this.count;
    this.squares += before * (value - this.centre);
  }

  get estimate(): MeanEstimate {
    const { count } = this;
    return {
      mean: count > 0 ? this.centre : Number.NaN,
      square: count > 1 ? this.squares / (count - 1) / count : Number.NaN,
      freedom: count - 1,
    };
  }
}

/** The t-interval around an estimate; `null` without a standard error. */
export function intervalAround(centre: number, square: number, freedom: number, level = 0.9): Interval | null {
  if (!(square >= 0)) return null;
  const half = square === 0 ? 0 : studentQuantile((1 + level) / 2, freedom) * Math.sqrt(square);
  return [centre - half, centre + half];
}

/** The t-interval for the mean; of paired differences when those are given. `null` for fewer than two values. */
export function meanInterval(values: ArrayLike<number>, level = 0.9): Interval | null {
  const estimate = meanEstimate(values);
  return intervalAround(estimate.mean, estimate.square, estimate.freedom, level);
}

/**
 * Degrees of freedom of the difference of two independent means, after Welch (1947), Biometrika 34, 28-35, and
 * Satterthwaite (1946), Biometrics Bulletin 2, 110-114. Not a whole number.
 */
export function welchFreedom(a: MeanEstimate, b: MeanEstimate): number {
  return (a.square + b.square) ** 2 / (a.square ** 2 / a.freedom + b.square ** 2 / b.freedom);
}

/** Welch's interval for mean(a) − mean(b) of two independent samples; `null` where one has fewer than two values. */
export function welchInterval(a: ArrayLike<number>, b: ArrayLike<number>, level = 0.9): Interval | null {
  return welchAround(meanEstimate(a), meanEstimate(b), level);
}

/** Welch's interval for the difference of two independent estimates; `null` where one has no standard error. */
export function welchAround(a: MeanEstimate, b: MeanEstimate, level = 0.9): Interval | null {
  return intervalAround(a.mean - b.mean, a.square + b.square, welchFreedom(a, b), level);
}

/**
 * Fieller's interval for the ratio of two means, mean(above) ÷ mean(below), from paired values: all ratios θ for which
 * a t-test does not reject mean(above − θ·below) = 0. Fieller (1954), J. R. Stat. Soc. B 16, 175-185.
 *
 * @returns `null` where that set is not an interval, because the lower mean cannot be told from 0; then the data do not
 *   bound the ratio
 */
export function fiellerInterval(above: ArrayLike<number>, below: ArrayLike<number>, level = 0.9): Interval | null {
  const n = above.length;
  if (n < 2) return null;
  const meanAbove = mean(above);
  const meanBelow = mean(below);
  const scale = reach(n, level) ** 2 / n;
  // the set is a θ² − 2bθ + c ≤ 0
  const a = meanBelow * meanBelow - scale * variance(below);
  const b = meanAbove * meanBelow - scale * covariance(above, below);
  const c = meanAbove * meanAbove - scale * variance(above);
  if (!(a > 0)) return null;
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  return [(b - root) / a, (b + root) / a];
}

/** Gini coefficient of values ≥ 0: half the mean absolute difference ÷ the mean; 0 where all are 0. */
export function gini(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < sorted.length; i++) {
    sum += sorted[i];
    weighted += (2 * i + 1 - sorted.length) * sorted[i];
  }
  return sum === 0 ? 0 : weighted / (sorted.length * sum);
}
