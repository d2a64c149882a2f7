import { below, keyedOrder, keyedUniform } from '../keyed.ts';
import type { UnitDesign } from './design.ts';

/** One step of a trajectory: from this point to the next one, a single parameter moves. */
export interface Move {
  readonly dimension: number;
  /** How far, in parts of the range; negative for a step down. */
  readonly by: number;
}

export interface MorrisDesign extends UnitDesign {
  readonly trajectories: number;
  /** The moves of a trajectory, in order: from its point i to its point i + 1. */
  moves(trajectory: number): readonly Move[];
}

/**
 * Trajectories of `dimensions` + 1 points on a grid of `levels`, each step moving one parameter by levels/(2(levels−1))
 * of its range. Morris (1991), "Factorial sampling plans for preliminary computational experiments", Technometrics 33,
 * 161-174.
 */
export function morris(trajectories: number, dimensions: number, levels: number, key: string): MorrisDesign {
  const bases = keyedUniform(`${key}/morris/base`);
  const signs = keyedUniform(`${key}/morris/sign`);
  const orders = keyedUniform(`${key}/morris/order`);
  const delta = levels / (2 * (levels - 1));
  const length = dimensions + 1;

  const moves = (trajectory: number): Move[] =>
    keyedOrder(orders, trajectory, dimensions).map((dimension) => ({
      dimension,
      by: signs(trajectory, dimension) < 0.5 ? -delta : delta,
    }));

  return {
    points: trajectories * length,
    trajectories,
    moves,
    at(point) {
      const trajectory = Math.floor(point / length);
      const steps = moves(trajectory);
      const done = new Set(steps.slice(0, point % length).map(({ dimension }) => dimension));
      const up = new Map(steps.map(({ dimension, by }) => [dimension, by > 0]));
      // half of the grid lies far enough below 1 for a step up; whoever steps down starts from its upper end
      return Array.from({ length: dimensions }, (_, j) => {
        const low = below(bases(trajectory, j), levels / 2) / (levels - 1);
        return done.has(j) === up.get(j) ? Math.min(1, low + delta) : low;
      });
    },
  };
}
