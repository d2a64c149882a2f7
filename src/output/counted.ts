import type { LeftOut } from '../experiment/outcomes.ts';

const MOST = 5;

/** `12 of 60 runs (point 3; seeds 1, 2, 5)`: which runs, or pairs, are not counted. Seeds by number, from 1. */
export function leftOutWords({ runs, points, replicates }: LeftOut, counted: number, what: 'runs' | 'pairs'): string {
  const parts = [list('point', points), list('seed', replicates)];
  return `${runs} of ${runs + counted} ${what} (${parts.join('; ')})`;
}

/** `60 seeds`, or of results that are not complete `the first 27 of 60 seeds`. */
export function seedsWords({ points, seeds, planned }: Seeds, policies: number, runs: number): string {
  if (seeds * points * policies > runs) return `part of the first of ${planned} seeds`;
  return seeds < planned ? `the first ${seeds} of ${planned} seeds` : `${seeds} seeds`;
}

type Seeds = { readonly points: number; readonly seeds: number; readonly planned: number };

function list(one: string, numbers: readonly number[]): string {
  const shown = numbers.slice(0, MOST).join(', ');
  const more = numbers.length - MOST;
  return `${one}${numbers.length === 1 ? '' : 's'} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}
