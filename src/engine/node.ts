/// <reference path="./comlink-node-adapter.d.ts" />
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { wrap } from 'comlink';
import nodeEndpoint, { type NodeEndpoint } from 'comlink/dist/esm/node-adapter.mjs';
import type { Runner } from './ensemble.ts';
import { createPool } from './pool.ts';
import type { WorkerApi, WorkerLink } from './protocol.ts';
import { createAsking } from './sending.ts';

/** Where the built worker is, seen from this code: in a bundle, in one of its chunks, or as the source. */
const PLACES = ['./node-worker.js', '../node-worker.js', '../../dist/node-worker.js'];

function workerFile(): URL {
  const files = PLACES.map((place) => new URL(place, import.meta.url));
  const found = files.find((file) => existsSync(file));
  if (!found) throw new Error(`no worker at ${fileURLToPath(files[0])}; run npm run build:node`);
  return found;
}

/** Starts a thread from a file that exposes the worker's interface. A thread that ends, whatever its exit code, has died under its runs. */
export function startThread(file: URL): WorkerLink {
  // flags such as --input-type, meant for the main script, would keep the thread from starting
  const worker = new Worker(file, { execArgv: [] });
  const api = wrap<WorkerApi>(nodeEndpoint(worker as NodeEndpoint));
  return {
    ready: () => api.ready(),
    run: createAsking((tasks) => api.run(tasks)),
    onCrash(listener) {
      worker.on('error', listener);
      worker.on('messageerror', listener);
      worker.on('exit', (code) => listener(new Error(`the thread ended with exit code ${code}`)));
    },
    async terminate() {
      await worker.terminate();
    },
  };
}

/** Runs ensembles in worker threads, by default as many as there are processors for this process. */
export function createNodeRunner(workers = availableParallelism()): Runner {
  return createPool(() => startThread(workerFile()), workers);
}
