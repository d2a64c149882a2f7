import { keyedPermutation, keyedUniform } from '../keyed.ts';
import type { UnitDesign } from './design.ts';

/**
 * A Latin hypercube: in every dimension each of the `points` equal strata holds exactly one point, at a random place in
 * it. McKay, Beckman and Conover (1979), Technometrics 21, 239-245.
 */
export function latinHypercube(points: number, dimensions: number, key: string): UnitDesign {
  const inside = keyedUniform(`${key}/latin-hypercube`);
  const strata = Array.from({ length: dimensions }, (_, j) => keyedPermutation(`${key}/latin-hypercube/${j}`, points));
  return { points, at: (point) => strata.map((stratum, j) => (stratum(point) + inside(point, j)) / points) };
}
