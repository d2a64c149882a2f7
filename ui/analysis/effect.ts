import type { Interval, Lab } from '../../src/lab.ts';
import { quantileSorted } from './bands.ts';

/**
 * What the runs can say about a difference: from the 5th to the 95th percentile of the paired differences. Where that
 * spans zero they cannot tell; the reason is that there are too few runs while even the mean is uncertain, else luck.
 */
export type Verdict =
  | { readonly kind: 'more' | 'fewer'; readonly k: number; readonly n: number }
  | {
      readonly kind: 'cannot-tell';
      readonly more: number;
      readonly fewer: number;
      readonly n: number;
      readonly reason: 'few-runs' | 'luck';
    }
  | { readonly kind: 'same'; readonly n: number }
  | { readonly kind: 'one-run' };

/** Paired differences of one measure, policy − baseline. */
export interface Effect {
  readonly n: number;
  readonly differences: Float64Array;
  readonly mean: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** 90 % t-interval of the mean. */
  readonly interval: Interval | null;
  readonly verdict: Verdict;
}

function verdictOf(differences: Float64Array, low: number, high: number, interval: Interval | null): Verdict {
  const n = differences.length;
  if (n === 1) return { kind: 'one-run' };
  const more = differences.filter((d) => d > 0).length;
  const fewer = differences.filter((d) => d < 0).length;
  if (more === 0 && fewer === 0) return { kind: 'same', n };
  if (low > 0) return { kind: 'more', k: more, n };
  if (high < 0) return { kind: 'fewer', k: fewer, n };
  const few = interval === null || (interval[0] < 0 && interval[1] > 0);
  return { kind: 'cannot-tell', more, fewer, n, reason: few ? 'few-runs' : 'luck' };
}

/** @returns `null` without any pair of runs */
export function effectOf(lab: Lab, policy: Float64Array, baseline: Float64Array): Effect | null {
  const differences = policy.map((value, i) => value - baseline[i]!).filter((difference) => !Number.isNaN(difference));
  if (differences.length === 0) return null;
  const sorted = differences.slice().sort();
  const low = quantileSorted(sorted, 0.05);
  const high = quantileSorted(sorted, 0.95);
  const interval = lab.meanInterval(differences);
  return {
    n: differences.length,
    differences,
    mean: lab.mean(differences),
    median: quantileSorted(sorted, 0.5),
    low,
    high,
    interval,
    verdict: verdictOf(differences, low, high, interval),
  };
}

/** Whether one policy can be ranked above another: the runs and the mean must both say so. */
export function ahead(
  lab: Lab,
  a: Float64Array,
  b: Float64Array,
): { readonly above: 'a' | 'b' | null; readonly effect: Effect } | null {
  const effect = effectOf(lab, a, b);
  if (!effect) return null;
  const { above } = lab.rank(['a', a], ['b', b]);
  const agreed =
    (above === 'a' && effect.verdict.kind === 'more') || (above === 'b' && effect.verdict.kind === 'fewer');
  return { above: agreed ? (above as 'a' | 'b') : null, effect };
}
