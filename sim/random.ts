/**
 * Random numbers by counter: each draw is a pure function of the run's key and of who draws what and when, so a draw
 * never depends on how many others came before it, nor on the order in which agents are visited.
 *
 * The generator is Threefry-2x32 with 20 rounds: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as
 * easy as 1, 2, 3", SC'11. The key comes from the seed's text through `seedrandom` (ARC4), used nowhere else.
 */
import seedrandom from 'seedrandom';
import { normalQuantile } from './numerics.ts';
import { utf8 } from './utf8.ts';

/** The 64-bit key of a run as two unsigned 32-bit words. */
export interface Key {
  readonly k0: number;
  readonly k1: number;
}

/** The week under which draws made while the world is set up are counted: the lowest that `counter` can hold. */
export const SETUP_WEEK = -128;

const TWO_POW_MINUS_32 = 1 / 4294967296;

/** Skein's key parity for 32-bit words (Salmon et al. 2011); it keeps the all-zero key from being a weak one. */
const PARITY = 0x1bd11bda;

/** The second word of the latest block. A typed array, because a number variable may be boxed on every write. */
const second = new Int32Array(1);

/**
 * The key of a seed.
 *
 * The text is normalised to Unicode NFC, so "é" is one seed however it was typed, and handed over as UTF-8 bytes, one
 * Latin-1 character each: `seedrandom` keeps only the low byte of every UTF-16 unit, which would make most Chinese
 * seeds collide. A number is taken as its `String`.
 *
 * A byte 0xFF, which UTF-8 never uses, ends the text. Without it ARC4's key schedule, which repeats a short key, would
 * give a text and its own repetitions one key: "1" and "11" and "111", so that of fifty runs four would be copies.
 */
export function seedKey(seed: string): Key {
  let latin1 = '';
  for (const byte of utf8(String(seed).normalize('NFC'))) latin1 += String.fromCharCode(byte);
  // Called without `new` and without options: no entropy is mixed in and the global generator is left alone.
  const words = seedrandom(`${latin1}\xff`);
  return { k0: words.int32() >>> 0, k1: words.int32() >>> 0 };
}

/** One block: returns the first word as a signed 32-bit integer and leaves the other in `second`. Rounds unrolled. */
function block(k0: number, k1: number, c0: number, c1: number): number {
  const k2 = PARITY ^ k0 ^ k1;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;

  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x0 = (x0 + k1) | 0;
  x1 = (x1 + k2 + 1) | 0;

  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
  x0 = (x0 + k2) | 0;
  x1 = (x1 + k0 + 2) | 0;

  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x0 = (x0 + k0) | 0;
  x1 = (x1 + k1 + 3) | 0;

  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
  x0 = (x0 + k1) | 0;
  x1 = (x1 + k2 + 4) | 0;

  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  second[0] = x1 + k0 + 5;
  return (x0 + k2) | 0;
}

/** Both words, unsigned, of the Threefry-2x32-20 block of a key and a counter (32-bit words, signed or unsigned). */
export function threefry2x32(k0: number, k1: number, c0: number, c1: number): [number, number] {
  const first = block(k0, k1, c0, c1) >>> 0;
  return [first, second[0] >>> 0];
}

/** The first word of the block: an unsigned integer, uniform on [0, 2^32). */
export function firstWord(k0: number, k1: number, c0: number, c1: number): number {
  return block(k0, k1, c0, c1) >>> 0;
}

/**
 * The first words of the blocks of `count` neighbouring entities, into `words`. The rounds stand here once more because
 * a loop without calls lets the processor work on several blocks at once: 8 ns a word instead of 20.
 */
export function fillWords(words: Uint32Array, key: Key, first: number, count: number, c1: number): void {
  const k0 = key.k0 | 0;
  const k1 = key.k1 | 0;
  const k2 = PARITY ^ k0 ^ k1;
  const start1 = (c1 + k1) | 0;
  for (let i = 0; i < count; i++) {
    let x0 = (first + i + k0) | 0;
    let x1 = start1;

    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
    x0 = (x0 + k1) | 0;
    x1 = (x1 + k2 + 1) | 0;

    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
    x0 = (x0 + k2) | 0;
    x1 = (x1 + k0 + 2) | 0;

    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
    x0 = (x0 + k0) | 0;
    x1 = (x1 + k1 + 3) | 0;

    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
    x0 = (x0 + k1) | 0;
    x1 = (x1 + k2 + 4) | 0;

    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
    x0 = (x0 + x1) | 0;
    words[i] = x0 + k2;
  }
}

/** {@link fillWords}, or what an engine has in its place. */
export type FillWords = typeof fillWords;

/** The uniform draw that belongs to a first word: the centre of one of 2^32 equal cells. */
export function unit(word: number): number {
  return (word + 0.5) * TWO_POW_MINUS_32;
}

/**
 * A uniform draw in the open interval (0, 1): the centre of one of 2^32 equal cells, from 2^-33 to 1 - 2^-33. Exact,
 * so `u < p` holds with probability p to within 2^-33, and neither 0 nor 1 can come out.
 */
export function uniform(k0: number, k1: number, c0: number, c1: number): number {
  return unit(block(k0, k1, c0, c1) >>> 0);
}

/** A standard normal draw by inversion of `uniform`, so within ±6.34; smooth and monotone in the uniform draw. */
export function gaussian(k0: number, k1: number, c0: number, c1: number): number {
  return normalQuantile(uniform(k0, k1, c0, c1));
}

/**
 * The counter word that says when and what for: week in the upper 16 bits, purpose in the next 8, sub in the last 8.
 *
 * @param week whole, from `SETUP_WEEK` (-128) to 65407
 * @param purpose number of the purpose, 0 to 255 (`sim/purposes.ts`)
 * @param sub which of the draws for that purpose, 0 to 255
 * @returns an unsigned 32-bit word, different for different arguments within the ranges
 */
export function counter(week: number, purpose: number, sub: number): number {
  return ((week + 128) * 65536 + purpose * 256 + sub) >>> 0;
}

/** The seeds of `n` replicates: "1" to "n", or "base/1" to "base/n" when a base is given. Their keys differ. */
export function deriveSeeds(n: number, base?: string): string[] {
  return Array.from({ length: n }, (_, i) => (base === undefined ? `${i + 1}` : `${base}/${i + 1}`));
}

/**
 * Room for words: so many arrays of a length, in one allocation. For a small community every allocation is a part of the
 * set-up that one can measure.
 */
export function roomForWords(arrays: number, length: number): Uint32Array[] {
  const all = new Uint32Array(arrays * length);
  return Array.from({ length: arrays }, (_, i) => all.subarray(i * length, (i + 1) * length));
}
