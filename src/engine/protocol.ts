/**
 * What crosses between a runner and its workers, as types only. Requests and answers are matched by comlink, which
 * numbers every call; a worker answers in the order in which it was asked.
 */
import type { Observe, RunResult, Scenario } from '../../sim/index.ts';
import type { Keep, Kept } from '../experiment/extract.ts';
import type { RunError } from './ensemble.ts';

/** One run. */
export interface Task {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly observe: Observe;
  /** Whether other scenarios may share this run's population and burn-in, so that they are worth keeping. */
  readonly share: boolean;
  /** Threads that may share it, if it is large. */
  readonly threads: number;
  /** Whether it will be asked for again under another policy. */
  readonly again: boolean;
  /** What to extract from the result; null for the whole result. */
  readonly keep: Keep | null;
}

/** A task on its way: its scenario by number, and itself where the worker has not been given it yet. */
export interface WireTask extends Omit<Task, 'scenario'> {
  readonly scenario: number;
  readonly given: Scenario | null;
}

/** What a run gave. Failure is an answer too; only a dead worker leaves a request without one. */
export type Answer =
  | { readonly ok: true; readonly result: RunResult; readonly kept?: Kept }
  | { readonly ok: false; readonly error: RunError };

/** What a worker exposes. */
export interface WorkerApi {
  /** Answered as soon as the worker's code is loaded. */
  ready(): true;
  /** Runs one after the other; their answers leave together, because a message takes as long as a short run. */
  run(tasks: readonly WireTask[]): Promise<readonly Answer[]>;
}

/** A started worker as the pool sees it, whatever the environment. */
export interface WorkerLink {
  ready(): Promise<unknown>;
  run(tasks: readonly Task[]): Promise<readonly Answer[]>;
  /** The listener is told once, when the worker has died or could not start. */
  onCrash(listener: (error: Error) => void): void;
  terminate(): Promise<void>;
}
