import type { Runner } from '../engine/ensemble.ts';
import { runSpan } from './batch.ts';
import type { Experiment } from './experiment.ts';
import { extract } from './extract.ts';
import { LEAST_SEEDS } from './few-seeds.ts';
import type { MeasureName } from './measures.ts';
import { type Interval, intervalAround, type MeanEstimate, RunningMean, welchAround } from './statistics.ts';

/** Seeds after which it is given up where none of them counts. */
const HOPELESS = 16;

export interface ReplicatesOptions {
  /** The interval is to be narrower than this, in the unit of the measure (a share is a fraction of 1). */
  readonly precision: number;
  readonly measure: MeasureName;
  /** Seeds after which it is given up. */
  readonly most: number;
  readonly level?: number;
  readonly signal?: AbortSignal;
  /** After every run: how many are done, how many seeds are, and the widest interval as far as there is one. */
  readonly onProgress?: (runs: number, seeds: number, widest: number | null) => void;
}

/** What is known of one policy against the first one (or of a single policy) after the last seed. */
export interface Precision {
  readonly policy: string;
  readonly mean: number;
  readonly interval: Interval | null;
  /** How many times the seeds would be needed without pairing; `null` where nothing is paired. */
  readonly varianceReduction: number | null;
}

export interface Replicates {
  readonly measure: MeasureName;
  readonly precision: number;
  readonly level: number;
  /** Whether scenarios share their luck, so that their difference is taken seed by seed. */
  readonly paired: boolean;
  /** Seeds that were needed, or the most allowed when it was not reached. */
  readonly seeds: number;
  readonly reached: boolean;
  /** Seeds that count for nothing, because a run of theirs failed; and the first such run, in words. */
  readonly failed: number;
  readonly failure: string | null;
  /** Seeds that count for nothing, because the measure is not defined for a run of theirs. */
  readonly undefined: number;
  readonly policies: readonly Precision[];
  /** The widest interval after every seed from the eighth. */
  readonly trace: readonly { readonly seeds: number; readonly width: number }[];
}

/** A point of the design makes no valid scenario of a policy, so no seed can ever count. */
export class PointError extends Error {
  override readonly name = 'PointError';
}

/**
 * How many seeds until the interval of every policy's difference from the first is narrower than asked: paired, or by
 * Welch where every run has luck of its own. Decided after each seed in order, on the seeds so far and nothing else: the
 * same answer with any number of workers. With several points, a seed's value is the mean over them.
 *
 * @throws {PointError} where a point makes no valid scenario
 * @throws {BatchError} when the workers die one after the other
 */
export async function neededReplicates(
  experiment: Experiment,
  runner: Runner,
  options: ReplicatesOptions,
): Promise<Replicates> {
  const { precision, measure, most, level = 0.9, onProgress } = options;
  const paired = experiment.spec.luck === 'same';
  const tallies = experiment.policies.map(({ name }) => new Tally(name));
  const [first] = tallies;
  const known = () => precisions(tallies, level, paired);
  const trace: { seeds: number; width: number }[] = [];
  const lost = { failed: 0, undefined: 0 };
  let failure: string | null = null;
  let used = 0;
  let runs = 0;
  const onRun = () => onProgress?.(++runs, used, trace.at(-1)?.width ?? null);
  for await (const seed of seedMeans(upTo(experiment, measure, most), runner, options.signal, onRun)) {
    used++;
    if (seed.failure !== null) {
      lost.failed++;
      failure ??= seed.failure;
    } else if (seed.means.some(Number.isNaN)) lost.undefined++;
    else for (const [k, value] of seed.means.entries()) tallies[k].add(value, seed.means[0]);
    if (used >= HOPELESS && first.own.count === 0) break;
    if (first.own.count < LEAST_SEEDS) continue;
    const width = Math.max(
      ...known().map(({ interval }) => (interval ? interval[1] - interval[0] : Number.POSITIVE_INFINITY)),
    );
    trace.push({ seeds: used, width });
    if (width < precision) break;
  }
  const width = trace.at(-1)?.width ?? Number.POSITIVE_INFINITY;
  return {
    measure,
    precision,
    level,
    paired,
    seeds: used,
    reached: width < precision,
    ...lost,
    failure,
    policies: known(),
    trace,
  };
}

