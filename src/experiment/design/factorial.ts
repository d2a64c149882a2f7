import type { Design, Value, Varied } from './design.ts';

/**
 * Every combination of the parameters' values, the last parameter changing fastest. A range is cut into as many levels
 * as asked for, both ends included.
 */
export function factorial(vary: readonly Varied[], levels: number): Design {
  const values = vary.map((parameter) => levelsOf(parameter, levels));
  return {
    points: values.reduce((product, list) => product * list.length, 1),
    at(point) {
      const chosen: Value[] = [];
      let rest = point;
      for (let j = values.length - 1; j >= 0; j--) {
        const list = values[j]!;
        chosen[j] = list[rest % list.length]!;
        rest = Math.floor(rest / list.length);
      }
      return chosen;
    },
  };
}

function levelsOf({ min, max, integer, values }: Varied, levels: number): readonly Value[] {
  if (values !== null) return values;
  if (levels === 1) return [min];
  const exact = Array.from({ length: levels }, (_, i) =>
    i === levels - 1 ? max : min + ((max - min) * i) / (levels - 1),
  );
  // neighbouring levels may fall on one value, and a range of no width has only one
  return [...new Set(integer ? exact.map((value) => Math.round(value)) : exact)];
}
