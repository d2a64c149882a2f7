import type { Loops } from './loops.ts';
import { createIntervene } from './process/intervene.ts';
import type { Observer } from './process/observe.ts';
import { createProduce } from './process/produce.ts';
import type { Run } from './run.ts';

/** Looks on while weeks run; it must only read. */
export interface Watch {
  /** After an intervention, given by its place in the scenario's list, has acted. */
  readonly intervened?: (slot: number, week: number) => void;
  /** When all interventions have acted and nobody has decided. */
  readonly deciding?: (week: number) => void;
}

/**
 * The week, the one place that says in which order things happen:
 *
 * 1. intervene — instruments spend money and deliver doses
 * 2. decide    — residents act or not, move between stages, choose a mode
 *    settle    — offers that hang on acts are paid
 *    spread    — residents learn who of their neighbours acted; the next week's decisions still use this
 * 3. produce   — effort and government input move projects
 * 4. learn     — motivation, trust and efficacy follow what happened, block by block
 * 5. observe   — the week's rows; each block is looked at while it is at hand
 *
 * Digests are taken after that. Weeks of the burn-in are negative and not observed.
 */
export function createWeek(
  run: Run,
  loops: Loops,
  observers: readonly Observer[] = [],
  watch: Watch = {},
): (week: number) => void {
  const { intervene, settle } = createIntervene(run, watch.intervened);
  const produce = createProduce(run);
  const blocks = run.sizes.block;
  return (week) => {
    intervene(week);
    watch.deciding?.(week);
    for (let b = 0; b < blocks; b++) loops.decide(b, week);
    settle(week);
    loops.spread();
    produce();
    for (const observer of observers) observer.begin(week);
    for (let b = 0; b < blocks; b++) {
      loops.learn(b);
      for (const observer of observers) observer.block(b);
    }
    for (const observer of observers) observer.end(week);
  };
}
