import type { Progress } from '../engine/ensemble.ts';

const EVERY = 5000;

/** Shows how far the runs are on stderr: one line rewritten on a terminal, else a line every few seconds. */
export function progressReporter(quiet: boolean): { show: (progress: Progress) => void; end: () => void } {
  if (quiet) return { show() {}, end() {} };
  const terminal = process.stderr.isTTY === true;
  let last = performance.now();
  let shown = false;
  return {
    show({ done, failed, total }) {
      const now = performance.now();
      if (now - last < (terminal ? 100 : EVERY) && !(terminal && done === total)) return;
      last = now;
      const text = `${done} of ${total} runs${failed > 0 ? `, ${failed} failed` : ''}`;
      process.stderr.write(terminal ? `\r\x1b[K${text}` : `${text}\n`);
      shown = true;
    },
    end() {
      if (terminal && shown) process.stderr.write('\r\x1b[K');
    },
  };
}
