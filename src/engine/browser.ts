import { wrap } from 'comlink';
import type { Runner } from './ensemble.ts';
import { createPool } from './pool.ts';
import type { WorkerApi, WorkerLink } from './protocol.ts';
import { createAsking } from './sending.ts';

function startWorker(): WorkerLink {
  const worker = new Worker(new URL('./browser-worker.ts', import.meta.url), { type: 'module' });
  const api = wrap<WorkerApi>(worker);
  return {
    ready: () => api.ready(),
    run: createAsking((tasks) => api.run(tasks)),
    onCrash(listener) {
      // a worker whose script cannot be loaded gives an event without a message
      worker.addEventListener('error', (event) => listener(new Error(event.message || 'the worker could not start')));
      worker.addEventListener('messageerror', () => listener(new Error('a message could not be read')));
    },
    async terminate() {
      worker.terminate();
    },
  };
}

/** Runs ensembles in the page's workers, by default as many as the machine has processors. */
export function createBrowserRunner(workers = navigator.hardwareConcurrency): Runner {
  return createPool(startWorker, workers);
}
