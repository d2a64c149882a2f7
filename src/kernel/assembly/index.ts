/**
 * The loops over residents once more, in AssemblyScript with 128-bit vectors: two doubles or four integers at a time.
 * The plain ones in sim/process define what is computed; these give the same bits, which tests hold. Wherever a sum or
 * product stands here it stands in the same order there. Relaxed vectors are never used: they differ between machines.
 *
 * Columns and tables are addressed through globals that src/kernel/kernel.ts sets to where they lie in memory. Pairs
 * may read up to 16 bytes past a column; what is written back at an odd end is one resident alone. The lines are many
 * because AssemblyScript compiles one module, whose globals its functions share.
 */

// columns of sim/state.ts, by name
export let innateMotivation: usize = 0;
export let innateTrust: usize = 0;
export let innateEfficacy: usize = 0;
export let cost: usize = 0;
export let circumstances: usize = 0;
export let age: usize = 0;
export let type: usize = 0;
export let role: usize = 0;
export let household: usize = 0;
export let motivation: usize = 0;
export let trust: usize = 0;
export let efficacy: usize = 0;
export let habit: usize = 0;
export let knowHow: usize = 0;
export let attachment: usize = 0;
export let crowding: usize = 0;
export let fatigue: usize = 0;
export let arousal: usize = 0;
export let recent: usize = 0;
export let stage: usize = 0;
export let mode: usize = 0;
export let neighbours: usize = 0;
export let event: usize = 0;
export let degree: usize = 0;
export let pay: usize = 0;
export let relief: usize = 0;
export let householdStart: usize = 0;
export let rented: usize = 0;
export let stairwellStart: usize = 0;
export let quality: usize = 0;

// ties
export let tieStart: usize = 0;
export let tieTo: usize = 0;

// tables of sim/process, made there
export let weights: usize = 0;
export let sociability: usize = 0;
export let leading: usize = 0;
export let below: usize = 0;
export let above: usize = 0;
export let actsOf: usize = 0;
export let nextStage: usize = 0;
export let whatHappened: usize = 0;
export let roots: usize = 0;
export let modeWeights: usize = 0;
export let rates: usize = 0;

// working room: two doubles and a word per resident of the largest block
export let utility: usize = 0;
export let lacking: usize = 0;
export let words: usize = 0;
export let sums: usize = 0;

// numbers
export let key0: i32 = 0;
export let key1: i32 = 0;
export let housemate: i32 = 0;
export let payWeight: f64 = 0;
export let saving: f64 = 0;
export let wantedQuality: f64 = 0;
export let skillFloor: f64 = 0;
export let offPhase: f64 = 0;
export let stepsPerUnit: f64 = 0;
export let stepHigh: f64 = 0;
export let stepLow: f64 = 0;
/** Whether anything can be other than zero in: pay and crowding; relief; arousal and fatigue. */
export let anyPay: i32 = 0;
export let anyRelief: i32 = 0;
export let anyContact: i32 = 0;

const LOWEST: f64 = -16;
const HIGHEST: f64 = 16;
const PER_UNIT: f64 = 8;
const OUTSIDE: i32 = 256;
const REMEMBERED: u32 = 0x3ffffff;
const STAGE_WINDOW: u32 = 0xfff;
const STILL: f64 = 1.0 / 16777216.0;
const UNIT: f64 = 1.0 / 4294967296.0;

/** Two neighbouring floats as doubles. */
// @ts-expect-error: decorator
@inline function pair(column: usize, i: i32): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(column + (<usize>i << 2)));
}

/** Stores two doubles as floats, or only the first of them. */
// @ts-expect-error: decorator
@inline function storePair(column: usize, i: i32, value: v128, both: bool): void {
  const floats = f32x4.demote_f64x2_zero(value);
  if (both) v128.store64_lane(column + (<usize>i << 2), floats, 0);
  else v128.store32_lane(column + (<usize>i << 2), floats, 0);
}

/** Two neighbouring 16-bit integers as doubles. */
// @ts-expect-error: decorator
@inline function counts(column: usize, i: i32): v128 {
  return f64x2.convert_low_i32x4_s(i32x4.extend_low_i16x8_u(v128.load32_zero(column + (<usize>i << 1))));
}

/** One number of a table for each of two residents. */
// @ts-expect-error: decorator
@inline function two(table: usize, a: i32, b: i32): v128 {
  return v128.load64_lane(table + (<usize>b << 3), v128.load64_zero(table + (<usize>a << 3)), 1);
}

