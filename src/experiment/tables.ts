import type { RunResult } from '../../sim/index.ts';
import type { RunOutcome } from '../engine/ensemble.ts';
import { applies, type Experiment, type RunPlace } from './experiment.ts';
import { column, MEASURES, type MeasureName } from './measures.ts';
import { type SummarySpec, summaryName } from './schema.ts';

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
export function tableColumns({ spec, vary }: Experiment): Readonly<Record<TableName, readonly Column[]>> {
  return {
    runs: [
      { name: 'run', type: 'BIGINT' },
      { name: 'policy', type: 'VARCHAR' },
      { name: 'point', type: 'BIGINT' },
      { name: 'replicate', type: 'BIGINT' },
      { name: 'seed', type: 'VARCHAR' },
      ...vary.map(
        ({ path }, j) => ({ name: path, type: isNumeric(spec, vary[j].values, path) ? 'DOUBLE' : 'VARCHAR' }) as const,
      ),
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

function isNumeric(spec: Experiment['spec'], values: readonly unknown[] | null, path: string): boolean {
  const given = spec.design.type === 'list' ? spec.design.points.flatMap((point) => point[path] ?? []) : (values ?? []);
  return given.every((value) => typeof value === 'number');
}

/** The value of a kept summary; `null` where it is not defined for this run. */
function summaryOf(summary: SummarySpec, result: RunResult): number | null {
  const value = typeof summary === 'string' ? MEASURES[summary as MeasureName].of(result) : statistic(summary, result);
  return Number.isFinite(value) ? value : null;
}

function statistic(summary: Exclude<SummarySpec, string>, result: RunResult): number {
  const values = column(result, summary.series).slice(summary.from, summary.to ?? result.weeks);
  const sum = () => values.reduce((total, value) => total + value, 0);
  switch (summary.statistic) {
    case 'mean':
      return sum() / values.length;
    case 'sum':
      return sum();
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    default:
      return values.at(-1) ?? Number.NaN;
  }
}

/** The row of a run, failed or not, in the order of the columns. */
export function runRow(experiment: Experiment, place: RunPlace, seed: string, outcome: RunOutcome): Cell[] {
  const { spec, vary, design, policies } = experiment;
  const result = outcome.ok ? outcome.result : null;
  const at = vary.length === 0 ? [] : design.at(place.point);
  return [
    place.run,
    policies[place.policy].name,
    place.point,
    place.seed + 1,
    seed,
    ...vary.map(({ values, path }, j) => {
      // a parameter that the policy does not have was not varied for it
      const value = applies(policies[place.policy].scenario, path) ? at[j] : null;
      return value === null || isNumeric(spec, values, path) ? (value as number | null) : String(value);
    }),
    outcome.ok ? 'done' : 'failed',
    outcome.ok ? null : `${outcome.error.name}: ${outcome.error.message}`,
    result?.residents ?? null,
    ...spec.keep.summaries.map((summary) => (result ? summaryOf(summary, result) : null)),
    result?.digests.residents ?? null,
    result?.digests.ledger ?? null,
  ];
}

/** Calls back with every kept week: its number, and where its values begin in `series`. */
export function eachKeptWeek({ spec }: Experiment, weeks: number, visit: (week: number) => void): void {
  const { weeks: kept } = spec.keep;
  if (kept === 'none') return;
  if (Array.isArray(kept)) {
    for (const week of kept) if (week < weeks) visit(week);
    return;
  }
  const every = kept === 'all' ? 1 : kept.every;
  for (let week = every - 1; week < weeks; week += every) visit(week);
}

/** Calls back with every entry of a run's ledger: a week without a dose and without a payment is none. */
export function eachLedgerRow(
  { policies }: Experiment,
  { run, policy }: RunPlace,
  { weeks, lines, ledger }: RunResult,
  visit: (row: Cell[]) => void,
): void {
  if (!ledger) return;
  const { doses, fen } = ledger;
  const { interventions } = policies[policy].scenario;
  for (let week = 0, at = 0; week < weeks; week++) {
    for (let line = 0; line < lines.length; line++, at++) {
      if (doses[at] === 0 && fen[at] === 0) continue;
      // the lines of interventions come first, then those of institutions
      const { id = null, instrument = null } = interventions[line] ?? {};
      visit([run, week, lines[line], id, instrument, doses[at], fen[at]]);
    }
  }
}

/** The weekly values of every kept series. */
export function keptSeries({ spec }: Experiment, result: RunResult): readonly Float64Array[] {
  return spec.keep.series.map((name) => column(result, name));
}
