/** From the outcomes of runs to the numbers of charts: what all charts share. Plain functions on plain arrays. */
import type { RunResult } from '../../sim/index.ts';
import type { RunOutcome } from '../../src/engine/ensemble.ts';
import type { Kit } from '../../src/kit.ts';
import type { Identity } from '../theme.ts';

export type Interval = readonly [low: number, high: number];

/** What has been run so far. */
export interface Ensemble {
  readonly outcomes: readonly RunOutcome[];
  /** In the order of the request: a place in this list is an outcome's `scenarioIndex`. */
  readonly scenarios: readonly Identity[];
  /** Place of the scenario that all others are compared with. */
  readonly baseline: number;
}

/** The finished runs of a scenario, by seed. */
export function runsOf({ outcomes }: Ensemble, place: number): Map<number, RunResult> {
  const runs = new Map<number, RunResult>();
  for (const outcome of outcomes) {
    if (outcome.ok && outcome.scenarioIndex === place) runs.set(outcome.seedIndex, outcome.result);
  }
  return runs;
}

/** Runs of the baseline and of a policy with the same seed, where both are there. */
export function pairsOf(ensemble: Ensemble, policy: number): { baseline: RunResult; policy: RunResult }[] {
  const base = runsOf(ensemble, ensemble.baseline);
  return [...runsOf(ensemble, policy)].flatMap(([seed, result]) => {
    const baseline = base.get(seed);
    return baseline ? [{ baseline, policy: result }] : [];
  });
}

/** Places of all scenarios but the baseline. */
export function policiesOf({ scenarios, baseline }: Ensemble): number[] {
  return scenarios.map((_, place) => place).filter((place) => place !== baseline);
}

/** A number over runs: its mean, where 90 % of runs lie, and the 90 % t-interval of the mean. */
export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly interval: Interval | null;
}

export function spread(values: ArrayLike<number>, kit: Kit): Spread {
  return {
    mean: kit.mean(values),
    low: kit.quantile(values, 0.05),
    high: kit.quantile(values, 0.95),
    interval: kit.meanInterval(values),
  };
}

/** A line over weeks, with the bands of runs where there are enough of them. */
export interface Line {
  readonly mean: Float64Array;
  /** 5, 25, 75 and 95 % of the runs lie below. */
  readonly bands: readonly [Float64Array, Float64Array, Float64Array, Float64Array] | null;
}

/** From so many runs on, bands are drawn. */
export const BAND_RUNS = 30;
const BANDS = [0.05, 0.25, 0.75, 0.95] as const;

/**
 * A weekly value over runs.
 *
 * @param of the value of a run in a week
 */
export function lineOf(
  runs: readonly RunResult[],
  of: (run: RunResult, week: number) => number,
  kit: Kit,
  withBands = true,
): Line {
  const weeks = runs[0]?.weeks ?? 0;
  const mean = new Float64Array(weeks);
  const bands = BANDS.map(() => new Float64Array(weeks));
  const shown = withBands && runs.length >= BAND_RUNS;
  const values = new Float64Array(runs.length);
  for (const run of runs) for (let week = 0; week < weeks; week++) mean[week] += of(run, week) / runs.length;
  for (let week = 0; shown && week < weeks; week++) {
    for (let r = 0; r < runs.length; r++) values[r] = of(runs[r], week);
    values.sort();
    BANDS.forEach((p, b) => {
      bands[b][week] = kit.quantileSorted(values, p);
    });
  }
  return { mean, bands: shown ? (bands as unknown as NonNullable<Line['bands']>) : null };
}

/** The value of a series column in a week. */
export function seriesValue(kit: Kit, column: string): (run: RunResult, week: number) => number {
  const at = kit.column[column];
  return (run, week) => run.series[week * kit.width + at];
}
