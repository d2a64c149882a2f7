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
  readonly seeds: number;
  /** Names of the summaries of every run. */
  readonly measures: readonly string[];
  /** Parameters, institutions and interventions of every policy. */
  readonly scenarios: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The contents from what was recorded with results; see `experimentIdentity` of the store. */
export function contentsFrom(recorded: Record<string, unknown>): Contents {
  const { name, policies, vary, scenarios, ...rest } = recorded as unknown as Contents & Contents['spec'];
  const spec = rest as unknown as Contents['spec'];
  const { seeds } = spec;
  return {
    name,
    spec,
    policies,
    vary,
    scenarios,
    points: createDesign(spec, vary).points,
    seeds: typeof seeds === 'number' ? seeds : 'count' in seeds ? seeds.count : (seeds as string[]).length,
    measures: spec.keep.summaries.map(summaryName),
  };
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

  /** The values of a policy by seed, at a point. */
  bySeed(policy: number, point: number): Float64Array {
    return Float64Array.from({ length: this.seeds }, (_, seed) => this.at(policy, point, seed));
  }

  /** The mean of a policy over the points at which every seed has a value, by seed: one number per seed. */
  meansBySeed(policy: number, points: readonly number[] = this.wholePoints()): Float64Array {
    return Float64Array.from({ length: this.seeds }, (_, seed) => {
      let sum = 0;
      for (const point of points) sum += this.at(policy, point, seed);
      return sum / points.length;
    });
  }

  /** Points at which nothing is missing. */
  wholePoints(): number[] {
    const whole: number[] = [];
    for (let point = 0; point < this.points; point++) {
      let missing = false;
      for (let seed = 0; seed < this.seeds && !missing; seed++) {
        for (let policy = 0; policy < this.policies; policy++) missing ||= Number.isNaN(this.at(policy, point, seed));
      }
      if (!missing) whole.push(point);
    }
    return whole;
  }
}
