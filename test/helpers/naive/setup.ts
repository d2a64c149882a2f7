/** The set-up as the model is told in words: households, dwellings, residents, ties and first projects of a seed. */
import { exp, logit, normalQuantile } from '../../../sim/numerics.ts';
import { PURPOSE } from '../../../sim/purposes.ts';
import type { Scenario } from '../../../sim/scenario.ts';
import { luckOf, SETUP } from './luck.ts';
import type { Block, Household, Project, Resident, Stairwell, World } from './world.ts';

const LARGEST = 5;

/** The world of a scenario and a seed before the burn-in. */
export function createWorld(scenario: Scenario, seed: string): World {
  const luck = luckOf(seed);
  const { parameters } = scenario;
  const world: World = {
    scenario,
    parameters,
    luck,
    residents: [],
    households: [],
    stairwells: [],
    blocks: [],
    power: parameters.produce.power,
    ledger: [],
    ended: new Set(),
  };
  const { households, residents } = parameters.population;
  const sizes = sizeProbabilities(parameters.population.householdSize);
  while (residents === null ? world.households.length < households : world.residents.length < residents) {
    const home = moveIn(world, sizes);
    if (residents !== null) {
      while (world.residents.length > residents) {
        world.residents.pop();
        home.members.pop();
      }
    }
  }
  for (const person of world.residents) startTies(world, person);
  for (const block of world.blocks) {
    block.project = draftProject(world, block, 0);
    block.project.progress = Math.fround(luck(block.index, SETUP, PURPOSE.firstProgress));
  }
  return world;
}

/** Geometric on 1–5 with ratio q, q found so that the mean is as given. */
function sizeProbabilities(mean: number): number[] {
  const at = (q: number) => {
    const weights = Array.from({ length: LARGEST }, (_, i) => q ** i);
    const sum = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / sum);
  };
  const meanOf = (q: number) => at(q).reduce((sum, p, i) => sum + p * (i + 1), 0);
  let [low, high] = [0, 2 ** 20];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (meanOf(middle) < mean) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}

/** The next dwelling, in order, and those who live there. */
function moveIn(world: World, sizes: readonly number[]): Household {
  const { luck } = world;
  const p = world.parameters.population;
  const h = world.households.length;
  if (h % (p.floors * p.dwellingsPerFloor) === 0) build(world);
  const stairwell = world.stairwells.at(-1)!;

  let size = 1;
  let cumulative = sizes[0]!;
  while (size < LARGEST && luck(h, SETUP, PURPOSE.householdSize) >= cumulative) cumulative += sizes[size++]!;

  const table = p.ageTenure;
  const letShare = table === null ? p.letShare : table.youngRenter + table.middleRenter + table.olderRenter;
  const home: Household = {
    index: h,
    stairwell,
    rented: luck(h, SETUP, PURPOSE.householdLet) < letShare,
    area: Math.fround(p.areaMin + (p.areaMax - p.areaMin) * luck(h, SETUP, PURPOSE.dwellingArea)),
    members: [],
  };
  stairwell.households.push(home);
  world.households.push(home);
  for (let member = 0; member < size; member++) {
    const person = bear(world, home);
    home.members.push(person);
    world.residents.push(person);
  }
  return home;
}

function build(world: World): void {
  const { produce, population } = world.parameters;
  if (world.stairwells.length % population.stairwellsPerBlock === 0) {
    world.blocks.push({
      index: world.blocks.length,
      stairwells: [],
      S: Math.fround(produce.effect),
      project: undefined as unknown as Project,
      promised: 0,
      delivered: 0,
      credited: 0,
    });
  }
  const block = world.blocks.at(-1)!;
  const stairwell: Stairwell = {
    index: world.stairwells.length,
    block,
    households: [],
    Q: Math.fround(produce.quality),
  };
  block.stairwells.push(stairwell);
  world.stairwells.push(stairwell);
}

