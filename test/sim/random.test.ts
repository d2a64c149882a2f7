import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import {
  counter,
  deriveSeeds,
  firstWord,
  gaussian,
  SETUP_WEEK,
  seedKey,
  threefry2x32,
  uniform,
} from '../../sim/random.ts';

const keyText = (seed: string) => {
  const { k0, k1 } = seedKey(seed);
  return `${k0}:${k1}`;
};

describe('seedKey', () => {
  it('takes the first two words of seedrandom over the UTF-8 bytes of the text', () => {
    const words = seedrandom('caf\u00c3\u00a9\u00ff');
    expect(seedKey('café')).toEqual({ k0: words.int32() >>> 0, k1: words.int32() >>> 0 });
    for (const seed of ['', '1', 'é', '中', '😀', 'x'.repeat(1000)]) {
      for (const word of Object.values(seedKey(seed))) {
        expect(Number.isInteger(word) && word >= 0 && word < 2 ** 32).toBe(true);
      }
    }
  });

  it('gives every one of the first 2,000 replicates a key of its own', () => {
    const keys = new Set(deriveSeeds(2000).map((seed) => JSON.stringify(seedKey(seed))));
    expect(keys.size).toBe(2000);
  });

  it('is the same on every call and leaves the global generator alone', () => {
    const { random } = Math;
    expect(seedKey('again')).toEqual(seedKey('again'));
    expect(Math.random).toBe(random);
  });

  it('gives 10 000 Chinese characters distinct keys, which share their low bytes', () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => keyText(String.fromCharCode(0x4e00 + i)));
    expect(new Set(keys).size).toBe(10_000);
  });

  it('is the same for composed and decomposed text', () => {
    expect('\u00e9').not.toBe('e\u0301');
    expect(seedKey('\u00e9')).toEqual(seedKey('e\u0301'));
    expect(seedKey('\uac00')).toEqual(seedKey('\u1100\u1161'));
    expect(seedKey('e')).not.toEqual(seedKey('\u00e9'));
  });

  it('takes a number as its text', () => {
    expect(seedKey(42 as unknown as string)).toEqual(seedKey('42'));
  });
});

describe('threefry2x32', () => {
  it("gives Random123's published answers for 20 rounds", () => {
    expect(threefry2x32(0, 0, 0, 0)).toEqual([0x6b200159, 0x99ba4efe]);
    const ones = 0xffffffff;
    expect(threefry2x32(ones, ones, ones, ones)).toEqual([0x1cb996fc, 0xbb002be7]);
    expect(threefry2x32(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3)).toEqual([0xc4923a9c, 0x483df7a0]);
  });

  it('reads signed and unsigned words alike, and its first word is the one of firstWord and uniform', () => {
    for (let i = 0; i < 1000; i++) {
      const [k0, k1] = threefry2x32(1, 2, i, 3);
      const [c0, c1] = threefry2x32(4, 5, i, 6);
      const block = threefry2x32(k0, k1, c0, c1);
      expect(threefry2x32(k0 | 0, k1 | 0, c0 | 0, c1 | 0)).toEqual(block);
      expect(firstWord(k0, k1, c0, c1)).toBe(block[0]);
      expect(uniform(k0, k1, c0, c1)).toBe((block[0] + 0.5) / 2 ** 32);
    }
  });

  it('flips each output bit with probability one half when any one input bit flips', () => {
    const blocks = 1000;
    // The share of flips per pair of bits has standard error 0.5 / √blocks; among 128 × 64 pairs the largest of as many
    // normal deviations passes 5 of them with probability 8192 × 5.7e-7 = 0.005.
    const tolerance = (5 * 0.5) / Math.sqrt(blocks);
    const inputs = Array.from({ length: blocks }, (_, i) => [...threefry2x32(7, 8, i, 0), ...threefry2x32(7, 8, i, 1)]);
    for (let bit = 0; bit < 128; bit++) {
      const flips = new Float64Array(64);
      for (const [k0, k1, c0, c1] of inputs) {
        const flipped = [k0, k1, c0, c1];
        flipped[bit >> 5] ^= 1 << (bit & 31);
        const before = threefry2x32(k0, k1, c0, c1);
        const after = threefry2x32(flipped[0], flipped[1], flipped[2], flipped[3]);
        for (let out = 0; out < 64; out++) {
          flips[out] += ((before[out >> 5] ^ after[out >> 5]) >>> (out & 31)) & 1;
        }
      }
      for (const count of flips) expect(Math.abs(count / blocks - 0.5)).toBeLessThan(tolerance);
    }
  });
});

