import { type InstrumentName, type Intervention, parameters, type Scenario } from '../../sim/index.ts';
import type { WeeklyCost } from './budget.ts';

/** A division of the budget among the interventions of a scenario. */
export interface Mix {
  readonly scenario: Scenario;
  /** Parts of the budget by intervention, in order of id. */
  readonly parts: readonly number[];
  readonly label: string;
}

/** What of an instrument costs in proportion to its size, so that it can be scaled to any money. */
const DOSE = {
  materials: 'units',
  training: 'seats',
  leaflet: 'reach',
  broadcast: 'reach',
  recognition: 'reach',
  caseSharing: 'reach',
  doorVisits: 'reach',
} as const satisfies Partial<Record<InstrumentName, string>>;

/**
 * The others are given as they are until their money is spent, and what may help where it is not: what pay costs
 * depends on how many it moves to act, and power and saved time cost the same whatever their size.
 */
const UNSCALED: Readonly<Record<Exclude<InstrumentName, keyof typeof DOSE>, string>> = {
  incentive: 'give it more pay, weeks or residents',
  empowerment: 'it takes whole weeks of its price, so give it more of them, or money that they make up',
  digital: 'give it more weeks or residents',
};
export const NOT_SCALED = Object.keys(UNSCALED) as readonly (keyof typeof UNSCALED)[];

/** A little more than the money, so that it is really spent whatever luck decides. */
const MARGIN = 1.05;

/** In how many ways so many equal parts can be divided among so many interventions. */
export function mixCount(steps: number, interventions: number): number {
  let ways = 1;
  for (let i = 1; i < interventions; i++) ways = (ways * (steps + i)) / i;
  return Math.round(ways);
}

/** What to say of an intervention that leaves money although its part is there; empty where its dose was scaled to it. */
export function scalingHint({ instrument }: Pick<Intervention, 'instrument'>): string {
  const unscaled = NOT_SCALED.find((name) => name === instrument);
  return unscaled === undefined ? '' : `; ${unscaled} is not scaled: ${UNSCALED[unscaled]}`;
}

/**
 * Every way to divide the budget in `steps` equal parts among the interventions. Each keeps its weeks and its public;
 * its dose is scaled so that its part of the money is spent in them, but for those of {@link NOT_SCALED}.
 */
export function allMixes(scenario: Scenario, budget: number, steps: number, weeklyCost: WeeklyCost): Mix[] {
  const { interventions, parameters } = scenario;
  const weekly = new Map(weeklyCost(scenario, '1').map(({ id, fen }) => [id, fen]));
  const names = interventionNames(interventions);
  return divisions(steps, interventions.length).map((parts) => {
    const chosen = interventions.filter((_, i) => parts[i] > 0);
    // caps in whole fen; what rounding leaves goes to the last one
    const caps = chosen.map((intervention) =>
      Math.floor((budget * 100 * parts[interventions.indexOf(intervention)]) / steps),
    );
    caps[caps.length - 1] += Math.round(budget * 100) - caps.reduce((a, b) => a + b, 0);
    const percent = percents(parts);
    const label = names.flatMap((name, i) => (parts[i] > 0 ? [`${name} ${percent[i]} %`] : [])).join(', ');
    const funded = chosen.map((intervention, i) => {
      const { from, to, id } = intervention;
      const weeks = Math.max(1, Math.min(to ?? parameters.weeks, parameters.weeks) - from);
      return { ...scaledDose(intervention, (MARGIN * caps[i]) / ((weekly.get(id) ?? 0) * weeks)), cap: caps[i] / 100 };
    });
    return { parts, label, scenario: { ...scenario, name: `mix-${parts.join('-')}`, interventions: funded } };
  });
}

/** Interventions by instrument, and by id where several have the same one. */
export function interventionNames(interventions: readonly Intervention[]): string[] {
  const instruments = interventions.map(({ instrument }) => instrument);
  return interventions.map(({ id, instrument }) =>
    instruments.indexOf(instrument) === instruments.lastIndexOf(instrument) ? instrument : `${instrument} (${id})`,
  );
}

/** Shares in whole percent that add up to 100: what rounding down leaves goes to the largest remainders. */
export function percents(parts: readonly number[]): number[] {
  const all = parts.reduce((a, b) => a + b, 0);
  const whole = parts.map((part) => Math.floor((100 * part) / all));
  const remainders = parts.map((part, i) => [(100 * part) % all, i]).sort(([a, i], [b, j]) => b - a || i - j);
  const left = 100 - whole.reduce((a, b) => a + b, 0);
  for (const [, i] of remainders.slice(0, left)) whole[i]++;
  return whole;
}

function scaledDose(intervention: Intervention, factor: number): Intervention {
  const dose = (DOSE as Readonly<Partial<Record<InstrumentName, string>>>)[intervention.instrument];
  if (dose === undefined || !Number.isFinite(factor)) return intervention;
  const row = parameters.find(({ path }) => path === `interventions.${intervention.instrument}.${dose}`);
  const value = (intervention as unknown as Record<string, number>)[dose] * factor;
  const limited = Math.min(row?.max ?? value, row?.integer ? Math.ceil(value) : value);
  return { ...intervention, [dose]: limited };
}

function divisions(steps: number, kinds: number): number[][] {
  if (kinds === 0) return [];
  if (kinds === 1) return [[steps]];
  return Array.from({ length: steps + 1 }, (_, i) => steps - i).flatMap((first) =>
    divisions(steps - first, kinds - 1).map((rest) => [first, ...rest]),
  );
}
