import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Varied } from '../../../../src/experiment/design/design.ts';
import { scaled } from '../../../../src/experiment/design/design.ts';
import { factorial } from '../../../../src/experiment/design/factorial.ts';
import { latinHypercube } from '../../../../src/experiment/design/latin-hypercube.ts';
import { morris } from '../../../../src/experiment/design/morris.ts';
import { saltelli } from '../../../../src/experiment/design/saltelli.ts';
import { MOST_DIMENSIONS, sobol, sobolSequence } from '../../../../src/experiment/design/sobol.ts';
import { keyedPermutation } from '../../../../src/experiment/keyed.ts';

const all = <T>(design: { points: number; at(point: number): T }) =>
  Array.from({ length: design.points }, (_, i) => design.at(i));
const range = (path: string, min: number, max: number, integer = false): Varied => ({
  path,
  min,
  max,
  integer,
  values: null,
});

describe("Sobol' sequence", () => {
  test('is the one of the published direction numbers, in 128 dimensions', () => {
    const { points } = JSON.parse(readFileSync(new URL('./sobol.json', import.meta.url), 'utf8'));
    const sequence = sobolSequence(MOST_DIMENSIONS);
    for (const [index, numerators] of Object.entries(points)) expect([...sequence(Number(index))]).toEqual(numerators);
  });

  test('has in every dimension one point per stratum of the first 2^k', () => {
    for (const shift of [null, 'any']) {
      const points = all(sobol(64, 20, shift));
      for (let j = 0; j < 20; j++) {
        const strata = points.map((point) => Math.floor(point[j] * 64));
        if (shift === null) expect(new Set(strata).size).toBe(64);
        for (const point of points) expect(point[j] >= 0 && point[j] < 1).toBe(true);
      }
    }
  });

  test('refuses more dimensions than there are direction numbers', () => {
    expect(() => sobolSequence(129)).toThrow("Sobol' points have at most 128 dimensions, received 129");
  });
});

test('a Latin hypercube has one point per stratum in every dimension, and depends on its key', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 6 }), fc.string(), (n, d, key) => {
      const points = all(latinHypercube(n, d, key));
      for (let j = 0; j < d; j++) {
        expect(points.map((point) => Math.floor(point[j] * n)).sort((a, b) => a - b)).toEqual([...points.keys()]);
      }
    }),
    { numRuns: 60, seed: 1 },
  );
  expect(latinHypercube(10, 2, 'a').at(3)).toEqual(latinHypercube(10, 2, 'a').at(3));
  expect(latinHypercube(10, 2, 'a').at(3)).not.toEqual(latinHypercube(10, 2, 'b').at(3));
});

test('a keyed permutation is one, and needs no table for a thousand million numbers', () => {
  for (const n of [1, 2, 3, 17, 64, 1000]) {
    const permutation = keyedPermutation('any', n);
    const images = Array.from({ length: n }, (_, i) => permutation(i)).sort((a, b) => a - b);
    expect(images).toEqual(Array.from({ length: n }, (_, i) => i));
  }
  const large = keyedPermutation('any', 1e9);
  const images = new Set(Array.from({ length: 10_000 }, (_, i) => large(i * 99_999)));
  expect(images.size).toBe(10_000);
  expect(Math.max(...images)).toBeLessThan(1e9);
  expect(Math.max(...images)).toBeGreaterThan(0.99e9);
});

describe('factorial', () => {
  test('has every combination once, the last parameter changing fastest', () => {
    const design = factorial([range('a', 0, 1), { ...range('b', 0, 0), values: ['x', 'y'] }], 3);
    expect(all(design)).toEqual([
      [0, 'x'],
      [0, 'y'],
      [0.5, 'x'],
      [0.5, 'y'],
      [1, 'x'],
      [1, 'y'],
    ]);
  });

  test('of nothing is one point', () => {
    expect(all(factorial([], 3))).toEqual([[]]);
  });

  test('takes whole numbers where a parameter does', () => {
    expect(all(factorial([range('a', 1, 4, true)], 3))).toEqual([[1], [3], [4]]);
    expect(all(factorial([range('a', 1, 2, true)], 5))).toEqual([[1], [2]]);
  });

  test('has a range of no width once', () => {
    expect(all(factorial([range('a', 0.5, 0.5)], 3))).toEqual([[0.5]]);
  });
});

test('places of a range reach both ends, and whole numbers get equal parts', () => {
  expect([0, 0.5, 1].map((u) => scaled(range('a', -1, 3), u))).toEqual([-1, 1, 3]);
  expect([0, 0.24, 0.25, 0.99, 1].map((u) => scaled(range('a', 1, 4, true), u))).toEqual([1, 1, 2, 4, 4]);
  expect(scaled({ ...range('a', 0, 0), values: ['x', 'y'] }, 1)).toBe('y');
});

test('a Morris trajectory moves every parameter once, by delta, and stays in the unit cube', () => {
  for (const [trajectories, dimensions, levels] of [
    [40, 5, 4],
    [10, 1, 2],
    [20, 8, 6],
  ] as const) {
    const design = morris(trajectories, dimensions, levels, 'any');
    const delta = levels / (2 * (levels - 1));
    expect(design.points).toBe(trajectories * (dimensions + 1));
    for (let t = 0; t < trajectories; t++) {
      const moves = design.moves(t);
      expect(moves.map((move) => move.dimension).sort((a, b) => a - b)).toEqual([...Array(dimensions).keys()]);
      for (const [step, { dimension, by }] of moves.entries()) {
        const before = design.at(t * (dimensions + 1) + step);
        const after = design.at(t * (dimensions + 1) + step + 1);
        for (let j = 0; j < dimensions; j++) {
          expect(after[j] - before[j]).toBeCloseTo(j === dimension ? by : 0, 12);
          expect(Math.min(before[j], after[j])).toBeGreaterThanOrEqual(0);
          expect(Math.max(before[j], after[j])).toBeLessThanOrEqual(1);
        }
        expect(Math.abs(by)).toBeCloseTo(delta, 12);
      }
    }
  }
});

test("Saltelli's rows are a, a with one parameter of b each, and b", () => {
  const design = saltelli(16, 3, 'any');
  expect(design.points).toBe(80);
  for (let row = 0; row < 16; row++) {
    const [a, first, second, third, b] = Array.from({ length: 5 }, (_, i) => design.at(row * 5 + i));
    expect(first).toEqual([b[0], a[1], a[2]]);
    expect(second).toEqual([a[0], b[1], a[2]]);
    expect(third).toEqual([a[0], a[1], b[2]]);
    expect(a).not.toEqual(b);
  }
});
