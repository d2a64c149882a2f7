type Cleanup = () => void | Promise<void>;

const cleanups: Cleanup[] = [];

/** Asks for something to be done, and waited for, when the user ends the command early. */
export function onInterrupt(cleanup: Cleanup): void {
  cleanups.push(cleanup);
}

/**
 * Does what the user may end early: a signal tells it to stop, it is waited for until it has cleaned up, and words say
 * what has become of it.
 */
export function interruptible<T>(words: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const working = work(signal);
  onInterrupt(async () => {
    controller.abort();
    await working.catch(() => process.stderr.write(`${words}\n`));
  });
  // an end that was asked for is no failure to be told by others: the process is about to leave
  return working.catch((error) => (signal.aborted ? new Promise<never>(() => {}) : Promise.reject(error)));
}

/**
 * Ctrl-C, and the ways in which systems ask a process to end: clean up, then leave with the customary code. Whoever
 * asks a second time does not want to wait.
 */
export function handleInterrupts(): void {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  let asked = false;
  for (const signal of Object.keys(codes) as (keyof typeof codes)[]) {
    process.on(signal, async () => {
      if (!asked) {
        asked = true;
        await Promise.allSettled(cleanups.map(async (cleanup) => cleanup()));
      }
      process.exit(codes[signal]);
    });
  }
}

/** Lets signals have their turn in a long computation. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Milliseconds for which a long computation may keep a signal waiting. */
const BREATHE_EVERY = 50;

/** To be waited for at every step of a long computation: now and then signals have their turn, and may end it. */
export function breathing(signal: AbortSignal): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < BREATHE_EVERY) return;
    return breathe().then(() => {
      last = performance.now();
      signal.throwIfAborted();
    });
  };
}
