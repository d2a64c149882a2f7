/**
 * One budget for all policies. Each intervention carries a cap, the caps of a policy make the budget to the fen, and
 * doses are strong or long enough to spend it; so policies cost the same on every seed, as the model's own comparison
 * at equal cost asks. Costs here are plans; what was really spent is read from the runs.
 */
import type { ScenarioDocument } from '../../src/lab.ts';
import { type Defaults, type Entry, getPath, interventionsOf, numberOf, withInterventions } from './levers.ts';

/** How many there are of what is paid for. */
export interface Community {
  readonly residents: number;
  readonly households: number;
  readonly blocks: number;
  readonly weeks: number;
}

/** Acts per resident and week that a plan for pay counts with; the cap holds whatever really comes. */
const PLANNED_RATE = 0.08;
/** Doses are planned for this much more than the cap, so that the cap ends the spending and not the calendar. */
const MARGIN = 1.03;
const STRENGTH: Readonly<Record<string, string>> = {
  materials: 'units',
  incentive: 'pay',
  training: 'seats',
  empowerment: '',
  digital: '',
};

function strengthField(entry: Entry): string {
  return STRENGTH[String(entry.instrument)] ?? 'reach';
}

export function communityOf(document: ScenarioDocument, parameter: (path: string) => number | null): Community {
  const value = (path: string) => {
    const own = getPath(document, path);
    return typeof own === 'number' ? own : (parameter(path) ?? 0);
  };
  const size = value('population.householdSize');
  const given = getPath(document, 'population.residents');
  const residents = typeof given === 'number' ? given : value('population.households') * size;
  const households = typeof given === 'number' ? given / size : value('population.households');
  const perBlock =
    value('population.floors') * value('population.dwellingsPerFloor') * value('population.stairwellsPerBlock');
  return { residents, households, blocks: Math.ceil(households / perBlock), weeks: value('weeks') };
}

function eligible(entry: Entry): number {
  const { whom } = entry;
  if (typeof whom !== 'object' || whom === null) return 1;
  const { group, share } = whom as Entry;
  if (group === 'everyone' || group === undefined) return 1;
  if (typeof share === 'number') return share;
  return group === 'leaders' ? 0.01 : group === 'non-participants' ? 0.8 : 0.5;
}

/** CNY of a week in which every dose is served. */
export function weeklyCost(entry: Entry, community: Community, defaults: Defaults): number {
  const value = (field: string) => numberOf(entry, field, defaults) ?? 0;
  const share = eligible(entry);
  const price = value('price');
  switch (entry.instrument) {
    case 'materials':
      return community.blocks * share * value('units') * value('delivered') * price;
    case 'incentive':
      return community.residents * share * PLANNED_RATE * value('pay') * price;
    case 'training':
      return Math.min(value('seats'), community.residents * share) * price;
    case 'empowerment':
      return price;
    case 'digital':
      return community.residents * share * price;
    case 'doorVisits':
      return community.households * share * value('reach') * price;
    default:
      return community.residents * share * value('reach') * price;
  }
}

function weeksOf(entry: Entry, community: Community, defaults: Defaults): number {
  const from = numberOf(entry, 'from', defaults) ?? 0;
  const to = numberOf(entry, 'to', defaults) ?? community.weeks;
  return Math.max(0, Math.min(to, community.weeks) - from);
}

/** CNY that an intervention would spend at full doses, without its cap. */
export function fullCost(entry: Entry, community: Community, defaults: Defaults): number {
  return weeklyCost(entry, community, defaults) * weeksOf(entry, community, defaults);
}

/** CNY that an intervention is planned to spend. */
export function plannedCost(entry: Entry, community: Community, defaults: Defaults): number {
  const full = fullCost(entry, community, defaults);
  return typeof entry.cap === 'number' ? Math.min(full, entry.cap) : full;
}

/** CNY that a policy is planned to spend. */
export function plannedTotal(document: ScenarioDocument, community: Community, defaults: Defaults): number {
  return interventionsOf(document).reduce((sum, entry) => sum + plannedCost(entry, community, defaults), 0);
}

