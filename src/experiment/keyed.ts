/** Random numbers by name and place, for designs and bootstraps: no state, so any point can be had without the others. */
import { seedKey, threefry2x32 } from '../../sim/index.ts';

export type Uniform = (i: number, j: number) => number;

const TWO_POW_32 = 4294967296;

/** Uniform draws in (0, 1) with 53 bits, a pure function of the text and two whole numbers below 2^32. */
export function keyedUniform(text: string): Uniform {
  const { k0, k1 } = seedKey(text);
  return (i, j) => {
    const [high, low] = threefry2x32(k0, k1, i, j);
    return ((high >>> 5) * 67108864 + (low >>> 6) + 0.5) / 9007199254740992;
  };
}

/** A whole number below `n`. */
export function below(u: number, n: number): number {
  return Math.min(n - 1, Math.floor(u * n));
}

/**
 * A random permutation of 0 … n − 1 without a table: a Feistel network of eight rounds on the smallest even number of
 * bits that holds n, walked on until it falls below n. Black and Rogaway (2002), "Ciphers with arbitrary finite domains".
 *
 * @param n at most 2^32
 */
export function keyedPermutation(text: string, n: number): (i: number) => number {
  if (!(n >= 1 && n <= TWO_POW_32)) throw new RangeError(`cannot permute ${n} numbers`);
  const { k0, k1 } = seedKey(text);
  let half = 1;
  while (2 ** (2 * half) < n) half++;
  const size = 2 ** half;
  const once = (value: number): number => {
    let left = Math.floor(value / size);
    let right = value % size;
    for (let round = 0; round < 8; round++) {
      const mixed = threefry2x32(k0, k1, right, round)[0] & (size - 1);
      [left, right] = [right, (left ^ mixed) >>> 0];
    }
    return left * size + right;
  };
  return (i) => {
    let value = once(i);
    while (value >= n) value = once(value);
    return value;
  };
}

/** The numbers 0 … n − 1 in a random order that depends on the row only; for small n. */
export function keyedOrder(uniform: Uniform, row: number, n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = below(uniform(row, i), i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
