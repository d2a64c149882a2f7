/**
 * Step 5: the week's row. Sums run over the residents of a block in order, then over blocks in order, in double; so
 * a row has the same bits however the work was divided.
 */
import { spentInWeek } from '../ledger.ts';
import type { Loops } from '../loops.ts';
import { COLUMN, type Dimension, MODES, SERIES } from '../result.ts';
import { type Run, stairwellsOf } from '../run.ts';
import { AGES, INSTRUMENTS, STAGES, TENURES } from '../scenario.ts';
import { FIRST_ACTS, FIRST_EVENT, MEANS, NEWCOMERS } from './sums.ts';

const WIDTH = SERIES.length;
const FEN = 100;
const EVENTS = ['', 'entries', 'lapses', 'returns'] as const;
const COMPLETED = 1;
const FAILED = 2;

/** Which group each resident belongs to, now. */
export interface Grouping {
  readonly groups: readonly string[];
  groupOf(i: number, b: number): number;
}

export const TYPES = ['conditional', 'free-rider', 'committed'] as const;
export const ROLES = ['resident', 'formal-leader', 'opinion-leader', 'action-leader', 'elite'] as const;

/** The groups of a dimension. Stages are those after this week's decisions. */
export function groupingBy(run: Run, by: Dimension): Grouping {
  const { age, household, let: rented, role, stage, type } = run.state;
  switch (by) {
    case 'age':
      return { groups: AGES, groupOf: (i) => age[i]! };
    case 'tenure':
      return { groups: TENURES, groupOf: (i) => rented[household[i]!]! };
    case 'stage':
      return { groups: STAGES, groupOf: (i) => stage[i]! };
    case 'type':
      return { groups: TYPES, groupOf: (i) => type[i]! };
    case 'role':
      return { groups: ROLES, groupOf: (i) => role[i]! };
    case 'block':
      return { groups: Array.from({ length: run.sizes.block }, (_, b) => String(b)), groupOf: (_i, b) => b };
  }
}

/** What looks at a week: told when it begins, then of every block in order, then when it ends. */
export interface Observer {
  begin(week: number): void;
  block(b: number): void;
  end(week: number): void;
}

/** Writes the week's row of the community into `rows` at `week`. */
export function createObserve(run: Run, loops: Loops, rows: Float64Array): Observer {
  const addSums = createCommunitySums(run, loops);
  const addMoney = createMoney(run);
  let week = 0;
  let at = 0;
  return {
    begin(now) {
      week = now;
      at = week * WIDTH;
      rows.fill(0, at, at + WIDTH);
    },
    block: (b) => addSums(rows, at, b),
    end() {
      finish(run, rows, at);
      addProjects(run, rows, at, 0, run.sizes.block);
      addMoney(rows, at, week);
    },
  };
}

/** Writes the week's rows of every group; what belongs to no group is NaN, blocks excepted for their projects. */
export function createGroupedObserve(run: Run, by: Dimension, rows: Float64Array): Observer {
  const grouping = groupingBy(run, by);
  const addSums = createGroupSums(run, grouping);
  const length = grouping.groups.length * WIDTH;
  let at = 0;
  return {
    begin(week) {
      at = week * length;
      rows.fill(0, at, at + length);
    },
    block: (b) => addSums(rows, at, b),
    end() {
      for (let g = 0; g < grouping.groups.length; g++) {
        const row = at + g * WIDTH;
        finish(run, rows, row);
        for (let k = 0; k < NOT_ATTRIBUTABLE.length; k++) rows[row + NOT_ATTRIBUTABLE[k]!] = Number.NaN;
        if (by === 'block') addProjects(run, rows, row, g, g + 1);
      }
    },
  };
}

const place = (name: string) => COLUMN[name]!;
const [RESIDENTS, ACTIVE, RATE, FIRST_STAGE, FIRST_MODE] = ['residents', 'active', 'rate', 'bystander', 'voice'].map(
  place,
) as [number, number, number, number, number];
const [QUALITY, EFFECT, POWER] = ['quality', 'effect', 'power'].map(place) as [number, number, number];
const [DONE, FAILURES, SPENT] = ['done', 'failed', 'spent'].map(place) as [number, number, number];
const EVENT_PLACES = EVENTS.map((name) => (name === '' ? -1 : place(name)));
const MEAN_PLACES = MEANS.map(place);
/** Sums where the finished row has means. */
const SUMMED = [...MEAN_PLACES, QUALITY, EFFECT];
const NOT_ATTRIBUTABLE = [DONE, FAILURES, SPENT, ...INSTRUMENTS.map((name) => place(`spent_${name}`))];

