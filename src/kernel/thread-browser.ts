/** A helping thread in the browser. */
import { type Errand, help } from './threads.ts';

self.onmessage = ({ data }: MessageEvent<Errand | 'ping'>) => {
  if (data === 'ping') self.postMessage('pong');
  else help(data);
};
