import { expect } from 'vitest';

export const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
export const mean = (values: ArrayLike<number>) => sum(values) / values.length;

/** Sample variance, with n − 1. */
export function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  return sum(Array.from(values, (x) => (x - centre) ** 2)) / (values.length - 1);
}

export const deviation = (values: ArrayLike<number>) => Math.sqrt(variance(values));

/** Mean of paired differences and its standard error, s ÷ √n. */
export function paired(differences: ArrayLike<number>): { readonly mean: number; readonly error: number } {
  return { mean: mean(differences), error: deviation(differences) / Math.sqrt(differences.length) };
}

export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [a, b] = [mean(x), mean(y)];
  const products = sum(Array.from(x, (value, i) => (value - a) * (y[i]! - b)));
  return products / (x.length - 1) / (deviation(x) * deviation(y));
}

/** At most four standard errors away: of a true statement about fixed seeds, one in 16,000 fails. */
export function expectWithin(observed: number, expected: number, error: number, what = ''): void {
  const distance = Math.abs(observed - expected) / error;
  expect(distance, `${what}: ${observed} is ${distance} standard errors from ${expected}`).toBeLessThan(4);
}

/** A count of `n` independent events of probability p: mean n·p, variance n·p·(1 − p). */
export function expectBinomial(count: number, n: number, p: number, what = ''): void {
  expectWithin(count, n * p, Math.sqrt(n * p * (1 - p)), what);
}

/** ∫ f(z) φ(z) dz by the trapezoidal rule from −10 to 10, which for smooth f is exact to some ten digits. */
export function normalExpectation(f: (z: number) => number): number {
  const step = 1 / 64;
  let total = 0;
  for (let k = -640; k <= 640; k++) {
    const z = k * step;
    total += (f(z) * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  }
  return total * step;
}
