import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leftOut, Outcomes } from '../../../src/experiment/outcomes.ts';

const table = fc
  .record({
    policies: fc.integer({ min: 1, max: 3 }),
    unit: fc.integer({ min: 1, max: 3 }),
    units: fc.integer({ min: 1, max: 5 }),
    seeds: fc.integer({ min: 1, max: 7 }),
  })
  .chain(({ policies, unit, units, seeds }) => {
    const length = policies * unit * units * seeds;
    return fc
      .array(fc.constantFrom(1, 1, 1, 1, Number.NaN), { minLength: length, maxLength: length })
      .map((values) => ({
        unit,
        outcomes: new Outcomes(policies, unit * units, seeds, Float64Array.from(values)),
      }));
  });

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);

test('the whole part misses nothing, and is no smaller than without the points, or without the seeds, that do', () => {
  fc.assert(
    fc.property(table, ({ outcomes, unit }) => {
      const { policies, points, seeds } = outcomes;
      const all = numbers(policies);
      const part = outcomes.wholePart(all, unit);
      const there = (point: number, seed: number) => all.every((k) => !Number.isNaN(outcomes.at(k, point, seed)));
      for (const point of part.points) for (const seed of part.seeds) expect(there(point, seed)).toBe(true);
      const kept = part.points.length * part.seeds.length;
      const mates = (point: number) => numbers(points).filter((p) => Math.floor(p / unit) === Math.floor(point / unit));
      const wholePoints = numbers(points).filter((p) =>
        mates(p).every((q) => numbers(seeds).every((s) => there(q, s))),
      );
      const wholeSeeds = numbers(seeds).filter((s) => numbers(points).every((p) => there(p, s)));
      expect(kept).toBeGreaterThanOrEqual(wholePoints.length * seeds);
      expect(kept).toBeGreaterThanOrEqual(wholeSeeds.length * points);
      // units stay together
      for (const point of part.points) for (const mate of mates(point)) expect(part.points).toContain(mate);
    }),
  );
});

test('a point that always fails, a seed that is half done and a failed run cost little', () => {
  const outcomes = new Outcomes(1, 10, 6, new Float64Array(60));
  const fail = (point: number, seed: number) => {
    outcomes.values[seed * 10 + point] = Number.NaN;
  };
  for (let seed = 0; seed < 6; seed++) fail(3, seed);
  for (let point = 4; point < 10; point++) fail(point, 5);
  fail(0, 2);
  const { points, seeds } = outcomes.wholePart([0]);
  expect([points, seeds]).toEqual([
    [0, 1, 2, 4, 5, 6, 7, 8, 9],
    [0, 1, 3, 4],
  ]);
  expect(leftOut(outcomes.of(0), 10)).toEqual({
    runs: 13,
    points: [0, 3, 4, 5, 6, 7, 8, 9],
    replicates: [1, 2, 3, 4, 5, 6],
  });
});
