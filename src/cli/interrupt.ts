const cleanups: (() => void)[] = [];

/** Asks for something to be done when the user ends the command early. */
export function onInterrupt(cleanup: () => void): void {
  cleanups.push(cleanup);
}

/** Ctrl-C, and the ways in which systems ask a process to end: clean up, then leave with the customary code. */
export function handleInterrupts(): void {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const signal of Object.keys(codes) as (keyof typeof codes)[]) {
    process.once(signal, () => {
      for (const cleanup of cleanups) cleanup();
      process.exit(codes[signal]);
    });
  }
}

/** Lets signals have their turn in a long computation. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
