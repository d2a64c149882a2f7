import type { Database } from '../store/duckdb.ts';
import { quoted } from '../store/duckdb.ts';
import { contrast, summarize } from './contrast.ts';
import { MEASURES, type MeasureName } from './measures.ts';
import { type Contents, type Outcomes, readOutcomes } from './outcomes.ts';
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

export async function summarizeExperiment(database: Database, contents: Contents): Promise<ExperimentSummary> {
  const measures: MeasureSummary[] = [];
  const contrasts: PairedContrast[] = [];
  for (const measure of contents.measures) {
    const outcomes = await readOutcomes(database, contents, measure);
    contents.policies.forEach((_, k) => measures.push(measureSummary(contents, outcomes, measure, k)));
    contents.policies.slice(1).forEach((_, i) => contrasts.push(pairedContrast(contents, outcomes, measure, i + 1)));
  }
  const [[runs, failed]] = await database.rows(`SELECT count(*), count(*) FILTER (status = 'failed') FROM runs`);
  const { name, points, seeds } = contents;
  return {
    name,
    runs: Number(runs),
    failed: Number(failed),
    points,
    seeds,
    measures,
    contrasts,
    bands: await readBands(database, contents),
  };
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

async function readBands(database: Database, { policies, spec }: Contents): Promise<Band[]> {
  if (spec.keep.weeks === 'none') return [];
  const bands: Band[] = [];
  for (const series of spec.keep.series) {
    const rows = await database.rows(
      `SELECT r.policy, s.week, count(*), quantile_cont(s.${quoted(series)}, [0.05, 0.25, 0.5, 0.75, 0.95])
       FROM series s JOIN runs r ON r.run = s.run GROUP BY r.policy, s.week ORDER BY r.policy, s.week`,
    );
    for (const [policy, week, runs, quantiles] of rows) {
      const [low, quarter, median, threeQuarters, high] = (quantiles as unknown as { items: number[] }).items;
      bands.push({
        policy: String(policy),
        series,
        week: Number(week),
        runs: Number(runs),
        low,
        quarter,
        median,
        threeQuarters,
        high,
      });
    }
  }
  return bands.sort((a, b) => policies.indexOf(a.policy) - policies.indexOf(b.policy));
}
