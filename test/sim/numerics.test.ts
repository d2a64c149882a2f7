import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { clamp01, exp, log, logistic, logit, normalQuantile, pow } from '../../sim/numerics.ts';
import { uniform } from '../../sim/random.ts';

const Reference = Decimal.clone({ precision: 30 });
/** For arguments, whose digits beyond the thirtieth still count near 1, where the logarithm cancels the first ones. */
const Wide = Decimal.clone({ precision: 60 });
const LN2 = Reference.ln(2);

const twoTo = (() => {
  const known = new Map<number, Decimal>();
  return (n: number) => {
    let power = known.get(n);
    if (power === undefined) {
      power = new Wide(2).pow(n);
      known.set(n, power);
    }
    return power;
  };
})();

const view = new DataView(new ArrayBuffer(8));

/** The exponent n of the last place of x: x is a whole multiple of 2^n. */
function lastPlace(x: number): number {
  view.setFloat64(0, x);
  return Math.max((view.getUint32(0) >>> 20) & 2047, 1) - 1075;
}

/** x in units of 2^n, in two exact steps since 2^-n alone may overflow. */
function inUnits(x: number, n: number): number {
  const half = Math.trunc(n / 2);
  return x * 2 ** -half * 2 ** (half - n);
}

/** The digits of x: the constructor of decimal.js would take the shortest text that reads as x. */
function exact(x: number): Decimal {
  const n = lastPlace(x);
  return new Wide(inUnits(x, n)).times(twoTo(n));
}

/** How far `got` is from the truth, in units in the last place of the truth. */
function ulps(got: number, truth: Decimal): number {
  const n = lastPlace(truth.toNumber());
  return truth.times(twoTo(-n)).minus(inUnits(got, n)).abs().toNumber();
}

/** The largest error seen and where. */
class Worst {
  error = 0;
  at = '';
  see(error: number, ...at: number[]): void {
    if (error <= this.error) return;
    this.error = error;
    this.at = at.join(', ');
  }
}

/** A reproducible stream of draws with all 53 bits, from 0 to 1. */
function stream(name: number): () => number {
  let i = 0;
  return () => uniform(1, name, i, 0) + uniform(1, name, i++, 1) / 2 ** 32;
}

/** The double next above x > 0, or next below with `steps` = -1. */
function next(x: number, steps = 1): number {
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(steps));
  return view.getFloat64(0);
}

describe('exp', () => {
  it('is within 0.51 ulp on 10^5 points, within 1 where results are subnormal', { timeout: 120_000 }, () => {
    const draw = stream(1);
    const normal = new Worst();
    const subnormal = new Worst();
    for (let i = 0; i < 50_000; i++) {
      const kind = i % 10;
      // Half of the points up to 10 in size, then the whole range, the subnormal results, and sizes down to 2^-60.
      const x = kind < 5 ? draw() * 10 : kind < 8 ? draw() * 745 : kind < 9 ? 708 + draw() * 37 : 2 ** (-60 * draw());
      const truth = Reference.exp(exact(x));
      if (x < 709.78) normal.see(ulps(exp(x), truth), x);
      // The reciprocal serves as a second point for the price of one.
      (x > 708 ? subnormal : normal).see(ulps(exp(-x), new Reference(1).div(truth)), -x);
    }
    expect(normal.error, normal.at).toBeLessThan(0.51);
    expect(subnormal.error, subnormal.at).toBeLessThan(1);
  });

  it('does not fall where the reduction or the table changes', () => {
    for (let steps = -130_000; steps <= 130_000; steps += 211) {
      // Halfway between two table entries.
      let x = ((steps + 0.5) * Math.LN2) / 128;
      const direction = x < 0 ? -1 : 1;
      x = next(x, -20 * direction);
      for (let i = 0, before = 0; i < 40; i++, x = next(x, direction)) {
        const value = exp(x);
        expect(value).toBeGreaterThanOrEqual(before);
        before = value;
      }
    }
  });

  it('has the right limits', () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
    expect(exp(1)).toBe(Math.E);
    expect(exp(5e-324)).toBe(1);
    expect(exp(709.782712893384)).toBeGreaterThan(1.797e308);
    expect(exp(709.782712893384)).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(exp(next(709.782712893384))).toBe(Number.POSITIVE_INFINITY);
    expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019413)).toBe(0);
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exp(Number.NaN)).toBeNaN();
  });
});

