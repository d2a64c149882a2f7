/**
 * MurmurHash3 x86 128-bit by Austin Appleby (public domain, SMHasher 2011): a fast fingerprint of results, for telling
 * equal from different output. It is not cryptographic. 32-bit integer arithmetic only, so every engine agrees.
 */
const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;
const BLOCK = 16;

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** Scrambles one word of input before it joins its lane. */
function scramble(k: number, before: number, bits: number, after: number): number {
  return Math.imul(rotate(Math.imul(k, before), bits), after);
}

/** The final mix: every input bit comes to flip every output bit with probability near one half. */
function finish(h: number): number {
  let x = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

function hex32(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

/** Hashes bytes as they come: the digest depends on their sequence alone, not on how it was cut into updates. */
export class Murmur128 {
  private h1: number;
  private h2: number;
  private h3: number;
  private h4: number;
  /** Bytes waiting for a whole block, `pending` of them; those behind are stale. */
  private readonly rest = new Uint8Array(BLOCK);
  private pending = 0;
  /** Bytes so far, modulo 2^32, as the algorithm uses it. */
  private size = 0;

  /** @param seed unsigned 32-bit start value of all four lanes */
  constructor(seed = 0) {
    this.h1 = this.h2 = this.h3 = this.h4 = seed | 0;
  }

  /** Appends bytes; they are read at once and not kept, so the caller may reuse the array. */
  update(bytes: Uint8Array): this {
    this.size = (this.size + bytes.length) | 0;
    let at = 0;
    if (this.pending > 0) {
      at = Math.min(BLOCK - this.pending, bytes.length);
      for (let i = 0; i < at; i++) this.rest[this.pending + i] = bytes[i]!;
      this.pending += at;
      if (this.pending < BLOCK) return this;
      this.mix(this.rest, 0, BLOCK);
      this.pending = 0;
    }
    const end = at + Math.floor((bytes.length - at) / BLOCK) * BLOCK;
    this.mix(bytes, at, end);
    this.pending = bytes.length - end;
    for (let i = 0; i < this.pending; i++) this.rest[i] = bytes[end + i]!;
    return this;
  }

  /** The digest of all bytes so far: 32 lowercase hex digits, the four lanes in order. Further updates may follow. */
  hex(): string {
    const tail = this.rest.slice();
    // Zero bytes scramble to zero, so a zero-padded tail needs no cases by length.
    tail.fill(0, this.pending);
    const word = (i: number) => tail[i] | (tail[i + 1] << 8) | (tail[i + 2] << 16) | (tail[i + 3] << 24);
    let h1 = this.h1 ^ scramble(word(0), C1, 15, C2) ^ this.size;
    let h2 = this.h2 ^ scramble(word(4), C2, 16, C3) ^ this.size;
    let h3 = this.h3 ^ scramble(word(8), C3, 17, C4) ^ this.size;
    let h4 = this.h4 ^ scramble(word(12), C4, 18, C1) ^ this.size;
    h1 = (h1 + h2 + h3 + h4) | 0;
    h2 = finish((h2 + h1) | 0);
    h3 = finish((h3 + h1) | 0);
    h4 = finish((h4 + h1) | 0);
    h1 = (finish(h1) + h2 + h3 + h4) | 0;
    return hex32(h1) + hex32(h2 + h1) + hex32(h3 + h1) + hex32(h4 + h1);
  }

  /** Takes in the whole blocks of `b` from `start` up to `end`. The lanes are local here for speed. */
  private mix(b: Uint8Array, start: number, end: number): void {
    let { h1, h2, h3, h4 } = this;
    for (let i = start; i < end; i += BLOCK) {
      const k1 = b[i] | (b[i + 1] << 8) | (b[i + 2] << 16) | (b[i + 3] << 24);
      const k2 = b[i + 4] | (b[i + 5] << 8) | (b[i + 6] << 16) | (b[i + 7] << 24);
      const k3 = b[i + 8] | (b[i + 9] << 8) | (b[i + 10] << 16) | (b[i + 11] << 24);
      const k4 = b[i + 12] | (b[i + 13] << 8) | (b[i + 14] << 16) | (b[i + 15] << 24);
      h1 = (Math.imul(rotate(h1 ^ scramble(k1, C1, 15, C2), 19) + h2, 5) + 0x561ccd1b) | 0;
      h2 = (Math.imul(rotate(h2 ^ scramble(k2, C2, 16, C3), 17) + h3, 5) + 0x0bcaa747) | 0;
      h3 = (Math.imul(rotate(h3 ^ scramble(k3, C3, 17, C4), 15) + h4, 5) + 0x96cd1c35) | 0;
      h4 = (Math.imul(rotate(h4 ^ scramble(k4, C4, 18, C1), 13) + h1, 5) + 0x32ac3b17) | 0;
    }
    this.h1 = h1;
    this.h2 = h2;
    this.h3 = h3;
    this.h4 = h4;
  }
}
