import { LEAST_SEEDS } from '../experiment/few-seeds.ts';
import type { LeftOut } from '../experiment/outcomes.ts';
import type { Sensitivity } from '../experiment/sensitivity/analyse.ts';
import type { VarianceSplit } from '../experiment/sensitivity/split.ts';

const MOST = 5;

interface Counted {
  readonly policy: string;
  readonly leftOut: LeftOut;
  /** How many are counted. */
  readonly runs?: number;
  readonly pairs?: number;
  /** Seeds that are left. */
  readonly seeds: number;
}

/**
 * Which runs, or pairs, are not counted, policies alike in one line; none where all are:
 * `none, taught: without 12 of 60 runs (point 3; seeds 1, 2, 5)`. Points are numbered from 0 and seeds from 1, as in the
 * table of runs.
 */
export function leftOutLines(rows: readonly Counted[]): string[] {
  const policies = new Map<string, string[]>();
  for (const { policy, leftOut, runs, pairs, seeds } of rows) {
    if (leftOut.runs === 0) continue;
    const all = leftOut.runs + (pairs ?? runs ?? 0);
    const which = `${list('point', leftOut.points)}; ${list('seed', leftOut.replicates)}`;
    const few =
      seeds > 0 && seeds < LEAST_SEEDS ? `; with ${counted(seeds, 'seed')} left no interval is to be trusted` : '';
    const words = `without ${leftOut.runs} of ${all} ${pairs === undefined ? 'runs' : 'pairs'} (${which})${few}`;
    policies.set(words, [...(policies.get(words) ?? []), policy]);
  }
  return [...policies].map(([words, names]) => `${names.join(', ')}: ${words}`);
}

/** `1 run`, `2,000 runs`. */
export function counted(n: number, one: string): string {
  return `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;
}

/** `60 seeds`, or of results that are not complete `the first 27 of 60 seeds`. */
export function seedsWords({ points, seeds, planned }: Seeds, policies: number, runs: number): string {
  if (seeds * points * policies > runs) return `part of the first of ${planned} seeds`;
  return seeds < planned ? plannedWords(seeds, planned) : counted(seeds, 'seed');
}

/** `the first 27 of 60 seeds`, `the first of 60 seeds`. */
export function plannedWords(seeds: number, planned: number): string {
  return `the first ${seeds === 1 ? '' : `${seeds} `}of ${planned} seeds`;
}

type Seeds = { readonly points: number; readonly seeds: number; readonly planned: number };

/** What a split of the variance cannot tell, a sentence each; none where it tells all. */
export function splitNotes({ counted, intervalsOver }: VarianceSplit): string[] {
  const single = (n: number, one: string, what: string) =>
    n === 1 ? [`With a single ${one} nothing is known of ${what} in none of the shares.`] : [];
  return [
    ...single(counted.seeds, 'seed', 'luck: it is'),
    ...single(counted.points, 'point', 'parameters: they are'),
    ...single(counted.policies.length, 'policy', 'policies: they are'),
    ...(intervalsOver.includes('seeds')
      ? []
      : ['The intervals do not allow for the choice of seeds: that takes three.']),
  ];
}

/** What indices hold of luck, and which parameters have none, a sentence each. */
export function indexNotes({ luck, morris, sobol }: Sensitivity): string[] {
  const all = [...morris, ...sobol];
  const lacking = new Map<string, string[]>();
  for (const { policy, lacks } of all) {
    for (const path of lacks) lacking.set(path, [...(lacking.get(path) ?? []), policy]);
  }
  const own = 'Every run has luck of its own';
  const single = all.some(({ seeds }) => seeds < 2);
  const several = (list: readonly { readonly seeds: number }[]) => list.some(({ seeds }) => seeds > 1);
  return [
    ...[...lacking].map(([path, names]) => `${path} does not apply to ${names.join(', ')}: it has no indices there.`),
    ...(luck === 'own' && single
      ? [`${own}: with a single seed the indices contain luck and have no intervals; luck: same avoids that.`]
      : []),
    ...(luck === 'own' && several(morris)
      ? [
          `${own}: μ* contains luck, so a parameter without effect has one above 0; with luck: same it would not. ` +
            'It is taken out of σ.',
        ]
      : []),
    ...(luck === 'own' && several(sobol)
      ? [
          `${own}: it is taken out of the indices, so one near 0 may be below it, and there are none where it may make all ` +
            'of the variance.',
        ]
      : []),
  ];
}

function list(one: string, numbers: readonly number[]): string {
  const shown = numbers.slice(0, MOST).join(', ');
  const more = numbers.length - MOST;
  return `${one}${numbers.length === 1 ? '' : 's'} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}
