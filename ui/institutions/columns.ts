/** What the charts of institutions share: reading an institution's own values from runs, and drawing side by side. */
import type { RunResult } from '../../sim/index.ts';
import type { Sheet } from '../charts/drawing.ts';
import { type Ensemble, runsOf } from '../data/ensemble.ts';

/** Whether a run has an institution. */
export function hasInstitution({ institutions }: RunResult, name: string): boolean {
  return institutions.columns.some((column) => column.startsWith(`${name}_`));
}

/** A weekly value of an institution, by its own name of the column. */
export function institutionValue(name: string, column: string): (run: RunResult, week: number) => number {
  const key = `${name}_${column}`;
  return ({ institutions: { columns, values } }, week) => values[week * columns.length + columns.indexOf(key)]!;
}

/** The scenarios that have an institution, with their finished runs. */
export function runsWith(ensemble: Ensemble, name: string) {
  return ensemble.scenarios.flatMap((who, place) => {
    const runs = [...runsOf(ensemble, place).values()].filter((run) => hasInstitution(run, name));
    return runs.length > 0 ? [{ who, place, runs }] : [];
  });
}

/** Three months make thirteen weeks: whether one ends with this week. */
export const monthEnds = (week: number) => Math.floor((3 * (week + 1)) / 13) > Math.floor((3 * week) / 13);

/** A part of the sheet as a sheet of its own. */
export function part(sheet: Sheet, x: number, y: number, width: number): Sheet {
  return { ...sheet, g: sheet.g.append('g').attr('transform', `translate(${x},${y})`), width };
}
