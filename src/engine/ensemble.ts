import type { Observe, RunResult, Scenario } from '../../sim/index.ts';
import type { Keep, Kept } from '../experiment/extract.ts';

/** Every scenario with every seed: what a runner is asked to do. */
export interface EnsembleRequest {
  readonly scenarios: readonly Scenario[];
  readonly seeds: readonly string[];
  readonly observe?: Observe;
  /** Added to the seed of each scenario, so that scenarios have luck of their own; by default they share it. */
  readonly seedSuffixes?: readonly string[];
  /**
   * Threads that share each run of 100,000 residents or more, where memory can be shared; by default one. The bits are
   * the same for any number.
   */
  readonly threads?: number;
  /**
   * Whether the same seeds will be asked for again under other policies, as while a lever moves: then workers keep
   * where runs begin and the week up to which they are the same, and compute only what is new.
   */
  readonly again?: boolean;
  /** What to extract from every result, where it is made; the results themselves are then bare. */
  readonly keep?: Keep;
}

/** An error as data, so that it crosses from a worker and one bad run does not end the others. */
export interface RunError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** What became of one run. */
export type RunOutcome =
  | {
      readonly ok: true;
      readonly scenarioIndex: number;
      readonly seedIndex: number;
      readonly result: RunResult;
      /** Where the request says what to keep. */
      readonly kept?: Kept;
    }
  | {
      readonly ok: false;
      readonly scenarioIndex: number;
      readonly seedIndex: number;
      readonly scenario: string;
      readonly seed: string;
      readonly error: RunError;
    };

/** Finished runs, among them the failed ones, of all runs. */
export interface Progress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

export interface RunnerOptions {
  /** Called after every finished run, in whatever order runs finish. */
  readonly onProgress?: (progress: Progress) => void;
  /** Cancels: nothing more is handed out, and what runs in workers is terminated. */
  readonly signal?: AbortSignal;
}

/** Runs ensembles somewhere: here ({@link createInlineRunner}) or in workers ({@link createPool}). */
export interface Runner {
  /**
   * Outcomes in order: seed by seed, within a seed scenario by scenario, each as soon as all before it are there.
   * Work starts with the first pull and waits when outcomes are not pulled. After a cancellation it yields what is
   * complete in order and then throws an `AbortError`. One ensemble at a time: a second call before the first has
   * ended is refused.
   */
  run(request: EnsembleRequest, options?: RunnerOptions): AsyncIterable<RunOutcome>;
  /** Ends the workers; the runner cannot be used afterwards. */
  close(): Promise<void>;
}
