import type { Varied } from './design/design.ts';
import type { Policy } from './experiment.ts';
import type { ExperimentSpec } from './schema.ts';
import { extent } from './statistics.ts';
import { RUN_COLUMNS } from './tables.ts';
import { type Place, repetitions } from './twice.ts';

/** What is kept must exist, and its columns must have names of their own. Without a policy, how long runs are is not known. */
export function keepProblems(
  spec: ExperimentSpec,
  policies: readonly Policy[],
  vary: readonly Varied[],
  place: Place,
): void {
  const { keep } = spec;
  const weeks = Math.min(...policies.map(({ scenario }) => scenario.parameters.weeks));
  repetitions(keep.series, 'keep.series', place);
  repetitions(keep.weeks, 'keep.weeks', place);
  if (Array.isArray(keep.weeks)) {
    for (const [i, week] of keep.weeks.entries()) {
      if (week >= weeks) place(`keep.weeks[${i}]`, `no week ${week}, the runs have weeks 0 to ${weeks - 1}`);
    }
  } else if (typeof keep.weeks === 'object' && keep.weeks.every > weeks) {
    place('keep.weeks.every', `${keep.weeks.every} keeps no week, the runs have ${weeks}`);
  }
  const taken = new Set<string>(
    [...RUN_COLUMNS, ...vary.map(({ path }) => path)].map((column) => column.toLowerCase()),
  );
  const end = shortest(spec, vary, weeks);
  for (const [i, summary] of keep.summaries.entries()) {
    const name = typeof summary === 'string' ? summary : summary.name;
    if (taken.has(name.toLowerCase())) place(`keep.summaries[${i}]`, `the name ${name} is already taken`);
    taken.add(name.toLowerCase());
    if (typeof summary === 'string') continue;
    const { from, to } = summary;
    const at = `keep.summaries[${i}]`;
    if (from >= end) place(`${at}.from`, `${from} is beyond the last week of the shortest run, ${end - 1}`);
    if (to !== null && to > end) place(`${at}.to`, `${to} is beyond week ${end}, at which the shortest run ends`);
    else if (to !== null && from >= to && from < end) place(`${at}.from`, `${from} is not before to, which is ${to}`);
  }
}

/** Weeks of the shortest run, where the weeks themselves may be varied: a summary is never of fewer than it says. */
function shortest({ design }: ExperimentSpec, vary: readonly Varied[], weeks: number): number {
  const own = vary.find(({ path }) => path === 'weeks');
  if (own === undefined) return weeks;
  // the range as it is resolved: an end that the file does not give is the table's
  const lengths = design.type === 'list' ? design.points.map((point) => point.weeks ?? weeks) : own.values;
  if (lengths === null) return Math.max(1, own.min);
  const [least] = extent(lengths.filter((value) => typeof value === 'number' && value >= 1) as number[]);
  return Number.isFinite(least) ? least : weeks;
}
