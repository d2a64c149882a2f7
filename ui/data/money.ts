import type { Kit } from '../../src/kit.ts';
import type { Identity } from '../theme.ts';
import { type Ensemble, lineOf, runsOf, type Spread, seriesValue, spread } from './ensemble.ts';

/** What one instrument of a scenario spends. */
export interface MoneyRow {
  readonly who: Identity;
  readonly place: number;
  readonly instrument: string;
  /** CNY a week, mean over runs. */
  readonly weekly: Float64Array;
  /** CNY over the whole run. */
  readonly total: Spread;
}

export interface MoneyData {
  readonly weeks: number;
  readonly runs: number;
  readonly focus: number;
  /** By scenario, within it by instrument; what spends nothing is left out. */
  readonly rows: readonly MoneyRow[];
  readonly totals: readonly { readonly who: Identity; readonly place: number; readonly total: Spread }[];
}

export function moneyData(ensemble: Ensemble, focus: number, kit: Kit): MoneyData {
  const rows: MoneyRow[] = [];
  const totals: { who: Identity; place: number; total: Spread }[] = [];
  let weeks = 0;
  ensemble.scenarios.forEach((who, place) => {
    const runs = [...runsOf(ensemble, place).values()];
    if (runs.length === 0) return;
    weeks = runs[0].weeks;
    for (const instrument of kit.instruments) {
      const value = seriesValue(kit, `spent_${instrument}`);
      const sums = runs.map((run) => {
        let sum = 0;
        for (let week = 0; week < run.weeks; week++) sum += value(run, week);
        return sum;
      });
      if (sums.every((sum) => sum === 0)) continue;
      rows.push({ who, place, instrument, weekly: lineOf(runs, value, kit, false).mean, total: spread(sums, kit) });
    }
    totals.push({ who, place, total: spread(runs.map(kit.spent), kit) });
  });
  return { weeks, runs: runsOf(ensemble, focus).size, focus, rows, totals };
}
