import { expose } from 'comlink';
import { startThreads } from '../kernel/threads-browser.ts';
import { createWorkerApi } from './api.ts';

expose(createWorkerApi(startThreads));
