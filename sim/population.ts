/**
 * Residents, households, dwellings, stairwells and blocks of a seed. Every draw is keyed by its entity, so residents
 * that are appended change nothing about those who were there.
 */
import { log, logistic, normalQuantile } from './numerics.ts';
import { PURPOSE } from './purposes.ts';
import { counter, type FillWords, fillWords, type Key, roomForWords, SETUP_WEEK, uniform, unit } from './random.ts';
import type { ModelParameters } from './scenario.ts';
import { createState, type Sizes, type State } from './state.ts';

const LARGEST_HOUSEHOLD = 5;
const YOUNG = 0;
const MIDDLE = 1;
const OLDER = 2;
/** Indices: the third social type and the number of leading roles. */
const [CONDITIONAL, FREE_RIDER, COMMITTED] = [0, 1, 2];
const LEADING_ROLES = 4;

export interface Population {
  readonly sizes: Sizes;
  readonly state: State;
}

/** The population of a seed, with traits, homes and projects as they are before the burn-in. */
export function createPopulation(parameters: ModelParameters, key: Key, fill: FillWords = fillWords): Population {
  const fences = drawHouseholds(parameters, key, fill);
  const sizes = sizesOf(parameters, fences);
  const state = createState(sizes);
  state.householdStart.set(fences);
  fillDwellings(parameters, key, sizes, state, fill);
  fillResidents(parameters, key, sizes, state, fill);
  fillBlocks(parameters, key, sizes, state);
  return { sizes, state };
}

/** Sizes of all households, as the first resident of each and the total at the end. */
function drawHouseholds(parameters: ModelParameters, key: Key, fill: FillWords): Uint32Array {
  const { households, residents, householdSize } = parameters.population;
  const cumulative = sizeDistribution(householdSize);
  const most = residents ?? households;
  const fences = new Uint32Array(most + 1);
  const words = new Uint32Array(Math.min(CHUNK, most));
  // a household has five members at the most, so this is never reached where households are given
  const limit = residents ?? LARGEST_HOUSEHOLD * most + 1;
  let h = 0;
  for (; h < most && fences[h]! < limit; h++) {
    if (h % CHUNK === 0) {
      fill(words, key, h, Math.min(CHUNK, most - h), counter(SETUP_WEEK, PURPOSE.householdSize, 0));
    }
    const u = unit(words[h % CHUNK]!);
    let size = 1;
    while (size < LARGEST_HOUSEHOLD && u >= cumulative[size - 1]!) size++;
    fences[h + 1] = Math.min(fences[h]! + size, limit);
  }
  return fences.slice(0, h + 1);
}

/**
 * Cumulative probabilities of household sizes 1–5: geometric with ratio q, cut at 5, with the given mean. The mean
 * rises with q (0 gives 1, no bound gives 5), so q is found by bisection of q/(1 + q).
 */
export function sizeDistribution(mean: number): Float64Array {
  const weights = new Float64Array(LARGEST_HOUSEHOLD);
  const meanAt = (position: number) => {
    const q = position / (1 - position);
    let total = 0;
    let sum = 0;
    let weight = 1;
    for (let size = 1; size <= LARGEST_HOUSEHOLD; size++) {
      weights[size - 1] = weight;
      total += weight;
      sum += size * weight;
      weight *= q;
    }
    for (let i = 0; i < LARGEST_HOUSEHOLD; i++) weights[i]! /= total;
    return sum / total;
  };
  let low = 0;
  let high = 1 - 1 / 1048576;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (meanAt(middle) < mean) low = middle;
    else high = middle;
  }
  meanAt((low + high) / 2);
  for (let i = 1; i < LARGEST_HOUSEHOLD; i++) weights[i]! += weights[i - 1]!;
  return weights;
}

