/**
 * The loops over residents, which take nearly all the time of a run. The plain ones define what is computed. An engine
 * may put faster ones in their place, over memory of its own, if they give the same bits.
 */
import type { Ties } from './network.ts';
import { EXPONENTIAL } from './numerics.ts';
import { ACTS, BOUNDS, createDecide, transitions } from './process/decide.ts';
import { createEffort } from './process/effort.ts';
import { climateOf, createLearn } from './process/learn.ts';
import { PHASES, phaseOf, REFERENCE_POWER } from './process/mode.ts';
import { createSpread } from './process/spread.ts';
import { createSums, SUMS } from './process/sums.ts';
import { utilityTables } from './process/utility.ts';
import { PURPOSE } from './purposes.ts';
import { counter, type FillWords } from './random.ts';
import { largestBlock, type Run, residentsOf, stairwellsOf } from './run.ts';
import type { ModelParameters } from './scenario.ts';
import type { Sizes, State } from './state.ts';

export interface Loops {
  /** Step 2: act or not, move between stages, choose modes. */
  decide(week: number): void;
  /** After that: count active neighbours. */
  spread(): void;
  /** Step 3: R of block b, what its residents put in. */
  effort(b: number): number;
  /** Step 4. */
  learn(): void;
  /** Sums over every block, to be asked for with `sums`. */
  sum(): void;
  /** The sums of block b, in the order of `process/sums.ts`; valid until the next `sum`. */
  sums(b: number): Float64Array;
}

export function createPlainLoops(run: Run): Loops {
  const { block: blocks } = run.sizes;
  const decide = createDecide(run);
  const learn = createLearn(run);
  const sum = createSums(run);
  return {
    decide(week) {
      for (let b = 0; b < blocks; b++) decide(b, week);
    },
    spread: createSpread(run),
    effort: createEffort(run),
    learn() {
      for (let b = 0; b < blocks; b++) learn(b);
    },
    // summed when asked for
    sum: () => {},
    sums: sum,
  };
}

/** Where the state of a run lives and which loops go over it. One run at a time: the next one takes its memory. */
export interface Engine {
  /** Draws of a population and its ties. */
  readonly fillWords: FillWords;
  /** Copies a world into the engine's memory and returns it as it is there. */
  adopt(world: World, parameters: ModelParameters): World;
  createLoops(run: Run): Loops;
}

/** What a run reads and writes of its residents, places and ties. */
export interface World {
  readonly sizes: Sizes;
  readonly state: State;
  readonly ties: Ties;
}

/** What an engine must know to put its own loops in the place of the plain ones. */
export const LOOP_PARTS = {
  ACTS,
  BOUNDS,
  EXPONENTIAL,
  PHASES,
  PURPOSE,
  REFERENCE_POWER,
  SUMS,
  climateOf,
  counter,
  largestBlock,
  phaseOf,
  residentsOf,
  stairwellsOf,
  transitions,
  utilityTables,
} as const;
