import { keyedUniform } from '../keyed.ts';
import type { UnitDesign } from './design.ts';
import { JOE_KUO } from './joe-kuo.ts';

const BITS = 32;
const TWO_POW_32 = 4294967296;

export const MOST_DIMENSIONS = JOE_KUO.length + 1;

/** The direction numbers of a dimension (from 0), as 32-bit fractions. */
function directions(dimension: number): Uint32Array {
  const v = new Uint32Array(BITS);
  if (dimension === 0) {
    for (let i = 0; i < BITS; i++) v[i] = (1 << (BITS - 1 - i)) >>> 0;
    return v;
  }
  const [s, a, ...m] = JOE_KUO[dimension - 1]!.split(' ').map(Number) as [number, number, ...number[]];
  for (let i = 0; i < s; i++) v[i] = m[i]! << (BITS - 1 - i);
  for (let i = s; i < BITS; i++) {
    let value = v[i - s]! ^ (v[i - s]! >>> s);
    for (let k = 1; k < s; k++) if ((a >>> (s - 1 - k)) & 1) value ^= v[i - k]!;
    v[i] = value;
  }
  return v;
}

/** A point of the Sobol' sequence as whole numerators over 2^32, in the published (Gray code) order; point 0 is 0. */
export function sobolSequence(dimensions: number): (point: number) => Uint32Array {
  if (dimensions > MOST_DIMENSIONS) {
    throw new RangeError(`Sobol' points have at most ${MOST_DIMENSIONS} dimensions, received ${dimensions}`);
  }
  const table = Array.from({ length: dimensions }, (_, j) => directions(j));
  return (point) => {
    const gray = (point ^ (point >>> 1)) >>> 0;
    return Uint32Array.from(table, (v) => {
      let x = 0;
      for (let i = 0; i < BITS; i++) if ((gray >>> i) & 1) x ^= v[i]!;
      return x;
    });
  };
}

/**
 * The Sobol' sequence. With a key it is shifted, modulo 1, by one random vector (Cranley and Patterson 1976): no point
 * lies on an edge, and means over it are unbiased; without, the points are the published ones.
 */
export function sobol(points: number, dimensions: number, key: string | null = null): UnitDesign {
  const sequence = sobolSequence(dimensions);
  const uniform = key === null ? null : keyedUniform(`${key}/sobol`);
  const shift = Array.from({ length: dimensions }, (_, j) => uniform?.(0, j) ?? 0);
  return {
    points,
    at: (point) => Array.from(sequence(point), (x, j) => (x / TWO_POW_32 + shift[j]!) % 1),
  };
}
