import type { Scenario } from '../../sim/index.ts';
import type { Varied } from './design/design.ts';
import { createDesign } from './design/index.ts';
import { type ExperimentSpec, summaryName } from './schema.ts';

/** What the results of an experiment are of, as recorded with them. */
export interface Contents {
  readonly name: string;
  readonly spec: Pick<ExperimentSpec, 'design' | 'key' | 'seeds' | 'keep' | 'luck'>;
  readonly policies: readonly string[];
  readonly vary: readonly Varied[];
  readonly points: number;
  /** Seeds that are spoken of: the first ones, of which every run is recorded; where no seed is whole, the one begun. */
  readonly seeds: number;
  /** Seeds of the experiment. */
  readonly planned: number;
  /** Names of the summaries of every run. */
  readonly measures: readonly string[];
  /** Parameters, institutions and interventions of every policy. */
  readonly scenarios: Readonly<
    Record<string, Readonly<Record<string, unknown>> & Pick<Scenario, 'interventions' | 'institutions' | 'disabled'>>
  >;
}

/**
 * The contents from what was recorded with results; see `experimentIdentity` of the store.
 *
 * @param runs the first so many are recorded
 */
export function contentsFrom(recorded: Record<string, unknown>, runs: number): Contents {
  const { name, policies, vary, scenarios, ...rest } = recorded as unknown as Contents & Contents['spec'];
  const spec = rest as unknown as Contents['spec'];
  const { seeds } = spec;
  const { points } = createDesign(spec, vary);
  const planned = typeof seeds === 'number' ? seeds : 'count' in seeds ? seeds.count : (seeds as string[]).length;
  return {
    name,
    spec,
    policies,
    vary,
    scenarios,
    points,
    seeds: Math.max(1, Math.min(planned, Math.floor(runs / (points * policies.length)))),
    planned,
    measures: spec.keep.summaries.map(summaryName),
  };
}

/** Runs that are not counted, because they are missing, have failed or do not define the measure. */
export interface LeftOut {
  readonly runs: number;
  /** Numbers of the points and of the replicates (seeds) that they belong to, as in the table `runs`. */
  readonly points: readonly number[];
  readonly replicates: readonly number[];
}

/** Points and seeds of which every combination has a value. */
export interface Part {
  readonly points: readonly number[];
  readonly seeds: readonly number[];
}

/** One measure of every run, `NaN` where a run is missing, has failed or does not define it. */
export class Outcomes {
  constructor(
    readonly policies: number,
    readonly points: number,
    readonly seeds: number,
    readonly values: Float64Array,
  ) {}

  at(policy: number, point: number, seed: number): number {
    return this.values[(seed * this.points + point) * this.policies + policy];
  }

  /** The values of a policy, seed by seed, within a seed point by point. */
  of(policy: number): Float64Array {
    return Float64Array.from({ length: this.points * this.seeds }, (_, i) => this.values[i * this.policies + policy]);
  }

  /**
   * Points and seeds at which none of the policies misses a value, as many runs as can be kept by leaving out first all
   * points that miss more seeds than some number, then the seeds that still miss something: points that fail always,
   * seeds that are half done and runs that fail now and then all cost little.
   *
   * @param unit points that are kept or left out together
   */
  wholePart(policies: readonly number[], unit = 1): Part {
    const units = Math.ceil(this.points / unit);
    const missing = (u: number, seed: number) => {
      for (let point = u * unit; point < Math.min(this.points, (u + 1) * unit); point++) {
        for (const policy of policies) if (Number.isNaN(this.at(policy, point, seed))) return true;
      }
      return false;
    };
    const holes = new Float64Array(units);
    for (let seed = 0; seed < this.seeds; seed++) for (let u = 0; u < units; u++) if (missing(u, seed)) holes[u]++;
    // a seed is whole when every unit that it misses is left out: those with more holes than the least of them has
    const least = Float64Array.from({ length: this.seeds }, (_, seed) => {
      let min = Number.POSITIVE_INFINITY;
      for (let u = 0; u < units; u++) if (holes[u] > 0 && holes[u] < min && missing(u, seed)) min = holes[u];
      return min;
    });
    const kept = (limit: number) =>
      holes.filter((count) => count <= limit).length * least.filter((count) => count > limit).length;
    let limit = 0;
    for (const other of new Set(holes)) if (kept(other) > kept(limit)) limit = other;
    return {
      points: Array.from({ length: this.points }, (_, i) => i).filter((i) => holes[Math.floor(i / unit)] <= limit),
      seeds: Array.from({ length: this.seeds }, (_, i) => i).filter((i) => least[i] > limit),
    };
  }
}

/** Which of the values, ordered as by {@link Outcomes.of}, are not there. */
export function leftOut(values: Float64Array, points: number): LeftOut {
  const at = new Set<number>();
  const replicates = new Set<number>();
  let runs = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) continue;
    runs++;
    at.add(i % points);
    replicates.add(Math.floor(i / points) + 1);
  }
  const sorted = (numbers: Set<number>) => [...numbers].sort((a, b) => a - b);
  return { runs, points: sorted(at), replicates: sorted(replicates) };
}
