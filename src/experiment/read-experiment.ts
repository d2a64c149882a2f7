import { parseScenario, ScenarioError } from '../../sim/index.ts';
import { parseJson } from '../scenario/json.ts';
import { loadScenario, type Read, reason } from '../scenario/load.ts';
import { applySettings, type Setting } from '../scenario/set.ts';
import { type Located, locate, plain, type TracedObject } from '../scenario/traced.ts';
import { createExperiment, type Experiment, type Policy, scenarioProblem } from './experiment.ts';
import { keepProblems } from './read-keep.ts';
import { listed, varied } from './read-vary.ts';
import { type ExperimentSpec, parseExperimentSpec } from './schema.ts';
import { repeats, repetitions } from './twice.ts';

export type ExperimentReading =
  | { readonly experiment: Experiment; readonly problems: readonly [] }
  | { readonly experiment: null; readonly problems: readonly Located[] };

/** Reads an experiment file with its scenarios and checks that it can be run; all problems come back at once. */
export function readExperiment(file: string, read: Read): ExperimentReading {
  let text: string;
  try {
    text = read(file);
  } catch (error) {
    return refused([{ where: file, path: '', message: reason(error) }]);
  }
  const { value, problems } = parseJson(text, file);
  if (value === undefined) return refused(problems);
  const form = parseExperimentSpec(value);
  const wrong = [...problems, ...form.problems.map((problem) => ({ where: file, ...problem }))];
  if (form.spec === null) return refused(wrong);
  const name = form.spec.name ?? file.replace(/^.*[/\\]/su, '').replace(/\.json$/iu, '');
  return resolveExperiment(name, file, text, form.spec, read, wrong);
}

function refused(problems: readonly Located[]): ExperimentReading {
  return { experiment: null, problems };
}

function resolveExperiment(
  name: string,
  file: string,
  text: string,
  spec: ExperimentSpec,
  read: Read,
  before: readonly Located[],
): ExperimentReading {
  const problems = [...before];
  const policies = spec.scenarios.flatMap((_, i) => readPolicy(spec, i, file, read, problems));
  const place = (path: string, message: string) => problems.push({ where: file, path, message });
  repetitions(spec.seeds, 'seeds', place);
  if (policies.length < spec.scenarios.length) return refused(problems);
  for (const [i, first] of repeats(policies.map((policy) => policy.name))) {
    place(`scenarios[${i}]`, `has the name ${policies[i].name} as scenarios[${first}] has; give one a "name"`);
  }
  const vary = spec.design.type === 'list' ? listed(spec, policies, place) : varied(spec, policies, place);
  keepProblems(spec, policies, vary, place);
  if (problems.length > 0) return refused(problems);
  const experiment = createExperiment(name, text, spec, policies, vary);
  if (!Number.isSafeInteger(experiment.runs)) {
    place('', `${experiment.runs} runs are more than can be numbered`);
    return refused(problems);
  }
  // a point that makes no scenario is a failed run; where it is the very first one, the file is wrong
  for (const [i, policy] of policies.entries()) {
    const problem = scenarioProblem(experiment, i, 0);
    if (problem !== null) place('vary', `the first point makes no valid scenario of ${policy.name}: ${problem}`);
  }
  return problems.length > 0 ? refused(problems) : { experiment, problems: [] };
}

/** One base scenario with the settings of the experiment and its own; nothing when it is wrong. */
function readPolicy(spec: ExperimentSpec, index: number, file: string, read: Read, problems: Located[]): Policy[] {
  const entry = spec.scenarios[index];
  const here = `${file}: scenarios[${index}]`;
  const inline = typeof entry === 'object' && !('file' in entry);
  const folder = file.replace(/[^/\\]*$/su, '');
  // a scenario written inside the experiment is read as if it were a file beside it
  const target = inline ? here : folder + (typeof entry === 'string' ? entry : (entry as { file: string }).file);
  const loaded = loadScenario(target, (path) => (path === here ? JSON.stringify(entry) : read(path)));
  const given: Setting[] = [
    ...settingsOf(spec.set, `${file}: set`),
    ...(inline || typeof entry === 'string' ? [] : settingsOf((entry as { set: Values }).set, `${here}.set`)),
  ];
  const found = [...loaded.problems];
  const { tree, problems: wrong } = applySettings(loaded.tree, given);
  found.push(...wrong);
  const name = typeof entry === 'object' && entry.name !== undefined ? (entry.name as string) : null;
  try {
    if (tree !== null) {
      const scenario = parseScenario(plain(tree), loaded.name);
      if (found.length === 0) {
        // the name an experiment gives is the policy's name everywhere
        return [
          {
            name: name ?? scenario.name,
            tree: named(tree, name),
            scenario: { ...scenario, name: name ?? scenario.name },
          },
        ];
      }
    }
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    found.push(...locate(tree as TracedObject, error.problems));
  }
  problems.push(...found);
  return [];
}

function named(tree: TracedObject, name: string | null): TracedObject {
  if (name === null) return tree;
  const value = { kind: 'value' as const, origin: tree.origin, value: name };
  return { ...tree, entries: new Map(tree.entries).set('name', value) };
}

type Values = Readonly<Record<string, number | string | boolean>>;

function settingsOf(values: Values, where: string): Setting[] {
  return Object.entries(values).map(([path, value]) => ({
    text: `${path}=${typeof value === 'string' ? JSON.stringify(value) : value}`,
    where: `${where}.${path}`,
  }));
}
