/**
 * The result that the page is shipped with, so that its first second shows a curve and a sentence. The JSON is made by
 * `npm run first-result`; a test holds it equal to what the engine computes.
 */
import { deriveSeeds, parseScenario, type RunResult, type Scenario } from '../../sim/index.ts';
import type { MeasureName } from '../experiment/measures.ts';
import { FIRST_PRESETS, FIRST_SEEDS, presets } from '../presets.ts';
import { type RunSummary, summarizeRun } from '../run-summary.ts';

/** Active residents are stored as differences from week to week, in base 36 with a dot between. */
interface StoredRun {
  readonly residents: number;
  readonly active: string;
  readonly measures: Readonly<Record<string, number | null>>;
}

export interface FirstResult {
  /** By scenario, in the order of {@link firstScenarios}: its runs for the seeds 1 … n. */
  readonly scenarios: readonly { readonly runs: readonly StoredRun[] }[];
}

/** What decides the numbers of a run: parameters and interventions, nothing of name or text. */
export function fingerprintOf({ parameters, interventions, institutions }: Scenario): string {
  return JSON.stringify([parameters, interventions, institutions]);
}

export function firstScenarios(): readonly Scenario[] {
  return FIRST_PRESETS.map((key) => parseScenario(presets.find((preset) => preset.key === key)!.document, key));
}

export function firstSeeds(): readonly string[] {
  return deriveSeeds(FIRST_SEEDS);
}

/** Makes the stored form from results, scenario by scenario. */
export function storeFirstResult(results: readonly (readonly RunResult[])[]): FirstResult {
  return {
    scenarios: results.map((runs) => ({
      runs: runs.map((result) => {
        const { rate, residents, measures } = summarizeRun(result);
        const active = Array.from(rate, (share) => Math.round(share * residents));
        const steps = active.map((count, week) => count - (week === 0 ? 0 : active[week - 1]));
        return { residents, active: steps.map((step) => step.toString(36)).join('.'), measures };
      }),
    })),
  };
}

/** The shipped runs by the fingerprint of their scenario. */
export function readFirstResult({ scenarios }: FirstResult): ReadonlyMap<string, readonly RunSummary[]> {
  const seeds = firstSeeds();
  const fingerprints = firstScenarios().map(fingerprintOf);
  return new Map(
    scenarios.map(({ runs }, i) => [fingerprints[i], runs.map((run, r) => restore(run, seeds[r]))] as const),
  );
}

function restore({ residents, active, measures }: StoredRun, seed: string): RunSummary {
  let count = 0;
  let acts = 0;
  const rate = Float64Array.from(active.split('.'), (step) => {
    count += Number.parseInt(step, 36);
    acts += count;
    return count / residents;
  });
  const numbers = Object.entries(measures).map(([name, value]) => [name, value ?? Number.NaN]);
  return {
    seed,
    residents,
    rate,
    acts,
    measures: Object.fromEntries(numbers) as Record<MeasureName, number>,
    result: null,
  };
}
