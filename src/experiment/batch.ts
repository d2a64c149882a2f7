import { type Scenario, ScenarioError } from '../../sim/index.ts';
import type { RunError, Runner, RunOutcome } from '../engine/ensemble.ts';
import { type Experiment, placeOf, type RunPlace, scenarioAt, seedSuffix, seedText } from './experiment.ts';

/** Scenarios, and runs, that a runner is asked for at a time; its workers wait for each other at the end of each. */
const MOST_SCENARIOS = 512;
const MOST_RUNS = 16_384;
/** Milliseconds, and runs, after which what is done is made safe. */
const COMMIT_EVERY = 500;
const COMMIT_RUNS = 16_384;

/** Where the outcomes of a batch go; see `Results` of the store. */
export interface Recorder {
  readonly recorded: number;
  readonly failed: number;
  append(place: RunPlace, seed: string, outcome: RunOutcome): void;
  replace(place: RunPlace, seed: string, outcome: RunOutcome): Promise<void>;
  commit(): Promise<void>;
}

export interface BatchOptions {
  readonly signal?: AbortSignal;
  /** After every recorded run. */
  readonly onProgress?: (recorded: number, failed: number) => void;
}

/** The runner is of no use any more, so the rest of the runs is left for another time rather than recorded as failed. */
export class BatchError extends Error {
  override readonly name = 'BatchError';
}

/** Several runs that a runner is asked for at once: some scenarios under some seeds. */
interface Rectangle {
  readonly firstSeed: number;
  readonly seeds: number;
  /** Within a seed: number of the first scenario, and how many; scenario = point × policies + policy. */
  readonly first: number;
  readonly count: number;
}

/** The next runs, from `next` to at most before `to`, that have the form of a rectangle. */
export function rectangleAt({ design, policies, seeds }: Experiment, next: number, to: number): Rectangle {
  const perSeed = design.points * policies.length;
  const firstSeed = Math.floor(next / perSeed);
  const first = next % perSeed;
  const whole = Math.min(Math.floor(MOST_RUNS / perSeed), seeds - firstSeed, Math.floor((to - next) / perSeed));
  if (first === 0 && whole > 0 && perSeed <= MOST_SCENARIOS) {
    return { firstSeed, seeds: whole, first: 0, count: perSeed };
  }
  return { firstSeed, seeds: 1, first, count: Math.min(MOST_SCENARIOS, perSeed - first, to - next) };
}

/** Scenarios by their number within a seed; where all fit into one rectangle they are made only once. */
function scenarioCache(experiment: Experiment): (index: number) => Scenario | RunError {
  const kept = new Map<number, Scenario | RunError>();
  const { policies, design } = experiment;
  return (index) => {
    const known = kept.get(index);
    if (known !== undefined) return known;
    let made: Scenario | RunError;
    try {
      made = scenarioAt(experiment, index % policies.length, Math.floor(index / policies.length));
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      made = { name: 'ScenarioError', message: error.message.replaceAll('\n', '; ') };
    }
    if (design.points * policies.length <= MOST_SCENARIOS) kept.set(index, made);
    return made;
  };
}

const isError = (value: Scenario | RunError): value is RunError => 'message' in value;

/**
 * Does the runs of an experiment from number `from + recorded` to before `to`, in order, and records each as soon as it
 * is its turn. What has been recorded is made safe twice a second.
 *
 * @throws {BatchError} when the workers die one after the other
 */
export async function runBatch(
  experiment: Experiment,
  recorder: Recorder,
  runner: Runner,
  { from, to }: { readonly from: number; readonly to: number },
  options: BatchOptions = {},
): Promise<void> {
  let since = 0;
  let committing: Promise<void> | null = null;
  const commit = (): Promise<void> => {
    since = 0;
    const begun = recorder.commit().then(() => {
      committing = null;
    });
    // where it fails, whoever waits for it next is told
    begun.catch(() => {});
    committing = begun;
    return begun;
  };
  // by the clock and not by the runs: the next one may take hours
  const clock = setInterval(() => {
    if (since > 0 && committing === null) void commit();
  }, COMMIT_EVERY);
  try {
    const span = { from: from + recorder.recorded, to };
    for await (const [place, seed, outcome] of runSpan(experiment, runner, span, options)) {
      if (committing !== null) await committing;
      recorder.append(place, seed, outcome);
      since++;
      if (since >= COMMIT_RUNS) await commit();
      options.onProgress?.(recorder.recorded, recorder.failed);
    }
    if (committing !== null) await committing;
    await recorder.commit();
  } catch (error) {
    // whatever ended the loop, what came before is kept; where the store itself failed this changes nothing
    await Promise.resolve(committing).catch(() => {});
    await recorder.commit().catch(() => {});
    throw error;
  } finally {
    clearInterval(clock);
  }
}

