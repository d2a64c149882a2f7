import { contrast, summarize } from './contrast.ts';
import { MEASURES, type MeasureName } from './measures.ts';
import type { Contents, Outcomes } from './outcomes.ts';
import { type Interval, meanInterval, variance } from './statistics.ts';

/** A measure of a policy, over all points and seeds. */
export interface MeasureSummary {
  readonly policy: string;
  readonly measure: string;
  readonly runs: number;
  readonly mean: number;
  /** 90 % t-interval of the mean, from the means of the seeds; `null` for a single seed. */
  readonly interval: Interval | null;
  readonly median: number;
  /** Between them lie 90 % of runs. */
  readonly quantiles: Interval;
}

/** A policy against the first one: the same seeds, the same points. */
export interface PairedContrast {
  readonly policy: string;
  readonly baseline: string;
  readonly measure: string;
  readonly pairs: number;
  readonly mean: number;
  /** 90 % t-interval of the mean difference, from one difference per seed, averaged over points. */
  readonly interval: Interval | null;
  /** Between them lie 90 % of the differences of single runs. */
  readonly quantiles: Interval;
  readonly more: number;
  readonly fewer: number;
  /** How many times the runs that unpaired seeds would need for an interval of this width; `null`: not defined. */
  readonly varianceReduction: number | null;
  readonly verdict: string;
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
  readonly points: number;
  readonly seeds: number;
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
  const { name, points, seeds, policies } = contents;
  const measures: MeasureSummary[] = [];
  const contrasts: PairedContrast[] = [];
  for (const measure of contents.measures) {
    const outcomes = await source.outcomes(measure);
    for (let k = 0; k < policies.length; k++) {
      measures.push(measureSummary(contents, outcomes, measure, k));
      if (k > 0) contrasts.push(pairedContrast(contents, outcomes, measure, k));
    }
  }
  return { name, ...(await source.counts()), points, seeds, measures, contrasts, bands: await source.bands() };
}

const present = (values: Float64Array) => values.filter((value) => !Number.isNaN(value));

function valuesOf(outcomes: Outcomes, policy: number): Float64Array {
  const { points, seeds } = outcomes;
  return Float64Array.from({ length: points * seeds }, (_, i) =>
    outcomes.at(policy, i % points, Math.floor(i / points)),
  );
}

function measureSummary({ policies }: Contents, outcomes: Outcomes, measure: string, policy: number): MeasureSummary {
  const values = present(valuesOf(outcomes, policy));
  const interval = meanInterval(present(outcomes.meansBySeed(policy)));
  return { policy: policies[policy], measure, ...summarize(values), interval };
}

/** The difference of a policy from the first one, paired by seed and point. */
export function pairedContrast(
  { policies, spec }: Contents,
  outcomes: Outcomes,
  measure: string,
  policy: number,
): PairedContrast {
  const better = MEASURES[measure as MeasureName]?.better;
  const single = contrast(valuesOf(outcomes, policy), valuesOf(outcomes, 0), better);
  const points = outcomes.wholePoints();
  const own = outcomes.meansBySeed(policy, points);
  const base = outcomes.meansBySeed(0, points);
  const differences = own.map((value, i) => value - base[i]);
  const usable = points.length > 0 && spec.luck === 'same';
  const interval = usable ? meanInterval(differences) : null;
  const apart = variance(differences);
  const verdict =
    interval === null ? 'cannot tell' : interval[0] > 0 ? 'more' : interval[1] < 0 ? 'fewer' : 'cannot tell';
  return {
    policy: policies[policy],
    baseline: policies[0],
    measure,
    pairs: single.runs,
    mean: single.mean,
    interval,
    quantiles: single.quantiles,
    more: single.more,
    fewer: single.fewer,
    varianceReduction: usable && apart > 0 ? (variance(own) + variance(base)) / apart : null,
    verdict,
  };
}
