import { createFrames, prepare, startId, type Trace, traceResidents } from '../../sim/index.ts';
import { createLooking, type FramesAnswer, type FramesTask, type LookedAt, type TraceTask } from './looking.ts';

/** Looks at residents somewhere: here ({@link createInlineViewer}) or in a worker of its own ({@link createViewer}). */
export interface Viewer {
  trace(task: TraceTask): Promise<Trace>;
  frames(task: FramesTask): Promise<FramesAnswer>;
  /** Ends the worker; what was asked and not answered is refused. The next question starts a new one. */
  close(): void;
}

/** A started worker as a viewer sees it. */
export interface ViewerLink {
  trace(task: TraceTask): Promise<Trace>;
  frames(task: FramesTask): Promise<FramesAnswer>;
  /** The listener is told when the worker has died or could not start. */
  onCrash(listener: (error: Error) => void): void;
  terminate(): void;
}

export function createInlineViewer(model: LookedAt = { startId, prepare, traceResidents, createFrames }): Viewer {
  const looking = createLooking(model);
  return {
    trace: async (task) => looking.trace(task),
    frames: async (task) => looking.frames(task),
    close() {},
  };
}

/** A viewer with one worker, started by the first question; a crash refuses what is open and the next starts afresh. */
export function createViewer(spawn: () => ViewerLink): Viewer {
  let link: ViewerLink | null = null;
  const open = new Set<(error: Error) => void>();

  function end(error: Error): void {
    link?.terminate();
    link = null;
    for (const refuse of open) refuse(error);
    open.clear();
  }

  function hire(): ViewerLink {
    const started = spawn();
    started.onCrash((error) => {
      if (link === started) end(error);
    });
    link = started;
    return started;
  }

  async function ask<T>(question: (to: ViewerLink) => Promise<T>): Promise<T> {
    const worker = link ?? hire();
    return new Promise<T>((resolve, reject) => {
      open.add(reject);
      question(worker)
        .then(resolve, reject)
        .finally(() => open.delete(reject));
    });
  }

  return {
    trace: (task) => ask((worker) => worker.trace(task)),
    frames: (task) => ask((worker) => worker.frames(task)),
    close: () => end(new DOMException('the viewer was closed', 'AbortError')),
  };
}
