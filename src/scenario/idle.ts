import type { Intervention, Scenario } from '../../sim/index.ts';

/** When interventions begin and runs end, where a design moves them: the earliest week, and the most weeks. */
export interface Moved {
  from(intervention: Intervention): number | null;
  readonly weeks: number | null;
}

const NOTHING_MOVED: Moved = { from: () => null, weeks: null };

/** A sentence for every intervention that never begins, because the run is over before. Valid, but hardly meant. */
export function idleInterventions({ name, parameters, interventions }: Scenario, moved = NOTHING_MOVED): string[] {
  const weeks = moved.weeks ?? parameters.weeks;
  return interventions.flatMap((one) => {
    const from = moved.from(one) ?? one.from;
    if (from < weeks) return [];
    const who = `${name}: intervention ${one.id} (${one.instrument})`;
    return [`${who} does nothing: it begins in week ${from}, and the run ends after ${weeks}`];
  });
}
