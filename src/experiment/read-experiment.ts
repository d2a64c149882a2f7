import type { Scenario } from '../../sim/index.ts';
import { parseJson } from '../scenario/json.ts';
import { type Loaded, loadScenario, type Read, reason, resolvePath } from '../scenario/load.ts';
import { check } from '../scenario/read.ts';
import { applySettings, type Setting } from '../scenario/set.ts';
import type { Located, TracedObject } from '../scenario/traced.ts';
import { createExperiment, type Experiment, type Policy, scenarioProblems } from './experiment.ts';
import { keepProblems } from './read-keep.ts';
import { listed, varied } from './read-vary.ts';
import { type ExperimentSpec, readSpec, type Unread } from './schema.ts';
import { numbered, repeats, repetitions } from './twice.ts';

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
  const form = readSpec(value);
  const before = [...problems, ...form.problems.map((problem) => ({ where: file, ...problem }))];
  if (form.spec === null) return refused(before);
  const name = form.spec.name ?? file.replace(/^.*[/\\]/su, '').replace(/\.json$/iu, '');
  return resolveExperiment(name, file, text, form.spec, form.unread, read, before);
}

function refused(problems: readonly Located[]): ExperimentReading {
  return { experiment: null, problems };
}

function resolveExperiment(
  name: string,
  file: string,
  text: string,
  spec: ExperimentSpec,
  unread: Unread,
  read: Read,
  before: readonly Located[],
): ExperimentReading {
  const problems = [...before];
  const found = spec.scenarios.map((_, i) =>
    unread.scenarios.has(i) ? NOTHING_READ : readPolicy(spec, i, file, read, problems),
  );
  const all = found.every(({ whole }) => whole);
  const policies = found.flatMap(({ policy }) => policy ?? []);
  const place = numbered(unread.numbers, (path, message, unknown) =>
    problems.push({ where: file, path, message, ...(unknown ? { unknown } : {}) }),
  );
  repetitions(spec.seeds, 'seeds', place);
  for (const [i, first] of repeats(found.map(({ policy }) => policy?.name ?? Symbol('not read')))) {
    place(`scenarios[${i}]`, `has the name ${found[i].policy?.name} as scenarios[${first}] has; give one a "name"`);
  }
  const list = spec.design.type === 'list';
  const vary = list
    ? listed(spec, policies, all, place)
    : unread.parts.has('vary')
      ? []
      : varied(spec, policies, all, place, unread.vary);
  keepProblems(spec, policies, vary, place);
  if (problems.length > 0) return refused(problems);
  const experiment = createExperiment(name, text, spec, policies, vary);
  if (!Number.isSafeInteger(experiment.runs)) {
    place('', `${experiment.runs} runs are more than can be numbered`);
    return refused(problems);
  }
  // a point that makes no scenario is a failed run; where it is the very first one, the file is wrong
  for (const [i, policy] of policies.entries()) {
    for (const problem of scenarioProblems(experiment, i, 0))
      place('vary', `the first point makes no valid scenario of ${policy.name}: ${problem}`);
  }
  return problems.length > 0 ? refused(problems) : { experiment, problems: [] };
}

/** What could be read of a base scenario. */
interface PolicyReading {
  readonly policy: Policy | null;
  /** Whether the policy has all interventions that it is meant to have. */
  readonly whole: boolean;
}

const NOTHING_READ: PolicyReading = { policy: null, whole: false };

/**
 * One base scenario with the settings of the experiment and its own. What is wrong joins the problems; where it leaves a
 * scenario all the same, that one is given, for the other parts of the experiment to be checked against.
 */
function readPolicy(spec: ExperimentSpec, index: number, file: string, read: Read, problems: Located[]): PolicyReading {
  const entry = spec.scenarios[index];
  const here = `scenarios[${index}]`;
  const written = typeof entry === 'string' ? entry : 'file' in entry ? (entry.file as string) : null;
  // a scenario written inside the experiment is read as if it were a file beside it
  const inside = `${file}: ${here}`;
  const target = written === null ? inside : resolvePath(file, written);
  const loaded = loadScenario(target, (path) => (path === inside ? JSON.stringify(entry) : read(path)));
  const given: Setting[] = [
    ...settingsOf(spec.set, `${file}: set`),
    ...(written === null || typeof entry === 'string'
      ? []
      : settingsOf((entry as { set: Values }).set, `${inside}.set`)),
  ];
  const set = applySettings(loaded.tree, given);
  const found = [...loaded.problems, ...set.problems];
  const { scenario: made, problems: wrong } =
    set.tree === null ? { scenario: null, problems: [] } : check(set.tree, loaded.name);
  for (const problem of [...found, ...wrong]) {
    const { where, path, message } = problem;
    if (where === inside) problems.push({ ...problem, where: file, path: path === '' ? here : `${here}.${path}` });
    // a file that cannot be opened is the experiment's problem; what is wrong inside it carries its own name
    else if (loaded.tree === null && where === target && path === '')
      problems.push({ where: file, path: here, message: `${target}: ${message}` });
    else problems.push(problem);
  }
  const { tree, scenario } =
    made === null || set.tree === null ? withoutWrong(loaded, given, wrong) : { tree: set.tree, scenario: made };
  if (scenario === null) return NOTHING_READ;
  // the name an experiment gives is the policy's name everywhere
  const name = typeof entry === 'object' && entry.name !== undefined ? (entry.name as string) : null;
  const policy = {
    name: name ?? scenario.name,
    tree: named(tree, name),
    scenario: { ...scenario, name: name ?? scenario.name },
  };
  return { policy, whole: loaded.problems.length === 0 };
}

type Made =
  | { readonly tree: TracedObject; readonly scenario: Scenario }
  | { readonly tree: null; readonly scenario: null };

/** The scenario that is there without the settings whose values are wrong. How long it runs is not known without one of that. */
function withoutWrong({ tree, name }: Loaded, given: readonly Setting[], wrong: readonly Located[]): Made {
  const nothing = { tree: null, scenario: null };
  const guilty = new Set(wrong.map(({ where }) => where));
  const right = given.filter(({ where }) => !guilty.has(where));
  const all = right.length === given.length;
  if (tree === null || all || given.some((one) => guilty.has(one.where) && one.text.startsWith('weeks=')))
    return nothing;
  const set = applySettings(tree, right).tree as TracedObject;
  const { scenario } = check(set, name);
  return scenario === null ? nothing : { tree: set, scenario };
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
