/** What an experiment varies, checked against the parameter table and its scenarios. */
import { type ParameterRow, type Problem, parseScenario } from '../../sim/index.ts';
import { check } from '../scenario/read.ts';
import { applySettings, placesOf } from '../scenario/set.ts';
import type { Value, Varied } from './design/design.ts';
import { MOST_DIMENSIONS } from './design/sobol.ts';
import { applies, type Policy, rowOf, settingOf } from './experiment.ts';
import type { ExperimentSpec } from './schema.ts';
import { type Place, repeats, repetitions } from './twice.ts';

/**
 * The varied parameters with the ranges that the file or the table gives.
 *
 * @param policies those that could be read; without `all` of them, a missing one may have what these do not
 * @param unread numbers of entries whose form is wrong, of which nothing more is said
 */
export function varied(
  spec: ExperimentSpec,
  policies: readonly Policy[],
  all: boolean,
  place: Place,
  unread: ReadonlySet<number>,
): Varied[] {
  const { design, vary } = spec;
  if (vary.length === 0 && design.type !== 'factorial')
    place('vary', `a ${design.type} design needs something to vary`);
  const dimensions = design.type === 'saltelli' ? 2 * vary.length : design.type === 'sobol' ? vary.length : 0;
  if (dimensions > MOST_DIMENSIONS) {
    const most = design.type === 'saltelli' ? MOST_DIMENSIONS / 2 : MOST_DIMENSIONS;
    place('vary', `a ${design.type} design has at most ${most} parameters, received ${vary.length}`);
  }
  const paths = vary.map(({ path }) => path);
  for (const [i, first] of repeats(paths.map((path, j) => (unread.has(j) ? Symbol('unread') : path))))
    place(`vary[${i}].path`, `${paths[i]} is varied by vary[${first}] as well`);
  for (const [first, i] of synonyms(policies, paths)) {
    place(`vary[${i}].path`, `${paths[i]} means what vary[${first}] varies as ${paths[first]}`);
  }
  return vary.flatMap(({ path, min, max, values }, i): Varied | [] => {
    if (unread.has(i)) return [];
    const at = `vary[${i}]`;
    const row = checkedRow(policies, all, path, `${at}.path`, place);
    if (values !== undefined) {
      if (min !== undefined || max !== undefined) place(at, 'give either values or a range');
      repetitions(values, `${at}.values`, place);
      checkValues(policies, path, values, (j) => `${at}.values[${j}]`, place);
      return { path, min: 0, max: 0, integer: false, values };
    }
    if (row === undefined || row === 'refused') {
      if (min !== undefined && max !== undefined && min > max)
        place(`${at}.min`, `${min} is above max, which is ${max}`);
      else if (row === undefined) place(at, `${path} has no range; give its values`);
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

/** The parameters that a list of points names, in the order of their appearance; see {@link varied}. */
export function listed(spec: ExperimentSpec, policies: readonly Policy[], all: boolean, place: Place): Varied[] {
  const points = spec.design.type === 'list' ? spec.design.points : [];
  if (spec.vary.length > 0) place('vary', 'a list design says itself what it varies');
  const paths = [...new Set(points.flatMap((point) => Object.keys(point)))];
  for (const path of paths) {
    const first = points.findIndex((point) => path in point);
    if (checkedRow(policies, all, path, `design.points[${first}].${path}`, place) === 'refused') continue;
    const values = points.map((point) => point[path]);
    checkValues(policies, path, values, (i) => `design.points[${i}].${path}`, place);
  }
  for (const [first, second] of synonyms(policies, paths)) {
    const [a, b] = [paths[first], paths[second]];
    const both = points.findIndex((point) => a in point && b in point);
    if (both >= 0) place(`design.points[${both}].${b}`, `means what ${a} sets in the same point`);
  }
  return paths.map((path) => ({ path, min: 0, max: 0, integer: false, values: [] }));
}

/** The row of the table behind a path, if it is a number; says so where no scenario, or not every one, knows the path. */
function checkedRow(
  policies: readonly Policy[],
  all: boolean,
  path: string,
  at: string,
  place: Place,
): ParameterRow | undefined | 'refused' {
  const having = policies.filter(({ scenario }) => applies(scenario, path));
  if (having.length === 0) {
    if (all) place(at, `no scenario has an intervention that ${path} could mean`);
    return all ? 'refused' : tableRow(path, at, place);
  }
  const row = rowOf(having[0].scenario, path);
  const value = row === undefined ? 'null' : String(row.default ?? row.min);
  // the same id may be another instrument elsewhere
  const asked = path.startsWith('interventions.') ? having : having.slice(0, 1);
  for (const { tree, name } of asked) {
    const [problem] = applySettings(tree, [{ text: `${path}=${value}`, where: path }]).problems;
    if (problem === undefined) continue;
    const where = asked.length > 1 ? ` in ${name}` : '';
    place(at, `${JSON.stringify(path)}${where}: ${problem.message}`, problem.unknown);
    return 'refused';
  }
  return row;
}

/** Stands for scenarios that could not be read. */
const NO_INTERVENTIONS = parseScenario({});

/** The row of a path for which no scenario could be read; what an intervention has is not known without one. */
function tableRow(path: string, at: string, place: Place): ParameterRow | undefined | 'refused' {
  const [problem] = applySettings(null, [{ text: `${path}=`, where: path }]).problems;
  if (problem !== undefined) place(at, `${JSON.stringify(path)}: ${problem.message}`, problem.unknown);
  const row = rowOf(NO_INTERVENTIONS, path);
  return problem === undefined && (row !== undefined || !path.startsWith('interventions.')) ? row : 'refused';
}

/** Values that are tried in scenarios at the most, for every path: words are few, numbers may be very many. */
const MOST_TRIED = 1000;

/** Says which values are not allowed, whatever the rest of a point is; those that are `undefined` are not given. */
function checkValues(
  policies: readonly Policy[],
  path: string,
  values: readonly (Value | undefined)[],
  at: (index: number) => string,
  place: Place,
): void {
  const having = policies.filter(({ scenario }) => applies(scenario, path));
  const row = rowOf(having[0]?.scenario ?? NO_INTERVENTIONS, path);
  const refused = row === undefined ? refusedBy(having, path, new Set(values)) : null;
  for (const [i, value] of values.entries()) {
    if (value === undefined) continue;
    if (row === undefined) {
      const problem = refused?.get(value);
      if (problem !== undefined) place(at(i), problem.message, problem.unknown);
    } else if (typeof value !== 'number') place(at(i), `expected a number, received ${JSON.stringify(value)}`);
    else if (value < row.min || value > row.max) {
      place(at(i), `${value} is out of range, allowed is ${row.min} to ${row.max}`);
    } else if (row.integer && !Number.isInteger(value)) place(at(i), `expected a whole number, received ${value}`);
  }
}

/**
 * What scenarios say of values for which the table has no row, each set alone. What they say of other values than the
 * one that is set, or of a key that goes with another value only, the rest of a point may put right.
 */
function refusedBy(
  policies: readonly Policy[],
  path: string,
  values: ReadonlySet<Value | undefined>,
): ReadonlyMap<Value, Problem> {
  const refused = new Map<Value, Problem>();
  let tried = 0;
  for (const { name, tree } of policies) {
    for (const value of values) {
      if (value === undefined || refused.has(value)) continue;
      if (tried++ === MOST_TRIED) return refused;
      const set = applySettings(tree, [settingOf(path, value)]);
      if (set.tree === null || set.problems.length > 0) continue;
      const own = check(set.tree, name).problems.find((problem) => problem.where === path && problem.path === '');
      if (own !== undefined && own.message !== 'unknown key') refused.set(value, own);
    }
  }
  return refused;
}

/**
 * Pairs of paths, by their places in the list, that are written differently and mean the same value in some scenario:
 * an intervention can be named by its id, by its instrument and by `*`.
 */
function synonyms(policies: readonly Policy[], paths: readonly string[]): (readonly [number, number])[] {
  const pairs = new Map<string, readonly [number, number]>();
  const several = paths.flatMap((path, i) => (path.startsWith('interventions.') ? [i] : []));
  if (several.length < 2) return [];
  for (const { tree } of policies) {
    const known = new Map<string, number>();
    for (const i of several) {
      for (const value of placesOf(tree, paths[i])) {
        const first = known.get(value) ?? i;
        known.set(value, first);
        if (paths[first] !== paths[i]) pairs.set(`${first} ${i}`, [first, i]);
      }
    }
  }
  return [...pairs.values()];
}
