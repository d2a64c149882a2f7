import { parseScenario, ScenarioError } from '../../sim/index.ts';
import { parseJson } from '../scenario/json.ts';
import { loadScenario, type Read, reason } from '../scenario/load.ts';
import { applySettings, type Setting } from '../scenario/set.ts';
import { type Located, locate, plain, type TracedObject } from '../scenario/traced.ts';
import type { Varied } from './design/design.ts';
import { MOST_DIMENSIONS } from './design/sobol.ts';
import { applies, createExperiment, type Experiment, type Policy, rowOf, scenarioProblem } from './experiment.ts';
import { type ExperimentSpec, parseExperimentSpec } from './schema.ts';
import { RUN_COLUMNS } from './tables.ts';

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
  const names = policies.map((policy) => policy.name);
  for (const twice of new Set(names.filter((n, i) => names.indexOf(n) !== i))) {
    problems.push({
      where: file,
      path: 'scenarios',
      message: `two scenarios have the name ${twice}; give one a "name"`,
    });
  }
  if (policies.length < spec.scenarios.length) return refused(problems);
  const place = (path: string, message: string) => problems.push({ where: file, path, message });
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

type Place = (path: string, message: string) => void;

/** The varied parameters with the ranges that the file or the table gives. */
function varied(spec: ExperimentSpec, policies: readonly Policy[], place: Place): Varied[] {
  const { design, vary } = spec;
  if (vary.length === 0 && design.type !== 'factorial')
    place('vary', `a ${design.type} design needs something to vary`);
  const dimensions = design.type === 'saltelli' ? 2 * vary.length : design.type === 'sobol' ? vary.length : 0;
  if (dimensions > MOST_DIMENSIONS) {
    const most = design.type === 'saltelli' ? MOST_DIMENSIONS / 2 : MOST_DIMENSIONS;
    place('vary', `a ${design.type} design has at most ${most} parameters, received ${vary.length}`);
  }
  return vary.map(({ path, min, max, values }, i) => {
    const at = `vary[${i}]`;
    if (vary.findIndex((other) => other.path === path) !== i) place(`${at}.path`, `${path} is varied twice`);
    const row = checkedRow(policies, path, `${at}.path`, place);
    if (values !== undefined) {
      if (min !== undefined || max !== undefined) place(at, 'give either values or a range');
      for (const [j, value] of values.entries()) checkValue(policies, path, value, `${at}.values[${j}]`, place);
      return { path, min: 0, max: 0, integer: false, values };
    }
    if (row === undefined) {
      if (policies.some(({ scenario }) => applies(scenario, path))) place(at, `${path} has no range; give its values`);
      return { path, min: 0, max: 0, integer: false, values: null };
    }
    const range = { min: min ?? row.min, max: max ?? row.max };
    if (range.min < row.min) place(`${at}.min`, `${range.min} is out of range, allowed is at least ${row.min}`);
    if (range.max > row.max) place(`${at}.max`, `${range.max} is out of range, allowed is at most ${row.max}`);
    if (range.min > range.max) place(`${at}.min`, `${range.min} is above max, which is ${range.max}`);
    if (row.integer && !(Number.isInteger(range.min) && Number.isInteger(range.max))) {
      place(at, `${path} takes whole numbers, received ${range.min} to ${range.max}`);
    }
    return { path, ...range, integer: row.integer, values: null };
  });
}

/** The parameters that a list of points names, in the order of their appearance. */
function listed(spec: ExperimentSpec, policies: readonly Policy[], place: Place): Varied[] {
  const points = spec.design.type === 'list' ? spec.design.points : [];
  if (spec.vary.length > 0) place('vary', 'a list design says itself what it varies');
  const paths = [...new Set(points.flatMap((point) => Object.keys(point)))];
  for (const path of paths) {
    const first = points.findIndex((point) => path in point);
    if (
      checkedRow(policies, path, `design.points[${first}].${path}`, place) === undefined &&
      !reachable(policies, path)
    )
      continue;
    for (const [i, point] of points.entries()) {
      if (path in point) checkValue(policies, path, point[path], `design.points[${i}].${path}`, place);
    }
  }
  return paths.map((path) => ({ path, min: 0, max: 0, integer: false, values: [] }));
}

const reachable = (policies: readonly Policy[], path: string) =>
  policies.some(({ scenario }) => applies(scenario, path));

/** The row of the table behind a path; says so where no scenario knows the path. */
function checkedRow(policies: readonly Policy[], path: string, at: string, place: Place) {
  const having = policies.filter(({ scenario }) => applies(scenario, path));
  if (having.length === 0) {
    place(at, `no scenario has an intervention that ${path} could mean`);
    return undefined;
  }
  const row = rowOf(having[0].scenario, path);
  const value = row === undefined ? 'null' : String(row.default ?? row.min);
  const { problems } = applySettings(having[0].tree, [{ text: `${path}=${value}`, where: path }]);
  for (const { message, unknown } of problems) place(at, message + (unknown ? `: ${unknown.key}` : ''));
  return row;
}

function checkValue(policies: readonly Policy[], path: string, value: unknown, at: string, place: Place): void {
  const having = policies.find(({ scenario }) => applies(scenario, path));
  const row = having && rowOf(having.scenario, path);
  if (row === undefined) return;
  if (typeof value !== 'number') place(at, `expected a number, received ${JSON.stringify(value)}`);
  else if (value < row.min || value > row.max) {
    place(at, `${value} is out of range, allowed is ${row.min} to ${row.max}`);
  } else if (row.integer && !Number.isInteger(value)) place(at, `expected a whole number, received ${value}`);
}

/** What is kept must exist, and its columns must have names of their own. */
function keepProblems(
  { keep }: ExperimentSpec,
  policies: readonly Policy[],
  vary: readonly Varied[],
  place: Place,
): void {
  const weeks = Math.min(...policies.map(({ scenario }) => scenario.parameters.weeks));
  if (Array.isArray(keep.weeks)) {
    for (const [i, week] of keep.weeks.entries()) {
      if (week >= weeks) place(`keep.weeks[${i}]`, `no week ${week}, the runs have weeks 0 to ${weeks - 1}`);
    }
  }
  const taken = new Set<string>(
    [...RUN_COLUMNS, ...vary.map(({ path }) => path)].map((column) => column.toLowerCase()),
  );
  for (const [i, summary] of keep.summaries.entries()) {
    const name = typeof summary === 'string' ? summary : summary.name;
    if (taken.has(name.toLowerCase())) place(`keep.summaries[${i}]`, `the name ${name} is already taken`);
    taken.add(name.toLowerCase());
    if (typeof summary === 'string') continue;
    if (summary.from >= Math.min(weeks, summary.to ?? weeks)) {
      place(`keep.summaries[${i}].from`, `${summary.from} leaves no week, the runs have weeks 0 to ${weeks - 1}`);
    }
  }
}
