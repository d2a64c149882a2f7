import type { Runner, RunOutcome } from '../engine/ensemble.ts';
import { type Experiment, scenarioAt, seedText } from './experiment.ts';
import { MEASURES, type MeasureName } from './measures.ts';
import { type Interval, mean, meanInterval, variance } from './statistics.ts';

/** Seeds before which no interval is trusted, and seeds that are asked for at a time. */
export const LEAST_SEEDS = 8;
const CHUNK = 16;

export interface ReplicatesOptions {
  /** The interval is to be narrower than this, in the unit of the measure (a share is a fraction of 1). */
  readonly precision: number;
  readonly measure: MeasureName;
  /** Seeds after which it is given up. */
  readonly most: number;
  readonly level?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (seeds: number, widest: number) => void;
}

/** What is known of one policy against the first one (or of a single policy) after the last seed. */
export interface Precision {
  readonly policy: string;
  readonly mean: number;
  readonly interval: Interval | null;
  /** How many times the seeds would be needed without pairing; `null` for a single policy. */
  readonly varianceReduction: number | null;
}

export interface Replicates {
  readonly measure: MeasureName;
  readonly precision: number;
  readonly level: number;
  /** Seeds that were needed, or the most allowed when it was not reached. */
  readonly seeds: number;
  readonly reached: boolean;
  /** Seeds that count for nothing, because a run of theirs failed. */
  readonly failed: number;
  readonly policies: readonly Precision[];
  /** The widest interval after every seed from the eighth. */
  readonly trace: readonly { readonly seeds: number; readonly width: number }[];
}

/**
 * How many seeds until the paired interval of every policy against the first is narrower than asked. Decided after each
 * seed in order, on the seeds so far and nothing else: the same answer with any number of workers. With several points,
 * a seed's value is the mean over them.
 */
export async function neededReplicates(
  experiment: Experiment,
  runner: Runner,
  options: ReplicatesOptions,
): Promise<Replicates> {
  const { precision, measure, most, level = 0.9, onProgress } = options;
  const { policies, design } = experiment;
  const names = policies.map(({ name }) => name);
  const values = names.map((): number[] => []);
  const trace: { seeds: number; width: number }[] = [];
  let failed = 0;
  let used = 0;
  for await (const means of seedMeans(experiment, runner, options)) {
    used++;
    if (means === null) failed++;
    else for (const [k, value] of means.entries()) values[k].push(value);
    if (values[0].length < LEAST_SEEDS) continue;
    const width = Math.max(
      ...precisions(names, values, level).map(({ interval }) => (interval ? interval[1] - interval[0] : Infinity)),
    );
    trace.push({ seeds: used, width });
    onProgress?.(used, width);
    if (width < precision) break;
  }
  const width = trace.at(-1)?.width ?? Number.POSITIVE_INFINITY;
  return {
    measure,
    precision,
    level,
    seeds: used,
    reached: width < precision,
    failed,
    policies: precisions(names, values, level),
    trace,
  };

  /** The mean of every policy over all points, seed by seed; `null` where a run failed. */
  async function* seedMeans(
    { observe }: Experiment,
    pool: Runner,
    { signal }: ReplicatesOptions,
  ): AsyncGenerator<number[] | null> {
    const scenarios = Array.from({ length: design.points }, (_, point) =>
      names.map((_, k) => scenarioAt(experiment, k, point)),
    ).flat();
    for (let first = 0; first < most; first += CHUNK) {
      const seeds = Array.from({ length: Math.min(CHUNK, most - first) }, (_, i) =>
        unboundedSeed(experiment, first + i),
      );
      const request = { scenarios, seeds, observe: { ...observe, cards: measure === 'tenureGap', ledger: false } };
      let collected: (number | null)[] = [];
      for await (const outcome of pool.run(request, signal ? { signal } : {})) {
        collected.push(measured(outcome));
        if (collected.length < scenarios.length) continue;
        yield collected.includes(null)
          ? null
          : names.map((_, k) => mean((collected as number[]).filter((_, i) => i % names.length === k)));
        collected = [];
      }
    }
  }

  function measured(outcome: RunOutcome): number | null {
    return outcome.ok ? MEASURES[measure].of(outcome.result) : null;
  }
}

/** The seeds of the experiment, going on where its own number of them ends. */
function unboundedSeed(experiment: Experiment, index: number): string {
  const { seeds } = experiment.spec;
  if (!Array.isArray(seeds)) return seedText(experiment, index);
  return seeds[index] ?? `more/${index + 1 - seeds.length}`;
}

function precisions(names: readonly string[], values: readonly (readonly number[])[], level: number): Precision[] {
  const [base] = values;
  if (names.length === 1) {
    return [{ policy: names[0], mean: mean(base), interval: meanInterval(base, level), varianceReduction: null }];
  }
  return names.slice(1).map((policy, i) => {
    const own = values[i + 1];
    const differences = own.map((value, j) => value - base[j]);
    const apart = variance(differences);
    return {
      policy,
      mean: mean(differences),
      interval: meanInterval(differences, level),
      varianceReduction: apart > 0 ? (variance(own) + variance(base)) / apart : null,
    };
  });
}