/** The experiment with as many seeds as may be needed, keeping one measure and nothing else. */
function upTo(experiment: Experiment, measure: MeasureName, most: number): Experiment {
  const { spec, design, policies } = experiment;
  const perSeed = design.points * policies.length;
  const seeds = Math.min(most, Math.floor(Number.MAX_SAFE_INTEGER / perSeed));
  return {
    ...experiment,
    seeds,
    runs: seeds * perSeed,
    observe: measure === 'tenureGap' ? { cards: true } : {},
    spec: {
      ...spec,
      seeds: seedsUpTo(spec.seeds, seeds),
      keep: { series: [], weeks: 'none', summaries: [measure], ledger: false },
    },
  };
}

/** The seeds of the experiment, going on where its own number of them ends. */
function seedsUpTo(seeds: Experiment['spec']['seeds'], count: number): Experiment['spec']['seeds'] {
  if (typeof seeds === 'number') return count;
  if (!Array.isArray(seeds)) return { ...seeds, count };
  const all = new Set(seeds.slice(0, count));
  for (let i = 1; all.size < count; i++) all.add(`more/${i}`);
  return [...all];
}

interface SeedMeans {
  /** By policy, over all points; `NaN` where the measure is not defined for a run. */
  readonly means: readonly number[];
  readonly failure: string | null;
}

/** One seed after the other, with the mean of every policy over all points. */
async function* seedMeans(
  experiment: Experiment,
  runner: Runner,
  signal: AbortSignal | undefined,
  onRun: () => void,
): AsyncGenerator<SeedMeans> {
  const { policies, design, runs, spec } = experiment;
  let sums = policies.map(() => 0);
  let failure: string | null = null;
  const all = runSpan(experiment, runner, { from: 0, to: runs }, signal ? { signal } : {});
  for await (const [{ policy, point }, seed, outcome] of all) {
    onRun();
    if (outcome.ok) sums[policy] += (outcome.kept ?? extract(spec.keep, outcome.result)).summaries[0];
    else {
      const { name, message } = outcome.error;
      if (name === 'ScenarioError') {
        throw new PointError(`point ${point} makes no valid scenario of ${policies[policy].name}: ${message}`);
      }
      failure ??= `${policies[policy].name}, seed ${JSON.stringify(seed)}, point ${point}: run failed: ${message}`;
    }
    if (policy < policies.length - 1 || point < design.points - 1) continue;
    yield { means: sums.map((sum) => sum / design.points), failure };
    sums = policies.map(() => 0);
    failure = null;
  }
}

/** What the seeds so far say of a policy; the seeds themselves need not be kept, however many there are. */
class Tally {
  readonly own = new RunningMean();
  /** The differences from the first policy, seed by seed. */
  readonly difference = new RunningMean();

  constructor(readonly policy: string) {}

  add(value: number, base: number): void {
    this.own.add(value);
    this.difference.add(value - base);
  }
}

function precisions([first, ...others]: readonly Tally[], level: number, paired: boolean): Precision[] {
  const base = first.own.estimate;
  const student = ({ mean, square, freedom }: MeanEstimate) => intervalAround(mean, square, freedom, level);
  if (others.length === 0) {
    return [{ policy: first.policy, mean: base.mean, interval: student(base), varianceReduction: null }];
  }
  return others.map((tally) => {
    const { policy } = tally;
    const own = tally.own.estimate;
    const difference = tally.difference.estimate;
    if (!paired) {
      return { policy, mean: own.mean - base.mean, interval: welchAround(own, base, level), varianceReduction: null };
    }
    const varianceReduction = difference.square > 0 ? (own.square + base.square) / difference.square : null;
    return { policy, mean: difference.mean, interval: student(difference), varianceReduction };
  });
}
