import { idleInterventions } from '../scenario/idle.ts';
import type { Experiment } from './experiment.ts';

/** A sentence for every intervention of a policy that never begins, at whatever point of the design. */
export function idleIn(experiment: Experiment): string[] {
  const { policies, vary } = experiment;
  const place = (...paths: readonly string[]) => vary.findIndex(({ path }) => paths.includes(path));
  const weeks = place('weeks');
  return policies.flatMap(({ scenario }) =>
    idleInterventions(scenario, {
      from({ id, instrument, from }) {
        const own = place(...['*', id, instrument].map((who) => `interventions.${who}.from`));
        return own < 0 ? null : rangeOf(experiment, own, from)[0];
      },
      weeks: weeks < 0 ? null : rangeOf(experiment, weeks, scenario.parameters.weeks)[1],
    }),
  );
}

/** The least and the greatest value that the design gives a varied parameter; `base` where a point leaves it alone. */
function rangeOf({ spec, vary, design }: Experiment, varied: number, base: number): [low: number, high: number] {
  const { min, max, values } = vary[varied];
  if (spec.design.type !== 'list' && values === null) return [min, max];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const count = spec.design.type === 'list' ? design.points : (values ?? []).length;
  for (let i = 0; i < count; i++) {
    const value = Number((spec.design.type === 'list' ? design.at(i)[varied] : values?.[i]) ?? base);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
