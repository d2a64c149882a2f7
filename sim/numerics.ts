/**
 * Elementary functions that give the same bits in every JavaScript engine. ECMAScript leaves the accuracy of its own
 * exponential and logarithm open, and engines differ in the last bit; sums, products, quotients, square roots and
 * 32-bit integer operations are rounded as IEEE 754 says, and nothing else is used here. Errors are stated in units in
 * the last place (ulp) of the true result, and tested against decimal.js.
 *
 * The method is table-driven reduction: P. T. P. Tang (1989), ACM TOMS 15(2) 144-157 for exp, and (1990), ACM TOMS
 * 16(4) 378-400 for log. The tables are computed on loading, in double-double arithmetic: T. J. Dekker (1971),
 * Numerische Mathematik 18, 224-242.
 */

/** An unevaluated sum high + low of two doubles with |low| at most half an ulp of high: some 106 bits. */
type Pair = readonly [high: number, low: number];

function pairSum(a: number, b: number): Pair {
  const sum = a + b;
  const bPart = sum - a;
  return [sum, a - (sum - bPart) + (b - bPart)];
}

/** The product of two doubles, without error. Both are cut into 24 and 29 bits, so only the last partial one rounds. */
function pairProduct(a: number, b: number): Pair {
  const product = a * b;
  const aHigh = Math.fround(a);
  const bHigh = Math.fround(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return [product, aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow];
}

function add(a: Pair, b: Pair): Pair {
  const [high, low] = pairSum(a[0], b[0]);
  return pairSum(high, low + a[1] + b[1]);
}

function multiply(a: Pair, b: Pair): Pair {
  const [high, low] = pairProduct(a[0], b[0]);
  return pairSum(high, low + (a[0] * b[1] + a[1] * b[0]));
}

function divide(a: Pair, b: number): Pair {
  const quotient = a[0] / b;
  const [high, low] = pairProduct(quotient, b);
  return pairSum(quotient, (a[0] - high - low + a[1]) / b);
}

function squareRoot(a: Pair): Pair {
  const root = Math.sqrt(a[0]);
  const [high, low] = pairProduct(root, root);
  return pairSum(root, (a[0] - high - low + a[1]) / (2 * root));
}

/** ln v = 2 artanh((v - 1) / (v + 1)) by its power series; v a short number in [0.5, 2], so v ± 1 are exact. */
function pairLog(v: number): Pair {
  const z = divide([v - 1, 0], v + 1);
  const square = multiply(z, z);
  let sum: Pair = [0, 0];
  // The argument is at most 1/3, so the terms beyond are below 3^-71, less than 2^-112.
  for (let odd = 69; odd > 0; odd -= 2) sum = add(multiply(sum, square), divide([2, 0], odd));
  return multiply(sum, z);
}

/** Steps per factor of two in the tables. */
const STEPS = 128;

const [LN2, LN2_TAIL] = pairLog(2);

/** v cut to a multiple of 2^-32: few enough bits that its product with any exponent or step count below is exact. */
function cut(v: number): number {
  return Math.floor(v * 4294967296 + 0.5) / 4294967296;
}

const LN2_HIGH = cut(LN2);
const LN2_LOW = LN2 - LN2_HIGH + LN2_TAIL;
// A step is ln 2 / 128: dividing by a power of two keeps the high part short.
const STEP_HIGH = LN2_HIGH / STEPS;
const STEP_LOW = LN2_LOW / STEPS;
const STEPS_PER_UNIT = STEPS / LN2;

/** Adding and subtracting 1.5 × 2^52 rounds a double below 2^51 to the nearest whole number. */
const ROUNDER = 6755399441055744;

/** 2^k at index k + 1074, k from -1074 to 1023. */
const LOWEST_POWER = 1074;
const POWERS = new Float64Array(LOWEST_POWER + 1024);
POWERS[0] = 5e-324;
for (let i = 1; i < POWERS.length; i++) POWERS[i] = POWERS[i - 1] * 2;

/** 2^(j/128) at index 2j, its low part at 2j + 1. */
const ROOTS = new Float64Array(2 * STEPS);
{
  let step: Pair = [2, 0];
  for (let steps = 1; steps < STEPS; steps *= 2) step = squareRoot(step);
  let value: Pair = [1, 0];
  for (let j = 0; j < STEPS; j++) {
    ROOTS[2 * j] = value[0];
    ROOTS[2 * j + 1] = value[1];
    value = multiply(value, step);
  }
}

/** From this step on, the mantissa 1 + j/128 is above √2 and is taken as half of itself, nearer to 1. */
const HALVED_FROM = 54;

/** For c = 1 + j/128, halved or not: at index 3j its reciprocal to 2^-16, then minus the log of that, high and low. */
const LOGS = new Float64Array(3 * STEPS);
for (let j = 0; j < STEPS; j++) {
  const c = (1 + j / STEPS) * (j < HALVED_FROM ? 1 : 0.5);
  const reciprocal = Math.floor(65536 / c + 0.5) / 65536;
  const [high, low] = pairLog(reciprocal);
  LOGS[3 * j] = reciprocal;
  LOGS[3 * j + 1] = -cut(high);
  LOGS[3 * j + 2] = cut(high) - high - low;
}

/** What another implementation of `exp` needs to give the same bits. */
export const EXPONENTIAL = {
  roots: ROOTS,
  stepsPerUnit: STEPS_PER_UNIT,
  stepHigh: STEP_HIGH,
  stepLow: STEP_LOW,
} as const;

/** 2^-200, exact. */
const TWO_POW_MINUS_200 = POWERS[LOWEST_POWER - 200];

const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019412;

/**
 * e^(x + tail), within 0.51 ulp if normal; x at most 1 outside [UNDERFLOW, OVERFLOW], tail no more than about an ulp
 * of x.
 */
function expPair(x: number, tail: number): number {
  const steps = x * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  // The first difference is exact: both sides agree in their leading bits (Sterbenz's lemma).
  const r = x - steps * STEP_HIGH - (steps * STEP_LOW - tail);
  // |r| < 0.00271, so the Taylor terms from r^6 / 720 on are below 2^-60.
  const p = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  const whole = steps | 0;
  const j = (whole & (STEPS - 1)) << 1;
  const root = ROOTS[j];
  const mantissa = root + (ROOTS[j + 1] + root * p);
  const k = whole >> 7;
  if (k >= -1022 && k <= 1023) return mantissa * POWERS[k + LOWEST_POWER];
  // Beyond the exponents of normal numbers the scaling goes in two steps, of which only the last may round.
  return k > 0
    ? mantissa * POWERS[1023 + LOWEST_POWER] * POWERS[k - 1023 + LOWEST_POWER]
    : mantissa * POWERS[k + 200 + LOWEST_POWER] * TWO_POW_MINUS_200;
}

/**
 * e^x for every double, within 1 ulp (measured: 0.506 for normal results, 0.75 for subnormal ones). Above 709.78
 * Infinity, below -745.13 zero, in between subnormal numbers where they are due; NaN for NaN.
 */
export function exp(x: number): number {
  if (x >= UNDERFLOW && x <= OVERFLOW) return expPair(x, 0);
  if (x > OVERFLOW) return Number.POSITIVE_INFINITY;
  return x < UNDERFLOW ? 0 : x;
}

const double = new Float64Array(1);
/** The bits of `double`, the high word second: little-endian, as on every platform JavaScript engines run on today. */
const words = new Uint32Array(double.buffer);
/** What `logPair` found beyond its result. A typed array, because a number variable may be boxed on every write. */
const logTail = new Float64Array(1);

/** ln x for 0 < x < Infinity; with the remainder it leaves in `logTail`, relative error below 2^-66. */
function logPair(x: number): number {
  // Subnormal numbers are first made normal.
  const shift = x < 2.2250738585072014e-308 ? 54 : 0;
  const scaled = shift > 0 ? x * 18014398509481984 : x;
  double[0] = scaled;
  // Rounds to the nearest 1 + j/128; rounding up to 2 carries into the exponent, where it belongs.
  const bits = words[1] + 0x1000;
  const j = (bits >> 13) & (STEPS - 1);
  const e = (bits >> 20) - (j < HALVED_FROM ? 1023 : 1022);
  const m = scaled * POWERS[LOWEST_POWER - e];
  const reciprocal = LOGS[3 * j];

  // r + rLow = m × reciprocal - 1 without error: each half of m times 16 bits fits in a double. |r| < 0.0040.
  const mHigh = Math.fround(m);
  const exact = mHigh * reciprocal - 1;
  const rest = (m - mHigh) * reciprocal;
  const r = exact + rest;
  const rLow = rest - (r - exact);

  // ln(1 + r) = r - r²/2 + r³ (1/3 - r/4 + ...); the square needs its low part, the cube does not.
  const square = r * r;
  const rHead = Math.fround(r);
  const rFoot = r - rHead;
  const squareLow = rHead * rHead - square + 2 * rHead * rFoot + rFoot * rFoot;
  const tail = 1 / 3 - r * (1 / 4 - r * (1 / 5 - r * (1 / 6 - r * (1 / 7 - r * (1 / 8 - r * (1 / 9 - r * (1 / 10)))))));

  // The high parts are multiples of 2^-32 below 2^10, so this sum is exact; it is 0 or larger than |r|.
  const n = e - shift;
  const base = n * LN2_HIGH + LOGS[3 * j + 1];
  const first = base + r;
  const second = first - 0.5 * square;
  const low =
    r -
    (first - base) +
    (first - second - 0.5 * square) +
    (n * LN2_LOW + LOGS[3 * j + 2]) +
    (rLow - r * rLow) +
    (square * r * tail - 0.5 * squareLow);
  const result = second + low;
  logTail[0] = low - (result - second);
  return result;
}

/** ln x for every double, within 1 ulp (measured: 0.501). NaN below zero, -Infinity at zero; ln 1 is exactly 0. */
export function log(x: number): number {
  if (x > 0 && x < Number.POSITIVE_INFINITY) return logPair(x);
  return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
}

/**
 * x^y for x >= 0, within 2 ulp (measured: 0.508 in general, 1.45 for y = -0.5, 0.75 where subnormal).
 *
 * Edge cases: y = 0 gives 1 for every x, NaN included; x = 1 gives 1 for every y but NaN; 0^y is 0 for y > 0 and
 * Infinity for y < 0, and Infinity^y the other way round; x^Infinity is 0 for x < 1 and Infinity for x > 1, and
 * x^-Infinity the other way round. A negative x gives NaN, even for whole y. -0 counts as 0.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (!(x >= 0) || Number.isNaN(y)) return Number.NaN;
  if (x === 1) return 1;
  if (x === 0) return y > 0 ? 0 : Number.POSITIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return y > 0 ? x : 0;
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === 0.5) return Math.sqrt(x);
  if (y === -0.5) return 1 / Math.sqrt(x);
  if (y === -1) return 1 / x;

  const logX = logPair(x);
  const product = y * logX;
  // Neither is exact at the limit, but one ulp of the limit is far more than the low part can add.
  if (product > OVERFLOW + 1) return Number.POSITIVE_INFINITY;
  if (product < UNDERFLOW - 1) return 0;
  // From here on |y| is below 2^64 and, past the next line, above 2^-71: within the range of `fround`.
  if (Math.abs(product) < 8.673617379884035e-19) return 1;
  const yHigh = Math.fround(y);
  const logHigh = Math.fround(logX);
  const yLow = y - yHigh;
  const logLow = logX - logHigh;
  const low = yHigh * logHigh - product + yHigh * logLow + yLow * logHigh + (yLow * logLow + y * logTail[0]);
  return expPair(product, low);
}

/**
 * The logistic function 1 / (1 + e^-x), from 0 to 1, within 2 ulp for x > -709 (measured: 1.6); below that, where the
 * true value is under 10^-307, it is 0.
 */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}

