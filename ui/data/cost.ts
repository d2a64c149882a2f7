import type { Scenario } from '../../sim/index.ts';
import type { Kit } from '../../src/kit.ts';
import type { Identity } from '../theme.ts';
import { type Ensemble, type Interval, pairsOf, policiesOf, type Spread, spread } from './ensemble.ts';

/** What a policy adds and what it costs, against the baseline. */
export interface CostPoint {
  readonly who: Identity;
  readonly place: number;
  readonly runs: number;
  /** Additional resident-weeks of taking part, and additional CNY. */
  readonly acts: Spread;
  readonly cost: Spread;
  /** CNY per additional resident-week; `null` where runs cannot tell or there is none. */
  readonly perAct: number | null;
  readonly perActInterval: Interval | null;
  readonly verdict: 'interval' | 'cannot tell' | 'no additional acts' | 'no additional cost';
}

/** At which price two policies change order. */
export interface BreakEvenPoint {
  readonly cheaper: Identity;
  readonly dearer: Identity;
  readonly factor: number;
  /** Only for a policy with a single instrument. */
  readonly prices: readonly {
    readonly who: Identity;
    readonly instrument: string;
    readonly now: number;
    readonly even: number;
  }[];
}

export interface CostData {
  readonly focus: number;
  readonly points: readonly CostPoint[];
  readonly breakEven: readonly BreakEvenPoint[];
}

/** @param scenarios as run, in the ensemble's order: prices are theirs */
export function costData(ensemble: Ensemble, scenarios: readonly Scenario[], focus: number, kit: Kit): CostData {
  const computed = policiesOf(ensemble).flatMap((place) => {
    const pairs = pairsOf(ensemble, place);
    if (pairs.length === 0) return [];
    const numbers = (of: 'policy' | 'baseline') => ({
      acts: Float64Array.from(pairs, (pair) => kit.acts(pair[of])),
      cost: Float64Array.from(pairs, (pair) => kit.spent(pair[of])),
    });
    const [own, base] = [numbers('policy'), numbers('baseline')];
    const result = kit.costPerAct(own, base);
    const point: CostPoint = {
      who: ensemble.scenarios[place],
      place,
      runs: pairs.length,
      acts: spread(
        own.acts.map((value, i) => value - base.acts[i]),
        kit,
      ),
      cost: spread(
        own.cost.map((value, i) => value - base.cost[i]),
        kit,
      ),
      perAct: result.estimate,
      perActInterval: result.interval,
      verdict: result.verdict,
    };
    return [{ point, result }];
  });
  return { focus, points: computed.map(({ point }) => point), breakEven: evens(computed, scenarios, kit) };
}

type Computed = { readonly point: CostPoint; readonly result: ReturnType<Kit['costPerAct']> };

function evens(computed: readonly Computed[], scenarios: readonly Scenario[], kit: Kit): BreakEvenPoint[] {
  return computed.flatMap((a, i) =>
    computed.slice(i + 1).flatMap((b) => {
      const even = kit.breakEven([scenarios[a.point.place], a.result], [scenarios[b.point.place], b.result]);
      if (!even) return [];
      const aIsCheaper = (a.point.perAct as number) <= (b.point.perAct as number);
      const [cheaper, dearer] = aIsCheaper ? [a.point.who, b.point.who] : [b.point.who, a.point.who];
      const price = (who: Identity, of: typeof even.cheaperPrice) => (of ? [{ who, ...of }] : []);
      return [
        {
          cheaper,
          dearer,
          factor: even.factor,
          prices: [...price(dearer, even.dearerPrice), ...price(cheaper, even.cheaperPrice)],
        },
      ];
    }),
  );
}
