/**
 * Everything of the model that the page uses, as one object: the page itself imports only types from here, and
 * `app.ts` hands it the values.
 */
import {
  AGES,
  COLUMN,
  deriveSeeds,
  type InstrumentName,
  type ParameterRow,
  type Problem,
  parameters,
  parseScenario,
  type Scenario,
  ScenarioError,
  SERIES,
  STAGES,
} from '../sim/index.ts';
import type { Runner, RunOutcome } from './engine/ensemble.ts';
import type { Viewer } from './engine/viewer.ts';
import { SPENT } from './experiment/budget.ts';
import { type CostPerAct, costPerAct } from './experiment/contrast.ts';
import { END_WEEKS, MEASURE_NAMES, MEASURES, type MeasureName } from './experiment/measures.ts';
import { type Ranked, rank } from './experiment/ranking.ts';
import { type Interval, mean, meanInterval, quantile } from './experiment/statistics.ts';
import { type FirstResult, fingerprintOf, readFirstResult } from './first/first-result.ts';
import type { ImportedFile } from './import-file.ts';
import { type Kit, kit } from './kit.ts';
import { tableText } from './output/table.ts';
import { FIRST_PRESETS, type Json, type Preset, presets, type ScenarioDocument } from './presets.ts';
import { type RunSummary, summarizeRun } from './run-summary.ts';
import { decodeLink, encodeLink, type LinkReading, readComparison } from './share/link.ts';
import type { SharedState } from './share/shared-state.ts';

export type { Json } from './presets.ts';
export type {
  CostPerAct,
  InstrumentName,
  Interval,
  MeasureName,
  ParameterRow,
  Preset,
  Problem,
  Ranked,
  RunOutcome,
  RunSummary,
  Scenario,
  ScenarioDocument,
  SharedState,
};

export type Parsed =
  | { readonly scenario: Scenario; readonly problems: readonly [] }
  | { readonly scenario: null; readonly problems: readonly Problem[] };

export interface Lab {
  readonly version: string;
  readonly parameters: readonly ParameterRow[];
  readonly presets: readonly Preset[];
  readonly firstPresets: readonly string[];
  readonly measureNames: readonly MeasureName[];
  /** Weeks that "at the end" means. */
  readonly endWeeks: number;
  /** A policy at equal cost spends between these shares of its cap. */
  readonly equalSpending: readonly [number, number];
  readonly ages: readonly string[];
  readonly stages: readonly string[];
  readonly series: readonly string[];
  readonly column: Readonly<Record<string, number>>;
  /** Names and statistics for the charts in panels. */
  readonly kit: Kit;
  /** Runs that need no computing, by fingerprint. */
  readonly shipped: ReadonlyMap<string, readonly RunSummary[]>;
  parse(document: ScenarioDocument): Parsed;
  fingerprint(scenario: Scenario): string;
  seeds(count: number, base: string): readonly string[];
  mean(values: ArrayLike<number>): number;
  quantile(values: ArrayLike<number>, p: number): number;
  meanInterval(values: ArrayLike<number>): Interval | null;
  better(measure: MeasureName, a: number, b: number): boolean;
  costPerAct(
    policy: { acts: Float64Array; cost: Float64Array },
    baseline: { acts: Float64Array; cost: Float64Array },
  ): CostPerAct;
  rank(a: readonly [string, Float64Array], b: readonly [string, Float64Array]): Ranked;
  summarize(outcome: Extract<RunOutcome, { ok: true }>): RunSummary;
  /** The full ensemble and the small preview have workers of their own, so that neither waits for the other. */
  readonly runner: Runner;
  readonly previewer: Runner;
  /** Looks at the residents of one run. */
  readonly viewer: Viewer;
  /** The weekly table of runs, byte by byte what `coproduce run` prints. */
  csv(name: string, runs: readonly RunSummary[]): Promise<string>;
  /** Reads a scenario file, in words where it is wrong. */
  importFile(text: string, file: string): Promise<ImportedFile>;
  encodeLink(state: SharedState): Promise<string>;
  decodeLink(text: string): Promise<LinkReading>;
  /** A comparison as files and the browser's storage hold it; what is not understood is named and left out. */
  readComparison(value: Readonly<Record<string, Json>>): LinkReading;
}

function parse(document: ScenarioDocument): Parsed {
  try {
    return { scenario: parseScenario(document), problems: [] };
  } catch (error) {
    if (error instanceof ScenarioError) return { scenario: null, problems: error.problems };
    throw error;
  }
}

async function csv(name: string, runs: readonly RunSummary[]): Promise<string> {
  async function* outcomes(): AsyncGenerator<RunOutcome> {
    for (const [seedIndex, { result }] of runs.entries()) {
      if (result) yield { ok: true, scenarioIndex: 0, seedIndex, result: { ...result, scenario: name } };
    }
  }
  const pieces: string[] = [];
  const columns = runs.find(({ result }) => result)?.result?.institutions?.columns ?? [];
  for await (const piece of tableText(outcomes(), 'csv', false, columns)) pieces.push(piece);
  return pieces.join('');
}

/** Makes the laboratory of the page. */
export function createLab(parts: {
  readonly version: string;
  readonly runner: Runner;
  readonly previewer: Runner;
  readonly viewer: Viewer;
  readonly first: FirstResult;
}): Lab {
  return {
    version: parts.version,
    parameters,
    presets,
    firstPresets: FIRST_PRESETS,
    measureNames: MEASURE_NAMES,
    endWeeks: END_WEEKS,
    equalSpending: SPENT,
    ages: AGES,
    stages: STAGES,
    series: SERIES,
    column: COLUMN,
    kit,
    shipped: readFirstResult(parts.first),
    parse,
    fingerprint: fingerprintOf,
    seeds: (count, base) => (base === '' ? deriveSeeds(count) : deriveSeeds(count, base)),
    mean,
    quantile,
    meanInterval,
    better: (measure, a, b) => MEASURES[measure].better(a, b),
    costPerAct,
    rank: (a, b) => rank('rateEnd', a, b),
    summarize: ({ result }) => summarizeRun(result),
    runner: parts.runner,
    previewer: parts.previewer,
    viewer: parts.viewer,
    csv,
    importFile: async (text, file) => (await import('./import-file.ts')).importFile(text, file),
    encodeLink: (state) => encodeLink(state, presets),
    decodeLink: (text) => decodeLink(text, presets),
    readComparison: (value) => readComparison(value, presets),
  };
}
