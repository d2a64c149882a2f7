import type { Ledger } from './ledger.ts';
import type { Scores } from './lots.ts';
import type { Key } from './random.ts';
import type { InstrumentName, ModelParameters, Scenario } from './scenario.ts';
import type { Sizes, State, Ties } from './state.ts';

/** Everything a step of the week reads and writes: one run of one scenario with one seed. */
export interface Run {
  readonly scenario: Scenario;
  readonly parameters: ModelParameters;
  readonly key: Key;
  readonly sizes: Sizes;
  readonly state: State;
  readonly ties: Ties;
  readonly ledger: Ledger;
  /** Working room for lots. */
  readonly scores: Scores;
  /** What anything in the scenario may write beside the core: decides what is cleared and computed. */
  readonly uses: Uses;
  /** CES weight of government input by kind of project; an institution may set it once, when it is created. */
  readonly governmentShare: Float64Array;
  /** Acts and effort by mode and project attribute, where somebody asked for them; see EFFORT_COLUMNS. */
  readonly effortTable: Float64Array | null;
}

/** Whether pay, relief, or arousal and fatigue can be other than zero. */
export interface Uses {
  readonly pay: boolean;
  readonly relief: boolean;
  readonly contact: boolean;
}

const CONTACTS: readonly InstrumentName[] = ['leaflet', 'broadcast', 'recognition', 'caseSharing', 'doorVisits'];

/** What the instruments of a scenario may write, and its institutions on top of that. */
export function usesOf(scenario: Scenario, institutions: readonly Partial<Uses>[]): Uses {
  const instrument = (...names: readonly InstrumentName[]) =>
    scenario.interventions.some((intervention) => names.includes(intervention.instrument));
  return {
    pay: instrument('incentive') || institutions.some(({ pay }) => pay),
    relief: instrument('digital') || institutions.some(({ relief }) => relief),
    contact: instrument(...CONTACTS) || institutions.some(({ contact }) => contact),
  };
}

/** What bounds need to know. */
type Places = Pick<Run, 'sizes' | 'state' | 'parameters'>;

/** Blocks contain stairwells, and stairwells residents, in order; these give the bounds of block b. */
export function stairwellsOf(
  run: Pick<Run, 'sizes' | 'parameters'>,
  b: number,
): readonly [first: number, last: number] {
  const perBlock = run.parameters.population.stairwellsPerBlock;
  return [b * perBlock, Math.min((b + 1) * perBlock, run.sizes.stairwell)];
}

export function residentsOf(run: Places, b: number): readonly [first: number, last: number] {
  const [first, last] = stairwellsOf(run, b);
  return [run.state.stairwellStart[first]!, run.state.stairwellStart[last]!];
}

/** Residents of the largest block. */
export function largestBlock(run: Places): number {
  let most = 0;
  for (let b = 0; b < run.sizes.block; b++) {
    const [first, last] = residentsOf(run, b);
    most = Math.max(most, last - first);
  }
  return most;
}
