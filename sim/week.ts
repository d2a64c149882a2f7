import type { InstitutionsOfRun } from './institutions/assemble.ts';
import type { Loops } from './loops.ts';
import { createEffort } from './process/effort.ts';
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
 * 4. learn     — motivation, trust and efficacy follow what happened, and the fate of one's own act
 * 5. observe   — the week's rows
 *
 * Institutions have their say at the seams: with the interventions, after decisions, before and after production.
 *
 * Digests are taken after that. Weeks of the burn-in are negative and not observed.
 */
export function createWeek(
  run: Run,
  loops: Loops,
  { members, fates }: Pick<InstitutionsOfRun, 'members' | 'fates'> = { members: [], fates: null },
  observers: readonly Observer[] = [],
  watch: Watch = {},
): (week: number) => void {
  const { intervene, settle } = createIntervene(run, watch.intervened);
  // the table of efforts is filled by the plain loop alone
  const produce = createProduce(run, run.effortTable ? createEffort(run) : loops.effort);
  const blocks = run.sizes.block;
  return (week) => {
    intervene(week);
    for (const institution of members) institution.intervene?.(week);
    watch.deciding?.(week);
    loops.decide(week);
    settle(week);
    loops.spread();
    for (const institution of members) institution.decided?.(week);
    for (const institution of members) institution.produce?.(week);
    produce();
    for (const institution of members) institution.produced?.(week);
    fates?.before(week);
    loops.learn();
    fates?.after();
    if (observers.length > 0) loops.sum();
    for (const observer of observers) observer.begin(week);
    for (let b = 0; b < blocks; b++) for (const observer of observers) observer.block(b);
    for (const observer of observers) observer.end(week);
  };
}
