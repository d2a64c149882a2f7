import type { RunResult } from '../sim/index.ts';
import { acts, column, MEASURE_NAMES, MEASURES, type MeasureName } from './experiment/measures.ts';

/** A run as the page keeps it: the curve, the measures, and the whole result where the engine has computed it here. */
export interface RunSummary {
  readonly seed: string;
  readonly residents: number;
  /** Share of residents who took part, by week. */
  readonly rate: Float64Array;
  readonly measures: Readonly<Record<MeasureName, number>>;
  /** Active resident-weeks. */
  readonly acts: number;
  /** `null` for runs of the result that the page is shipped with. */
  readonly result: RunResult | null;
}

export function summarizeRun(result: RunResult): RunSummary {
  const measures = Object.fromEntries(MEASURE_NAMES.map((name) => [name, MEASURES[name].of(result)]));
  return {
    seed: result.seed,
    residents: result.residents,
    rate: column(result, 'rate'),
    measures: measures as Record<MeasureName, number>,
    acts: acts(result),
    result,
  };
}
