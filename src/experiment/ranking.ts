import type { Scenario } from '../../sim/index.ts';
import type { CostPerAct } from './contrast.ts';
import { pairs } from './contrast.ts';
import { type Interval, mean, meanInterval } from './statistics.ts';

/** Differences of participation within ±0.2 points are of no account, so a ranking must exclude them. */
export const NEGLIGIBLE = 0.002;

/** Two policies: which one has more, if that can be told. */
export interface Ranked {
  readonly measure: 'rateMean' | 'rateEnd';
  readonly a: string;
  readonly b: string;
  readonly runs: number;
  /** Mean of a − b, paired by seed, and its 90 % t-interval. */
  readonly difference: number;
  readonly interval: Interval | null;
  /** The name of the policy with more, where the interval lies beyond ±0.2 points. */
  readonly above: string | null;
}

/** What it would take for two policies to change order in cost per additional act. */
export interface BreakEven {
  /** The policy that is cheaper per additional act, and the dearer one. */
  readonly cheaper: string;
  readonly dearer: string;
  /** The cheaper one's cost times this, or the dearer one's divided by it, makes them equal; ≥ 1. */
  readonly factor: number;
  /** The price at which they are equal, at unchanged doses, for a policy with a single instrument. */
  readonly cheaperPrice: Price | null;
  readonly dearerPrice: Price | null;
}

/** CNY per dose. */
export interface Price {
  readonly instrument: string;
  readonly now: number;
  readonly even: number;
}

/** Pairs of values by seed, `NaN` where a run is missing. */
export function rank(
  measure: Ranked['measure'],
  [nameA, valuesA]: readonly [string, Float64Array],
  [nameB, valuesB]: readonly [string, Float64Array],
): Ranked {
  const [a, b] = pairs(valuesA, valuesB);
  const difference = a.map((value, i) => value - b[i]);
  const interval = meanInterval(difference);
  const above = interval && (interval[0] > NEGLIGIBLE ? nameA : interval[1] < -NEGLIGIBLE ? nameB : null);
  return { measure, a: nameA, b: nameB, runs: a.length, difference: mean(difference), interval, above };
}

/** Only policies with a cost and with additional acts that can be told from none have an order to change. */
export function breakEven(
  [a, costA]: readonly [Scenario, CostPerAct],
  [b, costB]: readonly [Scenario, CostPerAct],
): BreakEven | null {
  if (!(costA.estimate && costB.estimate && costA.estimate > 0 && costB.estimate > 0)) return null;
  const swap = costA.estimate > costB.estimate;
  const [cheaper, dearer] = swap ? [b, a] : [a, b];
  const ratio = costA.estimate / costB.estimate;
  const factor = swap ? ratio : 1 / ratio;
  return {
    cheaper: cheaper.name,
    dearer: dearer.name,
    factor,
    cheaperPrice: price(cheaper, factor),
    dearerPrice: price(dearer, 1 / factor),
  };
}

function price({ interventions }: Scenario, factor: number): Price | null {
  if (interventions.length !== 1) return null;
  const { instrument, price: now } = interventions[0];
  return { instrument, now, even: now * factor };
}
