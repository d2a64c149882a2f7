import { wrap } from 'comlink';
import type { Looking } from './looking.ts';
import { createViewer, type Viewer, type ViewerLink } from './viewer.ts';

function startWorker(): ViewerLink {
  const worker = new Worker(new URL('./browser-worker.ts', import.meta.url), { type: 'module' });
  const api = wrap<Looking>(worker);
  return {
    trace: (task) => api.trace(task),
    frames: (task) => api.frames(task),
    onCrash(listener) {
      worker.addEventListener('error', (event) => listener(new Error(event.message || 'the worker could not start')));
      worker.addEventListener('messageerror', () => listener(new Error('a message could not be read')));
    },
    terminate: () => worker.terminate(),
  };
}

/** Looks at residents in a worker of its own, so that neither ensembles nor the page wait for it. */
export function createBrowserViewer(): Viewer {
  return createViewer(startWorker);
}
