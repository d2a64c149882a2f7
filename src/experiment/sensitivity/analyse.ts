import { placeIn } from '../design/design.ts';
import { createDesign, morrisOf } from '../design/index.ts';
import { applies } from '../experiment.ts';
import type { Contents, Outcomes } from '../outcomes.ts';
import type { Resampling } from './bootstrap.ts';
import { LEVEL, RESAMPLES, UNKNOWN } from './estimate.ts';
import { type MorrisIndices, morrisIndices } from './morris.ts';
import { type SobolIndices, sobolIndices } from './sobol.ts';
import { type VarianceSplit, varianceSplit } from './split.ts';

export interface SensitivityOptions {
  readonly resamples?: number;
  readonly level?: number;
  readonly pause?: Resampling['pause'];
}

/** Indices under a policy. */
export interface PolicyIndices<T> {
  readonly policy: string;
  /** Seeds that they are of. */
  readonly seeds: number;
  /** Varied parameters of what the policy does not have, which have no indices. */
  readonly lacks: readonly string[];
  readonly indices: readonly T[];
}

/** How a measure depends on the varied parameters, and on luck and policy. */
export interface Sensitivity {
  readonly measure: string;
  readonly level: number;
  /** Whether a seed is the same luck for all runs of it, or every run has its own. */
  readonly luck: 'same' | 'own';
  readonly runs: number;
  /** Seeds that the runs are of, the first ones of those planned. */
  readonly seeds: number;
  readonly planned: number;
  /** Runs without a value, which are left out with all that needs them. */
  readonly missing: number;
  readonly split: VarianceSplit | null;
  /** Why there is no split: all runs have the same value, or too many have none. */
  readonly unsplit: 'constant' | 'missing' | null;
  /** By policy; only for the designs that are made for it. */
  readonly morris: readonly PolicyIndices<MorrisIndices>[];
  readonly sobol: readonly PolicyIndices<SobolIndices>[];
}

/**
 * The split of a measure's variance and, for the designs that are made for them, indices of every parameter under every
 * policy.
 */
export async function analyseSensitivity(
  contents: Contents,
  outcomes: Outcomes,
  measure: string,
  { resamples = RESAMPLES, level = LEVEL, pause }: SensitivityOptions = {},
): Promise<Sensitivity> {
  const { spec, vary, policies, scenarios, seeds, planned } = contents;
  const { design, key } = spec;
  const paths = vary.map(({ path }) => path);
  const resampling = { resamples, level, key, pause };
  const points = createDesign(spec, vary);
  const realised = (point: number) =>
    points.at(point).map((value, j) => (value === null ? 0 : placeIn(vary[j], value)));
  /** One policy after the other: each in turn keeps the processor busy. */
  const each = async <T extends { readonly path: string }>(
    seedsOf: (policy: number) => readonly number[],
    analyse: (y: (point: number, seed: number) => number, seeds: number) => Promise<T[]>,
    unknown: (path: string) => T,
  ) => {
    const all: PolicyIndices<T>[] = [];
    for (const [k, policy] of policies.entries()) {
      const lacks = paths.filter((path) => !applies(scenarios[policy], path));
      const used = seedsOf(k);
      const found = await analyse((point, seed) => outcomes.at(k, point, used[seed]), used.length);
      const indices = found.map((one) => (lacks.includes(one.path) ? unknown(one.path) : one));
      all.push({ policy, seeds: used.length, lacks, indices });
    }
    return all;
  };
  const unit = design.type === 'morris' ? paths.length + 1 : design.type === 'saltelli' ? paths.length + 2 : 1;
  const ownLuck = spec.luck === 'own';
  const split = varianceSplit(outcomes, unit, level, ownLuck);
  const present = outcomes.values.filter((value) => !Number.isNaN(value));
  const same = present.length > 0 && present.every((value) => value === present[0]);
  return {
    measure,
    level,
    luck: spec.luck,
    runs: outcomes.values.length,
    seeds,
    planned,
    missing: outcomes.values.length - present.length,
    split,
    unsplit: split !== null ? null : same ? 'constant' : 'missing',
    morris:
      design.type === 'morris'
        ? await each<MorrisIndices>(
            () => Array.from({ length: seeds }, (_, i) => i),
            (y, n) => morrisIndices(morrisOf(design, paths.length, key), paths, n, y, resampling, realised, ownLuck),
            (path) => ({ path, muStar: UNKNOWN, mu: UNKNOWN, sigma: UNKNOWN }),
          )
        : [],
    sobol:
      design.type === 'saltelli'
        ? await each<SobolIndices>(
            // rows are left out whole, and seeds for all rows alike, so that luck stays common to them
            (policy) => outcomes.wholePart([policy], unit).seeds,
            (y, n) => sobolIndices(design.base, paths, n, y, resampling, ownLuck),
            (path) => ({ path, first: UNKNOWN, total: UNKNOWN }),
          )
        : [],
  };
}
