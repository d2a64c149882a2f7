/**
 * What the typology is about: effort, completion and felt effect by way of taking part and attribute of the project,
 * and how residents move between stages.
 */
import { phaseOf, serves } from '../../process/mode.ts';
import { MODES } from '../../result.ts';
import { type Run, residentsOf } from '../../run.ts';
import { ATTRIBUTES, type Portfolio } from './portfolio.ts';

const COMPLETED = 1;
const FAILED = 2;
const GROUPS = 4;
/** From stage to stage, as indices into STAGES; whoever is sustained slackens before lapsing, as acts drop out singly. */
const FLOWS = [
  ['begins', 0, 1],
  ['goesOn', 1, 2],
  ['slackens', 2, 1],
  ['lapses', 1, 3],
  ['returns', 3, 1],
] as const;
const N = ATTRIBUTES.length;

/**
 * Values of the week's row: effort (`effort_voice_hard`), projects done and failed by attribute, and stage flows are
 * sums since week 0; `felt_hard` is the mean felt effect of blocks that have such a project this week (NaN if none has).
 */
export const TABLE_SERIES: readonly string[] = [
  ...MODES.flatMap((mode) => ATTRIBUTES.map((attribute) => `effort_${mode}_${attribute}`)),
  ...ATTRIBUTES.map((attribute) => `done_${attribute}`),
  ...ATTRIBUTES.map((attribute) => `failed_${attribute}`),
  ...FLOWS.map(([name]) => name),
  ...ATTRIBUTES.map((attribute) => `felt_${attribute}`),
];
/** All but the felt effect, which is of the week. */
export const TABLE_SUMS = TABLE_SERIES.length - N;
const [DONE, LOST, FIRST_FLOW] = [MODES.length * N, (MODES.length + 1) * N, (MODES.length + 2) * N];

export interface Table {
  /** Before blocks produce: who works on what. */
  before(): void;
  /** After: what ended, and what residents have become. */
  after(): void;
  write(row: Float64Array): void;
}

/** @param sums of length TABLE_SUMS @param stageBefore per resident, the stage of last week */
export function createTable(run: Run, portfolio: Portfolio, sums: Float64Array, stageBefore: Uint8Array): Table {
  const { state, sizes, parameters } = run;
  const { skillFloor, offPhase } = parameters.produce;
  // within the week: attributes of the projects as they were worked on
  const worked = new Uint8Array(sizes.block * GROUPS);
  const flowOf = new Int8Array(16).fill(-1);
  FLOWS.forEach(([, from, to], f) => {
    flowOf[4 * from + to] = f;
  });
  const felt = new Float64Array(N);
  const having = new Float64Array(N);

  return {
    before() {
      const { mode, knowHow, difficulty } = state;
      for (let b = 0; b < sizes.block; b++) {
        worked.set(portfolio.attributesOf(b), b * GROUPS);
        const [first, last] = residentsOf(run, b);
        const phase = phaseOf(run, b);
        const hard = difficulty[b]!;
        for (let i = first; i < last; i++) {
          const chosen = mode[i]!;
          if (chosen === 0) continue;
          const skill = 1 - hard + hard * (skillFloor + (1 - skillFloor) * knowHow[i]!);
          const work = serves(chosen, phase) ? skill : skill * offPhase;
          for (let g = 0; g < GROUPS; g++) sums[(chosen - 1) * N + worked[b * GROUPS + g]!]! += work;
        }
      }
    },
    after() {
      for (let b = 0; b < sizes.block; b++) {
        const ended = state.outcome[b];
        if (ended !== COMPLETED && ended !== FAILED) continue;
        const row = ended === COMPLETED ? DONE : LOST;
        for (let g = 0; g < GROUPS; g++) sums[row + worked[b * GROUPS + g]!]! += 1;
      }
      for (let i = 0; i < stageBefore.length; i++) {
        const flow = flowOf[4 * stageBefore[i]! + state.stage[i]!]!;
        if (flow >= 0) sums[FIRST_FLOW + flow]! += 1;
        stageBefore[i] = state.stage[i]!;
      }
    },
    write(row) {
      row.set(sums);
      felt.fill(0);
      having.fill(0);
      for (let b = 0; b < sizes.block; b++) {
        for (const attribute of portfolio.attributesOf(b)) {
          felt[attribute]! += state.effect[b]!;
          having[attribute]! += 1;
        }
      }
      for (let a = 0; a < N; a++) row[TABLE_SUMS + a] = having[a] === 0 ? Number.NaN : felt[a]! / having[a]!;
    },
  };
}
