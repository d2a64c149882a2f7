import {
  type Intervention,
  institutionParameters,
  type Observe,
  type ParameterRow,
  parameters,
  parseScenario,
  type Scenario,
  ScenarioError,
} from '../../sim/index.ts';
import { applySettings, type Setting } from '../scenario/set.ts';
import { plain, type TracedObject } from '../scenario/traced.ts';
import type { Design, Value, Varied } from './design/design.ts';
import { createDesign } from './design/index.ts';
import type { ExperimentSpec } from './schema.ts';

/** A base scenario of an experiment. */
export interface Policy {
  readonly name: string;
  readonly scenario: Scenario;
  /** What settings are applied to. */
  readonly tree: TracedObject;
}

/** An experiment with everything resolved: which run is which can be told for every number without a table. */
export interface Experiment {
  readonly name: string;
  readonly title: string;
  /** The specification with its defaults, and the text of its file. */
  readonly spec: ExperimentSpec;
  readonly text: string;
  readonly policies: readonly Policy[];
  readonly vary: readonly Varied[];
  readonly design: Design;
  readonly seeds: number;
  readonly runs: number;
  readonly observe: Observe;
}

/** Which run it is. Runs are numbered seed by seed, within a seed point by point, within a point policy by policy. */
export interface RunPlace {
  readonly run: number;
  readonly seed: number;
  readonly point: number;
  readonly policy: number;
}

export function createExperiment(
  name: string,
  text: string,
  spec: ExperimentSpec,
  policies: readonly Policy[],
  vary: readonly Varied[],
): Experiment {
  const design = createDesign(spec, vary);
  const seeds =
    typeof spec.seeds === 'number' ? spec.seeds : 'count' in spec.seeds ? spec.seeds.count : spec.seeds.length;
  return {
    name,
    title: spec.title.en === '' ? name : spec.title.en,
    spec,
    text,
    policies,
    vary,
    design,
    seeds,
    runs: seeds * design.points * policies.length,
    observe: {
      ...(spec.keep.summaries.includes('tenureGap') ? { cards: true } : {}),
      ...(spec.keep.ledger ? { ledger: true } : {}),
    },
  };
}

export function placeOf({ policies, design }: Experiment, run: number): RunPlace {
  const policy = run % policies.length;
  const rest = Math.floor(run / policies.length);
  return { run, seed: Math.floor(rest / design.points), point: rest % design.points, policy };
}

/** The seed of a number, before any addition for luck of one's own. */
export function seedText({ spec: { seeds } }: Experiment, index: number): string {
  if (Array.isArray(seeds)) return seeds[index];
  const base = typeof seeds === 'number' ? undefined : seeds.base;
  return base === undefined ? `${index + 1}` : `${base}/${index + 1}`;
}

/** What is added to the seed: nothing, unless every policy and point is to have luck of its own. */
export function seedSuffix({ spec, policies }: Experiment, point: number, policy: number): string {
  return spec.luck === 'same' ? '' : `@${point * policies.length + policy}`;
}

/**
 * The scenario of a policy at a point.
 *
 * @throws {ScenarioError} where the values of the point do not go together
 */
export function scenarioAt(experiment: Experiment, policy: number, point: number): Scenario {
  const { policies, vary, design } = experiment;
  const { name, scenario, tree } = policies[policy];
  if (vary.length === 0) return scenario;
  const values = design.at(point);
  const { tree: changed } = applySettings(tree, varySettings(scenario, vary, values));
  return parseScenario(plain(changed as TracedObject), name);
}

/** The setting that gives a path a value of a point. */
export function settingOf(path: string, value: Value): Setting {
  return { text: `${path}=${typeof value === 'string' ? JSON.stringify(value) : value}`, where: path };
}

/** The settings of a point for one policy; what the policy does not have is left out. */
function varySettings(scenario: Scenario, vary: readonly Varied[], values: readonly (Value | null)[]): Setting[] {
  return vary.flatMap(({ path }, j) => {
    const value = values[j];
    if (value === null || !applies(scenario, path)) return [];
    return [settingOf(path, value)];
  });
}

/** What of a scenario tells what it has. */
type Has = Pick<Scenario, 'interventions' | 'institutions' | 'disabled'>;

/** Interventions that a scenario has, those that are disabled among them: a design may enable them. */
export function interventionsOf({ interventions, disabled }: Has): readonly Pick<Intervention, 'id' | 'instrument'>[] {
  return disabled ? [...interventions, ...disabled.interventions] : interventions;
}

/** Whether a path means something in a scenario: one of an intervention or institution does where it has that one. */
export function applies(scenario: Has, path: string): boolean {
  const [first, who] = path.split('.');
  if (first === 'institutions')
    return who in scenario.institutions || (scenario.disabled?.institutions.includes(who) ?? false);
  if (first !== 'interventions') return true;
  return interventionsOf(scenario).some(
    ({ id, instrument }) => who === '*' || who === String(id) || who === instrument,
  );
}

/** The policies that have nothing of what is varied: with the same luck, their runs are the same at every point. */
export function unvaried({ policies, vary, design, spec }: Experiment): string[] {
  if (design.points === 1 || spec.luck === 'own') return [];
  return policies.flatMap(({ name, scenario }) => (vary.some(({ path }) => applies(scenario, path)) ? [] : [name]));
}

function institutionRow(path: string): ParameterRow | undefined {
  const row = institutionParameters.find((known) => known.path === path);
  return row?.kind === 'parameter' ? row : undefined;
}

/** The row of the parameter table that a path of a scenario means; none for what is not a number. */
export function rowOf(scenario: Scenario, path: string): ParameterRow | undefined {
  const exact = parameters.find((row) => row.path === path) ?? institutionRow(path);
  if (exact !== undefined || !path.startsWith('interventions.')) return exact;
  const [, who, ...rest] = path.split('.');
  const field = rest.join('.');
  const { instrument } = interventionsOf(scenario).find((i) => String(i.id) === who || i.instrument === who) ?? {};
  return parameters.find(
    (row) => row.path === `interventions.*.${field}` || row.path === `interventions.${instrument}.${field}`,
  );
}

/** Why the scenario of a policy at a point cannot be run; nothing when it can. */
export function scenarioProblems(experiment: Experiment, policy: number, point: number): string[] {
  try {
    scenarioAt(experiment, policy, point);
    return [];
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.split('\n');
    throw error;
  }
}
