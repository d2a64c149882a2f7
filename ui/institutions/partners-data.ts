import type { RunResult } from '../../sim/index.ts';
import type { Kit } from '../../src/kit.ts';
import { type Ensemble, type Line, lineOf } from '../data/ensemble.ts';
import type { Identity } from '../theme.ts';
import { institutionValue, monthEnds, runsWith } from './columns.ts';

export const KINDS = ['business', 'social', 'individual'] as const;
export const ROLES = ['consumers', 'customers', 'citizens'] as const;
export const PANELS = ['serving', 'publicness', 'fund', 'returned'] as const;
export type PanelName = (typeof PANELS)[number];

export interface PartnersData {
  readonly weeks: number;
  readonly runs: number;
  readonly focus: number;
  readonly scenarios: readonly {
    readonly who: Identity;
    readonly place: number;
    /** Partners; publicness over partners, per cent; fund and what it received in 52 weeks, thousand CNY. */
    readonly lines: Readonly<Record<PanelName, Line>>;
  }[];
  /** Of the scenario in focus; `null` where none has partners. */
  readonly shown: PartnersShown | null;
}

export interface PartnersShown {
  readonly who: Identity;
  readonly kinds: readonly {
    readonly name: (typeof KINDS)[number];
    readonly serving: Float64Array;
    /** Fee by market price where there are any (NaN: none), and uses in the last week. */
    readonly fee: number;
    readonly uses: number;
  }[];
  /** Residents in the last week, means over runs. */
  readonly roles: readonly { readonly name: (typeof ROLES)[number]; readonly residents: number }[];
  /** CNY in the last 52 weeks: what the public gave, and what partners returned. */
  readonly subsidy: number;
  readonly returned: number;
  /** Runs whose fund has closed by the end. */
  readonly closed: number;
  readonly exits: { readonly sabotage: number; readonly loss: number };
}

const of = (column: string) => institutionValue('partners', column);
const YEAR = 52;
const THOUSAND = 1000;

/** CNY of a monthly column over the year that ends with a week. */
function yearTo(run: RunResult, column: string, week: number): number {
  const value = of(column);
  let sum = 0;
  for (let w = Math.max(0, week - YEAR + 1); w <= week; w++) if (monthEnds(w)) sum += value(run, w);
  return sum;
}

export function partnersData(ensemble: Ensemble, focus: number, kit: Kit): PartnersData {
  const having = runsWith(ensemble, 'partners');
  const own = having.find(({ place }) => place === focus) ?? having[0];
  const scenarios = having.map(({ who, place, runs }) => {
    const line = (value: (run: RunResult, week: number) => number) => lineOf(runs, value, kit, false);
    return {
      who,
      place,
      lines: {
        serving: line(of('serving')),
        publicness: publicnessOf(runs),
        fund: line((run, week) => of('fund')(run, week) / THOUSAND),
        returned: line((run, week) => yearTo(run, 'inflow', week) / THOUSAND),
      },
    };
  });
  return {
    weeks: own?.runs[0]?.weeks ?? 0,
    runs: own?.runs.length ?? 0,
    focus: own?.place ?? focus,
    scenarios,
    shown: own ? shownOf(own.who, own.runs, kit) : null,
  };
}

/** Mean over the partners of all runs, so that runs without any do not count; 0 before the first comes. */
function publicnessOf(runs: readonly RunResult[]): Line {
  const weeks = runs[0]!.weeks;
  const mean = new Float64Array(weeks);
  for (let week = 0; week < weeks; week++) {
    let partners = 0;
    let sum = 0;
    for (const run of runs) {
      const serving = of('serving')(run, week);
      partners += serving;
      sum += serving * of('publicness')(run, week);
    }
    mean[week] = partners > 0 ? (100 * sum) / partners : 0;
  }
  return { mean, bands: null };
}

function shownOf(who: Identity, runs: readonly RunResult[], kit: Kit): PartnersShown {
  const last = runs[0]!.weeks - 1;
  const end = (column: string) => kit.mean(runs.map((run) => of(column)(run, last)));
  return {
    who,
    kinds: KINDS.map((name) => {
      const fees = runs.filter((run) => of(name)(run, last) > 0).map((run) => of(`fee_${name}`)(run, last));
      const serving = lineOf(runs, of(name), kit, false).mean;
      return { name, serving, fee: fees.length > 0 ? kit.mean(fees) : Number.NaN, uses: end(`uses_${name}`) };
    }),
    roles: ROLES.map((name) => ({ name, residents: end(name) })),
    subsidy: kit.mean(runs.map((run) => yearTo(run, 'subsidy', last))),
    returned: kit.mean(runs.map((run) => yearTo(run, 'inflow', last))),
    closed: runs.filter((run) => of('open')(run, last) === 0).length,
    exits: { sabotage: end('exits_sabotage'), loss: end('exits_loss') },
  };
}
