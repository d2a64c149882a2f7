/**
 * Step 5: the week's row. Sums run over the residents of a block in order, then over blocks in order, in double; so
 * a row has the same bits however the work was divided.
 */
import { spentInWeek } from '../ledger.ts';
import type { Loops } from '../loops.ts';
import { COLUMN, type Dimension, MODES, SERIES } from '../result.ts';
import { type Run, residentsOf, stairwellsOf } from '../run.ts';
import { AGES, INSTRUMENTS, STAGES, TENURES } from '../scenario.ts';
import { FIRST_ACTS, FIRST_EVENT, MEANS, NEWCOMERS } from './sums.ts';

const WIDTH = SERIES.length;
const FEN = 100;
const EVENTS = ['', 'entries', 'lapses', 'returns'] as const;
const COMPLETED = 1;
const FAILED = 2;
/** A row while it is being summed: counts, and sums where the finished row has means or shares. */
const SUMMED = [...MEANS, 'quality', 'effect'] as const;
const NOT_ATTRIBUTABLE = ['done', 'failed', 'spent', ...INSTRUMENTS.map((name) => `spent_${name}`)];

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
  const sums = createCommunitySums(run, loops);
  let row = rows;
  return {
    begin(week) {
      row = rows.subarray(week * WIDTH, (week + 1) * WIDTH);
      row.fill(0);
    },
    block: (b) => sums(row, b),
    end(week) {
      finish(run, row);
      addProjects(run, row, 0, run.sizes.block);
      addMoney(run, row, week);
    },
  };
}

/** Writes the week's rows of every group; what belongs to no group is NaN, blocks excepted for their projects. */
export function createGroupedObserve(run: Run, by: Dimension, rows: Float64Array): Observer {
  const grouping = groupingBy(run, by);
  const sums = createGroupSums(run, grouping);
  const length = grouping.groups.length * WIDTH;
  let all = rows;
  return {
    begin(week) {
      all = rows.subarray(week * length, (week + 1) * length);
      all.fill(0);
    },
    block: (b) => sums(all, b),
    end() {
      grouping.groups.forEach((_, g) => {
        const row = all.subarray(g * WIDTH, (g + 1) * WIDTH);
        finish(run, row);
        for (const name of NOT_ATTRIBUTABLE) row[COLUMN[name]!] = Number.NaN;
        if (by === 'block') addProjects(run, row, g, g + 1);
      });
    },
  };
}

const place = (name: string) => COLUMN[name]!;
const [RESIDENTS, ACTIVE, FIRST_STAGE, FIRST_MODE] = ['residents', 'active', 'bystander', 'voice'].map(place) as [
  number,
  number,
  number,
  number,
];
const [QUALITY, EFFECT] = ['quality', 'effect'].map(place) as [number, number];
const EVENT_PLACES = EVENTS.map((name) => (name === '' ? -1 : place(name)));
const MEAN_PLACES = MEANS.map(place);

/** Adds a block to the community's row. */
function createCommunitySums(run: Run, loops: Loops): (row: Float64Array, b: number) => void {
  const { quality, effect, stairwellStart } = run.state;
  return (row, b) => {
    const [first, last] = residentsOf(run, b);
    const sums = loops.sums(b);
    MEAN_PLACES.forEach((column, j) => {
      row[column]! += sums[j]!;
    });
    const [newcomers, sustained, lapsed] = [sums[NEWCOMERS]!, sums[NEWCOMERS + 1]!, sums[NEWCOMERS + 2]!];
    row[RESIDENTS]! += last - first;
    row[FIRST_STAGE]! += last - first - newcomers - sustained - lapsed;
    row[FIRST_STAGE + 1]! += newcomers;
    row[FIRST_STAGE + 2]! += sustained;
    row[FIRST_STAGE + 3]! += lapsed;
    for (let what = 1; what < EVENTS.length; what++) row[EVENT_PLACES[what]!]! += sums[FIRST_EVENT + what - 1]!;
    for (let how = 0; how < MODES.length; how++) {
      row[FIRST_MODE + how]! += sums[FIRST_ACTS + how]!;
      row[ACTIVE]! += sums[FIRST_ACTS + how]!;
    }
    let lived = 0;
    const [firstStairwell, lastStairwell] = stairwellsOf(run, b);
    for (let s = firstStairwell; s < lastStairwell; s++) {
      lived += quality[s]! * (stairwellStart[s + 1]! - stairwellStart[s]!);
    }
    row[QUALITY]! += lived;
    row[EFFECT]! += effect[b]! * (last - first);
  };
}

/** The same for any grouping of residents: sums of the block by group, then added to the rows. */
function createGroupSums(run: Run, { groups, groupOf }: Grouping): (rows: Float64Array, b: number) => void {
  const { state } = run;
  const { mode, stage, event, quality, effect, stairwellStart } = state;
  const columns = MEANS.map((name, j) => ({ values: state[name], place: MEAN_PLACES[j]! }));
  const blockRows = new Float64Array(groups.length * WIDTH);
  return (rows, b) => {
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
    for (let k = 0; k < blockRows.length; k++) rows[k]! += blockRows[k]!;
  };
}

/** Turns sums into means and shares. A group that nobody is in has zeros. */
function finish(run: Run, row: Float64Array): void {
  const residents = row[COLUMN.residents!]!;
  const active = row[COLUMN.active!]!;
  row[COLUMN.rate!] = residents === 0 ? 0 : active / residents;
  for (const name of SUMMED) if (residents > 0) row[COLUMN[name]!]! /= residents;
  for (const name of MODES) if (active > 0) row[COLUMN[name]!]! /= active;
  row[COLUMN.power!] = run.state.power[0]!;
}

function addProjects({ state }: Run, row: Float64Array, first: number, last: number): void {
  let done = 0;
  let failed = 0;
  for (let b = first; b < last; b++) {
    if (state.outcome[b] === COMPLETED) done++;
    if (state.outcome[b] === FAILED) failed++;
  }
  row[COLUMN.done!] = done;
  row[COLUMN.failed!] = failed;
}

function addMoney({ ledger, scenario }: Run, row: Float64Array, week: number): void {
  const n = ledger.lines.length;
  row[COLUMN.spent!] = spentInWeek(ledger, week) / FEN;
  scenario.interventions.forEach(({ instrument }, slot) => {
    row[COLUMN[`spent_${instrument}`]!]! += ledger.fen[week * n + slot]! / FEN;
  });
}
