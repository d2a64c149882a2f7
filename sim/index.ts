/** All that others may use of the model. A test holds this list. */

export type { Checkpoint } from './checkpoint.ts';
export { ACTED, createFrames, type Frames, type Layout, SHOWN, type Shown } from './frames.ts';
export { INSTITUTION_SERIES, institutionSeries } from './institutions/assemble.ts';
export { type Engine, LOOP_PARTS, type Loops, type World } from './loops.ts';
export { log, normalQuantile } from './numerics.ts';
export {
  type ChoiceRow,
  institutionParameters,
  type ParameterRow,
  parameters,
  tree as parameterTree,
} from './parameters/index.ts';
export type { Bilingual } from './parameters/row.ts';
export { ROLES, TYPES } from './process/observe.ts';
export { deriveSeeds, seedKey, threefry2x32 } from './random.ts';
export {
  COLUMN,
  DECILE_TRAITS,
  DIGEST_PARTS,
  DIMENSIONS,
  type DigestPart,
  type Dimension,
  EFFORT_COLUMNS,
  type Grouped,
  MODES,
  type Observe,
  type RunResult,
  SERIES,
} from './result.ts';
export type { Run } from './run.ts';
export {
  AGES,
  FORMAT,
  INSTRUMENTS,
  type InstrumentName,
  type Intervention,
  type ModelParameters,
  type Problem,
  type Scenario,
  ScenarioError,
  STAGES,
  TENURES,
} from './scenario.ts';
export { parseScenario } from './scenario-parse.ts';
export { scenarioJsonSchema } from './scenario-schema.ts';
export {
  createSimulation,
  type RunOptions,
  resumeSimulation,
  type Simulation,
  type SimulationOptions,
  simulate,
  simulateFrom,
  weeklyCost,
} from './simulation.ts';
export { prepare, type Start, startId } from './start.ts';
export {
  COLUMNS,
  type ColumnName,
  copyState,
  createState,
  digestColumns,
  type Sizes,
  type State,
  stateBytes,
} from './state.ts';
export {
  type Facts,
  type How,
  type Reached,
  type ResidentTrace,
  TERMS,
  type Term,
  type Tie,
  TRACED,
  type Trace,
  traceResidents,
} from './trace.ts';
