import { prepare, type RunOptions, type Scenario, type Start, simulate, startId } from '../../sim/index.ts';
import { createKernel } from './kernel.ts';

/** The model as whole runs use it: population with burn-in, and a run from there. */
export interface FastModel {
  startId(scenario: Scenario, seed: string): string;
  prepare(scenario: Scenario, seed: string): Start;
  simulate(scenario: Scenario, seed: string, options?: Omit<RunOptions, 'engine'>): ReturnType<typeof simulate>;
}

/**
 * The model with the fast loops where this environment has them and the plain ones elsewhere; the bits are the same.
 * Each has a memory of its own, made at the first run.
 */
export function createFastModel(): FastModel {
  let engine: ReturnType<typeof createKernel> | null = null;
  const loops = () => {
    if (engine === null) engine = createKernel();
    return engine;
  };
  return {
    startId,
    prepare: (scenario, seed) => prepare(scenario, seed, loops()),
    simulate: (scenario, seed, options = {}) => simulate(scenario, seed, { ...options, engine: loops() }),
  };
}
