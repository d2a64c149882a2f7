import { createDecide, createSpread } from './process/decide.ts';
import { createIntervene } from './process/intervene.ts';
import { createLearn } from './process/learn.ts';
import { createProduce } from './process/produce.ts';
import type { Run } from './run.ts';

/**
 * The week, the one place that says in which order things happen:
 *
 * 1. intervene — instruments spend money and deliver doses
 * 2. decide    — residents act or not, move between stages, choose a mode
 *    settle    — offers that hang on acts are paid
 *    spread    — residents learn who of their neighbours acted; the next week's decisions still use this
 * 3. produce   — effort and government input move projects
 * 4. learn     — motivation, trust and efficacy follow what happened
 *
 * The week's row and digest are taken after that. Weeks of the burn-in are negative.
 */
export function createWeek(run: Run): (week: number) => void {
  const { intervene, settle } = createIntervene(run);
  const decide = createDecide(run);
  const spread = createSpread(run);
  const produce = createProduce(run);
  const learn = createLearn(run);
  return (week) => {
    intervene(week);
    decide(week);
    settle(week);
    spread();
    produce();
    learn();
  };
}
