/** A helping thread in the browser. */
import { type Errand, help } from './threads.ts';

self.onmessage = ({ data }: MessageEvent<Errand>) => help(data);
self.postMessage('ready');