/**
 * The log odds ln(p / (1 - p)) of a probability: -Infinity at 0, Infinity at 1, NaN outside [0, 1]. The error is below
 * 1 ulp of the result plus 2.3e-16: what rounding the quotient near 1 costs when p is near one half.
 */
export function logit(p: number): number {
  return log(p / (1 - p));
}

/** AS 241 for |p - 0.5| <= 0.425, at r = 0.425² - (p - 0.5)². */
function centralQuotient(r: number): number {
  const top =
    3.3871328727963665 +
    r *
      (133.14166789178438 +
        r *
          (1971.5909503065513 +
            r *
              (13731.69376550946 +
                r * (45921.95393154987 + r * (67265.7709270087 + r * (33430.57558358813 + r * 2509.0809287301227))))));
  const bottom =
    1 +
    r *
      (42.31333070160091 +
        r *
          (687.1870074920579 +
            r *
              (5394.196021424751 +
                r *
                  (21213.794301586597 + r * (39307.89580009271 + r * (28729.085735721943 + r * 5226.495278852854))))));
  return top / bottom;
}

/** AS 241 between there and a tail of e^-25, at r = √(-ln tail) - 1.6. */
function nearTailQuotient(r: number): number {
  const top =
    1.4234371107496835 +
    r *
      (4.630337846156546 +
        r *
          (5.769497221460691 +
            r *
              (3.6478483247632045 +
                r *
                  (1.2704582524523684 +
                    r * (0.2417807251774506 + r * (0.022723844989269184 + r * 0.0007745450142783414))))));
  const bottom =
    1 +
    r *
      (2.053191626637759 +
        r *
          (1.6763848301838038 +
            r *
              (0.6897673349851 +
                r *
                  (0.14810397642748008 +
                    r * (0.015198666563616457 + r * (0.0005475938084995345 + r * 1.0507500716444169e-9))))));
  return top / bottom;
}

