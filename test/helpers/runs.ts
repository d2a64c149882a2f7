import { COLUMN, SERIES } from '../../sim/index.ts';

/** A value of a weekly series, by name. */
export function value(series: Float64Array, week: number, name: string): number {
  return series[week * SERIES.length + COLUMN[name]!]!;
}

/** Indices at which two columns differ. */
export function changed(before: Float32Array, after: Float32Array): number[] {
  return Array.from(before.keys()).filter((i) => before[i] !== after[i]);
}
