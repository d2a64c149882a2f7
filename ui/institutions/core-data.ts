import type { RunResult } from '../../sim/index.ts';
import type { Kit } from '../../src/kit.ts';
import { type Ensemble, type Line, lineOf } from '../data/ensemble.ts';
import type { Identity } from '../theme.ts';
import { institutionValue, monthEnds, runsWith } from './columns.ts';

/** The pairs of each layer, as the study names them. */
export const MATRIX = {
  mission: ['residents_company', 'residents_units', 'street_company', 'street_units'],
  political: ['street_residents', 'street_company', 'street_units', 'company_residents'],
  operations: ['residents_street', 'residents_company', 'units_company', 'street_company'],
} as const;
export type LayerName = keyof typeof MATRIX;
export const LAYER_NAMES = Object.keys(MATRIX) as readonly LayerName[];
export const INCOMES = ['rent', 'parking', 'fee', 'other'] as const;
export const RENOVATION = ['greenery', 'ageing', 'parking'] as const;
export const SERVICES = ['market', 'canteen', 'restaurants'] as const;

export interface CoreData {
  readonly weeks: number;
  readonly runs: number;
  readonly focus: number;
  readonly scenarios: readonly {
    readonly who: Identity;
    readonly place: number;
    readonly delivery: Line;
    readonly acceptance: Line;
  }[];
  /** Of the scenario in focus; `null` where none has the core. */
  readonly shown: CoreShown | null;
}

export interface CoreShown {
  readonly who: Identity;
  readonly layers: readonly { readonly layer: LayerName; readonly mean: Float64Array }[];
  readonly cells: readonly { readonly layer: LayerName; readonly pair: string; readonly tension: Float64Array }[];
  /** CNY a month, mean over runs. */
  readonly income: readonly {
    readonly name: (typeof INCOMES)[number];
    readonly monthly: Float64Array;
    readonly share: number;
  }[];
  readonly cost: Float64Array;
  readonly capital: Float64Array;
  /** Result after capital by income over the last twelve months; NaN without income. */
  readonly margin: number;
  /** Runs in which the company has left by the end. */
  readonly left: number;
  /** Shares: wished, planned, and built or let (NaN where nothing is). */
  readonly wishes: readonly {
    readonly name: string;
    readonly wished: number;
    readonly planned: number;
    readonly built: number;
  }[];
}

const of = (column: string) => institutionValue('core', column);

export function coreData(ensemble: Ensemble, focus: number, kit: Kit): CoreData {
  const having = runsWith(ensemble, 'core');
  const own = having.find(({ place }) => place === focus) ?? having[0];
  const scenarios = having.map(({ who, place, runs }) => ({
    who,
    place,
    delivery: lineOf(runs, of('delivery'), kit, false),
    acceptance: lineOf(runs, (run, week) => 100 * of('acceptance')(run, week), kit, false),
  }));
  return {
    weeks: own?.runs[0]?.weeks ?? 0,
    runs: own?.runs.length ?? 0,
    focus: own?.place ?? focus,
    scenarios,
    shown: own ? shownOf(own.who, own.runs, kit) : null,
  };
}

function shownOf(who: Identity, runs: readonly RunResult[], kit: Kit): CoreShown {
  const weekly = (column: string) => lineOf(runs, of(column), kit, false).mean;
  const last = runs[0]!.weeks - 1;
  const end = (column: string) => kit.mean(runs.map((run) => of(column)(run, last)));
  const months = Array.from({ length: last + 1 }, (_, week) => week).filter(monthEnds);
  const monthly = (column: string) => {
    const line = weekly(column);
    return Float64Array.from(months, (week) => line[week]!);
  };
  const year = (values: Float64Array) => values.slice(-12).reduce((a, b) => a + b, 0);
  const lines = INCOMES.map((name) => ({ name, monthly: monthly(name) }));
  const [cost, capital] = [monthly('cost'), monthly('capital')];
  const total = lines.reduce((sum, { monthly: line }) => sum + year(line), 0);
  const built = RENOVATION.map((name) => end(`built_${name}`));
  const letOut = SERVICES.map((name) => end(`space_${name}`));
  const wish = (name: string, k: number, done: readonly number[]) => ({
    name,
    wished: end(`wish_${name}`),
    planned: end(`plan_${name}`),
    built: done[k]! / done.reduce((a, b) => a + b, 0),
  });
  return {
    who,
    layers: LAYER_NAMES.map((layer) => ({ layer, mean: weekly(`tension_${layer}`) })),
    cells: LAYER_NAMES.flatMap((layer) =>
      MATRIX[layer].map((pair) => ({ layer, pair, tension: weekly(`${layer}_${pair}`) })),
    ),
    income: lines.map((line) => ({ ...line, share: year(line.monthly) / total })),
    cost,
    capital,
    margin: (total - year(cost) - year(capital)) / total,
    left: runs.filter((run) => of('left')(run, last) === 1).length,
    wishes: [...RENOVATION.map((name, k) => wish(name, k, built)), ...SERVICES.map((name, k) => wish(name, k, letOut))],
  };
}