function sizesOf(parameters: ModelParameters, fences: Uint32Array): Sizes {
  const { floors, dwellingsPerFloor, stairwellsPerBlock } = parameters.population;
  const household = fences.length - 1;
  const stairwell = Math.ceil(household / (floors * dwellingsPerFloor));
  return {
    community: 1,
    block: Math.ceil(stairwell / stairwellsPerBlock),
    stairwell,
    stairwellFence: stairwell + 1,
    household,
    householdFence: household + 1,
    resident: fences[household]!,
  };
}

/** Dwellings fill in order: twelve to a stairwell by default, the last stairwell may be short. */
function fillDwellings(parameters: ModelParameters, key: Key, sizes: Sizes, state: State, fill: FillWords): void {
  const { floors, dwellingsPerFloor, letShare, areaMin, areaMax, ageTenure: table } = parameters.population;
  const perStairwell = floors * dwellingsPerFloor;
  const rented = table ? table.youngRenter + table.middleRenter + table.olderRenter : letShare;
  const { let: isLet, area, household, householdStart } = state;
  const [letWords, areaWords] = roomForWords(2, Math.min(CHUNK, sizes.household)) as [Uint32Array, Uint32Array];
  for (let first = 0; first < sizes.household; first += CHUNK) {
    const count = Math.min(CHUNK, sizes.household - first);
    fill(letWords, key, first, count, counter(SETUP_WEEK, PURPOSE.householdLet, 0));
    fill(areaWords, key, first, count, counter(SETUP_WEEK, PURPOSE.dwellingArea, 0));
    for (let j = 0; j < count; j++) {
      const h = first + j;
      isLet[h] = unit(letWords[j]!) < rented ? 1 : 0;
      area[h] = areaMin + (areaMax - areaMin) * unit(areaWords[j]!);
      for (let i = householdStart[h]!; i < householdStart[h + 1]!; i++) household[i] = h;
    }
  }
  for (let s = 0; s <= sizes.stairwell; s++) {
    state.stairwellStart[s] = state.householdStart[Math.min(s * perStairwell, sizes.household)]!;
  }
}

/** Cumulative shares of the three age groups, given whether the dwelling is let. */
function ageDistribution(parameters: ModelParameters, rented: boolean): readonly [young: number, middle: number] {
  const { olderShare, ageTenure: table } = parameters.population;
  if (table === null) return rented ? [1, 1] : [0, 1 - olderShare];
  const young = rented ? table.youngRenter : table.youngOwner;
  const middle = rented ? table.middleRenter : table.middleOwner;
  const older = rented ? table.olderRenter : table.olderOwner;
  const total = young + middle + older;
  return total === 0 ? [1, 1] : [young / total, (young + middle) / total];
}

/** The draws of a resident at set-up. */
const RESIDENT_DRAWS = [
  'age',
  'type',
  'role',
  'commonTrait',
  'motivation',
  'trust',
  'efficacy',
  'knowHow',
  'cost',
  'circumstances',
  'interestHard',
  'interestSoft',
  'interestService',
] as const;
type ResidentDraws = Readonly<Record<(typeof RESIDENT_DRAWS)[number], Uint32Array>>;
/** Residents are drawn in chunks whose words stay in the processor's cache. */
const CHUNK = 512;

function fillResidents(parameters: ModelParameters, key: Key, sizes: Sizes, state: State, fill: FillWords): void {
  const longest = Math.min(CHUNK, sizes.resident);
  const room = roomForWords(RESIDENT_DRAWS.length, longest);
  const words = Object.fromEntries(RESIDENT_DRAWS.map((name, i) => [name, room[i]!])) as ResidentDraws;
  const normals = new Float64Array(2 * longest);
  const [common, own] = [normals.subarray(0, longest), normals.subarray(longest)];
  const ages = ageBounds(parameters);
  const logits = traitLogits(parameters);
  for (let first = 0; first < sizes.resident; first += CHUNK) {
    const last = Math.min(first + CHUNK, sizes.resident);
    for (const name of RESIDENT_DRAWS) {
      fill(words[name], key, first, last - first, counter(SETUP_WEEK, PURPOSE[name], 0));
    }
    fillAges(words.age, ages, state, first, last);
    fillPersons(parameters, words, state, first, last);
    fillNormals(words.circumstances, own, last - first);
    fillCircumstances(parameters, own, state, first, last);
    fillNormals(words.commonTrait, common, last - first);
    for (const trait of TRAITS) {
      fillNormals(words[trait], own, last - first);
      fillTrait(parameters, logits[trait], common, own, state, state[INNATE[trait]], state[trait], first, last);
    }
    fillInterests(words, state, first, last);
  }
}

