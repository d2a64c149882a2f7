import { extent } from '../statistics.ts';

/** A parameter that an experiment varies. */
export interface Varied {
  readonly path: string;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  /** The only values it takes, in order; otherwise everything from `min` to `max`. */
  readonly values: readonly Value[] | null;
}

export type Value = number | string | boolean;

/** Points of the space of the varied parameters, each to be had on its own: designs of any size take no memory. */
export interface Design {
  readonly points: number;
  /** The values of the varied parameters at a point; `null`: as the scenario has it. */
  at(point: number): readonly (Value | null)[];
}

/** Points of the unit cube. */
export interface UnitDesign {
  readonly points: number;
  at(point: number): readonly number[];
}

/** The value of a parameter at a place of its range, 0 … 1; whole numbers and listed values get equal parts of it. */
export function scaled({ min, max, integer, values }: Varied, u: number): Value {
  if (values !== null) return values[Math.min(values.length - 1, Math.floor(u * values.length))]!;
  if (integer) return Math.min(max, min + Math.floor(u * (max - min + 1)));
  return u === 1 ? max : min + u * (max - min);
}

/** The place of a value in the range of its parameter, 0 … 1; of words, or of a range without width, its place in the list. */
export function placeIn({ min, max, values }: Varied, value: Value): number {
  const numbers = values === null ? [min, max] : values.every((v) => typeof v === 'number') ? values : null;
  if (numbers === null) return (values ?? []).indexOf(value) / ((values ?? []).length - 1 || 1);
  const [low, high] = extent(numbers);
  return high > low ? ((value as number) - low) / (high - low) : 0;
}

/** A design of the unit cube in the ranges of the parameters. */
export function inRanges(design: UnitDesign, vary: readonly Varied[]): Design {
  return {
    points: design.points,
    at: (point) => design.at(point).map((u, j) => scaled(vary[j]!, u)),
  };
}
