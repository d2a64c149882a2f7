/**
 * The ways through the code that give the same bits: `npm run bits` compares them in every environment, `npm run bench`
 * times them. A new one enters here.
 */

import type { SimulationOptions } from '../../sim/index.ts';
import { type Engine, prepare, type RunResult, type Scenario, type Start, simulate } from '../../sim/index.ts';
import { createKernel } from '../../src/kernel/kernel.ts';
import type { StartThreads } from '../../src/kernel/model.ts';

/** The plain loops define what is computed, the kernel's are compiled, threads share one run among kernels. */
export const PATH_NAMES = ['plain', 'kernel', '2 threads', '3 threads'] as const;
export type PathName = (typeof PATH_NAMES)[number];

export interface Path {
  readonly prepare: (scenario: Scenario, seed: string) => Start;
  readonly simulate: (
    scenario: Scenario,
    seed: string,
    options?: Pick<SimulationOptions, 'start' | 'observe'>,
  ) => RunResult;
  readonly close: () => void;
}

/**
 * Opens a path, or gives null where this environment does not have it.
 *
 * @param startThreads as this environment starts them
 */
export async function openPath(name: PathName, startThreads: StartThreads): Promise<Path | null> {
  if (name === 'plain') return pathOver(undefined, () => {});
  if (name === 'kernel') {
    const engine = createKernel();
    return engine ? pathOver(engine, () => {}) : null;
  }
  const engine = await startThreads(Number.parseInt(name, 10));
  return engine ? pathOver(engine, () => engine.close()) : null;
}

function pathOver(engine: Engine | undefined, close: () => void): Path {
  return {
    prepare: (scenario, seed) => prepare(scenario, seed, engine),
    simulate: (scenario, seed, options = {}) => simulate(scenario, seed, { ...options, engine }),
    close,
  };
}
