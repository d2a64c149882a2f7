import fc from 'fast-check';
import murmurHash3 from 'murmurhash3js-revisited';
import { describe, expect, it } from 'vitest';
import { Murmur128 } from '../../sim/hash.ts';
import { firstWord } from '../../sim/random.ts';
import { utf8 } from '../../sim/utf8.ts';

const digest = (bytes: Uint8Array, seed?: number) => new Murmur128(seed).update(bytes).hex();

describe('Murmur128', () => {
  it('gives published digests', () => {
    expect(new Murmur128().hex()).toBe('00000000000000000000000000000000');
    // From the README of murmurhash3js.
    const text = "I will not buy this tobacconist's, it is scratched.";
    expect(digest(utf8(text))).toBe('9b5b7ba2ef3f7866889adeaf00f3f98e');
  });

  it('passes the verification of SMHasher for MurmurHash3_x86_128', () => {
    // Digests of the keys {}, {0}, {0, 1}, ... with seeds 256, 255, ..., their words little-endian, hashed once more:
    // SMHasher's KeysetTest.cpp, with the expected first word from its main.cpp.
    const digests = new DataView(new ArrayBuffer(256 * 16));
    for (let size = 0; size < 256; size++) {
      const hex = digest(
        Uint8Array.from({ length: size }, (_, i) => i),
        256 - size,
      );
      for (let lane = 0; lane < 4; lane++) {
        digests.setUint32(size * 16 + lane * 4, Number.parseInt(hex.slice(lane * 8, lane * 8 + 8), 16), true);
      }
    }
    expect(digest(new Uint8Array(digests.buffer)).slice(0, 8)).toBe('b3ece62a');
  });

  it('agrees with murmurhash3js-revisited on every length from 0 to 200', () => {
    for (let size = 0; size <= 200; size++) {
      for (let round = 0; round < 5; round++) {
        const bytes = Uint8Array.from({ length: size }, (_, i) => firstWord(size, round, i, 0));
        const seed = round === 0 ? 0 : firstWord(size, round, 0, 1);
        expect(digest(bytes, seed)).toBe(murmurHash3.x86.hash128(bytes, seed));
      }
    }
  });

  it('does not depend on how the bytes are cut into updates', () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 12 });
    fc.assert(
      fc.property(chunks, (parts) => {
        const hash = new Murmur128();
        for (const part of parts) hash.update(part);
        expect(hash.hex()).toBe(digest(Uint8Array.from(parts.flatMap((part) => [...part]))));
      }),
    );
  });

  it('reads the digest without ending the stream, and keeps no reference to the bytes', () => {
    const bytes = Uint8Array.from({ length: 21 }, (_, i) => 255 - i);
    const hash = new Murmur128().update(bytes);
    expect(hash.hex()).toBe(hash.hex());
    const more = bytes.slice();
    bytes.fill(0);
    expect(hash.update(more).hex()).toBe(digest(Uint8Array.from([...more, ...more])));
  });

  it('tells apart inputs that differ in trailing zeros', () => {
    const digests = Array.from({ length: 40 }, (_, size) => digest(new Uint8Array(size)));
    expect(new Set(digests).size).toBe(40);
  });
});

describe('utf8', () => {
  it('agrees with TextEncoder, lone surrogates included', () => {
    const encoder = new TextEncoder();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat(0xffff)), (whole, units) => {
        const ragged = String.fromCharCode(...units);
        expect(utf8(whole)).toEqual(encoder.encode(whole));
        expect(utf8(ragged)).toEqual(encoder.encode(ragged));
      }),
    );
    for (const text of [
      '',
      '\ud800',
      '\udc00',
      '\ud83d\ude00',
      '\ud800\ud800\udc00',
      '\udc00\ud800',
      'é€中😀\ud800x',
    ]) {
      expect(utf8(text)).toEqual(encoder.encode(text));
    }
  });
});