describe('log', () => {
  it('is within 0.501 ulp on 10^5 points', { timeout: 120_000 }, () => {
    const draw = stream(2);
    const worst = new Worst();
    for (let i = 0; i < 25_000; i++) {
      const kind = i % 5;
      const mantissa = 1 + draw();
      // Half the points around 1, from some ulps to a table step away.
      const x = kind < 2 ? 1 + (draw() - 0.5) * 2 ** (-45 * draw()) : kind < 3 ? (1 + 2 * draw()) / 2 : mantissa;
      const truth = Reference.ln(exact(x));
      if (x !== 1) worst.see(ulps(log(x), truth), x);
      // The same mantissa elsewhere: next to 1, within [2^-10, 2^10], and anywhere normal.
      for (const k of [i % 2 ? 1 : -1, Math.floor(draw() * 21) - 10, Math.floor(draw() * 2044) - 1021]) {
        const scaled = x * 2 ** k;
        if (k !== 0) worst.see(ulps(log(scaled), truth.plus(LN2.times(k))), scaled);
      }
    }
    for (let i = 0; i < 500; i++) {
      const x = 2.2e-308 * draw() ** 10;
      if (x > 0) worst.see(ulps(log(x), Reference.ln(exact(x))), x);
    }
    expect(worst.error, worst.at).toBeLessThan(0.501);
  });

  it('does not fall where the table changes', () => {
    for (const scale of [2 ** -1000, 0.25, 0.5, 1, 2, 2 ** 1000]) {
      for (let j = 0; j <= 128; j++) {
        let x = next((1 + (j - 0.5) / 128) * scale, -20);
        for (let i = 0, before = Number.NEGATIVE_INFINITY; i < 40; i++, x = next(x)) {
          const value = log(x);
          expect(value).toBeGreaterThanOrEqual(before);
          before = value;
        }
      }
    }
  });

  it('has the right limits', () => {
    expect(log(1)).toBe(0);
    expect(log(2)).toBe(Math.LN2);
    expect(log(10)).toBe(Math.LN10);
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(log(-5e-324)).toBeNaN();
    expect(log(Number.NEGATIVE_INFINITY)).toBeNaN();
    expect(log(Number.NaN)).toBeNaN();
    expect(ulps(log(5e-324), LN2.times(-1074))).toBeLessThan(0.501);
    expect(ulps(log(Number.MAX_VALUE), Reference.ln(exact(Number.MAX_VALUE)))).toBeLessThan(0.501);
  });
});

