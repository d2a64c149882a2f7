import type { Varied } from './design/design.ts';
import type { Policy } from './experiment.ts';
import type { ExperimentSpec } from './schema.ts';
import { RUN_COLUMNS } from './tables.ts';
import { type Place, repetitions } from './twice.ts';

/** What is kept must exist, and its columns must have names of their own. */
export function keepProblems(
  { keep }: ExperimentSpec,
  policies: readonly Policy[],
  vary: readonly Varied[],
  place: Place,
): void {
  const weeks = Math.min(...policies.map(({ scenario }) => scenario.parameters.weeks));
  repetitions(keep.series, 'keep.series', place);
  repetitions(keep.weeks, 'keep.weeks', place);
  if (Array.isArray(keep.weeks)) {
    for (const [i, week] of keep.weeks.entries()) {
      if (week >= weeks) place(`keep.weeks[${i}]`, `no week ${week}, the runs have weeks 0 to ${weeks - 1}`);
    }
  }
  const taken = new Set<string>(
    [...RUN_COLUMNS, ...vary.map(({ path }) => path)].map((column) => column.toLowerCase()),
  );
  for (const [i, summary] of keep.summaries.entries()) {
    const name = typeof summary === 'string' ? summary : summary.name;
    if (taken.has(name.toLowerCase())) place(`keep.summaries[${i}]`, `the name ${name} is already taken`);
    taken.add(name.toLowerCase());
    if (typeof summary === 'string') continue;
    if (summary.from >= Math.min(weeks, summary.to ?? weeks)) {
      place(`keep.summaries[${i}].from`, `${summary.from} leaves no week, the runs have weeks 0 to ${weeks - 1}`);
    }
  }
}
