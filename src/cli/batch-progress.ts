const EVERY = 5000;
const WIDTH = 24;

export interface BatchProgress {
  show(done: number, failed: number): void;
  end(): void;
}

/**
 * How far a batch is, on stderr: a bar with rate and time left on a terminal, else a line every few seconds.
 *
 * @param before runs that were done already, which say nothing about the rate
 */
export function batchProgress(total: number, before: number, quiet: boolean): BatchProgress {
  if (quiet) return { show() {}, end() {} };
  const terminal = process.stderr.isTTY === true;
  const started = performance.now();
  let last = started;
  let shown = false;
  return {
    show(done, failed) {
      const now = performance.now();
      if (now - last < (terminal ? 100 : EVERY)) return;
      last = now;
      shown = true;
      const rate = ((done - before) * 1000) / (now - started);
      const left = rate > 0 ? (total - done) / rate : Number.POSITIVE_INFINITY;
      const text = [
        `${done} of ${total} runs`,
        ...(failed > 0 ? [`${failed} failed`] : []),
        `${rate >= 10 ? Math.round(rate) : rate.toFixed(1)} a second`,
        `${duration(left)} left`,
      ].join(', ');
      process.stderr.write(terminal ? `\r\x1b[K${bar(done / total)} ${text}` : `${text}\n`);
    },
    end() {
      if (terminal && shown) process.stderr.write('\r\x1b[K');
    },
  };
}

function bar(part: number): string {
  const full = Math.round(part * WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`;
}

/** `0:07`, `12:30`, `3:05:00`, `12 days`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.round(seconds);
  if (whole >= 172_800) return `${Math.round(whole / 86_400)} days`;
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