function bear(world: World, home: Household): Resident {
  const { luck } = world;
  const { population: p, traits: t } = world.parameters;
  const i = world.residents.length;
  const u = (purpose: number) => luck(i, SETUP, purpose);
  const z = (purpose: number) => normalQuantile(u(purpose));

  const age = ageOf(world, home.rented, u(PURPOSE.age));
  const typeDraw = u(PURPOSE.type);
  const type =
    typeDraw < p.conditionalShare
      ? 'conditional'
      : typeDraw < p.conditionalShare + p.freeRiderShare
        ? 'free-rider'
        : 'committed';
  // four roles in equal parts of those who have one
  const roleDraw = u(PURPOSE.role);
  const role = roleDraw < p.leaderShare ? 1 + Math.floor((roleDraw / p.leaderShare) * 4) : 0;

  const x = (mean: number, purpose: number) => {
    const score =
      logit(Math.min(0.99, Math.max(0.01, mean))) +
      t.spread * (Math.sqrt(t.correlation) * z(PURPOSE.commonTrait) + Math.sqrt(1 - t.correlation) * z(purpose));
    return Math.fround(1 / (1 + exp(-score)));
  };
  const older = age === 'older' ? t.olderBonus : 0;
  const m = x(t.motivation + older + (home.rented ? t.renterShift : 0), PURPOSE.motivation);
  const t0 = x(t.trust + older, PURPOSE.trust);
  const e0 = x(t.efficacy, PURPOSE.efficacy);

  const interests = [u(PURPOSE.interestHard), u(PURPOSE.interestSoft), u(PURPOSE.interestService)] as const;
  const scale = 3 / (interests[0] + interests[1] + interests[2]);
  const shift = type === 'free-rider' ? t.freeRider : type === 'committed' ? t.committed : 0;
  return {
    index: i,
    home,
    age,
    type,
    role,
    m,
    t0,
    e0,
    c: Math.fround(t.costMin + (t.costMax - t.costMin) * u(PURPOSE.cost) + (age === 'middle' ? t.costMiddle : 0)),
    epsilon: Math.fround(t.circumstances * z(PURPOSE.circumstances) + shift),
    omega: [Math.fround(interests[0] * scale), Math.fround(interests[1] * scale), Math.fround(interests[2] * scale)],
    M: m,
    T: t0,
    E: e0,
    H: 0,
    K: Math.fround(t.knowHowMin + (t.knowHowMax - t.knowHowMin) * u(PURPOSE.knowHow)),
    X: 0,
    Z: 0,
    F: 0,
    A: 0,
    acts: [],
    stage: 'bystander',
    mode: null,
    ties: [],
    pay: 0,
    relief: 0,
  };
}

/** Members of let dwellings are 18–34; the others 60+ with the given share, else 35–59; or by the full table. */
function ageOf(world: World, rented: boolean, u: number): Resident['age'] {
  const { ageTenure: table, olderShare } = world.parameters.population;
  if (table === null) return rented ? 'young' : u < 1 - olderShare ? 'middle' : 'older';
  const [young, middle, older] = rented
    ? [table.youngRenter, table.middleRenter, table.olderRenter]
    : [table.youngOwner, table.middleOwner, table.olderOwner];
  const total = young + middle + older;
  if (total === 0) return 'young';
  return u < young / total ? 'young' : u < (young + middle) / total ? 'middle' : 'older';
}

/**
 * The ties that a resident starts: slots 0–1 in the stairwell, 2 in the community, 3–17 for a leading role. A partner
 * is the first of up to 64 keyed candidates ⌊u·2^b⌋ within the group that exists and is accepted.
 */
function startTies(world: World, person: Resident): void {
  const { ties, population } = world.parameters;
  const neighbours = person.home.stairwell.households.flatMap((home) => home.members);
  // a stairwell of twelve dwellings fits into 64; taller ones need more
  const inStairwell = powerOfTwo(Math.max(64, LARGEST * population.floors * population.dwellingsPerFloor));
  const inCommunity = powerOfTwo(world.residents.length);
  for (let slot = 0; slot < ties.stairwell; slot++) tie(world, person, slot, neighbours, inStairwell);
  for (let k = 0; k < ties.community; k++) tie(world, person, 2 + k, world.residents, inCommunity);
  if (person.role === 0) return;
  for (let k = 0; k < ties.leader; k++) tie(world, person, 3 + k, world.residents, inCommunity);
}

function powerOfTwo(n: number): number {
  let power = 1;
  while (power < n) power *= 2;
  return power;
}

function tie(world: World, person: Resident, slot: number, group: readonly Resident[], span: number): void {
  const { luck } = world;
  for (let attempt = 0; attempt < 64; attempt++) {
    const other = group[Math.floor(luck(person.index, SETUP, PURPOSE.tieCandidate + slot, attempt) * span)];
    if (other === undefined || other.home === person.home) continue;
    const matches = other.age === person.age && other.home.rented === person.home.rented;
    const asked = slot >= 2 && !matches;
    const accepts = luck(person.index, SETUP, PURPOSE.tieAcceptance + slot, attempt) < world.parameters.ties.mismatch;
    if (asked && !accepts) continue;
    person.ties.push(other);
    other.ties.push(person);
    return;
  }
}

/** A project, drawn by block and ordinal; ordinals past 255 carry over into the week of the counter. */
export function draftProject(world: World, block: Block, ordinal: number): Project {
  const p = world.parameters.project;
  const u = (entity: number, purpose: number) =>
    world.luck(entity, SETUP + Math.floor(ordinal / 256), purpose, ordinal % 256);
  const kind = u(block.index, PURPOSE.projectKind);
  const reach = u(block.index, PURPOSE.projectReach);
  const lots = block.stairwells.map((stairwell) => u(stairwell.index, PURPOSE.projectStairwell));
  return {
    ordinal,
    kind: kind < p.hardShare ? 0 : kind < p.hardShare + p.softShare ? 1 : 2,
    reach: reach < p.stairwellShare ? 'stairwell' : reach < p.stairwellShare + p.blockShare ? 'block' : 'community',
    target: block.stairwells[lots.indexOf(Math.min(...lots))]!,
    progress: 0,
    age: 0,
  };
}