/** Adds a block to the community's row, which begins at `at`. */
function createCommunitySums(run: Run, loops: Loops): (rows: Float64Array, at: number, b: number) => void {
  const { quality, effect, stairwellStart } = run.state;
  return (rows, at, b) => {
    const [firstStairwell, lastStairwell] = stairwellsOf(run, b);
    const residents = stairwellStart[lastStairwell]! - stairwellStart[firstStairwell]!;
    const sums = loops.sums(b);
    for (let j = 0; j < MEAN_PLACES.length; j++) rows[at + MEAN_PLACES[j]!]! += sums[j]!;
    const newcomers = sums[NEWCOMERS]!;
    const sustained = sums[NEWCOMERS + 1]!;
    const lapsed = sums[NEWCOMERS + 2]!;
    rows[at + RESIDENTS]! += residents;
    rows[at + FIRST_STAGE]! += residents - newcomers - sustained - lapsed;
    rows[at + FIRST_STAGE + 1]! += newcomers;
    rows[at + FIRST_STAGE + 2]! += sustained;
    rows[at + FIRST_STAGE + 3]! += lapsed;
    for (let what = 1; what < EVENTS.length; what++) rows[at + EVENT_PLACES[what]!]! += sums[FIRST_EVENT + what - 1]!;
    for (let how = 0; how < MODES.length; how++) {
      rows[at + FIRST_MODE + how]! += sums[FIRST_ACTS + how]!;
      rows[at + ACTIVE]! += sums[FIRST_ACTS + how]!;
    }
    let lived = 0;
    for (let s = firstStairwell; s < lastStairwell; s++) {
      lived += quality[s]! * (stairwellStart[s + 1]! - stairwellStart[s]!);
    }
    rows[at + QUALITY]! += lived;
    rows[at + EFFECT]! += effect[b]! * residents;
  };
}

/** The same for any grouping of residents: sums of the block by group, then added to the rows, which begin at `start`. */
function createGroupSums(
  run: Run,
  { groups, groupOf }: Grouping,
): (rows: Float64Array, start: number, b: number) => void {
  const { state } = run;
  const { mode, stage, event, quality, effect, stairwellStart } = state;
  const columns = MEANS.map((name, j) => ({ values: state[name], place: MEAN_PLACES[j]! }));
  const blockRows = new Float64Array(groups.length * WIDTH);
  return (rows, start, b) => {
    blockRows.fill(0);
    const [firstStairwell, lastStairwell] = stairwellsOf(run, b);
    for (let s = firstStairwell; s < lastStairwell; s++) {
      for (let i = stairwellStart[s]!; i < stairwellStart[s + 1]!; i++) {
        const at = groupOf(i, b) * WIDTH;
        blockRows[at + RESIDENTS]!++;
        blockRows[at + FIRST_STAGE + stage[i]!]!++;
        if (event[i] !== 0) blockRows[at + EVENT_PLACES[event[i]!]!]!++;
        if (mode[i] !== 0) {
          blockRows[at + ACTIVE]!++;
          blockRows[at + FIRST_MODE + mode[i]! - 1]!++;
        }
        blockRows[at + QUALITY]! += quality[s]!;
        blockRows[at + EFFECT]! += effect[b]!;
        for (const { values, place: column } of columns) blockRows[at + column]! += values[i]!;
      }
    }
    for (let k = 0; k < blockRows.length; k++) rows[start + k]! += blockRows[k]!;
  };
}

/** Turns the sums of a row into means and shares. A group that nobody is in has zeros. */
function finish({ state }: Run, rows: Float64Array, at: number): void {
  const residents = rows[at + RESIDENTS]!;
  const active = rows[at + ACTIVE]!;
  rows[at + RATE] = residents === 0 ? 0 : active / residents;
  if (residents > 0) for (let k = 0; k < SUMMED.length; k++) rows[at + SUMMED[k]!]! /= residents;
  if (active > 0) for (let how = 0; how < MODES.length; how++) rows[at + FIRST_MODE + how]! /= active;
  rows[at + POWER] = state.power[0]!;
}

function addProjects({ state }: Run, rows: Float64Array, at: number, first: number, last: number): void {
  let done = 0;
  let failed = 0;
  for (let b = first; b < last; b++) {
    if (state.outcome[b] === COMPLETED) done++;
    if (state.outcome[b] === FAILED) failed++;
  }
  rows[at + DONE] = done;
  rows[at + FAILURES] = failed;
}

/** Adds what was spent in a week, in all and by instrument, in CNY. */
function createMoney({ ledger, scenario }: Run): (rows: Float64Array, at: number, week: number) => void {
  const n = ledger.lines.length;
  const columns = scenario.interventions.map(({ instrument }) => place(`spent_${instrument}`));
  return (rows, at, week) => {
    rows[at + SPENT] = spentInWeek(ledger, week) / FEN;
    for (let slot = 0; slot < columns.length; slot++) {
      rows[at + columns[slot]!]! += ledger.fen[week * n + slot]! / FEN;
    }
  };
}
