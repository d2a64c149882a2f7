/**
 * What a map of the residents needs: where everybody lives, once, and one byte per resident for every week shown. The
 * run is made week by week, as somebody asks for it, so a million residents need not be kept for every week.
 */
import type { Scenario } from './scenario.ts';
import { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts';
import { TRACED } from './trace.ts';

/** Where residents live. Households fill dwellings in order, dwellings stairwells, stairwells blocks. */
export interface Layout {
  readonly residents: number;
  readonly households: number;
  readonly stairwells: number;
  readonly blocks: number;
  readonly floors: number;
  readonly dwellingsPerFloor: number;
  readonly stairwellsPerBlock: number;
  /** First resident of each household, and the number of residents at the end. */
  readonly householdStart: Uint32Array;
  /** Pairs of residents with ties, flat, each pair once; only for a community small enough to draw them. */
  readonly ties: Uint32Array | null;
}

/** The lower two bits of a byte of stages are an index into STAGES; this bit says that the resident acts this week. */
export const ACTED = 4;

/** What a byte can show: the stage with {@link ACTED}, or a trait as 0–255 for 0–1. */
export const SHOWN = ['stage', ...TRACED.filter((name) => name !== 'arousal')] as const;
export type Shown = 'stage' | Exclude<(typeof TRACED)[number], 'arousal'>;

/** The weeks of a run, one after the other. */
export interface Frames {
  readonly layout: Layout;
  /** The next week that can be had. */
  readonly week: number;
  /** Goes on until a week is done and gives its bytes; those before it are passed over. */
  at(week: number, shown?: Shown): Uint8Array;
}

/** Up to so many residents are drawn with their ties. */
const DRAWN_WITH_TIES = 400;

/** Opens a run for its frames. */
export function createFrames(scenario: Scenario, seed: string, options: Pick<SimulationOptions, 'start'> = {}): Frames {
  const simulation = createSimulation(scenario, seed, options);
  return {
    layout: layoutOf(scenario, simulation),
    get week() {
      return simulation.week;
    },
    at(week, shown = 'stage') {
      // the week that has just been made may be asked for again, in another colour
      if (week < simulation.week - 1) throw new RangeError(`week ${week} is gone, the next is ${simulation.week}`);
      simulation.run(week + 1);
      return frameOf(simulation, shown);
    },
  };
}

function frameOf({ state, sizes }: Simulation, shown: Shown): Uint8Array {
  const frame = new Uint8Array(sizes.resident);
  if (shown === 'stage') {
    const { stage, mode } = state;
    for (let i = 0; i < frame.length; i++) frame[i] = stage[i] | (mode[i] === 0 ? 0 : ACTED);
  } else {
    const column = state[shown];
    for (let i = 0; i < frame.length; i++) frame[i] = Math.round(column[i] * 255);
  }
  return frame;
}

function layoutOf(scenario: Scenario, { state, sizes, ties }: Simulation): Layout {
  const { floors, dwellingsPerFloor, stairwellsPerBlock } = scenario.parameters.population;
  return {
    residents: sizes.resident,
    households: sizes.household,
    stairwells: sizes.stairwell,
    blocks: sizes.block,
    floors,
    dwellingsPerFloor,
    stairwellsPerBlock,
    householdStart: state.householdStart.slice(),
    ties: sizes.resident <= DRAWN_WITH_TIES ? pairsOf(state, ties) : null,
  };
}

function pairsOf({ household, householdStart }: Simulation['state'], ties: Simulation['ties']): Uint32Array {
  const pairs: number[] = [];
  const seen = new Set<number>();
  const n = household.length;
  const add = (i: number, j: number) => {
    if (i >= j || seen.has(i * n + j)) return;
    seen.add(i * n + j);
    pairs.push(i, j);
  };
  for (let i = 0; i < n; i++) {
    const home = household[i];
    for (let j = householdStart[home]; j < householdStart[home + 1]; j++) add(i, j);
    for (let t = ties.start[i]; t < ties.start[i + 1]; t++) add(i, ties.to[t]);
  }
  return Uint32Array.from(pairs);
}
