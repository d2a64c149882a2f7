/**
 * One resident's story: week by week the chance of acting, the reasons that made it, what was done and what had reached
 * the resident. A trace only reads: a traced run has the bits of an untraced one.
 */
import { exp, log } from './numerics.ts';
import { saturation } from './process/utility.ts';
import { PURPOSE } from './purposes.ts';
import { counter, seedKey, uniform } from './random.ts';
import { type InstrumentName, type Intervention, type Scenario, STAGES } from './scenario.ts';
import { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts';

/** The reasons whose sum is V, in the order in which it is summed. Cost is negative here. */
export const TERMS = [
  'base',
  'circumstances',
  'motivation',
  'trust',
  'efficacy',
  'neighbours',
  'quality',
  'habit',
  'arousal',
  'pay',
  'cost',
  'role',
] as const;
export type Term = (typeof TERMS)[number];

/** What a trace follows in a resident, as it is at the end of each week. */
export const TRACED = [
  'motivation',
  'trust',
  'efficacy',
  'habit',
  'knowHow',
  'attachment',
  'crowding',
  'fatigue',
  'arousal',
] as const;

/** How a dose came: met at the door, told by a housemate who was, contacted, seated in a course, by its handbook. */
export type How = 'met' | 'housemate' | 'contact' | 'seat' | 'handbook';

/** A dose that reached a resident in a week. */
export interface Reached {
  readonly week: number;
  /** Of the intervention. */
  readonly id: number;
  readonly instrument: InstrumentName;
  readonly how: How;
}

/** Somebody with whom a resident has ties. */
export interface Tie {
  readonly to: number;
  /** Ties between housemates count three by default, others one per start. */
  readonly strength: number;
  readonly near: 'household' | 'stairwell' | 'community';
}

/** Who a resident is; numbers are indices into AGES, TENURES, TYPES and ROLES. */
export interface Facts {
  readonly block: number;
  /** Within the block, from 0; likewise the floor within the stairwell and the dwelling on the floor. */
  readonly stairwell: number;
  readonly floor: number;
  readonly dwelling: number;
  readonly housemates: number;
  readonly area: number;
  readonly age: number;
  readonly tenure: number;
  readonly type: number;
  readonly role: number;
}

/** The story of one resident; arrays have an entry per week, tables a row per week. */
export interface ResidentTrace {
  readonly resident: number;
  readonly facts: Facts;
  readonly ties: readonly Tie[];
  /** Index into STAGES before week 0. */
  readonly startStage: number;
  /** The chance of acting, and the draw that decided: it acted where the draw is smaller. */
  readonly probability: Float64Array;
  readonly draw: Float64Array;
  /** Weeks × {@link TERMS}. */
  readonly terms: Float64Array;
  /** 0 none, else 1 + index into MODES. */
  readonly mode: Uint8Array;
  /** Index into STAGES, after the week's decision. */
  readonly stage: Uint8Array;
  /** Weeks × {@link TRACED}, after the week. */
  readonly traits: Float32Array;
  /** Share of the neighbours, by strength, who acted this week. */
  readonly neighbours: Float64Array;
  /** Quality of the own stairwell after the week. */
  readonly quality: Float32Array;
  /** Hourly wages offered and paid, and the share of the cost of time that is saved. */
  readonly offered: Float32Array;
  readonly paid: Float32Array;
  readonly relief: Float32Array;
  readonly reached: readonly Reached[];
  /** The projects of the block that ended. */
  readonly projects: readonly { readonly week: number; readonly done: boolean }[];
  /** Weeks × ties: index into STAGES after the week. */
  readonly tieStages: Uint8Array;
}

export interface Trace {
  readonly scenario: string;
  readonly seed: string;
  readonly weeks: number;
  readonly residents: readonly ResidentTrace[];
}

const WEIGHTS = ['base', 'motivation', 'trust', 'efficacy', 'neighbours', 'quality', 'habit', 'arousal'] as const;
const COMPLETED = 1;
const FAILED = 2;

/**
 * Runs a scenario with a seed and follows some of its residents.
 *
 * @throws {RangeError} if a resident does not exist, or the start belongs to other parameters or another seed
 */
export function traceResidents(
  scenario: Scenario,
  seed: string,
  residents: readonly number[],
  options: Pick<SimulationOptions, 'start'> = {},
): Trace {
  const { weeks } = scenario.parameters;
  let followers: Follower[] = [];
  const simulation = createSimulation(scenario, seed, {
    ...options,
    watch: {
      intervened: (slot, week) => {
        for (const follower of followers) follower.intervened(scenario.interventions[slot], week);
      },
      deciding: (week) => {
        for (const follower of followers) follower.deciding(week);
      },
    },
  });
  for (const i of residents) {
    if (!(Number.isInteger(i) && i >= 0 && i < simulation.sizes.resident)) {
      throw new RangeError(`no resident ${i}, the community has residents 0 to ${simulation.sizes.resident - 1}`);
    }
  }
  followers = residents.map((i) => createFollower(scenario, seed, simulation, i));
  for (let week = 0; week < weeks; week++) {
    for (const follower of followers) follower.begins();
    simulation.step();
    for (const follower of followers) follower.ended(week);
  }
  return { scenario: scenario.name, seed, weeks, residents: followers.map(({ trace }) => trace) };
}

interface Follower {
  readonly trace: ResidentTrace;
  /** Before the week's step. */
  begins(): void;
  /** After each intervention of the week. */
  intervened(intervention: Intervention, week: number): void;
  /** When all interventions have acted and nobody has decided. */
  deciding(week: number): void;
  /** After the week. */
  ended(week: number): void;
}

function createFollower(scenario: Scenario, seed: string, { state, ties, sizes }: Simulation, i: number): Follower {
  const { weeks, population, decide } = scenario.parameters;
  const { k0, k1 } = seedKey(seed);
  const home = state.household[i];
  const stairwell = Math.floor(home / (population.floors * population.dwellingsPerFloor));
  const block = Math.floor(stairwell / population.stairwellsPerBlock);
  const known = tiesOf(scenario, state, ties, i);
  const reached: Reached[] = [];
  const projects: { week: number; done: boolean }[] = [];
  const trace: ResidentTrace = {
    resident: i,
    facts: factsOf(scenario, state, i),
    ties: known,
    startStage: state.stage[i],
    probability: new Float64Array(weeks),
    draw: new Float64Array(weeks),
    terms: new Float64Array(weeks * TERMS.length),
    mode: new Uint8Array(weeks),
    stage: new Uint8Array(weeks),
    traits: new Float32Array(weeks * TRACED.length),
    neighbours: new Float64Array(weeks),
    quality: new Float32Array(weeks),
    offered: new Float32Array(weeks),
    paid: new Float32Array(weeks),
    relief: new Float32Array(weeks),
    reached,
    projects,
    tieStages: new Uint8Array(weeks * known.length),
  };

  // as it was before the intervention that acts next
  const before = { arousal: 0, fatigue: 0, knowHow: 0, efficacy: 0 };
  const look = () => {
    before.arousal = state.arousal[i];
    before.fatigue = state.fatigue[i];
    before.knowHow = state.knowHow[i];
    before.efficacy = state.efficacy[i];
  };

  const share = () => (state.degree[i] === 0 ? 0 : state.neighbours[i] / state.degree[i]);
  const interests = [state.interestHard, state.interestSoft, state.interestService];

  return {
    trace,
    begins: look,
    intervened(intervention, week) {
      for (const how of reachedBy(intervention, before, {
        arousal: state.arousal[i],
        knowHow: state.knowHow[i],
        efficacy: state.efficacy[i],
      })) {
        reached.push({ week, id: intervention.id, instrument: intervention.instrument, how });
      }
      look();
    },
    deciding(week) {
      const y = decide[STAGES[state.stage[i]]];
      const w = Float64Array.from(WEIGHTS, (name) => y[name]);
      const lacking = Math.max(0, decide.wantedQuality - state.quality[stairwell]);
      const pay = state.pay[i];
      const terms = [
        w[0],
        state.circumstances[i],
        w[1] * (state.motivation[i] - 0.5),
        w[2] * (state.trust[i] - 0.5),
        w[3] * (state.efficacy[i] - 0.5),
        w[4] * (state.type[i] === 0 ? 1 : decide.indifference) * share(),
        w[5] * interests[state.kind[block]][i] * lacking,
        w[6] * state.habit[i],
        w[7] * state.arousal[i],
        pay === 0 ? 0 : decide.pay * saturation(pay),
        -(state.cost[i] * (1 - decide.knowHow * state.knowHow[i]) * (1 - state.relief[i])),
        state.role[i] === 0 ? 0 : decide.leader,
      ];
      trace.terms.set(terms, week * TERMS.length);
      const v = terms.reduce((sum, term) => sum + term);
      trace.probability[week] = 1 / (1 + exp(-v));
      trace.draw[week] = uniform(k0, k1, i, counter(week, PURPOSE.act, 0));
      trace.offered[week] = pay;
      trace.relief[week] = state.relief[i];
    },
    ended(week) {
      trace.mode[week] = state.mode[i];
      trace.stage[week] = state.stage[i];
      TRACED.forEach((name, t) => {
        trace.traits[week * TRACED.length + t] = state[name][i];
      });
      trace.neighbours[week] = share();
      trace.quality[week] = state.quality[stairwell];
      trace.paid[week] = trace.offered[week] > 0 ? state.pay[i] : 0;
      const outcome = block < sizes.block ? state.outcome[block] : 0;
      if (outcome === COMPLETED || outcome === FAILED) projects.push({ week, done: outcome === COMPLETED });
      known.forEach(({ to }, t) => {
        trace.tieStages[week * known.length + t] = state.stage[to];
      });
    },
  };
}

function factsOf(scenario: Scenario, state: Simulation['state'], i: number): Facts {
  const { floors, dwellingsPerFloor, stairwellsPerBlock } = scenario.parameters.population;
  const home = state.household[i];
  const perStairwell = floors * dwellingsPerFloor;
  const stairwell = Math.floor(home / perStairwell);
  return {
    block: Math.floor(stairwell / stairwellsPerBlock),
    stairwell: stairwell % stairwellsPerBlock,
    floor: Math.floor((home % perStairwell) / dwellingsPerFloor),
    dwelling: home % dwellingsPerFloor,
    housemates: state.householdStart[home + 1] - state.householdStart[home] - 1,
    area: state.area[home],
    age: state.age[i],
    tenure: state.let[home],
    type: state.type[i],
    role: state.role[i],
  };
}

/** Housemates first, then the stairwell, then the community; each person once. */
function tiesOf(scenario: Scenario, state: Simulation['state'], ties: Simulation['ties'], i: number): Tie[] {
  const { population, ties: strength } = scenario.parameters;
  const perStairwell = population.floors * population.dwellingsPerFloor;
  const stairwellOf = (j: number) => Math.floor(state.household[j] / perStairwell);
  const home = state.household[i];
  const housemates: Tie[] = [];
  for (let j = state.householdStart[home]; j < state.householdStart[home + 1]; j++) {
    if (j !== i) housemates.push({ to: j, strength: strength.housemate, near: 'household' });
  }
  const started = new Map<number, number>();
  for (let t = ties.start[i]; t < ties.start[i + 1]; t++) started.set(ties.to[t], (started.get(ties.to[t]) ?? 0) + 1);
  const others = [...started].map(([to, count]): Tie => {
    return { to, strength: count, near: stairwellOf(to) === stairwellOf(i) ? 'stairwell' : 'community' };
  });
  const near = (wanted: Tie['near']) => others.filter((tie) => tie.near === wanted);
  return [...housemates, ...near('stairwell'), ...near('community')];
}

interface Before {
  readonly arousal: number;
  readonly fatigue: number;
  readonly knowHow: number;
  readonly efficacy: number;
}

/** What an intervention did to a resident, told from what has changed in it. */
function reachedBy(intervention: Intervention, before: Before, now: Omit<Before, 'fatigue'>): How[] {
  switch (intervention.instrument) {
    case 'doorVisits': {
      if (now.arousal === before.arousal) return [];
      const felt = (now.arousal - before.arousal) / (1 - before.fatigue) / intervention.intensity;
      return [felt > (1 + intervention.housemates) / 2 || intervention.housemates >= 1 ? 'met' : 'housemate'];
    }
    case 'leaflet':
    case 'broadcast':
    case 'recognition':
    case 'caseSharing':
      return now.arousal === before.arousal ? [] : ['contact'];
    case 'training':
      return taught(intervention, before, now);
    default:
      return [];
  }
}

/** A seat shrinks what is missing of know-how by one factor, every copy of the handbook by another, smaller one. */
function taught(
  { knowHow, efficacy, handbook }: Extract<Intervention, { instrument: 'training' }>,
  before: Before,
  now: Omit<Before, 'fatigue'>,
): How[] {
  if (now.knowHow === before.knowHow && now.efficacy === before.efficacy) return [];
  if (handbook === 0) return ['seat'];
  // as numbers of seats: a seat and n handbooks make 1 + n·handbook, up to rounding
  const doses =
    knowHow > 0 && knowHow < 1
      ? log((1 - now.knowHow) / (1 - before.knowHow))
      : (now.efficacy - before.efficacy) / efficacy;
  const seat = knowHow > 0 && knowHow < 1 ? log(1 - knowHow) : 1;
  const copy = knowHow > 0 && knowHow < 1 ? log(1 - handbook * knowHow) : handbook;
  const rest = (doses - seat) / copy;
  const apart = (copies: number) => Math.abs(copies - Math.round(copies));
  const seated = rest > -0.5 && apart(rest) < apart(doses / copy);
  if (!seated) return ['handbook'];
  return Math.round(rest) > 0 ? ['seat', 'handbook'] : ['seat'];
}
