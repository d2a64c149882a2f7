import type { Scenario } from '../../sim/index.ts';

/** A sentence for every intervention that never begins, because the run is over before. Valid, but hardly meant. */
export function idleInterventions({ name, parameters: { weeks }, interventions }: Scenario): string[] {
  return interventions
    .filter(({ from }) => from >= weeks)
    .map(
      ({ id, instrument, from }) =>
        `${name}: intervention ${id} (${instrument}) does nothing: it begins in week ${from}, and the run ends after ${weeks}`,
    );
}
