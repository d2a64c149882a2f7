/**
 * Step 5: the week's row. Sums run over the residents of a block in order, then over blocks in order, in double; so
 * a row has the same bits however the work was divided.
 */
import { spentInWeek } from '../ledger.ts';
import { COLUMN, type Dimension, MODES, SERIES } from '../result.ts';
import { type Run, residentsOf, stairwellsOf } from '../run.ts';
import { AGES, INSTRUMENTS, STAGES, TENURES } from '../scenario.ts';

const WIDTH = SERIES.length;
const FEN = 100;
/** Columns that hold means over residents, and the resident's own column each is the mean of. */
const MEANS = [
  'motivation',
  'trust',
  'efficacy',
  'habit',
  'knowHow',
  'attachment',
  'crowding',
  'arousal',
  'fatigue',
] as const;
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

const COMMUNITY: Grouping = { groups: ['community'], groupOf: () => 0 };

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

/** Writes the week's row of the community into `rows` at `week`. */
export function createObserve(run: Run, rows: Float64Array): (week: number) => void {
  const summing = createSums(run, COMMUNITY);
  return (week) => {
    const row = rows.subarray(week * WIDTH, (week + 1) * WIDTH);
    summing(row);
    addProjects(run, row, 0, run.sizes.block);
    addMoney(run, row, week);
  };
}

/** Writes the week's rows of every group; what belongs to no group is NaN, blocks excepted for their projects. */
export function createGroupedObserve(run: Run, by: Dimension, rows: Float64Array): (week: number) => void {
  const grouping = groupingBy(run, by);
  const summing = createSums(run, grouping);
  const length = grouping.groups.length * WIDTH;
  return (week) => {
    const all = rows.subarray(week * length, (week + 1) * length);
    summing(all);
    grouping.groups.forEach((_, g) => {
      const row = all.subarray(g * WIDTH, (g + 1) * WIDTH);
      for (const name of NOT_ATTRIBUTABLE) row[COLUMN[name]!] = Number.NaN;
      if (by === 'block') addProjects(run, row, g, g + 1);
    });
  };
}

function createSums(run: Run, { groups, groupOf }: Grouping): (rows: Float64Array) => void {
  const { state, sizes } = run;
  const { mode, stage, event, quality, effect, stairwellStart } = state;
  const columns = MEANS.map((name) => ({ values: state[name], place: COLUMN[name]! }));
  const place = (name: string) => COLUMN[name]!;
  const [residents, active, firstStage, firstMode] = [
    place('residents'),
    place('active'),
    place('bystander'),
    place('voice'),
  ];
  const events = EVENTS.map((name) => (name === '' ? -1 : place(name)));
  const [qualityPlace, effectPlace] = [place('quality'), place('effect')];
  const blockRows = new Float64Array(groups.length * WIDTH);

  const addBlock = (b: number) => {
    const [firstStairwell, lastStairwell] = stairwellsOf(run, b);
    for (let s = firstStairwell; s < lastStairwell; s++) {
      for (let i = stairwellStart[s]!; i < stairwellStart[s + 1]!; i++) {
        const at = groupOf(i, b) * WIDTH;
        blockRows[at + residents]!++;
        blockRows[at + firstStage + stage[i]!]!++;
        if (event[i] !== 0) blockRows[at + events[event[i]!]!]!++;
        if (mode[i] !== 0) {
          blockRows[at + active]!++;
          blockRows[at + firstMode + mode[i]! - 1]!++;
        }
        blockRows[at + qualityPlace]! += quality[s]!;
        blockRows[at + effectPlace]! += effect[b]!;
      }
    }
    const [first, last] = residentsOf(run, b);
    for (const { values, place: column } of columns) {
      for (let i = first; i < last; i++) blockRows[groupOf(i, b) * WIDTH + column]! += values[i]!;
    }
  };

  return (rows) => {
    rows.fill(0);
    for (let b = 0; b < sizes.block; b++) {
      blockRows.fill(0);
      addBlock(b);
      for (let k = 0; k < blockRows.length; k++) rows[k]! += blockRows[k]!;
    }
    for (let g = 0; g < groups.length; g++) finish(run, rows.subarray(g * WIDTH, (g + 1) * WIDTH));
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
  const n = ledger.accounts.length;
  row[COLUMN.spent!] = spentInWeek(ledger, week) / FEN;
  scenario.interventions.forEach(({ instrument }, slot) => {
    row[COLUMN[`spent_${instrument}`]!]! += ledger.fen[week * n + slot]! / FEN;
  });
}
