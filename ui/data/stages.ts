import type { Kit } from '../../src/kit.ts';
import type { Identity } from '../theme.ts';
import { type Ensemble, type Line, lineOf, runsOf, seriesValue } from './ensemble.ts';

/** The stages that residents pass through, in the order in which charts show them. */
export const STAGES_SHOWN = ['sustained', 'newcomer', 'lapsed', 'bystander'] as const;
export type StageName = (typeof STAGES_SHOWN)[number];

/** Residents per 100 in each stage over the weeks. */
export interface StagesData {
  readonly weeks: number;
  readonly runs: number;
  readonly focus: number;
  readonly scenarios: readonly {
    readonly who: Identity;
    readonly place: number;
    readonly isBaseline: boolean;
    readonly lines: Readonly<Record<StageName, Line>>;
  }[];
}

/** Bands belong to the focus and the baseline only. */
export function stagesData(ensemble: Ensemble, focus: number, kit: Kit): StagesData {
  const scenarios = ensemble.scenarios.flatMap((who, place) => {
    const runs = [...runsOf(ensemble, place).values()];
    if (runs.length === 0) return [];
    const isBaseline = place === ensemble.baseline;
    const lines = STAGES_SHOWN.map((stage) => {
      const count = seriesValue(kit, stage);
      const share = (run: (typeof runs)[number], week: number) => (100 * count(run, week)) / run.residents;
      return [stage, lineOf(runs, share, kit, isBaseline || place === focus)] as const;
    });
    return [{ who, place, isBaseline, lines: Object.fromEntries(lines) as Record<StageName, Line> }];
  });
  const runs = runsOf(ensemble, focus);
  return { weeks: scenarios[0]?.lines.sustained.mean.length ?? 0, runs: runs.size, focus, scenarios };
}
