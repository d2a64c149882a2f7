import { fiellerInterval, type Interval, mean, meanInterval, quantile, variance } from './statistics.ts';

/** A value over runs. */
export interface Summary {
  readonly runs: number;
  readonly mean: number;
  readonly median: number;
  /** 5 % and 95 % of the runs lie below: 90 % of runs are between. */
  readonly quantiles: Interval;
}

/** A policy against the baseline, seed by seed. */
export interface Contrast extends Summary {
  /** 90 % t-interval of the mean difference; `null` for a single run. */
  readonly interval: Interval | null;
  readonly more: number;
  readonly fewer: number;
  readonly same: number;
  /** Runs in which the policy is better; see {@link MEASURES}. */
  readonly better: number;
  /** "more in k of n" and "fewer in k of n" only where the t-interval excludes 0. */
  readonly verdict: string;
  /** (var A + var B) ÷ var(A − B): how many times the runs that unpaired seeds would need. `null`: not defined. */
  readonly varianceReduction: number | null;
}

/** Cost per additional active resident-week. */
export interface CostPerAct {
  /** Active resident-weeks more than in the baseline. */
  readonly acts: Contrast;
  /** CNY more than in the baseline. */
  readonly cost: Contrast;
  readonly estimate: number | null;
  /** Fieller's 90 % interval. */
  readonly interval: Interval | null;
  readonly verdict: 'interval' | 'cannot tell' | 'no additional acts' | 'no additional cost';
}

export function summarize(values: Float64Array): Summary {
  return {
    runs: values.length,
    mean: mean(values),
    median: quantile(values, 0.5),
    quantiles: [quantile(values, 0.05), quantile(values, 0.95)],
  };
}

/** The pairs in which both values are numbers. */
export function pairs(policy: Float64Array, baseline: Float64Array): [policy: Float64Array, baseline: Float64Array] {
  const both = (_: number, i: number) => !Number.isNaN(policy[i]) && !Number.isNaN(baseline[i]);
  return [policy.filter(both), baseline.filter(both)];
}

/**
 * The paired differences policy − baseline. Both arrays have one value per seed, `NaN` where there is none.
 *
 * @param better whether the first value is better than the second
 */
export function contrast(
  policyValues: Float64Array,
  baselineValues: Float64Array,
  better: (a: number, b: number) => boolean = (a, b) => a > b,
): Contrast {
  const [policy, baseline] = pairs(policyValues, baselineValues);
  const difference = policy.map((value, i) => value - baseline[i]);
  const n = difference.length;
  const more = difference.filter((d) => d > 0).length;
  const fewer = difference.filter((d) => d < 0).length;
  const interval = meanInterval(difference);
  const apart = variance(difference);
  return {
    ...summarize(difference),
    interval,
    more,
    fewer,
    same: n - more - fewer,
    better: policy.filter((value, i) => better(value, baseline[i])).length,
    verdict: verdictOf(interval, more, fewer, n),
    varianceReduction: apart > 0 ? (variance(policy) + variance(baseline)) / apart : null,
  };
}

function verdictOf(interval: Interval | null, more: number, fewer: number, n: number): string {
  if (interval && interval[0] > 0) return `more in ${more} of ${n}`;
  if (interval && interval[1] < 0) return `fewer in ${fewer} of ${n}`;
  return 'cannot tell';
}

/** Cost per additional act from the paired differences of both; arrays as in {@link contrast}. */
export function costPerAct(
  policy: { readonly acts: Float64Array; readonly cost: Float64Array },
  baseline: { readonly acts: Float64Array; readonly cost: Float64Array },
): CostPerAct {
  const acts = contrast(policy.acts, baseline.acts);
  const cost = contrast(policy.cost, baseline.cost, (a, b) => a < b);
  const minus = ([a, b]: [Float64Array, Float64Array]) => a.map((value, i) => value - b[i]);
  const extraActs = minus(pairs(policy.acts, baseline.acts));
  const extraCost = minus(pairs(policy.cost, baseline.cost));
  const none = { acts, cost, estimate: null, interval: null };
  if (extraCost.every((d) => d === 0)) return { ...none, verdict: 'no additional cost' };
  if (acts.interval && acts.interval[1] <= 0) return { ...none, verdict: 'no additional acts' };
  const interval = fiellerInterval(extraCost, extraActs);
  if (!interval) return { ...none, verdict: 'cannot tell' };
  return { acts, cost, estimate: cost.mean / acts.mean, interval, verdict: 'interval' };
}
