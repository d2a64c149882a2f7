/** What a lesson keeps back until the reader has guessed. */
import type { Arm } from '../analysis/comparison.ts';
import type { Store } from '../state/store.ts';

/** Whether results wait for a guess. */
export function hides({ content, revealed }: Store): boolean {
  return content.value.lesson?.curtain === true && !revealed.value;
}

/** First week in which a policy's curve is to be guessed: where its first intervention begins. */
export function guessedFrom({ interventions, parameters: { weeks } }: Arm['scenario']): number {
  return Math.min(Math.max(1, Math.min(...interventions.map(({ from }) => from))), weeks - 1);
}

/** So many weeks of an arm may be shown now. Every policy is kept back: a look at another tab is no guess. */
export function shownWeeks(store: Store, { identity, scenario }: Arm): number {
  return hides(store) && identity.slot !== 0 ? guessedFrom(scenario) : scenario.parameters.weeks;
}
