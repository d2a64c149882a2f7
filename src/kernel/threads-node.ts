import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { createThreadedKernel, type Helper, type ThreadedEngine, threadsWork } from './threads.ts';

/** Where the built thread is, seen from this code: in a bundle, in one of its chunks, or as the source. */
const PLACES = ['./thread.js', '../thread.js', '../../dist/thread.js'];

/** Starts threads and makes an engine over this one and them; undefined where memory cannot be shared. */
export async function startThreads(threads: number): Promise<ThreadedEngine | undefined> {
  const file = PLACES.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
  if (threads < 2 || !file || !threadsWork()) return undefined;
  return createThreadedKernel(await Promise.all(Array.from({ length: threads - 1 }, () => startHelper(file))));
}

async function startHelper(file: URL): Promise<Helper> {
  const worker = new Worker(file, { execArgv: [] });
  await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  // a helper that waits for work must not keep the process alive
  worker.unref();
  return { send: (errand) => worker.postMessage(errand), terminate: () => void worker.terminate() };
}
