import type { RunError } from '../engine/ensemble.ts';
import type { BudgetReport } from './budget.ts';
import type { Contrast, CostPerAct, Summary } from './contrast.ts';
import type { GroupFlows } from './flows.ts';
import type { MeasureName } from './measures.ts';
import type { BreakEven, Ranked } from './ranking.ts';

/** What a scenario gave, over its runs. */
export interface ScenarioReport {
  readonly name: string;
  readonly title: string;
  readonly runs: number;
  readonly measures: Readonly<Record<MeasureName, Summary>>;
}

/** A policy against the baseline. */
export interface PolicyReport extends ScenarioReport {
  readonly differences: Readonly<Record<MeasureName, Contrast>>;
  readonly costPerAct: CostPerAct;
  /** `null` where the policy has other residents than the baseline. */
  readonly residents: readonly GroupFlows[] | null;
}

/** A run that failed; the seed is left out wherever this scenario is compared. */
export interface FailedRun {
  readonly scenario: string;
  readonly seed: string;
  readonly error: RunError;
}

/** Everything that is said about policies against the first scenario. */
export interface Comparison {
  readonly weeks: number;
  readonly seeds: readonly string[];
  readonly failures: readonly FailedRun[];
  readonly baseline: ScenarioReport;
  readonly policies: readonly PolicyReport[];
  readonly ranking: readonly Ranked[];
  readonly breakEven: readonly BreakEven[];
  readonly budget: { readonly cap: number; readonly policies: readonly BudgetReport[] } | null;
}
