import type { Checkpoint, Observe, RunResult, Scenario, Start } from '../../sim/index.ts';
import { bare, extract } from '../experiment/extract.ts';
import type { RunError } from './ensemble.ts';
import type { Answer, Task } from './protocol.ts';

/** The part of the model that a worker needs; handed in, so that tests can put something else in its place. */
export interface Model {
  startId(scenario: Scenario, seed: string): string;
  prepare(scenario: Scenario, seed: string): Start;
  simulate(scenario: Scenario, seed: string, options: { start?: Start; observe?: Observe }): RunResult;
  /** Where it is missing, runs that may come again are done from week 0. */
  simulateFrom?(
    scenario: Scenario,
    seed: string,
    options: { start: Start; observe?: Observe },
    earlier: Checkpoint | undefined,
  ): { readonly result: RunResult; readonly checkpoint: Checkpoint };
}

/** Residents whose starts are kept together: what a million residents of state may take beside the running model. */
const KEPT_RESIDENTS = 400_000;
const KEPT_STARTS = 64;

/** An error as data; whatever else was thrown becomes its text. */
export function toRunError(thrown: unknown): RunError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  const { name, message, stack } = thrown;
  return stack === undefined ? { name, message } : { name, message, stack };
}

/**
 * Does runs, one after the other, and keeps the starts (population, ties, burn-in) of the latest ones: scenarios that
 * differ only in what begins at week 0 share them, which saves two fifths of a run of 156 weeks.
 */
export function createService(model: Model): { run(task: Task): Answer } {
  // in order of last use, the oldest first
  const starts = new Map<string, Start>();
  // of the latest run that may come again, by its start
  const checkpoints = new Map<string, Checkpoint>();

  function startOf(scenario: Scenario, seed: string): Start {
    const id = model.startId(scenario, seed);
    const known = starts.get(id);
    starts.delete(id);
    const { residents, households, householdSize } = scenario.parameters.population;
    const keep = Math.floor(KEPT_RESIDENTS / (residents ?? households * householdSize));
    // make room first: at a million residents two starts at once would be one too many
    while (starts.size >= Math.max(1, Math.min(KEPT_STARTS, keep))) {
      const oldest = starts.keys().next().value as string;
      starts.delete(oldest);
      checkpoints.delete(oldest);
    }
    const start = known ?? model.prepare(scenario, seed);
    starts.set(id, start);
    return start;
  }

  function resultOf({ scenario, seed, observe, share, again }: Task): RunResult {
    if (!share) return model.simulate(scenario, seed, { observe });
    const start = startOf(scenario, seed);
    if (!again || !model.simulateFrom) return model.simulate(scenario, seed, { start, observe });
    const { result, checkpoint } = model.simulateFrom(scenario, seed, { start, observe }, checkpoints.get(start.id));
    checkpoints.set(start.id, checkpoint);
    return result;
  }

  return {
    run(task) {
      try {
        const result = resultOf(task);
        return task.keep ? { ok: true, result: bare(result), kept: extract(task.keep, result) } : { ok: true, result };
      } catch (thrown) {
        return { ok: false, error: toRunError(thrown) };
      }
    },
  };
}

/** Bytes from which on to hand a buffer over takes less time than to copy it. */
const WORTH_HANDING_OVER = 8192;

/** The buffers of an answer that a worker hands over instead of copying. */
export function buffersOf(answer: Answer): ArrayBuffer[] {
  if (!answer.ok) return [];
  const { series, grouped, cards, deciles, effort, spent, ledger } = answer.result;
  const arrays = answer.kept
    ? (Object.values(answer.kept) as Float64Array[])
    : [series, grouped?.values, cards, deciles, effort, spent, ledger?.doses, ledger?.fen];
  const large = arrays.flatMap((array) => (array && array.byteLength >= WORTH_HANDING_OVER ? [array.buffer] : []));
  return [...new Set(large as ArrayBuffer[])];
}
