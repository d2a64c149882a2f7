import type { ExperimentSpec } from '../schema.ts';
import { type Design, inRanges, type Value, type Varied } from './design.ts';
import { factorial } from './factorial.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { type MorrisDesign, morris } from './morris.ts';
import { saltelli } from './saltelli.ts';
import { sobol } from './sobol.ts';

type DesignSpec = ExperimentSpec['design'];

/** The points of an experiment. */
export function createDesign({ design, key }: Pick<ExperimentSpec, 'design' | 'key'>, vary: readonly Varied[]): Design {
  switch (design.type) {
    case 'list':
      return list(design.points, vary);
    case 'factorial':
      return factorial(vary, design.levels);
    case 'latin-hypercube':
      return inRanges(latinHypercube(design.points, vary.length, key), vary);
    case 'sobol':
      return inRanges(sobol(design.points, vary.length, design.shifted ? key : null), vary);
    case 'morris':
      return inRanges(morrisOf(design, vary.length, key), vary);
    case 'saltelli':
      return inRanges(saltelli(design.base, vary.length, key), vary);
  }
}

/** The trajectories behind a Morris design, for its analysis. */
export function morrisOf(
  design: Extract<DesignSpec, { type: 'morris' }>,
  dimensions: number,
  key: string,
): MorrisDesign {
  return morris(design.trajectories, dimensions, design.levels, key);
}

/** Points as written in the file; a path that a point does not give stays as the scenario has it. */
function list(points: readonly Readonly<Record<string, Value>>[], vary: readonly Varied[]): Design {
  return {
    points: points.length,
    at: (point) => vary.map(({ path }) => points[point][path] ?? null),
  };
}
