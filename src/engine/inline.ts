import { createFastModel } from '../kernel/model.ts';
import type { EnsembleRequest, Runner, RunnerOptions, RunOutcome } from './ensemble.ts';
import { abortError, outcomeOf, taskOf } from './order.ts';
import { createService, type Model } from './service.ts';

/** Milliseconds after which timers, signals and the page have their turn, between two runs. */
const BREATH = 8;
const breath = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/**
 * Runs ensembles in this thread, with the same service as the workers. A run that has begun is not interrupted, so
 * progress and cancellation take effect between runs.
 */
export function createInlineRunner(model: Model = createFastModel()): Runner {
  let closed = false;

  async function* run(request: EnsembleRequest, options: RunnerOptions = {}): AsyncGenerator<RunOutcome> {
    const service = createService(model);
    const total = request.scenarios.length * request.seeds.length;
    let failed = 0;
    let breathed = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < total; index++) {
      if (performance.now() - breathed > BREATH) {
        await breath();
        breathed = performance.now();
      }
      if (closed) throw new Error('this runner is closed');
      if (options.signal?.aborted) throw abortError(index, total);
      const outcome = outcomeOf(request, index, service.run(taskOf(request, index)));
      if (!outcome.ok) failed++;
      options.onProgress?.({ done: index + 1, failed, total });
      yield outcome;
    }
  }

  return {
    run,
    async close() {
      closed = true;
    },
  };
}
