import type { Problem } from '../../sim/index.ts';

/** Notes where a problem is, what it is, and which mistyped word it may come from. */
export type Place = (path: string, message: string, unknown?: Problem['unknown']) => void;

/**
 * Entries that could not be read are in no list; the others are told of by the numbers they have in the file.
 *
 * @param numbers those numbers, for every list that is not whole
 */
export function numbered(numbers: ReadonlyMap<string, readonly number[]>, place: Place): Place {
  const inFile = (text: string) =>
    text.replace(/(?<=^|stands already at )([\w.]+)\[(\d+)\]/u, (same, list: string, i: string) => {
      const number = numbers.get(list)?.[Number(i)];
      return number === undefined ? same : `${list}[${number}]`;
    });
  return (path, message, unknown) => place(inFile(path), inFile(message), unknown);
}

/** Entries that stand in a list already: the place of each, and of the first one like it. */
export function repeats(list: readonly unknown[]): (readonly [at: number, first: number])[] {
  const places = new Map<unknown, number>();
  return list.flatMap((entry, at) => {
    const first = places.get(entry);
    if (first === undefined) places.set(entry, at);
    return first === undefined ? [] : [[at, first] as const];
  });
}

/** Refuses what a list says twice; what is no list cannot. */
export function repetitions(list: unknown, path: string, place: Place): void {
  if (!Array.isArray(list)) return;
  for (const [at, first] of repeats(list)) {
    place(`${path}[${at}]`, `${JSON.stringify(list[at])} stands already at ${path}[${first}]`);
  }
}