// @ts-expect-error: decorator
@inline function clamp01(x: v128): v128 {
  return f64x2.pmin(f64x2.pmax(x, f64x2.splat(0)), f64x2.splat(1));
}

/** All bits of a lane where the resident acted this week. */
// @ts-expect-error: decorator
@inline function actedMask(i: i32): v128 {
  const bytes = i16x8.extend_low_i8x16_u(i16x8.splat(load<i16>(mode + <usize>i)));
  return i64x2.ne(i64x2.extend_low_i32x4_u(i32x4.extend_low_i16x8_u(bytes)), i64x2.splat(0));
}

// @ts-expect-error: decorator
@inline function rate(k: i32): v128 {
  return v128.load64_splat(rates + (<usize>k << 3));
}

// @ts-expect-error: decorator
@inline function rotl(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/** First words of Threefry-2x32-20 for entities first … first + count, four at a time; up to three more are written. */
export function fillWords(first: i32, count: i32, c1: i32, key0: i32, key1: i32, into: usize): void {
  const k0 = i32x4.splat(key0);
  const k1 = i32x4.splat(key1);
  const third = 0x1bd11bda ^ key0 ^ key1;
  const k2 = i32x4.splat(third);
  const k2a = i32x4.splat(third + 1);
  const k0a = i32x4.splat(key0 + 2);
  const k1a = i32x4.splat(key1 + 3);
  const k2b = i32x4.splat(third + 4);
  const start = i32x4.splat(c1 + key1);
  let c0 = i32x4.add(i32x4.splat(first + key0), i32x4(0, 1, 2, 3));
  for (let j = 0; j < count; j += 4) {
    let x0 = c0;
    let x1 = start;
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 13), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 15), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 26), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 6), x0);
    x0 = i32x4.add(x0, k1); x1 = i32x4.add(x1, k2a);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 17), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 29), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 16), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 24), x0);
    x0 = i32x4.add(x0, k2); x1 = i32x4.add(x1, k0a);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 13), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 15), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 26), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 6), x0);
    x0 = i32x4.add(x0, k0); x1 = i32x4.add(x1, k1a);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 17), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 29), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 16), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 24), x0);
    x0 = i32x4.add(x0, k1); x1 = i32x4.add(x1, k2b);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 13), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 15), x0);
    x0 = i32x4.add(x0, x1); x1 = v128.xor(rotl(x1, 26), x0);
    x0 = i32x4.add(x0, x1);
    v128.store(into + (<usize>j << 2), i32x4.add(x0, k2));
    c0 = i32x4.add(c0, i32x4.splat(4));
  }
}

/** One draw for a single resident, for modes. */
function firstWord(c0: i32, c1: i32): u32 {
  const k2 = 0x1bd11bda ^ key0 ^ key1;
  let x0 = c0 + key0;
  let x1 = c1 + key1;
  x0 += x1; x1 = rotl32(x1, 13) ^ x0; x0 += x1; x1 = rotl32(x1, 15) ^ x0; x0 += x1; x1 = rotl32(x1, 26) ^ x0; x0 += x1; x1 = rotl32(x1, 6) ^ x0;
  x0 += key1; x1 += k2 + 1;
  x0 += x1; x1 = rotl32(x1, 17) ^ x0; x0 += x1; x1 = rotl32(x1, 29) ^ x0; x0 += x1; x1 = rotl32(x1, 16) ^ x0; x0 += x1; x1 = rotl32(x1, 24) ^ x0;
  x0 += k2; x1 += key0 + 2;
  x0 += x1; x1 = rotl32(x1, 13) ^ x0; x0 += x1; x1 = rotl32(x1, 15) ^ x0; x0 += x1; x1 = rotl32(x1, 26) ^ x0; x0 += x1; x1 = rotl32(x1, 6) ^ x0;
  x0 += key0; x1 += key1 + 3;
  x0 += x1; x1 = rotl32(x1, 17) ^ x0; x0 += x1; x1 = rotl32(x1, 29) ^ x0; x0 += x1; x1 = rotl32(x1, 16) ^ x0; x0 += x1; x1 = rotl32(x1, 24) ^ x0;
  x0 += key1; x1 += k2 + 4;
  x0 += x1; x1 = rotl32(x1, 13) ^ x0; x0 += x1; x1 = rotl32(x1, 15) ^ x0; x0 += x1; x1 = rotl32(x1, 26) ^ x0; x0 += x1;
  return <u32>(x0 + k2);
}