/** Cuts a budget into whole CNY in proportion to weights. */
export function split(budget: number, weights: readonly number[]): number[] {
  const sum = total(weights);
  if (sum <= 0) return weights.map(() => 0);
  const parts = weights.map((weight) => Math.floor((budget * weight) / sum));
  let rest = Math.round(budget) - total(parts);
  for (let i = 0; rest > 0; i = (i + 1) % parts.length) {
    if (weights[i]! <= 0) continue;
    parts[i]!++;
    rest--;
  }
  return parts;
}

/**
 * A policy made to spend exactly the budget.
 *
 * @param fixed place of the intervention that was just set by hand and keeps its planned cost, as far as the budget
 *   allows; the others share the rest in proportion
 */
export function fitBudget(
  document: ScenarioDocument,
  budget: number,
  community: Community,
  defaults: Defaults,
  fixed = -1,
): ScenarioDocument {
  const entries = interventionsOf(document);
  const full = entries.map((entry) => fullCost(entry, community, defaults));
  const others = (weights: readonly number[]) => weights.map((weight, i) => (i === fixed ? 0 : weight));
  let weights = others(
    entries.map((entry, i) => (full[i]! > 0 && typeof entry.cap === 'number' ? entry.cap : full[i]!)),
  );
  // caps that are all 0 say nothing about shares, and would stay 0 for ever
  if (total(weights) <= 0) weights = others(full);
  if (total(weights) <= 0) return withCaps(document, split(budget, full), community, defaults, fixed);
  const caps = split(fixed < 0 ? budget : budget - Math.min(full[fixed]!, budget), weights);
  if (fixed >= 0) caps[fixed] = budget - total(caps);
  return withCaps(document, caps, community, defaults, fixed);
}

/** A policy that no budget binds any more: what got nothing of it is not held at nothing. */
export function withoutEmptyCaps(document: ScenarioDocument): ScenarioDocument {
  const entries = interventionsOf(document);
  if (entries.every(({ cap }) => cap !== 0)) return document;
  return withInterventions(
    document,
    entries.map(({ cap, ...entry }) => (cap === 0 || cap === undefined ? entry : { ...entry, cap })),
  );
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function withCaps(
  document: ScenarioDocument,
  caps: readonly number[],
  community: Community,
  defaults: Defaults,
  fixed: number,
): ScenarioDocument {
  const entries = interventionsOf(document).map((entry, i) => {
    if (fullCost(entry, community, defaults) <= 0) return entry;
    return spendable({ ...entry, cap: caps[i]! }, community, defaults, i === fixed);
  });
  return withInterventions(document, entries);
}

/** Changes strength, or else duration, so that an intervention can spend its cap and does not spend it too early. */
function spendable(entry: Entry, community: Community, defaults: Defaults, keepStrength: boolean): Entry {
  const cap = entry.cap as number;
  // its doses say what it takes of the next budget
  if (cap === 0) return entry;
  const field = strengthField(entry);
  const strength = field === '' ? null : numberOf(entry, field, defaults);
  const full = fullCost(entry, community, defaults);
  let result = entry;
  const scale = (cap * MARGIN) / full;
  if (!keepStrength && strength !== null && strength > 0 && Math.abs(scale - 1) > 0.1) {
    result = { ...result, [field]: rounded(field, strength * scale) };
  }
  const from = numberOf(result, 'from', defaults) ?? 0;
  if (fullCost(result, community, defaults) < cap) {
    const weekly = weeklyCost(result, community, defaults);
    const needed = Math.ceil((cap * MARGIN) / weekly);
    result = { ...result, to: from + needed >= community.weeks ? null : from + needed };
  }
  return result;
}

function rounded(field: string, value: number): number {
  if (field === 'seats') return Math.max(1, Math.ceil(value));
  const most = field === 'reach' ? 1 : 20;
  return Math.min(most, Math.max(0.01, Math.ceil(value * 100) / 100));
}
