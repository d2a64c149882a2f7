/**
 * What an experiment keeps of a run. It is taken where the run is done, so that a worker sends a fraction of the whole
 * result and the thread that writes results has little to do.
 */
import type { RunResult } from '../../sim/index.ts';
import { cellsOf, column, MEASURES, type MeasureName } from './measures.ts';
import type { ExperimentSpec, SummarySpec } from './schema.ts';

export type Keep = ExperimentSpec['keep'];

/** Numbers only, row by row in arrays that a worker hands over. */
export interface Kept {
  /** In the order of `keep.summaries`; NaN where a summary is not defined for this run. */
  readonly summaries: Float64Array;
  /** A row for every kept week, a column for every kept series. */
  readonly series: Float64Array;
  /** Week, line, doses and fen of every entry of the ledger. */
  readonly ledger: Float64Array;
}

export function extract(keep: Keep, result: RunResult): Kept {
  return {
    summaries: Float64Array.from(keep.summaries, (summary) => summaryOf(summary, result)),
    series: keptSeries(keep, result),
    ledger: keptLedger(keep, result),
  };
}

/** The result without what was extracted from it: who it is of, its digests and the names of its ledger's lines. */
export function bare(result: RunResult): RunResult {
  const { scenario, seed, weeks, residents, lines, gini, digests } = result;
  const none = new Float64Array(0);
  return {
    scenario,
    seed,
    weeks,
    residents,
    lines,
    gini,
    digests,
    series: none,
    grouped: null,
    cards: null,
    deciles: null,
    effort: null,
    institutions: { columns: [], values: none },
    spent: none,
  };
}

/** The weeks that are kept, of a run of so many. */
export function keptWeeks({ weeks: kept }: Keep, weeks: number): number[] {
  if (kept === 'none') return [];
  if (Array.isArray(kept)) return kept.filter((week) => week < weeks);
  const every = kept === 'all' ? 1 : kept.every;
  return Array.from({ length: Math.floor(weeks / every) }, (_, i) => (i + 1) * every - 1);
}

function keptSeries(keep: Keep, result: RunResult): Float64Array {
  const weeks = keptWeeks(keep, result.weeks);
  const width = keep.series.length;
  const rows = new Float64Array(weeks.length * width);
  keep.series.forEach((name, k) => {
    const cells = cellsOf(result, name);
    for (let row = 0; row < weeks.length; row++) {
      rows[row * width + k] = cells ? cells.table[weeks[row] * cells.width + cells.at] : Number.NaN;
    }
  });
  return rows;
}

/** A week without a dose and without a payment is no entry. */
function keptLedger(keep: Keep, { weeks, lines, ledger }: RunResult): Float64Array {
  if (!keep.ledger || !ledger) return new Float64Array(0);
  const { doses, fen } = ledger;
  const entries: number[] = [];
  for (let week = 0, at = 0; week < weeks; week++) {
    for (let line = 0; line < lines.length; line++, at++) {
      if (doses[at] !== 0 || fen[at] !== 0) entries.push(week, line, doses[at], fen[at]);
    }
  }
  return Float64Array.from(entries);
}

function summaryOf(summary: SummarySpec, result: RunResult): number {
  const value = typeof summary === 'string' ? MEASURES[summary as MeasureName].of(result) : statistic(summary, result);
  return Number.isFinite(value) ? value : Number.NaN;
}

function statistic(summary: Exclude<SummarySpec, string>, result: RunResult): number {
  const values = column(result, summary.series).slice(summary.from, summary.to ?? result.weeks);
  // of no weeks nothing can be told, not even that it is nothing
  if (values.length === 0) return Number.NaN;
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
      return values[values.length - 1];
  }
}
