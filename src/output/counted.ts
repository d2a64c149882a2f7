import type { LeftOut } from '../experiment/outcomes.ts';

const MOST = 5;

interface Counted {
  readonly policy: string;
  readonly leftOut: LeftOut;
  /** How many are counted. */
  readonly runs?: number;
  readonly pairs?: number;
}

/**
 * Which runs, or pairs, are not counted, policies alike in one line; none where all are:
 * `none, taught: without 12 of 60 runs (point 3; seeds 1, 2, 5)`. Points are numbered from 0 and seeds from 1, as in the
 * table of runs.
 */
export function leftOutLines(rows: readonly Counted[]): string[] {
  const policies = new Map<string, string[]>();
  for (const { policy, leftOut, runs, pairs } of rows) {
    if (leftOut.runs === 0) continue;
    const all = leftOut.runs + (pairs ?? runs ?? 0);
    const which = `${list('point', leftOut.points)}; ${list('seed', leftOut.replicates)}`;
    const words = `without ${leftOut.runs} of ${all} ${pairs === undefined ? 'runs' : 'pairs'} (${which})`;
    policies.set(words, [...(policies.get(words) ?? []), policy]);
  }
  return [...policies].map(([words, names]) => `${names.join(', ')}: ${words}`);
}

/** `60 seeds`, or of results that are not complete `the first 27 of 60 seeds`. */
export function seedsWords({ points, seeds, planned }: Seeds, policies: number, runs: number): string {
  if (seeds * points * policies > runs) return `part of the first of ${planned} seeds`;
  return seeds < planned ? firstSeeds(seeds, planned) : counted(seeds, 'seed');
}

/** `the first 27 of 60 seeds` */
export function firstSeeds(seeds: number, planned: number): string {
  return `the first ${seeds === 1 ? '' : `${seeds} `}of ${planned} seeds`;
}

/** `1 seed`, `60,000 seeds` */
export function counted(n: number, one: string): string {
  return `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;
}

type Seeds = { readonly points: number; readonly seeds: number; readonly planned: number };

function list(one: string, numbers: readonly number[]): string {
  const shown = numbers.slice(0, MOST).join(', ');
  const more = numbers.length - MOST;
  return `${one}${numbers.length === 1 ? '' : 's'} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}
