import type { EnsembleRequest, Runner, RunnerOptions, RunOutcome } from './ensemble.ts';
import { createInlineRunner } from './inline.ts';

export interface EnsembleOptions extends RunnerOptions {
  /** Worker threads; 0: none, everything runs in this thread. By default as many as there are processors. */
  readonly workers?: number;
}

/** Resident-weeks above which even a single run is worth a thread: it could not be cancelled in this one. */
const LARGE = 5_000_000;

/** Whether there is so little to do that starting a worker would take longer. */
function isSmall({ scenarios, seeds }: EnsembleRequest): boolean {
  return scenarios.length * seeds.length <= 1 && scenarios.every((scenario) => size(scenario.parameters) < LARGE);
}

function size({ weeks, burnIn, population }: EnsembleRequest['scenarios'][number]['parameters']): number {
  return (population.residents ?? population.households * population.householdSize) * (weeks + burnIn);
}

/**
 * A runner for Node that suits a request: worker threads, or this thread when there is only one small run to do or no
 * worker is wanted. Close it after use, threads keep the process alive.
 */
export async function createRunner(request: EnsembleRequest, workers?: number): Promise<Runner> {
  if (workers === 0 || (workers === undefined && isSmall(request))) return createInlineRunner();
  const { createNodeRunner } = await import('./node.ts');
  return createNodeRunner(workers);
}

/**
 * Runs every scenario with every seed and gives all outcomes, seed by seed and within a seed in the order of the
 * scenarios. The outcomes are the same for any number of workers. A run that fails is an outcome with `ok: false`.
 *
 * @throws an `AbortError` when cancelled; its property `outcomes` holds what was complete, in order
 */
export async function runEnsemble(request: EnsembleRequest, options: EnsembleOptions = {}): Promise<RunOutcome[]> {
  const { workers, ...runnerOptions } = options;
  const runner = await createRunner(request, workers);
  const outcomes: RunOutcome[] = [];
  try {
    for await (const outcome of runner.run(request, runnerOptions)) outcomes.push(outcome);
  } catch (thrown) {
    throw thrown instanceof Error ? Object.assign(thrown, { outcomes }) : thrown;
  } finally {
    await runner.close();
  }
  return outcomes;
}