// @ts-expect-error: decorator
@inline function rotl32(x: i32, by: i32): i32 {
  return (x << by) | <i32>(<u32>x >>> (32 - by));
}

// @ts-expect-error: decorator
@inline function powerOfTwo(k: i32): f64 {
  return reinterpret<f64>(<u64>(k + 1023) << 52);
}

/** e^x as sim/numerics.ts computes it. */
function exp(x: f64): f64 {
  if (!(x >= -745.1332191019412 && x <= 709.782712893384)) return x > 0 ? Infinity : x < 0 ? 0 : x;
  const rounder: f64 = 6755399441055744;
  const steps = x * stepsPerUnit + rounder - rounder;
  const r = x - steps * stepHigh - steps * stepLow;
  const p = r + r * r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0))));
  const whole = <i32>steps;
  const at = roots + (<usize>(whole & 127) << 4);
  const root = load<f64>(at);
  const mantissa = root + (load<f64>(at, 8) + root * p);
  const k = whole >> 7;
  if (k >= -1022 && k <= 1023) return mantissa * powerOfTwo(k);
  return k > 0
    ? mantissa * powerOfTwo(1023) * powerOfTwo(k - 1023)
    : mantissa * powerOfTwo(k + 200) * powerOfTwo(-200);
}

/** What each stairwell of the block lacks, for each of its residents, into `lacking`. */
function fillLacking(first: i32, firstStairwell: i32, lastStairwell: i32): void {
  for (let s = firstStairwell; s < lastStairwell; s++) {
    const gap = wantedQuality - <f64>load<f32>(quality + (<usize>s << 2));
    const lack = gap > 0 ? gap : 0;
    const from = load<i32>(stairwellStart + (<usize>s << 2));
    const to = load<i32>(stairwellStart + (<usize>s << 2), 4);
    for (let i = from; i < to; i++) store<f64>(lacking + (<usize>(i - first) << 3), lack);
  }
}

/** V of the residents first … last, into `utility`; up to one more is written there. */
function weigh(first: i32, last: i32, interest: usize): void {
  const half = f64x2.splat(0.5);
  const one = f64x2.splat(1);
  for (let i = first; i < last; i += 2) {
    const a = <i32>load<u8>(stage + <usize>i) << 3;
    const b = <i32>load<u8>(stage + <usize>i, 1) << 3;
    const j = <usize>(i - first) << 3;
    const n = f64x2.div(counts(neighbours, i), counts(degree, i));
    let v = f64x2.add(two(weights, a, b), pair(circumstances, i));
    v = f64x2.add(v, f64x2.mul(two(weights, a + 1, b + 1), f64x2.sub(pair(motivation, i), half)));
    v = f64x2.add(v, f64x2.mul(two(weights, a + 2, b + 2), f64x2.sub(pair(trust, i), half)));
    v = f64x2.add(v, f64x2.mul(two(weights, a + 3, b + 3), f64x2.sub(pair(efficacy, i), half)));
    const social = two(sociability, <i32>load<u8>(type + <usize>i), <i32>load<u8>(type + <usize>i, 1));
    v = f64x2.add(v, f64x2.mul(f64x2.mul(two(weights, a + 4, b + 4), social), n));
    v = f64x2.add(v, f64x2.mul(f64x2.mul(two(weights, a + 5, b + 5), pair(interest, i)), v128.load(lacking + j)));
    v = f64x2.add(v, f64x2.mul(two(weights, a + 6, b + 6), pair(habit, i)));
    // adding the zero that follows without contacts or pay would change nothing
    if (anyContact) v = f64x2.add(v, f64x2.mul(two(weights, a + 7, b + 7), pair(arousal, i)));
    if (anyPay) {
      const wages = pair(pay, i);
      const cube = f64x2.mul(f64x2.mul(wages, wages), wages);
      v = f64x2.add(v, f64x2.mul(f64x2.splat(payWeight), f64x2.div(cube, f64x2.add(cube, one))));
    }
    let price = f64x2.mul(pair(cost, i), f64x2.sub(one, f64x2.mul(f64x2.splat(saving), pair(knowHow, i))));
    if (anyRelief) price = f64x2.mul(price, f64x2.sub(one, pair(relief, i)));
    v = f64x2.sub(v, price);
    v = f64x2.add(v, two(leading, <i32>load<u8>(role + <usize>i), <i32>load<u8>(role + <usize>i, 1)));
    v128.store(utility + j, v);
  }
}

