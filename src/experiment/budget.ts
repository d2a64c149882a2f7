import type { Intervention, Scenario } from '../../sim/index.ts';
import { extent } from './statistics.ts';

/** Fen that each intervention would spend in a week without any cap. */
export type WeeklyCost = (scenario: Scenario, seed: string) => readonly { readonly id: number; readonly fen: number }[];

/** Policies at equal cost spend between these shares of the cap, on every seed. */
export const SPENT: readonly [number, number] = [0.98, 1];

/** How a policy kept to the common budget. */
export interface BudgetReport {
  readonly scenario: string;
  /** Share of the cap spent, by seed; `null` where the run failed. */
  readonly shares: readonly (number | null)[];
  readonly equal: boolean;
  readonly verdict: string;
}

const cny = (value: number) => `${value.toLocaleString('en-US')} CNY`;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** The most that a scenario may spend in CNY; `null`: no limit. */
export function capOf({ parameters, interventions }: Scenario): number | null {
  const caps = interventions.map((intervention) => intervention.cap);
  const own = caps.some((cap) => cap === null) ? null : sum(caps as number[]);
  const common = parameters.budget.cap;
  return common === null ? own : own === null ? common : Math.min(common, own);
}

/**
 * Why a policy cannot stand in a comparison at equal cost, before anything is run; empty when it can.
 *
 * @param hint what to add where an intervention cannot spend its cap
 */
export function budgetProblems(
  scenario: Scenario,
  budget: number,
  seed: string,
  weeklyCost: WeeklyCost,
  hint: (intervention: Intervention) => string = () => '',
): string[] {
  const { name, parameters, interventions } = scenario;
  const cap = capOf(scenario);
  if (interventions.length === 0) return [`${name}: has no intervention, so it cannot spend ${cny(budget)}`];
  if (cap === null) return [`${name}: has no cap on its spending, expected ${cny(budget)}`];
  if (cap !== budget) return [`${name}: its cap is ${cny(cap)}, expected ${cny(budget)}`];

  const fen = new Map(weeklyCost(scenario, seed).map((cost) => [cost.id, cost.fen]));
  const full = interventions.map((intervention) => {
    const { id, from, to, cap, instrument } = intervention;
    const weeks = Math.max(0, Math.min(to ?? parameters.weeks, parameters.weeks) - from);
    return { id, instrument, cap, weeks, cost: ((fen.get(id) ?? 0) * weeks) / 100, hint: hint(intervention) };
  });
  const problems = full
    .filter((i) => i.cap !== null && i.cost < i.cap)
    .map(
      (i) =>
        `${name}: intervention ${i.id} (${i.instrument}) cannot spend its cap: ${i.weeks} weeks at full cost are ` +
        `${cny(i.cost)}, the cap is ${cny(i.cap ?? 0)}${i.hint}`,
    );
  const all = sum(full.map((i) => Math.min(i.cost, i.cap ?? Number.POSITIVE_INFINITY)));
  if (problems.length === 0 && all < budget) {
    problems.push(`${name}: cannot spend the budget: all interventions at full cost are ${cny(all)} of ${cny(budget)}`);
  }
  return problems;
}

/** Whether a policy spent the budget on every seed. */
export function budgetReport(name: string, budget: number, spent: readonly (number | null)[]): BudgetReport {
  const shares = spent.map((value) => (value === null ? null : value / budget));
  const given = shares.filter((share) => share !== null);
  const outside = given.filter((share) => share < SPENT[0] || share > SPENT[1]);
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const [least, most] = extent(given);
  const range = `${percent(least)} to ${percent(most)} of the cap`;
  const equal = given.length > 0 && outside.length === 0;
  const verdict = equal
    ? `equal cost: spent ${range}`
    : given.length === 0
      ? 'not known: every run failed'
      : `not equal cost: spent ${range}, outside 98–100 % on ${outside.length} of ${given.length} seeds`;
  return { scenario: name, shares, equal, verdict };
}