/**
 * Standard normal draws of words. Loops over residents call few functions, keep their columns in local variables and
 * write what they compute into arrays: a number that goes from function to function may be boxed every time.
 */
function fillNormals(words: Uint32Array, normals: Float64Array, count: number): void {
  for (let j = 0; j < count; j++) normals[j] = normalQuantile(unit(words[j]!));
}

/** Bounds of the cumulative age distribution: young and middle of owners, then of renters. */
function ageBounds(parameters: ModelParameters): Float64Array {
  return Float64Array.of(...ageDistribution(parameters, false), ...ageDistribution(parameters, true));
}

/** Age given tenure. */
function fillAges(words: Uint32Array, bounds: Float64Array, state: State, first: number, last: number): void {
  const { age, household, let: rented } = state;
  for (let i = first; i < last; i++) {
    const u = unit(words[i - first]!);
    const tenure = 2 * rented[household[i]!]!;
    age[i] = u < bounds[tenure]! ? YOUNG : u < bounds[tenure + 1]! ? MIDDLE : OLDER;
  }
}

/** Social type, role, know-how and cost of time. */
function fillPersons(
  parameters: ModelParameters,
  words: ResidentDraws,
  state: State,
  first: number,
  last: number,
): void {
  const { conditionalShare, freeRiderShare, leaderShare } = parameters.population;
  const { knowHowMin, knowHowMax, costMin, costMax, costMiddle } = parameters.traits;
  const { age, type, role, knowHow, cost } = state;
  const { type: typeWords, role: roleWords, knowHow: knowHowWords, cost: costWords } = words;
  const selfish = conditionalShare + freeRiderShare;
  for (let i = first; i < last; i++) {
    const j = i - first;
    const v = unit(typeWords[j]!);
    const r = unit(roleWords[j]!);
    type[i] = v < conditionalShare ? CONDITIONAL : v < selfish ? FREE_RIDER : COMMITTED;
    role[i] = r < leaderShare ? 1 + Math.floor((r / leaderShare) * LEADING_ROLES) : 0;
    knowHow[i] = knowHowMin + (knowHowMax - knowHowMin) * unit(knowHowWords[j]!);
    cost[i] = costMin + (costMax - costMin) * unit(costWords[j]!) + (age[i] === MIDDLE ? costMiddle : 0);
  }
}

function fillCircumstances(
  { traits }: ModelParameters,
  normals: Float64Array,
  state: State,
  first: number,
  last: number,
): void {
  const { type, circumstances } = state;
  const { circumstances: spread, freeRider, committed } = traits;
  for (let i = first; i < last; i++) {
    const shift = type[i] === FREE_RIDER ? freeRider : type[i] === COMMITTED ? committed : 0;
    circumstances[i] = spread * normals[i - first]! + shift;
  }
}

/** The logit-normal traits, and the column that keeps what a resident brings of each. */
const TRAITS = ['motivation', 'trust', 'efficacy'] as const;
const INNATE = { motivation: 'innateMotivation', trust: 'innateTrust', efficacy: 'innateEfficacy' } as const;

/**
 * One trait, correlated with the others by a draw that they share.
 *
 * @param logits of its mean, by group: index = older + 2 × renter
 */
