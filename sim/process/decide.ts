/**
 * Step 2, the behavioural process: every resident weighs the reasons, acts or not, and moves between stages; those who
 * act choose a mode. Nobody sees who else acts this week: neighbours are counted afterwards, by `spread`.
 */
import { logistic } from '../numerics.ts';
import { PURPOSE } from '../purposes.ts';
import { counter, fillWords, unit } from '../random.ts';
import { largestBlock, type Run, residentsOf } from '../run.ts';
import type { State } from '../state.ts';
import { createModeChoice, phaseOf } from './mode.ts';
import { createUtility } from './utility.ts';

const [BYSTANDER, NEWCOMER, SUSTAINED, LAPSED] = [0, 1, 2, 3] as const;
export const [ENTRY, LAPSE, RETURN] = [1, 2, 3] as const;
/** The weeks that `recent` remembers, and those of them that stages look at. */
const REMEMBERED = 0x3ffffff;
const STAGE_WINDOW = 0xfff;

/** Step 2 for the residents of one block. */
export function createDecide(run: Run): (b: number, week: number) => void {
  const { state, key } = run;
  const { mode } = state;
  const change = transitions(run.parameters.decide.sustainedActs);
  const largest = largestBlock(run);
  const utility = new Float64Array(largest);
  const words = new Uint32Array(largest);
  const acted = new Uint8Array(largest);
  const close = new Uint32Array(largest);
  const weigh = createUtility(run, utility);
  const chooseMode = createModeChoice(run);

  return (b, week) => {
    const [first, last] = residentsOf(run, b);
    weigh(b);
    fillWords(words, key, first, last - first, counter(week, PURPOSE.act, 0));
    draw(utility, words, acted, close, last - first);
    move(state, change, acted, first, last);
    const phase = phaseOf(run, b);
    for (let i = first; i < last; i++) if (acted[i - first] === 1) mode[i] = chooseMode(i, week, phase);
  };
}

/** Acts if u < σ(V). Bounds of σ settle all but one draw in a hundred; only the `close` ones compute it. */
function draw(utility: Float64Array, words: Uint32Array, acted: Uint8Array, close: Uint32Array, count: number): void {
  const closeCount = drawClearly(utility, words, acted, close, BOUNDS.below, BOUNDS.above, count);
  for (let k = 0; k < closeCount; k++) {
    const j = close[k]!;
    acted[j] = unit(words[j]!) < logistic(utility[j]!) ? 1 : 0;
  }
}

/** Settles the clear draws and lists the others, of which it returns the number. */
function drawClearly(
  utility: Float64Array,
  words: Uint32Array,
  acted: Uint8Array,
  close: Uint32Array,
  below: Float64Array,
  above: Float64Array,
  count: number,
): number {
  let closeCount = 0;
  for (let j = 0; j < count; j++) {
    const v = utility[j]!;
    const u = unit(words[j]!);
    const cell = v > LOWEST && v < HIGHEST ? ((v - LOWEST) * PER_UNIT) | 0 : OUTSIDE;
    acted[j] = 0;
    if (u < above[cell]!) {
      if (u < below[cell]!) acted[j] = 1;
      else close[closeCount++] = j;
    }
  }
  return closeCount;
}

/** Remembers what was done and moves between stages. */
function move(state: State, change: Transitions, acted: Uint8Array, first: number, last: number): void {
  const { recent, mode, stage, event } = state;
  const { nextStage, whatHappened } = change;
  const acts = ACTS;
  for (let i = first; i < last; i++) {
    const bits = ((recent[i]! << 1) | acted[i - first]!) & REMEMBERED;
    recent[i] = bits;
    const row = (stage[i]! << STAGE_SHIFT) | acts[bits & STAGE_WINDOW]!;
    stage[i] = nextStage[row]!;
    event[i] = whatHappened[row]!;
    mode[i] = 0;
  }
}

/** Utilities between these have bounds of σ in cells of width 1/8; all others share a cell that bounds nothing. */
const LOWEST = -16;
const HIGHEST = 16;
const PER_UNIT = 8;
const OUTSIDE = (HIGHEST - LOWEST) * PER_UNIT;

/** Bounds of σ within each cell, with a margin of 10⁻⁹ that is far above the error of `exp`. */
export const BOUNDS = { below: new Float64Array(OUTSIDE + 1), above: new Float64Array(OUTSIDE + 1).fill(2) };
for (let cell = 0; cell < OUTSIDE; cell++) {
  BOUNDS.below[cell] = logistic(LOWEST + cell / PER_UNIT) * (1 - 1e-9);
  BOUNDS.above[cell] = logistic(LOWEST + (cell + 1) / PER_UNIT) * (1 + 1e-9);
}

/** Number of acts in every possible memory of twelve weeks. */
export const ACTS = new Uint8Array(STAGE_WINDOW + 1);
for (let bits = 1; bits < ACTS.length; bits++) ACTS[bits] = ACTS[bits >> 1]! + (bits & 1);
const STAGE_SHIFT = 4;

export interface Transitions {
  readonly nextStage: Uint8Array;
  readonly whatHappened: Uint8Array;
}

/**
 * The stages as a table: from a stage (times 16) and the acts of the last 12 weeks, this week's included, to the next
 * stage and what happened. Bystanders and the lapsed have no earlier act in that memory, so any act is this week's.
 */
export function transitions(sustainedActs: number): Transitions {
  const nextStage = new Uint8Array(4 << STAGE_SHIFT);
  const whatHappened = new Uint8Array(4 << STAGE_SHIFT);
  for (let acts = 0; acts <= 12; acts++) {
    const enter = (from: number, to: number, event = 0) => {
      nextStage[(from << STAGE_SHIFT) | acts] = to;
      whatHappened[(from << STAGE_SHIFT) | acts] = event;
    };
    enter(BYSTANDER, acts > 0 ? NEWCOMER : BYSTANDER, acts > 0 ? ENTRY : 0);
    enter(LAPSED, acts > 0 ? NEWCOMER : LAPSED, acts > 0 ? RETURN : 0);
    enter(NEWCOMER, acts === 0 ? LAPSED : acts >= sustainedActs ? SUSTAINED : NEWCOMER, acts === 0 ? LAPSE : 0);
    enter(SUSTAINED, acts === 0 ? LAPSED : acts === 1 ? NEWCOMER : SUSTAINED, acts === 0 ? LAPSE : 0);
  }
  return { nextStage, whatHappened };
}
