import { morrisOf } from '../design/index.ts';
import type { Contents, Outcomes } from '../outcomes.ts';
import { LEVEL, RESAMPLES } from './estimate.ts';
import { type MorrisIndices, morrisIndices } from './morris.ts';
import { type SobolIndices, sobolIndices } from './sobol.ts';
import { type VarianceSplit, varianceSplit } from './split.ts';

export interface SensitivityOptions {
  readonly resamples?: number;
  readonly level?: number;
}

/** How a measure depends on the varied parameters, and on luck and policy. */
export interface Sensitivity {
  readonly measure: string;
  readonly level: number;
  readonly runs: number;
  /** Runs without a value, which are left out with all that needs them. */
  readonly missing: number;
  readonly split: VarianceSplit | null;
  /** By policy; only for the designs that are made for it. */
  readonly morris: readonly { readonly policy: string; readonly indices: readonly MorrisIndices[] }[];
  readonly sobol: readonly { readonly policy: string; readonly indices: readonly SobolIndices[] }[];
}

export function analyseSensitivity(
  contents: Contents,
  outcomes: Outcomes,
  measure: string,
  { resamples = RESAMPLES, level = LEVEL }: SensitivityOptions = {},
): Sensitivity {
  const { spec, vary, policies, seeds } = contents;
  const { design, key } = spec;
  const paths = vary.map(({ path }) => path);
  const resampling = { resamples, level, key };
  const each = <T>(analyse: (y: (point: number, seed: number) => number) => T) =>
    policies.map((policy, k) => ({ policy, indices: analyse((point, seed) => outcomes.at(k, point, seed)) }));
  const unit = design.type === 'morris' ? paths.length + 1 : design.type === 'saltelli' ? paths.length + 2 : 1;
  return {
    measure,
    level,
    runs: outcomes.values.length,
    missing: outcomes.values.filter(Number.isNaN).length,
    split: varianceSplit(outcomes, unit, level),
    morris:
      design.type === 'morris'
        ? each((y) => morrisIndices(morrisOf(design, paths.length, key), paths, seeds, y, resampling))
        : [],
    sobol: design.type === 'saltelli' ? each((y) => sobolIndices(design.base, paths, seeds, y, resampling)) : [],
  };
}
