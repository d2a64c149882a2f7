import { type RunResult, SERIES } from '../../sim/index.ts';
import type { RunOutcome } from '../engine/ensemble.ts';

export const FORMATS = ['csv', 'json', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

type Cell = string | number;

/**
 * Column names of a table of runs; broken down by group it has two more after the week. Otherwise the columns of the
 * scenario's institutions come last.
 */
export function tableColumns(grouped: boolean, institutions: readonly string[] = []): readonly string[] {
  return ['scenario', 'seed', 'week', ...(grouped ? ['by', 'group'] : []), ...SERIES, ...(grouped ? [] : institutions)];
}

/**
 * The weekly rows of runs as text, piece by piece, in the order of the outcomes. Failed runs leave no rows.
 *
 * @param grouped rows by week and group instead of by week; the runs must have been asked for it (`observe.by`)
 * @param institutions columns that the runs' institutions add (`institutionSeries` of their scenario)
 */
export async function* tableText(
  outcomes: AsyncIterable<RunOutcome>,
  format: Format,
  grouped = false,
  institutions: readonly string[] = [],
): AsyncGenerator<string> {
  const columns = tableColumns(grouped, institutions);
  if (format === 'csv') yield csvLine(columns);
  if (format === 'json') yield '[';
  let first = true;
  for await (const outcome of outcomes) {
    if (!outcome.ok) continue;
    // one piece of text per run, cut where it gets long
    let piece = '';
    for (const row of grouped ? groupRows(outcome.result) : weekRows(outcome.result)) {
      if (format === 'csv') piece += csvLine(row);
      else if (format === 'ndjson') piece += `${jsonObject(columns, row)}\n`;
      else piece += `${first ? '\n' : ',\n'}${jsonObject(columns, row)}`;
      first = false;
      if (piece.length > 1 << 16) {
        yield piece;
        piece = '';
      }
    }
    yield piece;
  }
  if (format === 'json') yield first ? ']\n' : '\n]\n';
}

function* weekRows({ scenario, seed, weeks, series, institutions }: RunResult): Generator<Cell[]> {
  const width = SERIES.length;
  const more = institutions.columns.length;
  for (let week = 0; week < weeks; week++) {
    const own = institutions.values.subarray(week * more, (week + 1) * more);
    yield [scenario, seed, week, ...series.subarray(week * width, (week + 1) * width), ...own];
  }
}

function* groupRows({ scenario, seed, weeks, grouped }: RunResult): Generator<Cell[]> {
  if (grouped === null) return;
  const width = SERIES.length;
  for (let week = 0, at = 0; week < weeks; week++) {
    for (const group of grouped.groups) {
      yield [scenario, seed, week, grouped.by, group, ...grouped.values.subarray(at, at + width)];
      at += width;
    }
  }
}

/** A line of RFC 4180, ended by LF; what is not a number is an empty field. */
export function csvLine(cells: readonly (Cell | null)[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(cell: Cell | null): string {
  if (cell === null || Number.isNaN(cell)) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One object on one line; `JSON.stringify` writes finite numbers as `String` does, and NaN as null. */
function jsonObject(columns: readonly string[], row: readonly Cell[]): string {
  return JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, row[i]])));
}
