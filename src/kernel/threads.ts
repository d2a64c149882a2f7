/**
 * An engine that shares one run among threads: each has the blocks of a stretch of the community, all work on the same
 * memory and wait for each other at the seams of the week. Counts of neighbours are added atomically, everything else
 * is written by one thread only and summed in the order of blocks, so the bits are those of a single thread.
 */
import { createState, type Engine, type Loops, type Run, type Scenario } from '../../sim/index.ts';
import { blockLoops, globalsOf, instantiate, layOut, type Places, roomFor, setGlobals, wordFiller } from './kernel.ts';
import { sharedKernelBytes } from './wasm.ts';

/** Words of the control block that the threads share. */
const [TURN, FINISHED, COMMAND, WEEK] = [0, 1, 2, 3] as const;
const [DECIDE, SPREAD, LEARN, SUM, LEAVE] = [1, 2, 3, 4, 5] as const;
/** Looks at the control block before a thread goes to sleep: a step of 10⁵ residents takes about this long. */
const PATIENCE = 20_000;
/** Pages of 64 KiB that the memory may grow to: 2 GiB, room for two million residents. */
const MOST_PAGES = 32_768;

/** What a helping thread is told of a run. */
export interface Errand {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  /** The turn that was current when the run began. */
  readonly turn: number;
  readonly places: Places;
  /** Number of the thread; the one that asks is 0. */
  readonly thread: number;
  readonly globals: Float64Array;
  readonly scenario: Scenario;
  readonly key: Run['key'];
  readonly sizes: Run['sizes'];
  readonly uses: Run['uses'];
  readonly from: number;
  readonly to: number;
}

/** A started thread that runs {@link help} on every message. */
export interface Helper {
  send(errand: Errand): void;
  terminate(): void;
}

export interface ThreadedEngine extends Engine {
  /** Sends the helpers home. */
  close(): void;
}

/** Whether memory can be shared between threads here. Some engines say isolated yet lack the constructor. */
export function threadsWork(): boolean {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated;
  return typeof SharedArrayBuffer === 'function' && isolated !== false && WebAssembly.validate(sharedKernelBytes());
}

/**
 * An engine over this thread and the helpers; undefined where there is no room for their memory. The thread must be one
 * that may wait: a worker, or Node's main thread.
 */
export function createThreadedKernel(helpers: readonly Helper[]): ThreadedEngine | undefined {
  const memory = roomFor({ initial: 1, maximum: MOST_PAGES, shared: true });
  if (!memory) {
    for (const helper of helpers) helper.terminate();
    return undefined;
  }
  const module = new WebAssembly.Module(sharedKernelBytes());
  const kernel = instantiate(module, memory);
  const shared = new SharedArrayBuffer(16);
  const control = new Int32Array(shared);
  const threads = helpers.length + 1;
  let places: Places | null = null;
  let atWork = false;

  const call = (command: number, week: number) => {
    Atomics.store(control, FINISHED, 0);
    Atomics.store(control, COMMAND, command);
    Atomics.store(control, WEEK, week);
    Atomics.add(control, TURN, 1);
    Atomics.notify(control, TURN);
  };
  const gather = () => {
    for (let finished = Atomics.load(control, FINISHED), looks = 0; finished < helpers.length; looks++) {
      if (looks > PATIENCE) Atomics.wait(control, FINISHED, finished);
      finished = Atomics.load(control, FINISHED);
    }
  };
  const dismiss = () => {
    if (!atWork) return;
    call(LEAVE, 0);
    gather();
    atWork = false;
  };

  return {
    fillWords: wordFiller(memory, kernel),
    adopt(world, parameters) {
      dismiss();
      const laid = layOut(memory, world, parameters, threads);
      places = laid.places;
      return laid.world;
    },
    createLoops(run) {
      dismiss();
      const laid = places;
      if (!laid) throw new Error('the world of this run was not adopted');
      const bounds = stretches(run, threads);
      const { scenario, key, sizes, uses } = run;
      const turn = Atomics.load(control, TURN);
      helpers.forEach((helper, k) => {
        const globals = globalsOf(memory, laid, run, k + 1);
        const [from, to] = [bounds[k + 1]!, bounds[k + 2]!];
        helper.send({
          module,
          memory,
          control: shared,
          turn,
          places: laid,
          thread: k + 1,
          globals,
          scenario,
          key,
          sizes,
          uses,
          from,
          to,
        });
      });
      atWork = true;
      setGlobals(kernel, globalsOf(memory, laid, run, 0));
      const own = blockLoops(memory, kernel, laid, run, 0, bounds[0]!, bounds[1]!);
      const together = (command: number, work: () => void, week = 0) => {
        call(command, week);
        work();
        gather();
      };
      return {
        decide: (week) => together(DECIDE, () => own.decide(week), week),
        spread: () => together(SPREAD, own.spread),
        // a look at who acted takes less time than waking the others
        effort: own.effort,
        learn: () => together(LEARN, own.learn),
        sum: () => together(SUM, own.sum),
        sums: own.sums,
      };
    },
    close() {
      dismiss();
      for (const helper of helpers) helper.terminate();
    },
  };
}

/** Bounds of stretches of blocks with about equally many residents. */
function stretches(run: Run, threads: number): number[] {
  const { block: blocks } = run.sizes;
  return Array.from({ length: threads + 1 }, (_, k) => Math.round((k * blocks) / threads));
}

/** What a helping thread does with an errand: its stretch of every step, until it is told to leave. */
export function help(errand: Errand): void {
  const { module, memory, places, thread, globals, scenario, key, sizes, uses, from, to } = errand;
  const control = new Int32Array(errand.control);
  const kernel = instantiate(module, memory);
  setGlobals(kernel, globals);
  const state = createState(sizes, memory.buffer, places.state);
  const { parameters } = scenario;
  // of a run, the loops only read what is given here
  const run = { scenario, parameters, key, sizes, uses, state } as Run;
  const loops: Loops = blockLoops(memory, kernel, places, run, thread, from, to);
  for (let turn = errand.turn; ; ) {
    for (let looks = 0; Atomics.load(control, TURN) === turn; looks++) {
      if (looks > PATIENCE) Atomics.wait(control, TURN, turn);
    }
    turn = Atomics.load(control, TURN);
    const command = Atomics.load(control, COMMAND);
    if (command === DECIDE) loops.decide(Atomics.load(control, WEEK));
    else if (command === SPREAD) loops.spread();
    else if (command === LEARN) loops.learn();
    else if (command === SUM) loops.sum();
    Atomics.add(control, FINISHED, 1);
    Atomics.notify(control, FINISHED);
    if (command === LEAVE) return;
  }
}
