import type { Observe, RunResult, Scenario, Start } from '../../sim/index.ts';
import type { RunError } from './ensemble.ts';
import type { Answer, Task } from './protocol.ts';

/** The part of the model that a worker needs; handed in, so that tests can put something else in its place. */
export interface Model {
  startId(scenario: Scenario, seed: string): string;
  prepare(scenario: Scenario, seed: string): Start;
  simulate(scenario: Scenario, seed: string, options: { start?: Start; observe?: Observe }): RunResult;
}

/** Residents whose starts are kept together: what a million residents of state may take beside the running model. */
const KEPT_RESIDENTS = 400_000;
const KEPT_STARTS = 4;

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

  function startOf(scenario: Scenario, seed: string): Start {
    const id = model.startId(scenario, seed);
    const known = starts.get(id);
    starts.delete(id);
    const { residents, households, householdSize } = scenario.parameters.population;
    const keep = Math.floor(KEPT_RESIDENTS / (residents ?? households * householdSize));
    // make room first: at a million residents two starts at once would be one too many
    while (starts.size >= Math.max(1, Math.min(KEPT_STARTS, keep))) {
      starts.delete(starts.keys().next().value as string);
    }
    const start = known ?? model.prepare(scenario, seed);
    starts.set(id, start);
    return start;
  }

  return {
    run({ scenario, seed, observe, share }) {
      try {
        const result = model.simulate(
          scenario,
          seed,
          share ? { start: startOf(scenario, seed), observe } : { observe },
        );
        return { ok: true, result };
      } catch (thrown) {
        return { ok: false, error: toRunError(thrown) };
      }
    },
  };
}

/** The buffers of an answer, which a worker hands over instead of copying. */
export function buffersOf(answer: Answer): ArrayBuffer[] {
  if (!answer.ok) return [];
  const { series, grouped, cards, deciles, effort, spent, ledger } = answer.result;
  const arrays = [series, grouped?.values, cards, deciles, effort, spent, ledger?.doses, ledger?.fen];
  return [...new Set(arrays.flatMap((array) => (array ? [array.buffer as ArrayBuffer] : [])))];
}