function fillTrait(
  { traits }: ModelParameters,
  logits: Float64Array,
  common: Float64Array,
  own: Float64Array,
  { age, household, let: rented }: State,
  innate: Float32Array,
  now: Float32Array,
  first: number,
  last: number,
): void {
  const { correlation, spread } = traits;
  const sharedWeight = Math.sqrt(correlation);
  const ownWeight = Math.sqrt(1 - correlation);
  for (let i = first; i < last; i++) {
    const j = i - first;
    const group = (age[i] === OLDER ? 1 : 0) + 2 * rented[household[i]!]!;
    const drawn = sharedWeight * common[j]! + ownWeight * own[j]!;
    const value = logistic(logits[group]! + spread * drawn);
    innate[i] = value;
    now[i] = value;
  }
}

/** Interests in the three kinds of project, with mean 1. */
function fillInterests(words: ResidentDraws, state: State, first: number, last: number): void {
  const { interestHard, interestSoft, interestService } = state;
  for (let i = first; i < last; i++) {
    const j = i - first;
    const hard = unit(words.interestHard[j]!);
    const soft = unit(words.interestSoft[j]!);
    const service = unit(words.interestService[j]!);
    const scale = 3 / (hard + soft + service);
    interestHard[i] = hard * scale;
    interestSoft[i] = soft * scale;
    interestService[i] = service * scale;
  }
}

/** Logits of the trait means by group: index = older + 2 × renter. Shifted means are kept inside (0, 1). */
function traitLogits(parameters: ModelParameters) {
  const t = parameters.traits;
  const logit = (mean: number) => {
    const p = Math.min(0.99, Math.max(0.01, mean));
    return log(p / (1 - p));
  };
  const older = [0, 1, 0, 1].map((is) => is * t.olderBonus);
  const renter = [0, 0, 1, 1].map((is) => is * t.renterShift);
  return {
    motivation: Float64Array.from(older, (shift, g) => logit(t.motivation + shift + renter[g]!)),
    trust: Float64Array.from(older, (shift) => logit(t.trust + shift)),
    efficacy: new Float64Array(4).fill(logit(t.efficacy)),
  };
}

function fillBlocks(parameters: ModelParameters, key: Key, sizes: Sizes, state: State): void {
  state.quality.fill(parameters.produce.quality);
  state.effect.fill(parameters.produce.effect);
  for (let b = 0; b < sizes.block; b++) {
    startProject(parameters, key, sizes, state, b, 0);
    state.progress[b] = uniform(key.k0, key.k1, b, counter(SETUP_WEEK, PURPOSE.firstProgress, 0));
  }
}

/** Gives a block its next project; what it is depends on seed, block and ordinal alone. */
export function startProject(
  parameters: ModelParameters,
  key: Key,
  sizes: Sizes,
  state: State,
  b: number,
  ordinal: number,
): void {
  const { hardShare, softShare, stairwellShare, blockShare, difficulty, visibility } = parameters.project;
  const { k0, k1 } = key;
  // A sub-draw has 8 bits; ordinals beyond carry over into the week, which set-up purposes do not use otherwise.
  const at = (entity: number, purpose: number) =>
    uniform(k0, k1, entity, counter(SETUP_WEEK + (ordinal >> 8), purpose, ordinal & 255));
  const u = at(b, PURPOSE.projectKind);
  const v = at(b, PURPOSE.projectReach);
  state.ordinal[b] = ordinal;
  state.kind[b] = u < hardShare ? 0 : u < hardShare + softShare ? 1 : 2;
  state.reach[b] = v < stairwellShare ? 0 : v < stairwellShare + blockShare ? 1 : 2;
  state.progress[b] = 0;
  state.projectAge[b] = 0;
  state.difficulty[b] = difficulty;
  state.visibility[b] = visibility;
  // the stairwell that is served is a lot of one among those of the block
  const first = b * parameters.population.stairwellsPerBlock;
  const last = Math.min(first + parameters.population.stairwellsPerBlock, sizes.stairwell);
  let target = first;
  let smallest = 2;
  for (let s = first; s < last; s++) {
    const draw = at(s, PURPOSE.projectStairwell);
    if (draw < smallest) {
      smallest = draw;
      target = s;
    }
  }
  state.target[b] = target;
}
