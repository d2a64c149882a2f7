import type { RunResult } from '../../sim/index.ts';
import type { Kit } from '../../src/kit.ts';
import type { Identity } from '../theme.ts';
import { type Ensemble, lineOf, runsOf, type Spread, seriesValue, spread } from './ensemble.ts';

/** Less than this, in CNY, is rounding. */
const FEN = 0.005;

/** What one instrument of a scenario spends, or its institutions together. */
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
  const all = seriesValue(kit, 'spent');
  const spenders = kit.instruments.map((name) => ({ name: name as string, value: seriesValue(kit, `spent_${name}`) }));
  // what the public spends through institutions is the rest
  spenders.push({
    name: 'institutions',
    value: (run, week) => {
      const rest = kit.instruments.reduce((sum, _, i) => sum - spenders[i].value(run, week), all(run, week));
      return Math.abs(rest) < FEN ? 0 : rest;
    },
  });
  let weeks = 0;
  ensemble.scenarios.forEach((who, place) => {
    const runs = [...runsOf(ensemble, place).values()];
    if (runs.length === 0) return;
    weeks = runs[0].weeks;
    for (const { name, value } of spenders) {
      const sums = runs.map((run) => sumOf(run, value));
      if (sums.every((sum) => sum === 0)) continue;
      const weekly = lineOf(runs, value, kit, false).mean;
      rows.push({ who, place, instrument: name, weekly, total: spread(sums, kit) });
    }
    totals.push({
      who,
      place,
      total: spread(
        runs.map((run) => sumOf(run, all)),
        kit,
      ),
    });
  });
  return { weeks, runs: runsOf(ensemble, focus).size, focus, rows, totals };
}

function sumOf(run: RunResult, value: (run: RunResult, week: number) => number): number {
  let sum = 0;
  for (let week = 0; week < run.weeks; week++) sum += value(run, week);
  return sum;
}