describe('uniform', () => {
  const n = 1_000_000;
  const { k0, k1 } = seedKey('moments');
  const draws = Float64Array.from({ length: n }, (_, i) => uniform(k0, k1, i, 0));
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('stays inside (0, 1)', () => {
    expect(draws.every((u) => u > 0 && u < 1)).toBe(true);
    expect((0 + 0.5) * 2 ** -32).toBeGreaterThan(0);
    expect((2 ** 32 - 1 + 0.5) * 2 ** -32).toBeLessThan(1);
  });

  it('has the mean, variance and fourth moment of the uniform distribution', () => {
    // E u = 1/2, Var u = 1/12: the mean has standard error √(1/(12 n)).
    expect(Math.abs(mean(draws) - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / (12 * n)));
    // E (u - 1/2)^2 = 1/12, E (u - 1/2)^4 = 1/80: the variance of the square is 1/80 - 1/144 = 1/180.
    const squares = draws.map((u) => (u - 0.5) ** 2);
    expect(Math.abs(mean(squares) - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / (180 * n)));
    // E (u - 1/2)^8 = 1/2304: the variance of the fourth power is 1/2304 - 1/6400.
    const fourths = draws.map((u) => (u - 0.5) ** 4);
    expect(Math.abs(mean(fourths) - 1 / 80)).toBeLessThan(4 * Math.sqrt((1 / 2304 - 1 / 6400) / n));
  });

  it('fills the cells by its highest and by its lowest byte evenly', () => {
    for (const shift of [24, 0]) {
      const counts = new Float64Array(256);
      for (let i = 0; i < n; i++) counts[(firstWord(k0, k1, i, 0) >>> shift) & 255]++;
      const chiSquare = counts.reduce((sum, count) => sum + (count - n / 256) ** 2 / (n / 256), 0);
      // Chi-square with 255 degrees of freedom has mean 255 and variance 510.
      expect(Math.abs(chiSquare - 255)).toBeLessThan(4 * Math.sqrt(510));
    }
  });

  it('is uncorrelated between neighbours in every word of key and counter, and over lags', () => {
    const week = counter(10, 3, 0);
    const neighbours: [string, (i: number) => number, (i: number) => number][] = [
      ['c0 + 1', (i) => uniform(k0, k1, i, week), (i) => uniform(k0, k1, i + 1, week)],
      ['c0 + 2', (i) => uniform(k0, k1, i, week), (i) => uniform(k0, k1, i + 2, week)],
      ['c0 + 1000', (i) => uniform(k0, k1, i, week), (i) => uniform(k0, k1, i + 1000, week)],
      ['next sub', (i) => uniform(k0, k1, i, week), (i) => uniform(k0, k1, i, week + 1)],
      ['next purpose', (i) => uniform(k0, k1, i, week), (i) => uniform(k0, k1, i, counter(10, 4, 0))],
      ['next week', (i) => uniform(k0, k1, i, week), (i) => uniform(k0, k1, i, counter(11, 3, 0))],
      ['weeks of one agent', (i) => uniform(k0, k1, 5, i << 16), (i) => uniform(k0, k1, 5, (i + 1) << 16)],
      ['k0 + 1', (i) => uniform(k0, k1, i, week), (i) => uniform(k0 + 1, k1, i, week)],
      ['k1 + 1', (i) => uniform(k0, k1, i, week), (i) => uniform(k0, k1 + 1, i, week)],
      ['both words', (i) => uniform(k0, k1, i, week), (i) => (threefry2x32(k0, k1, i, week)[1] + 0.5) / 2 ** 32],
    ];
    // Weeks fill 16 bits, so a longer series would return to the same blocks.
    const m = 60_000;
    for (const [name, here, there] of neighbours) {
      let sum = 0;
      let sumOfSquares = 0;
      for (let i = 0; i < m; i++) {
        const a = here(i) - 0.5;
        const b = there(i) - 0.5;
        sum += a * b;
        sumOfSquares += (a * a - 1 / 12) * (b * b - 1 / 12);
      }
      // For independent draws the product has variance (1/12)^2, that of the centred squares (1/180)^2.
      expect(Math.abs(sum / m), name).toBeLessThan((4 * (1 / 12)) / Math.sqrt(m));
      expect(Math.abs(sumOfSquares / m), name).toBeLessThan((4 * (1 / 180)) / Math.sqrt(m));
    }
  });
});

describe('gaussian', () => {
  it('has the first four moments of the standard normal distribution', () => {
    const n = 1_000_000;
    // One sample; over 400 other keys the skewness, in its standard errors, had a variance of 1.02.
    const { k0, k1 } = seedKey('gaussian');
    const sums = [0, 0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const z = gaussian(k0, k1, i, counter(0, 1, 2));
      for (let power = 1, value = z; power <= 4; power++, value *= z) sums[power] += value;
    }
    const [, m1, m2, m3, m4] = sums.map((sum) => sum / n);
    const variance = m2 - m1 ** 2;
    const skewness = (m3 - 3 * m1 * m2 + 2 * m1 ** 3) / variance ** 1.5;
    const kurtosis = (m4 - 4 * m1 * m3 + 6 * m1 ** 2 * m2 - 3 * m1 ** 4) / variance ** 2;
    // Standard errors for a normal sample of size n: √(1/n), √(2/n), √(6/n), √(24/n).
    expect(Math.abs(m1)).toBeLessThan(4 * Math.sqrt(1 / n));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(skewness)).toBeLessThan(4 * Math.sqrt(6 / n));
    expect(Math.abs(kurtosis - 3)).toBeLessThan(4 * Math.sqrt(24 / n));
  });
});

describe('counter', () => {
  it('packs week, purpose and sub side by side', () => {
    expect(counter(SETUP_WEEK, 0, 0)).toBe(0);
    expect(counter(SETUP_WEEK, 0, 1)).toBe(1);
    expect(counter(SETUP_WEEK, 1, 0)).toBe(256);
    expect(counter(0, 0, 0)).toBe(0x00800000);
    expect(counter(52, 17, 3)).toBe(180 * 65536 + 17 * 256 + 3);
    expect(counter(65407, 255, 255)).toBe(0xffffffff);
  });
});

describe('deriveSeeds', () => {
  it('numbers the replications, below a base if there is one', () => {
    expect(deriveSeeds(3)).toEqual(['1', '2', '3']);
    expect(deriveSeeds(2, 'pilot')).toEqual(['pilot/1', 'pilot/2']);
    expect(deriveSeeds(1, '')).toEqual(['/1']);
    expect(deriveSeeds(0)).toEqual([]);
  });

  it('gives replications below a base distinct keys', () => {
    expect(new Set(deriveSeeds(2000, 'pilot').map(keyText)).size).toBe(2000);
  });
});
