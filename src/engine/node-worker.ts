/// <reference path="./comlink-node-adapter.d.ts" />
import { parentPort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint, { type NodeEndpoint } from 'comlink/dist/esm/node-adapter.mjs';
import { startThreads } from '../kernel/threads-node.ts';
import { createWorkerApi } from './api.ts';

if (!parentPort) throw new Error('this file is a worker: it is started by the pool');
expose(createWorkerApi(startThreads), nodeEndpoint(parentPort as NodeEndpoint));
