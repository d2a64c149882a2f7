/**
 * Where two runs of a seed part: up to the first week in which their interventions differ they are one run. A
 * checkpoint keeps a run at such a week, so that after a change of policy only the weeks from there are computed.
 */
import type { Ledger } from './ledger.ts';
import type { Intervention, Scenario } from './scenario.ts';
import { fingerprint } from './snapshot.ts';
import type { ColumnArray } from './state.ts';

export interface Checkpoint {
  /** What must be equal for another run to begin here, see {@link checkpointId}. */
  readonly id: string;
  readonly scenario: Scenario;
  /** Weeks done. */
  readonly week: number;
  readonly columns: readonly ColumnArray[];
  readonly lines: Readonly<Record<string, LineSoFar>>;
}

/** A line of the ledger up to the checkpoint's week. */
interface LineSoFar {
  readonly doses: Float64Array;
  readonly fen: Float64Array;
  readonly spent: number;
  readonly over: number;
}

/** Names what runs must share to share weeks: start, horizon, budget, institutions and what is observed. */
export function checkpointId(startId: string, { parameters, institutions }: Scenario, observe: unknown): string {
  return fingerprint([startId, parameters.weeks, parameters.budget, institutions, observe]);
}

/**
 * The first week in which two scenarios that share everything but their interventions can differ: the horizon when
 * they do not. Where only an end has moved it is the earlier end, otherwise the earlier beginning of what differs.
 */
export function firstDifference(a: Scenario, b: Scenario): number {
  const { weeks } = a.parameters;
  const ids = new Set([...a.interventions, ...b.interventions].map(({ id }) => id));
  let first = weeks;
  for (const id of ids) {
    const one = a.interventions.find((intervention) => intervention.id === id);
    const other = b.interventions.find((intervention) => intervention.id === id);
    first = Math.min(first, parting(one, other, weeks));
  }
  return first;
}

function parting(one: Intervention | undefined, other: Intervention | undefined, weeks: number): number {
  if (!one || !other) return Math.min(weeks, (one ?? other)?.from ?? weeks);
  if (JSON.stringify(one) === JSON.stringify(other)) return weeks;
  if (JSON.stringify({ ...one, to: null }) === JSON.stringify({ ...other, to: null })) {
    return Math.min(weeks, one.to ?? weeks, other.to ?? weeks);
  }
  return Math.min(weeks, one.from, other.from);
}

export function takeCheckpoint(
  id: string,
  scenario: Scenario,
  week: number,
  columns: readonly ColumnArray[],
  ledger: Ledger,
): Checkpoint {
  const width = ledger.lines.length;
  const lines = ledger.lines.map(({ name }, k): [string, LineSoFar] => {
    const upTo = (table: Float64Array) => Float64Array.from({ length: week }, (_, w) => table[w * width + k]!);
    return [name, { doses: upTo(ledger.doses), fen: upTo(ledger.fen), spent: ledger.spent[k]!, over: ledger.over[k]! }];
  });
  return { id, scenario, week, columns: columns.map((column) => column.slice()), lines: Object.fromEntries(lines) };
}

/** Puts a run where a checkpoint was taken. Lines of interventions that begin later stay empty. */
export function restoreCheckpoint(checkpoint: Checkpoint, columns: readonly ColumnArray[], ledger: Ledger): void {
  columns.forEach((column, k) => {
    column.set(checkpoint.columns[k]!);
  });
  const width = ledger.lines.length;
  ledger.lines.forEach(({ name }, k) => {
    const line = checkpoint.lines[name];
    if (!line) return;
    for (let w = 0; w < checkpoint.week; w++) {
      ledger.doses[w * width + k] = line.doses[w]!;
      ledger.fen[w * width + k] = line.fen[w]!;
    }
    ledger.spent[k] = line.spent;
    ledger.over[k] = line.over;
  });
}
