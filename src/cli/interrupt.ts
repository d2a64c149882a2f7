type Cleanup = () => void | Promise<void>;

const cleanups: Cleanup[] = [];

/** Asks for something to be done, and waited for, when the user ends the command early. */
export function onInterrupt(cleanup: Cleanup): void {
  cleanups.push(cleanup);
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
