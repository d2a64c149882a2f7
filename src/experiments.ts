/**
 * Experiments as a library for Node: designs, batches in DuckDB, and what they say. Apart from the model's own entry,
 * because it loads a database.
 *
 * @packageDocumentation
 */
export { retryRuns, runBatch } from './experiment/batch.ts';
export { createDesign } from './experiment/design/index.ts';
export { type Experiment, scenarioAt } from './experiment/experiment.ts';
export { findFrontier } from './experiment/frontier.ts';
export { readExperiment } from './experiment/read-experiment.ts';
export { neededReplicates } from './experiment/replicates.ts';
export { experimentJsonSchema, parseExperimentSpec } from './experiment/schema.ts';
export { analyseSensitivity } from './experiment/sensitivity/analyse.ts';
export { selfTest } from './experiment/sensitivity/self-test.ts';
export { pairedContrast, summarizeExperiment } from './experiment/summary.ts';
export { reportPage } from './report/report.ts';
export { StoreError } from './store/errors.ts';
export { exportTables } from './store/export.ts';
export { mergeShards, openWhole } from './store/merge.ts';
export { contentsOf, readOutcomes, summarySource } from './store/read.ts';
export { openResults } from './store/results.ts';
