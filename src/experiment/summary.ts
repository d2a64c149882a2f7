import { clusterMean } from './clusters.ts';
import { contrast, summarize } from './contrast.ts';
import { MEASURES, type MeasureName } from './measures.ts';
import { type Contents, type LeftOut, leftOut, type Outcomes } from './outcomes.ts';
import { type Interval, intervalAround, welchFreedom } from './statistics.ts';

/** A measure of a policy, over the runs that define it: all numbers are of the same runs. */
export interface MeasureSummary {
  readonly policy: string;
  readonly measure: string;
  readonly runs: number;
  /** Seeds with a value: the clusters that the interval rests on. */
  readonly seeds: number;
  /** Over the runs that have a value: it says nothing of those that failed or do not define the measure. */
  readonly mean: number;
  /** 90 % t-interval of the mean, with the seeds as clusters; `null` for a single seed. */
  readonly interval: Interval | null;
  readonly median: number;
  /** Between them lie 90 % of runs. */
  readonly quantiles: Interval;
  readonly leftOut: LeftOut;
}

/** A policy against the first one: the same points and, unless luck is of each run's own, the same luck. */
export interface PairedContrast {
  readonly policy: string;
  readonly baseline: string;
  readonly measure: string;
  /** Whether both runs of a pair had the same luck. */
  readonly paired: boolean;
  /** Seeds and points at which both have a value; all numbers are of these. */
  readonly pairs: number;
  /** Seeds of the pairs. */
  readonly seeds: number;
  /** Over the pairs: it says nothing of seeds and points at which one of the two failed or does not define the measure. */
  readonly mean: number;
  /** 90 % interval of the mean difference: Student's of paired differences, with the seeds as clusters, else Welch's. */
  readonly interval: Interval | null;
  /** Degrees of freedom of the interval; no whole number where it is Welch's. */
  readonly freedom: number | null;
  /** Between them lie 90 % of the differences of single runs. */
  readonly quantiles: Interval;
  readonly more: number;
  readonly fewer: number;
  /** How many times the runs that unpaired seeds would need for an interval of this width; `null`: not defined. */
  readonly varianceReduction: number | null;
  readonly verdict: string;
  /** Pairs that are not counted, because one of the two runs has no value. */
  readonly leftOut: LeftOut;
}

/** A weekly series over the runs of a policy: quantiles at every kept week. */
export interface Band {
  readonly policy: string;
  readonly series: string;
  readonly week: number;
  readonly runs: number;
  readonly low: number;
  readonly quarter: number;
  readonly median: number;
  readonly threeQuarters: number;
  readonly high: number;
}

export interface ExperimentSummary {
  readonly name: string;
  readonly runs: number;
  readonly failed: number;
  readonly policies: number;
  readonly points: number;
  /** Seeds that all numbers are of, the first ones of those planned. */
  readonly seeds: number;
  readonly planned: number;
  readonly measures: readonly MeasureSummary[];
  readonly contrasts: readonly PairedContrast[];
  readonly bands: readonly Band[];
}

/** Where the numbers of a summary come from. */
export interface SummarySource {
  readonly contents: Contents;
  outcomes(measure: string): Promise<Outcomes>;
  bands(): Promise<Band[]>;
  counts(): Promise<{ readonly runs: number; readonly failed: number }>;
}

export async function summarizeExperiment(source: SummarySource): Promise<ExperimentSummary> {
  const { contents } = source;
  const { name, points, seeds, planned, policies } = contents;
  const measures: MeasureSummary[] = [];
  const contrasts: PairedContrast[] = [];
  for (const measure of contents.measures) {
    const outcomes = await source.outcomes(measure);
    for (let k = 0; k < policies.length; k++) {
      measures.push(measureSummary(contents, outcomes, measure, k));
      if (k > 0) contrasts.push(pairedContrast(contents, outcomes, measure, k));
    }
  }
  return {
    name,
    ...(await source.counts()),
    policies: policies.length,
    points,
    seeds,
    planned,
    measures,
    contrasts,
    bands: await source.bands(),
  };
}

function measureSummary({ policies }: Contents, outcomes: Outcomes, measure: string, policy: number): MeasureSummary {
  const { points } = outcomes;
  const values = outcomes.of(policy);
  const { square, freedom } = clusterMean(values, points);
  const summary = summarize(values.filter((value) => !Number.isNaN(value)));
  const interval = intervalAround(summary.mean, square, freedom);
  const seeds = freedom + 1;
  return { policy: policies[policy], measure, ...summary, seeds, interval, leftOut: leftOut(values, points) };
}

/** The difference of a policy from the first one, paired by seed and point. */
export function pairedContrast(
  { policies, spec }: Contents,
  outcomes: Outcomes,
  measure: string,
  policy: number,
): PairedContrast {
  const { points } = outcomes;
  const better = MEASURES[measure as MeasureName]?.better;
  const [values, baseline] = [outcomes.of(policy), outcomes.of(0)];
  const single = contrast(values, baseline, better);
  const differences = values.map((value, i) => value - baseline[i]);
  const both = (list: Float64Array) => list.map((value, i) => (Number.isNaN(differences[i]) ? Number.NaN : value));
  const [own, base] = [clusterMean(both(values), points), clusterMean(both(baseline), points)];
  const paired = spec.luck === 'same';
  const apart = paired ? clusterMean(differences, points).square : own.square + base.square;
  const freedom = paired || apart === 0 ? own.freedom : welchFreedom(own, base);
  const interval = intervalAround(single.mean, apart, freedom);
  const verdict =
    interval === null ? 'cannot tell' : interval[0] > 0 ? 'more' : interval[1] < 0 ? 'fewer' : 'cannot tell';
  return {
    policy: policies[policy],
    baseline: policies[0],
    measure,
    paired,
    pairs: single.runs,
    seeds: own.freedom + 1,
    mean: single.mean,
    interval,
    freedom: interval === null ? null : freedom,
    quantiles: single.quantiles,
    more: single.more,
    fewer: single.fewer,
    varianceReduction: paired && apart > 0 ? (own.square + base.square) / apart : null,
    verdict,
    leftOut: leftOut(differences, points),
  };
}
