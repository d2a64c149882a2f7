/** A helping thread in Node. */
import { parentPort } from 'node:worker_threads';
import { help } from './threads.ts';

if (!parentPort) throw new Error('this file is a thread: it is started by a threaded run');
parentPort.on('message', help);
parentPort.postMessage('ready');
