import { placeIn } from '../design/design.ts';
import { createDesign, morrisOf } from '../design/index.ts';
import type { Contents, Outcomes } from '../outcomes.ts';
import type { Resampling } from './bootstrap.ts';
import { LEVEL, RESAMPLES } from './estimate.ts';
import { type MorrisIndices, morrisIndices } from './morris.ts';
import { type SobolIndices, sobolIndices } from './sobol.ts';
import { type VarianceSplit, varianceSplit } from './split.ts';

export interface SensitivityOptions {
  readonly resamples?: number;
  readonly level?: number;
  readonly pause?: Resampling['pause'];
}

/** How a measure depends on the varied parameters, and on luck and policy. */
export interface Sensitivity {
  readonly measure: string;
  readonly level: number;
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
  readonly morris: readonly { readonly policy: string; readonly indices: readonly MorrisIndices[] }[];
  readonly sobol: readonly { readonly policy: string; readonly indices: readonly SobolIndices[] }[];
}

export async function analyseSensitivity(
  contents: Contents,
  outcomes: Outcomes,
  measure: string,
  { resamples = RESAMPLES, level = LEVEL, pause }: SensitivityOptions = {},
): Promise<Sensitivity> {
  const { spec, vary, policies, seeds, planned } = contents;
  const { design, key } = spec;
  const paths = vary.map(({ path }) => path);
  const resampling = { resamples, level, key, pause };
  const points = createDesign(spec, vary);
  const realised = (point: number) =>
    points.at(point).map((value, j) => (value === null ? 0 : placeIn(vary[j], value)));
  /** One policy after the other: each in turn keeps the processor busy. */
  const each = async <T>(analyse: (y: (point: number, seed: number) => number, policy: number) => Promise<T>) => {
    const all: { policy: string; indices: T }[] = [];
    for (const [k, policy] of policies.entries()) {
      all.push({ policy, indices: await analyse((point, seed) => outcomes.at(k, point, seed), k) });
    }
    return all;
  };
  const unit = design.type === 'morris' ? paths.length + 1 : design.type === 'saltelli' ? paths.length + 2 : 1;
  const split = varianceSplit(outcomes, unit, level, spec.luck === 'own');
  const present = outcomes.values.filter((value) => !Number.isNaN(value));
  const same = present.length > 0 && present.every((value) => value === present[0]);
  return {
    measure,
    level,
    runs: outcomes.values.length,
    seeds,
    planned,
    missing: outcomes.values.length - present.length,
    split,
    unsplit: split !== null ? null : same ? 'constant' : 'missing',
    morris:
      design.type === 'morris'
        ? await each((y) => morrisIndices(morrisOf(design, paths.length, key), paths, seeds, y, resampling, realised))
        : [],
    sobol:
      design.type === 'saltelli'
        ? await each((y, policy) => {
            // rows are left out whole, and seeds for all rows alike, so that luck stays common to them
            const whole = outcomes.wholePart([policy], unit).seeds;
            return sobolIndices(design.base, paths, whole.length, (point, seed) => y(point, whole[seed]), resampling);
          })
        : [],
  };
}
