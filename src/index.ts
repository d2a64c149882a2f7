/**
 * Coproduce as a library for Node: the model, and what runs many of it.
 *
 * @packageDocumentation
 */
export type {
  Intervention,
  Observe,
  Problem,
  RunResult,
  Scenario,
  Simulation,
} from '../sim/index.ts';
export {
  COLUMN,
  createSimulation,
  parameters,
  parseScenario,
  ScenarioError,
  SERIES,
  scenarioJsonSchema,
  simulate,
  threefry2x32,
} from '../sim/index.ts';
export type { EnsembleRequest, Progress, RunError, Runner, RunnerOptions, RunOutcome } from './engine/ensemble.ts';
export { createRunner, type EnsembleOptions, runEnsemble } from './engine/run-ensemble.ts';
export { ComparisonError, type ComparisonOptions, compareScenarios } from './experiment/compare.ts';
export type { Comparison } from './experiment/comparison.ts';
export { formatComparison } from './experiment/format.ts';