/** Chooses the mode of a resident who acts; phase 0 design, 1 delivery, 2 assessment. */
function chooseMode(i: i32, phase: i32, c1: i32): u8 {
  const e = <f64>load<f32>(efficacy + (<usize>i << 2)) - 0.5;
  const t = <f64>load<f32>(trust + (<usize>i << 2)) - 0.5;
  const m = <f64>load<f32>(motivation + (<usize>i << 2)) - 0.5;
  const home = load<u32>(household + (<usize>i << 2));
  const owner = load<u8>(rented + <usize>home) == 0 ? load<f64>(modeWeights, 32) : 0;
  const middle = load<u8>(age + <usize>i) == 1 ? load<f64>(modeWeights, 24) : 0;
  const needed = load<f64>(modeWeights, 64);
  const voice = exp(load<f64>(modeWeights) * e + load<f64>(modeWeights, 8));
  const labour = exp(load<f64>(modeWeights, 16) * m + middle);
  const contribution = exp(owner + load<f64>(modeWeights, 40) * t);
  const oversight = exp(load<f64>(modeWeights, 48) * e + load<f64>(modeWeights, 56) * t);
  const one = voice * (phase == 0 ? needed : 1);
  const two = one + labour * (phase == 1 ? needed : 1);
  const three = two + contribution * (phase == 1 ? needed : 1);
  const all = three + oversight * (phase == 2 ? needed : 1);
  const u = (<f64>firstWord(i, c1) + 0.5) * UNIT * all;
  return u < one ? 1 : u < two ? 2 : u < three ? 3 : 4;
}

/** Step 2 of the week for one block: weigh, draw, move between stages, choose modes. */
export function decide(
  first: i32,
  last: i32,
  firstStairwell: i32,
  lastStairwell: i32,
  interest: usize,
  phase: i32,
  actCounter: i32,
  modeCounter: i32,
): void {
  fillLacking(first, firstStairwell, lastStairwell);
  fillWords(first, last - first, actCounter, key0, key1, words);
  weigh(first, last, interest);
  // last week's neighbours have been weighed: make room for this week's, while they are at hand
  memory.fill(neighbours + (<usize>first << 1), 0, <usize>(last - first) << 1);
  for (let i = first; i < last; i++) {
    const j = <usize>(i - first);
    const v = load<f64>(utility + (j << 3));
    const u = (<f64>load<u32>(words + (j << 2)) + 0.5) * UNIT;
    const cell = v > LOWEST && v < HIGHEST ? <i32>((v - LOWEST) * PER_UNIT) : OUTSIDE;
    let acts: u32 = 0;
    if (u < load<f64>(above + (<usize>cell << 3))) {
      acts = u < load<f64>(below + (<usize>cell << 3)) ? 1 : u < 1.0 / (1.0 + exp(-v)) ? 1 : 0;
    }
    const bits = ((load<u32>(recent + (<usize>i << 2)) << 1) | acts) & REMEMBERED;
    store<u32>(recent + (<usize>i << 2), bits);
    const row = (<usize>load<u8>(stage + <usize>i) << 4) | <usize>load<u8>(actsOf + <usize>(bits & STAGE_WINDOW));
    store<u8>(stage + <usize>i, load<u8>(nextStage + row));
    store<u8>(event + <usize>i, load<u8>(whatHappened + row));
    store<u8>(mode + <usize>i, acts ? chooseMode(i, phase, modeCounter) : 0);
  }
}

/** Adds to a resident's count of active neighbours; several threads may do so at once where memory is shared. */
// @ts-ignore: decorator
@inline function tell(resident: usize, strength: i32): void {
  const at = neighbours + (resident << 1);
  if (ASC_FEATURE_THREADS) atomic.add<u16>(at, <u16>strength);
  else store<u16>(at, load<u16>(at) + <u16>strength);
}

/** The active among residents first … last tell their neighbours; all counts must have been cleared. */
export function spread(first: i32, last: i32): void {
  for (let i = first; i < last; i++) {
    if (load<u8>(mode + <usize>i) == 0) continue;
    const end = load<u32>(tieStart + (<usize>i << 2), 4);
    for (let t = load<u32>(tieStart + (<usize>i << 2)); t < end; t++) tell(load<u32>(tieTo + (<usize>t << 2)), 1);
    const home = <usize>load<u32>(household + (<usize>i << 2));
    const to = load<u32>(householdStart + (home << 2), 4);
    for (let m = load<u32>(householdStart + (home << 2)); m < to; m++) if (m != <u32>i) tell(m, housemate);
  }
}