describe('pow', () => {
  it('is within 0.51 ulp on 10^5 points, within 1 where results are subnormal', { timeout: 120_000 }, () => {
    const draw = stream(3);
    const normal = new Worst();
    const subnormal = new Worst();
    for (let i = 0; i < 1000; i++) {
      const kind = i % 4;
      // Bases around 1, within [0, 10], and over the whole range.
      const x =
        kind < 1 ? 1 + (draw() - 0.5) * 2 ** (-40 * draw()) : kind < 3 ? draw() * 10 : 2 ** (2090 * draw() - 1067);
      if (x === 1) continue;
      const logX = Reference.ln(exact(x));
      for (let j = 0; j < 50; j++) {
        // Exponents by the size of the result's logarithm, or within [0, 10] as long as the result is a number.
        const size = j % 5 < 2 ? draw() * 10 : j % 5 < 4 ? draw() * 740 : 2 ** (-50 * draw());
        const small = draw() * 10;
        const y = j % 2 && Math.abs(logX.toNumber()) * small < 740 ? small : size / logX.toNumber();
        const product = logX.times(exact(y));
        const truth = Reference.exp(product);
        const points: [number, Decimal][] = [
          [y, truth],
          [-y, new Reference(1).div(truth)],
        ];
        for (const [power, value] of points) {
          const rounded = value.toNumber();
          if (rounded === Number.POSITIVE_INFINITY) continue;
          (rounded < 2.3e-308 ? subnormal : normal).see(ulps(pow(x, power), value), x, power);
        }
      }
    }
    expect(normal.error, normal.at).toBeLessThan(0.51);
    expect(subnormal.error, subnormal.at).toBeLessThan(1);
  });

  it('is within 2 ulp for the exponents it takes by roots and products', () => {
    const draw = stream(4);
    const worst = new Worst();
    for (let i = 0; i < 5000; i++) {
      const x = i % 2 ? draw() * 10 : 2 ** (1000 * draw() - 500);
      const truth = exact(x);
      worst.see(ulps(pow(x, 2), truth.times(truth)), x, 2);
      worst.see(ulps(pow(x, 0.5), truth.sqrt()), x, 0.5);
      worst.see(ulps(pow(x, -0.5), new Reference(1).div(truth.sqrt())), x, -0.5);
      worst.see(ulps(pow(x, -1), new Reference(1).div(truth)), x, -1);
      worst.see(ulps(pow(x, -2), new Reference(1).div(truth.times(truth))), x, -2);
      expect(pow(x, 1)).toBe(x);
    }
    expect(worst.error, worst.at).toBeLessThan(1.5);
  });

  it('is exact on whole powers that fit', () => {
    for (let x = 2; x <= 12; x++) for (let y = 0; y <= 14; y++) expect(pow(x, y)).toBe(x ** y);
    for (let k = -1074; k <= 1023; k++) expect(pow(2, k)).toBe(2 ** k);
  });

  it('treats the edges as documented', () => {
    const infinity = Number.POSITIVE_INFINITY;
    for (const x of [0, 0.5, 1, 7, infinity, -3, Number.NaN]) expect(pow(x, 0)).toBe(1);
    for (const y of [-infinity, -3, 1e300, infinity]) expect(pow(1, y)).toBe(1);
    for (const y of [5e-324, 0.5, 1, 2, 3, infinity]) {
      for (const zero of [0, -0]) {
        expect(pow(zero, y)).toBe(0);
        expect(pow(zero, -y)).toBe(infinity);
      }
      expect(pow(infinity, y)).toBe(infinity);
      expect(pow(infinity, -y)).toBe(0);
    }
    for (const y of [1e300, infinity]) {
      expect(pow(0.5, y)).toBe(0);
      expect(pow(0.5, -y)).toBe(infinity);
      expect(pow(1.5, y)).toBe(infinity);
      expect(pow(1.5, -y)).toBe(0);
    }
    for (const y of [-1, 0.5, 1, 2, 3, infinity]) expect(pow(-2, y)).toBeNaN();
    expect(pow(Number.NaN, 2)).toBeNaN();
    expect(pow(2, Number.NaN)).toBeNaN();
    expect(pow(1, Number.NaN)).toBeNaN();
    expect(pow(3, 5e-324)).toBe(1);
    expect(pow(5e-324, 5e-324)).toBe(1);
    for (let y = 1024; y < 1027; y += 1 / 1024) expect(pow(2, y)).toBe(infinity);
    for (let y = -1075; y > -1078; y -= 1 / 1024) expect(pow(2, y - 1 / 1024)).toBe(0);
  });
});

