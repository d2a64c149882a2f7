import type { RunOutcome } from '../engine/ensemble.ts';
import { applies, type Experiment, interventionsOf, type RunPlace } from './experiment.ts';
import type { Kept } from './extract.ts';
import { summaryName } from './schema.ts';

export type CellType = 'BIGINT' | 'INTEGER' | 'DOUBLE' | 'VARCHAR';
export type Cell = number | string | null;

export interface Column {
  readonly name: string;
  readonly type: CellType;
}

export const TABLES = ['runs', 'series', 'ledger'] as const;
export type TableName = (typeof TABLES)[number];

/** Columns of the table of runs beside the varied parameters and the summaries. */
export const RUN_COLUMNS = [
  'run',
  'policy',
  'point',
  'replicate',
  'seed',
  'status',
  'error',
  'residents',
  'digest',
  'ledgerDigest',
] as const;

/** The columns of every table of an experiment. `series` and `ledger` refer to a run by its number. */
export function tableColumns(experiment: Experiment): Readonly<Record<TableName, readonly Column[]>> {
  const { spec, vary } = experiment;
  const numeric = numericColumns(experiment);
  return {
    runs: [
      { name: 'run', type: 'BIGINT' },
      { name: 'policy', type: 'VARCHAR' },
      { name: 'point', type: 'BIGINT' },
      { name: 'replicate', type: 'BIGINT' },
      { name: 'seed', type: 'VARCHAR' },
      ...vary.map(({ path }, j) => ({ name: path, type: numeric[j] ? 'DOUBLE' : 'VARCHAR' }) as const),
      { name: 'status', type: 'VARCHAR' },
      { name: 'error', type: 'VARCHAR' },
      { name: 'residents', type: 'INTEGER' },
      ...spec.keep.summaries.map((summary) => ({ name: summaryName(summary), type: 'DOUBLE' }) as const),
      { name: 'digest', type: 'VARCHAR' },
      { name: 'ledgerDigest', type: 'VARCHAR' },
    ],
    series: [
      { name: 'run', type: 'BIGINT' },
      { name: 'week', type: 'INTEGER' },
      ...spec.keep.series.map((name) => ({ name, type: 'DOUBLE' }) as const),
    ],
    ledger: [
      { name: 'run', type: 'BIGINT' },
      { name: 'week', type: 'INTEGER' },
      { name: 'line', type: 'VARCHAR' },
      { name: 'intervention', type: 'INTEGER' },
      { name: 'instrument', type: 'VARCHAR' },
      { name: 'doses', type: 'DOUBLE' },
      { name: 'fen', type: 'BIGINT' },
    ],
  };
}

/** By varied parameter, whether all its values are numbers. */
function numericColumns({ spec: { design }, vary }: Experiment): readonly boolean[] {
  return vary.map(({ path, values }) => {
    const given = design.type === 'list' ? design.points.flatMap((point) => point[path] ?? []) : (values ?? []);
    return given.every((value) => typeof value === 'number');
  });
}

/**
 * Makes the row of a run, failed or not, in the order of the columns; `kept` is what was extracted from one that is done.
 * What all rows have in common is found once: a list may have as many points as there are runs.
 */
export function runRows(
  experiment: Experiment,
): (place: RunPlace, seed: string, outcome: RunOutcome, kept: Kept | null) => Cell[] {
  const numeric = numericColumns(experiment);
  // a parameter that the policy does not have was not varied for it
  const varied = experiment.policies.map(({ scenario }) => experiment.vary.map(({ path }) => applies(scenario, path)));
  return (place, seed, outcome, kept) => runRow(experiment, numeric, varied[place.policy], place, seed, outcome, kept);
}

function runRow(
  { spec, vary, design, policies }: Experiment,
  numeric: readonly boolean[],
  varied: readonly boolean[],
  place: RunPlace,
  seed: string,
  outcome: RunOutcome,
  kept: Kept | null,
): Cell[] {
  const result = outcome.ok ? outcome.result : null;
  const at = vary.length === 0 ? [] : design.at(place.point);
  return [
    place.run,
    policies[place.policy].name,
    place.point,
    place.seed + 1,
    seed,
    ...vary.map((_, j) => {
      const value = varied[j] ? at[j] : null;
      return value === null || numeric[j] ? (value as number | null) : String(value);
    }),
    outcome.ok ? 'done' : 'failed',
    outcome.ok ? null : `${outcome.error.name}: ${outcome.error.message}`,
    result?.residents ?? null,
    ...spec.keep.summaries.map((_, k) => (kept ? orNull(kept.summaries[k]) : null)),
    result?.digests.residents ?? null,
    result?.digests.ledger ?? null,
  ];
}

/** The rows of a run's ledger, of interventions and of institutions. */
export function ledgerRows(
  { policies }: Experiment,
  { run, policy }: RunPlace,
  lines: readonly string[],
  { ledger }: Kept,
): Cell[][] {
  // a line is named by the intervention's id; at a point some may be disabled, so that places are not those of the policy
  const interventions = new Map(interventionsOf(policies[policy].scenario).map((one) => [String(one.id), one]));
  return Array.from({ length: ledger.length / 4 }, (_, entry) => {
    const [week, line, doses, fen] = ledger.subarray(4 * entry, 4 * entry + 4);
    const { id = null, instrument = null } = interventions.get(lines[line]) ?? {};
    return [run, week, lines[line], id, instrument, doses, fen];
  });
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