/**
 * The outcomes of the runs from number `from` to before `to`, in order, with their seeds. Scenarios are made a few hundred
 * at a time; one that cannot be made is a failed run with a `ScenarioError`.
 *
 * @throws {BatchError} when the workers die one after the other
 */
export async function* runSpan(
  experiment: Experiment,
  runner: Runner,
  { from, to }: { readonly from: number; readonly to: number },
  options: Pick<BatchOptions, 'signal'> = {},
): AsyncGenerator<readonly [place: RunPlace, seed: string, outcome: RunOutcome]> {
  const scenarioOf = scenarioCache(experiment);
  for (let next = from; next < to; ) {
    const rectangle = rectangleAt(experiment, next, to);
    yield* runRectangle(experiment, rectangle, scenarioOf, runner, options);
    next += rectangle.seeds * rectangle.count;
  }
}

/** Does runs again, one by one, and puts them in the place of what was recorded. */
export async function retryRuns(
  experiment: Experiment,
  runs: readonly number[],
  recorder: Recorder,
  runner: Runner,
  options: BatchOptions = {},
): Promise<void> {
  const scenarioOf = scenarioCache(experiment);
  const perSeed = experiment.design.points * experiment.policies.length;
  for (const run of runs) {
    const rectangle = { firstSeed: Math.floor(run / perSeed), seeds: 1, first: run % perSeed, count: 1 };
    for await (const [place, seed, outcome] of runRectangle(experiment, rectangle, scenarioOf, runner, options)) {
      await recorder.replace(place, seed, outcome);
      options.onProgress?.(recorder.recorded, recorder.failed);
    }
  }
}

async function* runRectangle(
  experiment: Experiment,
  { firstSeed, seeds, first, count }: Rectangle,
  scenarioOf: (index: number) => Scenario | RunError,
  runner: Runner,
  { signal }: BatchOptions,
): AsyncGenerator<readonly [RunPlace, string, RunOutcome]> {
  const perSeed = experiment.design.points * experiment.policies.length;
  const made = Array.from({ length: count }, (_, i) => scenarioOf(first + i));
  const places = made.map((_, i) => placeOf(experiment, firstSeed * perSeed + first + i));
  const suffixes = places.map(({ point, policy }) => seedSuffix(experiment, point, policy));
  const valid = made.flatMap((scenario, i) => (isError(scenario) ? [] : [i]));
  const request = {
    scenarios: valid.map((i) => made[i] as Scenario),
    seeds: Array.from({ length: seeds }, (_, s) => seedText(experiment, firstSeed + s)),
    observe: experiment.observe,
    keep: experiment.spec.keep,
    ...(experiment.spec.luck === 'own' ? { seedSuffixes: valid.map((i) => suffixes[i]) } : {}),
  };
  const outcomes = runner.run(request, signal ? { signal } : {})[Symbol.asyncIterator]();
  try {
    for (let s = 0; s < seeds; s++) {
      for (let i = 0; i < count; i++) {
        const run = (firstSeed + s) * perSeed + first + i;
        const seed = request.seeds[s] + suffixes[i];
        const scenario = made[i];
        const outcome = isError(scenario)
          ? refusedRun(experiment.policies[places[i].policy].name, seed, scenario)
          : await nextOutcome(outcomes);
        yield [{ ...places[i], run, seed: firstSeed + s }, seed, outcome];
      }
    }
  } finally {
    await outcomes.return?.(undefined);
  }
}

function refusedRun(scenario: string, seed: string, error: RunError): RunOutcome {
  return { ok: false, scenarioIndex: 0, seedIndex: 0, scenario, seed, error };
}

async function nextOutcome(outcomes: AsyncIterator<RunOutcome>): Promise<RunOutcome> {
  const { value, done } = await outcomes.next();
  if (done) throw new BatchError('the runner ended before its runs');
  const outcome = value as RunOutcome;
  // one run that kills its worker is a failed run; workers that cannot live at all say nothing about the runs
  if (!outcome.ok && outcome.error.name === 'WorkerError' && outcome.error.message.includes('in a row')) {
    throw new BatchError(outcome.error.message);
  }
  return outcome;
}