/** Step 3 for one block: what the active put in, in the order of residents; phase 0 design, 1 delivery, 2 assessment. */
export function effort(first: i32, last: i32, hard: f64, phase: i32): f64 {
  let sum: f64 = 0;
  for (let i = first; i < last; ) {
    // hardly anybody acts: sixteen residents who do not are passed at once
    if (i <= last - 16 && !v128.any_true(v128.load(mode + <usize>i))) {
      i += 16;
      continue;
    }
    const end = min(i + 16, last);
    for (; i < end; i++) {
      const chosen = <i32>load<u8>(mode + <usize>i);
      if (chosen == 0) continue;
      const known = <f64>load<f32>(knowHow + (<usize>i << 2));
      const skill = 1 - hard + hard * (skillFloor + (1 - skillFloor) * known);
      const served = chosen == 1 ? 0 : chosen == 4 ? 2 : 1;
      sum += served == phase ? skill : skill * offPhase;
    }
  }
  return sum;
}

/** Step 4 for two residents, or for one. Rates stand in the order in which kernel.ts lists them. */
// @ts-expect-error: decorator
@inline function learnPair(i: i32, both: bool, visibility: v128, felt: v128, fromReliability: v128, fromEffect: v128): void {
  const one = f64x2.splat(1);
  const acts = actedMask(i);
  const n = f64x2.div(counts(neighbours, i), counts(degree, i));

  let lost = f64x2.splat(0);
  if (anyPay) {
    const wages = pair(pay, i);
    const cube = f64x2.mul(f64x2.mul(wages, wages), wages);
    const strong = f64x2.mul(rate(1), f64x2.div(cube, f64x2.add(cube, one)));
    const before = pair(crowding, i);
    // Math.max(0, x)
    const room = f64x2.max(f64x2.splat(0), f64x2.sub(strong, before));
    const risen = clamp01(f64x2.add(before, f64x2.mul(rate(0), room)));
    const healed = f64x2.sub(before, f64x2.mul(rate(2), before));
    const paid = v128.and(acts, f64x2.gt(wages, f64x2.splat(0)));
    const z = v128.bitselect(risen, healed, paid);
    storePair(crowding, i, z, both);
    lost = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(z));
  }
  const before = pair(attachment, i);
  const gain = v128.and(acts, f64x2.mul(rate(4), n));
  const x = f32x4.demote_f64x2_zero(clamp01(f64x2.add(f64x2.sub(before, f64x2.mul(rate(3), before)), gain)));
  if (both) v128.store64_lane(attachment + (<usize>i << 2), x, 0);
  else v128.store32_lane(attachment + (<usize>i << 2), x, 0);
  const m = pair(innateMotivation, i);
  const attached = f64x2.mul(f64x2.promote_low_f32x4(x), f64x2.sub(one, m));
  storePair(motivation, i, clamp01(f64x2.add(f64x2.mul(m, f64x2.sub(one, lost)), attached)), both);

  const e = pair(efficacy, i);
  const pace = v128.bitselect(rate(5), f64x2.mul(f64x2.mul(rate(6), n), visibility), acts);
  const target = clamp01(f64x2.add(pair(innateEfficacy, i), felt));
  storePair(efficacy, i, clamp01(f64x2.add(e, f64x2.mul(pace, f64x2.sub(target, e)))), both);

  const t = pair(trust, i);
  const gap = f64x2.sub(clamp01(f64x2.add(f64x2.add(pair(innateTrust, i), fromReliability), fromEffect)), t);
  const own = v128.bitselect(one, rate(9), acts);
  const size = f64x2.abs(gap);
  const rise = f64x2.mul(f64x2.add(gap, size), f64x2.splat(0.5));
  const fall = f64x2.mul(f64x2.sub(gap, size), f64x2.splat(0.5));
  const change = f64x2.add(f64x2.mul(f64x2.mul(rate(7), own), rise), f64x2.mul(f64x2.mul(rate(8), own), fall));
  storePair(trust, i, clamp01(f64x2.add(t, change)), both);

  const h = pair(habit, i);
  const practised = clamp01(f64x2.add(h, f64x2.mul(rate(10), f64x2.sub(one, h))));
  storePair(habit, i, v128.bitselect(practised, f64x2.sub(h, f64x2.mul(rate(11), h)), acts), both);
  if (v128.any_true(acts)) {
    const k = pair(knowHow, i);
    const learned = clamp01(f64x2.add(k, f64x2.mul(rate(12), f64x2.sub(one, k))));
    storePair(knowHow, i, v128.bitselect(learned, k, acts), both);
  }
  if (anyContact) {
    const calmer = f64x2.mul(pair(arousal, i), rate(13));
    storePair(arousal, i, v128.andnot(calmer, f64x2.lt(calmer, f64x2.splat(STILL))), both);
    storePair(fatigue, i, f64x2.mul(pair(fatigue, i), rate(14)), both);
  }
}