describe('logistic and logit', () => {
  it('logistic is within 2 ulp above -709', () => {
    const draw = stream(5);
    const worst = new Worst();
    for (let i = 0; i < 10_000; i++) {
      const x = i % 2 ? draw() * 20 - 10 : draw() * 1400 - 700;
      worst.see(ulps(logistic(x), new Reference(1).div(Reference.exp(exact(x).neg()).plus(1))), x);
    }
    expect(worst.error, worst.at).toBeLessThan(2);
    expect(logistic(0)).toBe(0.5);
    expect(logistic(Number.POSITIVE_INFINITY)).toBe(1);
    expect(logistic(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(logistic(Number.NaN)).toBeNaN();
  });

  it('logit is within 1 ulp plus 2.3e-16', () => {
    const draw = stream(6);
    for (let i = 0; i < 10_000; i++) {
      const p = i % 4 < 2 ? draw() : i % 4 < 3 ? 0.5 + (draw() - 0.5) * 2 ** (-40 * draw()) : 2 ** (-1022 * draw());
      const truth = Reference.ln(exact(p).div(new Reference(1).minus(exact(p))));
      const error = truth
        .minus(exact(Math.abs(logit(p))).times(Math.sign(logit(p))))
        .abs()
        .toNumber();
      expect(error, `${p}`).toBeLessThan(2 ** lastPlace(truth.toNumber()) + 2.3e-16);
    }
    expect(logit(0.5)).toBe(0);
    expect(logit(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(logit(1)).toBe(Number.POSITIVE_INFINITY);
    expect(logit(-0.1)).toBeNaN();
    expect(logit(1.1)).toBeNaN();
  });
});

describe('normalQuantile', () => {
  const Fine = Decimal.clone({ precision: 50 });
  const ROOT_TWO_PI = new Fine(2).times(Fine.acos(-1)).sqrt();

  /** The upper tail of the standard normal beyond z >= 0, divided by the density at z (Mills' ratio). */
  function mills(z: Decimal, density: Decimal): Decimal {
    if (z.lessThan(6)) {
      // Phi(z) = 1/2 + density × (z + z^3/3 + z^5/(3·5) + ...); below 6 the tail is above 1e-10, so 40 digits remain.
      let term = z;
      let sum = z;
      for (let odd = 3; term.greaterThan(1e-45); odd += 2) {
        term = term.times(z).times(z).div(odd);
        sum = sum.plus(term);
      }
      return new Fine(0.5).div(density).minus(sum);
    }
    // Laplace's continued fraction 1/(z + 1/(z + 2/(z + ...))).
    let ratio = z;
    for (let k = 100; k > 0; k--) ratio = z.plus(new Fine(k).div(ratio));
    return new Fine(1).div(ratio);
  }

  /** The error of q as quantile of p in ulps: one Newton step from q leads to the truth but for some 1e-30. */
  function quantileError(p: number, q: number): number {
    const z = new Fine(exact(Math.abs(q)));
    const density = z.times(z).div(-2).exp().div(ROOT_TWO_PI);
    const tail = p < 0.5 ? new Fine(exact(p)) : new Fine(1).minus(exact(p));
    const error = mills(z, density).minus(tail.div(density));
    return error.abs().toNumber() / 2 ** lastPlace(q);
  }

  it('is within 6 ulp', () => {
    const draw = stream(7);
    const central = new Worst();
    const tails = new Worst();
    for (let i = 0; i < 6000; i++) {
      const kind = i % 4;
      const p =
        kind < 2 ? draw() : kind < 3 ? 2 ** (-33 * draw()) : 0.5 + 0.5 * 2 ** (-30 * draw()) * (i % 8 < 4 ? 1 : -1);
      if (p === 1 || p === 0.5) continue;
      (Math.abs(p - 0.5) <= 0.425 ? central : tails).see(quantileError(p, normalQuantile(p)), p);
    }
    for (let i = 0; i < 1000; i++) {
      const p = 2 ** (-1022 * draw());
      if (p < 0.07) tails.see(quantileError(p, normalQuantile(p)), p);
    }
    expect(central.error, central.at).toBeLessThan(6);
    expect(tails.error, tails.at).toBeLessThan(6);
  });

  it('is odd about one half and does not fall where the approximation changes', () => {
    for (let i = 1; i < 1024; i++) expect(normalQuantile(i / 1024)).toBe(-normalQuantile(1 - i / 1024) + 0);
    for (const p of [0.075, 0.925, Math.exp(-25), 1 - Math.exp(-25)]) {
      const width = 1e-15 * Math.min(p, 1 - p) + 2e-16 * p;
      expect(normalQuantile(p - width)).toBeLessThanOrEqual(normalQuantile(p + width));
    }
  });

  it('has the right limits', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(p)).toBeNaN();
  });
});

describe('clamp01', () => {
  it('limits to [0, 1]', () => {
    expect([-1, 0, 0.3, 1, 2].map(clamp01)).toEqual([0, 0, 0.3, 1, 1]);
    expect(clamp01(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(clamp01(Number.POSITIVE_INFINITY)).toBe(1);
    expect(clamp01(-0) + 0).toBe(0);
    expect(clamp01(Number.NaN)).toBeNaN();
  });
});
