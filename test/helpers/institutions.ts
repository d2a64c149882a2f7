import type { RunResult } from '../../sim/index.ts';

/** A value of an institution's series, by its full name (`lifts_approved`); of the last week when none is given. */
export function institutionValue({ institutions, weeks }: RunResult, name: string, week = weeks - 1): number {
  const at = institutions.columns.indexOf(name);
  if (at < 0) throw new Error(`no series ${name}, there are ${institutions.columns.join(', ')}`);
  return institutions.values[week * institutions.columns.length + at]!;
}