/** Step 4 of the week for one block. */
export function learn(first: i32, last: i32, visibility: f64, felt: f64, fromReliability: f64, fromEffect: f64): void {
  const seen = f64x2.splat(visibility);
  const effect = f64x2.splat(felt);
  const reliability = f64x2.splat(fromReliability);
  const output = f64x2.splat(fromEffect);
  let i = first;
  for (; i < last - 1; i += 2) learnPair(i, true, seen, effect, reliability, output);
  if (i < last) learnPair(i, false, seen, effect, reliability, output);
}

/** Two columns' values of one resident. */
// @ts-expect-error: decorator
@inline function both(a: usize, b: usize, i: i32): v128 {
  const at = <usize>i << 2;
  return f64x2.promote_low_f32x4(v128.load32_lane(b + at, v128.load32_zero(a + at), 1));
}

/**
 * Sums over a block, resident by resident, to `into`: nine means in the order of the plain loop, then counts of
 * newcomers, sustained, lapsed, the three events and the four modes.
 */
export function observe(first: i32, last: i32, into: usize): void {
  sums = into;
  let mt = f64x2.splat(0);
  let eh = f64x2.splat(0);
  let kx = f64x2.splat(0);
  for (let i = first; i < last; i++) {
    mt = f64x2.add(mt, both(motivation, trust, i));
    eh = f64x2.add(eh, both(efficacy, habit, i));
    kx = f64x2.add(kx, both(knowHow, attachment, i));
  }
  v128.store(sums, mt);
  v128.store(sums, eh, 16);
  v128.store(sums, kx, 32);
  let z: f64 = 0;
  if (anyPay) for (let i = first; i < last; i++) z += <f64>load<f32>(crowding + (<usize>i << 2));
  let af = f64x2.splat(0);
  if (anyContact) for (let i = first; i < last; i++) af = f64x2.add(af, both(arousal, fatigue, i));
  store<f64>(sums, z, 48);
  v128.store(sums, af, 56);

  for (let k = 9; k < 19; k++) store<f64>(sums + (<usize>k << 3), 0);
  let newcomers = 0;
  let sustained = 0;
  let lapsed = 0;
  let i = first;
  for (; i <= last - 16; i += 16) {
    const stages = v128.load(stage + <usize>i);
    newcomers += popcnt<i32>(i8x16.bitmask(i8x16.eq(stages, i8x16.splat(1))));
    sustained += popcnt<i32>(i8x16.bitmask(i8x16.eq(stages, i8x16.splat(2))));
    lapsed += popcnt<i32>(i8x16.bitmask(i8x16.eq(stages, i8x16.splat(3))));
    const busy = v128.or(v128.load(event + <usize>i), v128.load(mode + <usize>i));
    if (v128.any_true(busy)) for (let k = i; k < i + 16; k++) count(k);
  }
  for (; i < last; i++) {
    const y = load<u8>(stage + <usize>i);
    newcomers += i32(y == 1);
    sustained += i32(y == 2);
    lapsed += i32(y == 3);
    count(i);
  }
  store<f64>(sums, <f64>newcomers, 72);
  store<f64>(sums, <f64>sustained, 80);
  store<f64>(sums, <f64>lapsed, 88);
}

/** Adds a resident's event and mode to the counts. */
// @ts-expect-error: decorator
@inline function count(i: i32): void {
  const what = load<u8>(event + <usize>i);
  if (what != 0) {
    const at = sums + 88 + (<usize>what << 3);
    store<f64>(at, load<f64>(at) + 1);
  }
  const how = load<u8>(mode + <usize>i);
  if (how != 0) {
    const at = sums + 112 + (<usize>how << 3);
    store<f64>(at, load<f64>(at) + 1);
  }
}
