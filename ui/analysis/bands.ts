/** Curves over runs, week by week, in residents per 100. */
export interface Bands {
  readonly runs: number;
  readonly median: Float64Array;
  readonly q05: Float64Array;
  readonly q25: Float64Array;
  readonly q75: Float64Array;
  readonly q95: Float64Array;
}

/** The p-quantile of sorted values, by linear interpolation (type 7), as everywhere in this project. */
export function quantileSorted(sorted: Float64Array, p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  return below === position ? low : low + (position - below) * (sorted[below + 1]! - low);
}

/** Pointwise quantiles of curves of equal length. */
export function bandsOf(curves: readonly Float64Array[]): Bands {
  const weeks = curves[0]?.length ?? 0;
  const make = () => new Float64Array(weeks);
  const bands = { runs: curves.length, median: make(), q05: make(), q25: make(), q75: make(), q95: make() };
  const values = new Float64Array(curves.length);
  for (let week = 0; week < weeks; week++) {
    for (let i = 0; i < curves.length; i++) values[i] = curves[i]![week]!;
    values.sort();
    bands.median[week] = quantileSorted(values, 0.5);
    bands.q05[week] = quantileSorted(values, 0.05);
    bands.q25[week] = quantileSorted(values, 0.25);
    bands.q75[week] = quantileSorted(values, 0.75);
    bands.q95[week] = quantileSorted(values, 0.95);
  }
  return bands;
}

/** Runs at fixed depth ranks: the same seeds in every scenario, spread from the lowest to the highest end. */
export function typicalSeeds(curves: readonly (Float64Array | undefined)[], count = 7): readonly number[] {
  const ends = curves.flatMap((curve, i) => (curve ? [{ i, end: meanOfEnd(curve) }] : []));
  if (ends.length <= count) return ends.map(({ i }) => i);
  ends.sort((a, b) => a.end - b.end || a.i - b.i);
  return Array.from({ length: count }, (_, k) => ends[Math.round(((k + 0.5) / count) * (ends.length - 1))]!.i);
}

function meanOfEnd(curve: Float64Array): number {
  const last = curve.subarray(Math.max(0, curve.length - 12));
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}
