import {
  ACTED,
  AGES,
  COLUMN,
  DECILE_TRAITS,
  EFFORT_COLUMNS,
  INSTRUMENTS,
  MODES,
  ROLES,
  SERIES,
  STAGES,
  TENURES,
  TERMS,
  TRACED,
  TYPES,
} from '../sim/index.ts';
import { costPerAct } from './experiment/contrast.ts';
import { acts, spent } from './experiment/measures.ts';
import { breakEven } from './experiment/ranking.ts';
import { mean, meanInterval, quantile } from './experiment/statistics.ts';

/** {@link quantile} of values that are in order already: the page takes four of each week's runs. */
export function quantileSorted(sorted: Float64Array, p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  if (below === position || sorted.length === 0) return sorted[below] ?? Number.NaN;
  return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
}

/** The model's names and the statistics that the page's charts are made with; handed to them, as they only know types. */
export const kit = {
  width: SERIES.length,
  column: COLUMN,
  stages: STAGES,
  modes: MODES,
  attributes: EFFORT_COLUMNS,
  traits: DECILE_TRAITS,
  instruments: INSTRUMENTS,
  ages: AGES,
  tenures: TENURES,
  types: TYPES,
  roles: ROLES,
  terms: TERMS,
  traced: TRACED,
  acted: ACTED,
  mean,
  quantile,
  quantileSorted,
  meanInterval,
  costPerAct,
  breakEven,
  acts,
  spent,
} as const;

export type Kit = typeof kit;