/** AS 241 for tails below e^-25, at r = √(-ln tail) - 5. */
function farTailQuotient(r: number): number {
  const top =
    6.657904643501103 +
    r *
      (5.463784911164114 +
        r *
          (1.7848265399172913 +
            r *
              (0.29656057182850487 +
                r *
                  (0.026532189526576124 +
                    r * (0.0012426609473880784 + r * (2.7115555687434876e-5 + r * 2.0103343992922881e-7))))));
  const bottom =
    1 +
    r *
      (0.599832206555888 +
        r *
          (0.1369298809227358 +
            r *
              (0.014875361290850615 +
                r *
                  (0.0007868691311456133 +
                    r * (1.8463183175100548e-5 + r * (1.421511758316446e-7 + r * 2.0442631033899397e-15))))));
  return top / bottom;
}

/**
 * The standard normal quantile for 0 < p < 1, 0 at one half: the double-precision rational approximation PPND16 of
 * M. J. Wichura (1988), Algorithm AS 241, Applied Statistics 37(3) 477-484. Within 6 ulp (measured: 5.0; its
 * author gives the approximation itself about 1e-16). -Infinity at 0, Infinity at 1, NaN outside.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * centralQuotient(0.180625 - q * q);
  if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  const r = Math.sqrt(-log(q < 0 ? p : 1 - p));
  const distance = r <= 5 ? nearTailQuotient(r - 1.6) : farTailQuotient(r - 5);
  return q < 0 ? -distance : distance;
}

/** A value limited to [0, 1]; NaN stays NaN. */
export function clamp01(x: number): number {
  // biome-ignore lint/complexity/useMathMinMax: two comparisons are what a loop over residents can afford
  return x < 0 ? 0 : x > 1 ? 1 : x;
}
