import type { UnitDesign } from './design.ts';
import { sobol } from './sobol.ts';

/**
 * Saltelli's design for Sobol' indices: `base` rows, each with a point a, one point per parameter that is a with that
 * parameter from b, and b. Rows come from a shifted Sobol' sequence in twice the dimensions. Saltelli et al. (2010),
 * Computer Physics Communications 181, 259-270.
 */
export function saltelli(base: number, dimensions: number, key: string): UnitDesign {
  const rows = sobol(base, 2 * dimensions, `${key}/saltelli`);
  const length = dimensions + 2;
  return {
    points: base * length,
    at(point) {
      const row = rows.at(Math.floor(point / length));
      const which = point % length;
      if (which === length - 1) return row.slice(dimensions);
      const a = row.slice(0, dimensions);
      if (which > 0) a[which - 1] = row[dimensions + which - 1]!;
      return a;
    },
  };
}
