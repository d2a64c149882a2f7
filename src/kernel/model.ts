import {
  type Checkpoint,
  type Engine,
  prepare,
  type RunOptions,
  type RunResult,
  type Scenario,
  type Start,
  simulate,
  simulateFrom,
  startId,
} from '../../sim/index.ts';
import { createKernel } from './kernel.ts';
import type { ThreadedEngine } from './threads.ts';

/** Starts threads that share one run, with this one among them; undefined where memory cannot be shared. */
export type StartThreads = (threads: number) => Promise<ThreadedEngine | undefined>;

/** Residents from which on sharing a run among threads pays for their waiting for each other. */
const LARGE = 100_000;

/** The model as whole runs use it: population with burn-in, and a run from there. */
export interface FastModel {
  startId(scenario: Scenario, seed: string): string;
  prepare(scenario: Scenario, seed: string): Start;
  simulate(scenario: Scenario, seed: string, options?: Omit<RunOptions, 'engine'>): RunResult;
  /** A run that begins where an earlier one was the same; see `simulateFrom`. */
  simulateFrom(
    scenario: Scenario,
    seed: string,
    options: { readonly start: Start; readonly observe?: RunOptions['observe'] },
    earlier: Checkpoint | undefined,
  ): { readonly result: RunResult; readonly checkpoint: Checkpoint };
  /** Chooses the engine for the runs that follow: threads for a large community, where asked for and possible. */
  makeReady(scenario: Scenario, threads: number): Promise<void>;
}

/**
 * The model with the fast loops where this environment has them and the plain ones elsewhere; the bits are the same.
 * Each has a memory of its own, made at the first run.
 */
export function createFastModel(startThreads: StartThreads = async () => undefined): FastModel {
  let alone: Engine | undefined | null = null;
  let shared: { readonly threads: number; readonly engine: ThreadedEngine | undefined } | null = null;
  let together: ThreadedEngine | undefined;
  const engine = () => {
    if (together) return together;
    if (alone === null) alone = createKernel();
    return alone;
  };
  return {
    startId,
    prepare: (scenario, seed) => prepare(scenario, seed, engine()),
    simulate: (scenario, seed, options = {}) => simulate(scenario, seed, { ...options, engine: engine() }),
    simulateFrom: (scenario, seed, options, earlier) =>
      simulateFrom(scenario, seed, { ...options, engine: engine() }, earlier),
    async makeReady({ parameters: { population } }, threads) {
      const residents = population.residents ?? population.households * population.householdSize;
      together = undefined;
      if (threads < 2 || residents < LARGE) return;
      if (shared?.threads !== threads) {
        shared?.engine?.close();
        shared = { threads, engine: await startThreads(threads) };
      }
      together = shared.engine;
    },
  };
}
