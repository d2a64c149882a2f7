import type { Kit } from '../../src/kit.ts';
import type { Identity } from '../theme.ts';
import { type Ensemble, type Line, lineOf, runsOf, seriesValue } from './ensemble.ts';

/** One trait over the weeks: its mean over residents for every scenario, and how it is spread among residents. */
export interface TraitPanel {
  readonly trait: string;
  readonly lines: readonly {
    readonly who: Identity;
    readonly place: number;
    readonly isBaseline: boolean;
    readonly line: Line;
  }[];
  /** Deciles 1, 3, 5, 7 and 9 of residents under the focus, mean over runs; `null` when not recorded. */
  readonly deciles: readonly Float64Array[] | null;
}

export interface TraitsData {
  readonly weeks: number;
  readonly runs: number;
  readonly focus: number;
  readonly panels: readonly TraitPanel[];
}

const SHOWN_DECILES = [0, 2, 4, 6, 8];
const DECILES = 9;

export function traitsData(ensemble: Ensemble, focus: number, kit: Kit): TraitsData {
  const scenarios = ensemble.scenarios
    .map((who, place) => ({ who, place, runs: [...runsOf(ensemble, place).values()] }))
    .filter(({ runs }) => runs.length > 0);
  const own = scenarios.find(({ place }) => place === focus)?.runs ?? [];
  const recorded = own.length > 0 && own.every((run) => run.deciles !== null);
  const panels = kit.traits.map((trait, t): TraitPanel => {
    const value = seriesValue(kit, trait);
    return {
      trait,
      lines: scenarios.map(({ who, place, runs }) => ({
        who,
        place,
        isBaseline: place === ensemble.baseline,
        line: lineOf(runs, value, kit, false),
      })),
      deciles: recorded
        ? SHOWN_DECILES.map(
            (d) =>
              lineOf(own, (run, week) => run.deciles?.[(week * kit.traits.length + t) * DECILES + d] ?? 0, kit, false)
                .mean,
          )
        : null,
    };
  });
  return { weeks: scenarios[0]?.runs[0].weeks ?? 0, runs: own.length, focus, panels };
}
