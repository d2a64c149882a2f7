import { createThreadedKernel, type Helper, type ThreadedEngine, threadsWork } from './threads.ts';

/** Starts threads from a worker and makes an engine over it and them; undefined where memory cannot be shared. */
export async function startThreads(threads: number): Promise<ThreadedEngine | undefined> {
  if (threads < 2 || !threadsWork()) return undefined;
  return createThreadedKernel(await Promise.all(Array.from({ length: threads - 1 }, startHelper)));
}

/**
 * Chromium hands messages to a young worker through its parent's own loop. A parent that waits with `Atomics.wait`
 * would never send them, so it first hears back once; from then on they go straight.
 */
async function startHelper(): Promise<Helper> {
  const worker = new Worker(new URL('./thread-browser.ts', import.meta.url), { type: 'module' });
  await new Promise((resolve, reject) => {
    worker.addEventListener('message', resolve, { once: true });
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'the thread could not start')), {
      once: true,
    });
    worker.postMessage('ping');
  });
  return { send: (errand) => worker.postMessage(errand), terminate: () => worker.terminate() };
}
