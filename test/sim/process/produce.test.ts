import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { ces } from '../../../sim/process/produce.ts';

const inputs = [1e-6, 0.01, 0.25, 0.675, 1, 3, 40];
const pairs = inputs.flatMap((g) => inputs.map((r) => [g, r] as const));
const relative = (got: number, expected: number) => Math.abs(got / expected - 1);

/** The formula in thirty digits: (φ·G^ρ + (1 − φ)·R^ρ)^(1/ρ). */
function exact(g: number, r: number, share: number, rho: number): number {
  const D = Decimal.clone({ precision: 30 });
  const term = (x: number, weight: number) => new D(x).pow(rho).times(weight);
  return term(g, share)
    .plus(term(r, 1 - share))
    .pow(new D(1).div(rho))
    .toNumber();
}

describe('output by constant elasticity of substitution', () => {
  it('is the formula, to a few units in the last place', () => {
    for (const [g, r] of pairs) {
      for (const rho of [-20, -3, -1, -0.5, -0.1, 0.3, 0.9, 1]) {
        for (const share of [0.5, 0.2]) {
          expect(relative(ces(g, r, share, rho), exact(g, r, share, rho)), `${g} ${r} ${share} ${rho}`).toBeLessThan(
            1e-13,
          );
        }
      }
    }
  });

  it('is the weighted sum at ρ = 1, the geometric mean at 0, the harmonic mean at −1', () => {
    for (const [g, r] of pairs) {
      expect(relative(ces(g, r, 0.3, 1), 0.3 * g + 0.7 * r)).toBeLessThan(1e-14);
      expect(relative(ces(g, r, 0.3, 0), g ** 0.3 * r ** 0.7)).toBeLessThan(1e-13);
      expect(relative(ces(g, r, 0.5, -1), (2 * g * r) / (g + r))).toBeLessThan(1e-14);
      // and ρ = −½, the default, by roots alone: 4·G·R ÷ (√G + √R)²
      expect(relative(ces(g, r, 0.5, -0.5), (4 * g * r) / (Math.sqrt(g) + Math.sqrt(r)) ** 2)).toBeLessThan(1e-14);
    }
  });

  it('goes through its limit at ρ = 0 without a jump', () => {
    for (const [g, r] of pairs) {
      // to first order in ρ, the logarithm departs by ρ·φ(1 − φ)·(ln G − ln R)² ÷ 2
      const slope = (0.25 * Math.log(g / r) ** 2) / 2;
      for (const rho of [1e-5, -1e-5]) {
        const departure = Math.log(ces(g, r, 0.5, rho) / ces(g, r, 0.5, 0));
        expect(Math.abs(departure - rho * slope)).toBeLessThan(1e-6);
      }
    }
  });

  it('comes near the smaller input as ρ falls', () => {
    for (const [g, r] of pairs) {
      const y = ces(g, r, 0.5, -20);
      expect(y).toBeGreaterThanOrEqual(Math.min(g, r) * (1 - 1e-12));
      expect(y).toBeLessThanOrEqual(Math.min(g, r) * 2 ** (1 / 20) * (1 + 1e-12));
    }
  });

  it('is nothing without effort for ρ ≤ 0, and something without it above', () => {
    for (const rho of [0, -0.5, -1, -20]) {
      expect(ces(0.25, 0, 0.5, rho)).toBe(0);
      expect(ces(0, 0.25, 0.5, rho)).toBe(0);
    }
    expect(ces(0.25, 0, 0.5, 1)).toBe(0.125);
    expect(relative(ces(0.25, 0, 0.5, 0.5), 0.0625)).toBeLessThan(1e-14);
  });

  it('doubles when both inputs double, and rises with each', () => {
    for (const [g, r] of pairs) {
      for (const rho of [-3, -0.5, 0, 0.5, 1]) {
        expect(relative(ces(2 * g, 2 * r, 0.4, rho), 2 * ces(g, r, 0.4, rho))).toBeLessThan(1e-13);
        expect(ces(1.01 * g, r, 0.4, rho)).toBeGreaterThanOrEqual(ces(g, r, 0.4, rho));
        expect(ces(g, 1.01 * r, 0.4, rho)).toBeGreaterThanOrEqual(ces(g, r, 0.4, rho));
      }
    }
  });
});
