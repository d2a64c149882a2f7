import type { Kit } from '../../src/kit.ts';
import type { Identity } from '../theme.ts';
import { type Ensemble, runsOf } from './ensemble.ts';

/** Acts and effort of a mode on projects with an attribute, mean over runs. */
export interface Cell {
  readonly acts: number;
  readonly effort: number;
  readonly baselineActs: number | null;
}

/** Which ways of taking part went into which projects. Every act is counted under one kind and under one reach. */
export interface ModeAttributeData {
  readonly who: Identity;
  readonly baseline: Identity | null;
  readonly runs: number;
  readonly weeks: number;
  readonly modes: readonly string[];
  /** The three kinds, then the three reaches. */
  readonly attributes: readonly string[];
  /** By mode, then by attribute. */
  readonly cells: readonly (readonly Cell[])[];
}

/** `null` when the runs were not asked for effort. */
export function modeAttributeData(ensemble: Ensemble, focus: number, kit: Kit): ModeAttributeData | null {
  const own = means(ensemble, focus, kit);
  if (!own) return null;
  const base = focus === ensemble.baseline ? null : means(ensemble, ensemble.baseline, kit);
  const runs = [...runsOf(ensemble, focus).values()];
  const width = kit.attributes.length;
  return {
    who: ensemble.scenarios[focus],
    baseline: base ? ensemble.scenarios[ensemble.baseline] : null,
    runs: runs.length,
    weeks: runs[0].weeks,
    modes: kit.modes,
    attributes: kit.attributes,
    cells: kit.modes.map((_, m) =>
      kit.attributes.map((_, a) => {
        const at = (m * width + a) * 2;
        return { acts: own[at], effort: own[at + 1], baselineActs: base ? base[at] : null };
      }),
    ),
  };
}

function means(ensemble: Ensemble, place: number, kit: Kit): Float64Array | null {
  const tables = [...runsOf(ensemble, place).values()].flatMap(({ effort }) => (effort ? [effort] : []));
  if (tables.length === 0) return null;
  return Float64Array.from(tables[0], (_, k) => kit.mean(tables.map((table) => table[k])));
}
