import { INSTRUMENTS, institutionParameters, parameters } from '../../sim/index.ts';
import { fieldOf } from './merge.ts';
import { nearest } from './report.ts';
import { childPath, type Located, type Traced, type TracedObject, trace } from './traced.ts';

/** A value given beside the file. */
export interface Setting {
  /** `path=value`. */
  readonly text: string;
  /** How problems name it: `--set weeks=52`. */
  readonly where: string;
}

/** What the command line's `--set` gives. */
export function settings(texts: readonly string[]): Setting[] {
  return texts.map((text) => ({ text, where: `--set ${text}` }));
}

const WHOM = ['group', 'share', 'blocks', 'ages', 'tenure', 'stages', 'trait'];
const COMMON = ['from', 'to', 'cap', 'enabled', 'whom', ...WHOM.map((key) => `whom.${key}`)];
const PLAIN = [
  ...parameters.map((row) => row.path).filter((path) => !path.startsWith('interventions.')),
  'population.ageTenure',
  // setting anything of an institution names it, and so puts it to work where a scenario does not say otherwise
  ...institutionParameters.map((row) => row.path),
  ...new Set(institutionParameters.map((row) => row.path.replace(/[^.]+$/u, 'enabled'))),
];

/**
 * Sets values in a merged scenario. An intervention is named by its id (`interventions.1.seats`), by its instrument
 * (`interventions.training.seats`: all of them) or by `*`; the result still has to be parsed.
 *
 * @param tree the scenario; `null` when the file could not be read, so that the paths are checked all the same
 */
export function applySettings(
  tree: TracedObject | null,
  given: readonly Setting[],
): { tree: TracedObject | null; problems: Located[] } {
  const problems: Located[] = [];
  const mine = new Set(given.map((setting) => setting.where));
  let result = tree;
  // A change of whom's group clears the fields of the old one, so it comes before the fields of the new one.
  const order = [...given.filter(isGroup), ...given.filter((setting) => !isGroup(setting))];
  for (const setting of order) {
    const target = targets(result, setting);
    if ('message' in target) problems.push({ where: setting.where, path: '', ...target });
    else for (const keys of target.paths) result = setAt(result!, keys, valueText(setting.text), setting.where, mine);
  }
  const position = new Map(given.map((setting, i) => [setting.where, i]));
  problems.sort((a, b) => position.get(a.where)! - position.get(b.where)!);
  return { tree: result, problems };
}

const isGroup = ({ text }: Setting) => /^interventions\.[^.=]+\.whom\.group=/u.test(text);
const valueText = (text: string) => text.slice(text.indexOf('=') + 1);

/** JSON where the text is JSON, else the text itself. */
function valueOfText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Keys = readonly (string | number)[];
type Target = { readonly paths: readonly Keys[] } | Pick<Located, 'message' | 'unknown'>;

/** The places of the scenario that a setting means. */
function targets(tree: TracedObject | null, { text }: Setting): Target {
  const equals = text.indexOf('=');
  if (equals <= 0) return { message: 'expected path=value' };
  const path = text.slice(0, equals);
  if (path === 'interventions' || path.startsWith('interventions.')) return interventionTargets(tree, path);
  if (PLAIN.includes(path)) return { paths: tree === null ? [] : [path.split('.')] };
  return unknownPath(path, PLAIN);
}

/** The values of a scenario that a path means, as `interventions.2.seats`: two paths may mean the same one. */
export function placesOf(tree: TracedObject, path: string): string[] {
  const target = targets(tree, { text: `${path}=`, where: path });
  return 'paths' in target ? target.paths.map((keys) => keys.join('.')) : [];
}

function unknownPath(path: string, known: readonly string[]): Target {
  const ending = known.filter((candidate) => candidate.endsWith(`.${path}`));
  const message = 'unknown path';
  if (ending.length > 0) return { message: `${message}; did you mean ${ending.map((p) => `"${p}"`).join(' or ')}?` };
  const hint = nearest(path, known) === null ? '; "coproduce parameters" lists all paths' : '';
  return { message: message + hint, unknown: { key: path, known: hint === '' ? known : [] } };
}

function interventionTargets(tree: TracedObject | null, path: string): Target {
  const [, who = '', ...rest] = path.split('.');
  const field = rest.join('.');
  if (tree === null) return { paths: [] };
  const list = tree.entries.get('interventions');
  const items = list?.kind === 'array' ? list.items : [];
  const chosen = items.flatMap((item, i) => {
    if (item.kind !== 'object') return [];
    const matches = who === '*' || String(fieldOf(item, 'id')) === who || fieldOf(item, 'instrument') === who;
    return matches ? [{ i, instrument: fieldOf(item, 'instrument') }] : [];
  });
  if (chosen.length === 0) {
    const there = items.map((item) => `${fieldOf(item, 'id')} (${fieldOf(item, 'instrument')})`).join(', ');
    const has = there === '' ? 'the scenario has none' : `the scenario has ${there}`;
    const near = (INSTRUMENTS as readonly string[]).includes(who) ? null : nearest(who, INSTRUMENTS);
    return {
      message: `no intervention ${JSON.stringify(who)}, ${has}${near === null ? '' : `; did you mean "${near}"?`}`,
    };
  }
  const paths: Keys[] = [];
  for (const { i, instrument } of chosen) {
    const prefix = `interventions.${instrument}.`;
    const own = parameters.filter((row) => row.path.startsWith(prefix)).map((row) => row.path.slice(prefix.length));
    const known = [...COMMON, ...own];
    if (!known.includes(field)) {
      if (field === 'id' || field === 'instrument')
        return { message: `${field} cannot be set, it says which intervention is meant` };
      return unknownPath(
        path,
        known.map((name) => `interventions.${who}.${name}`),
      );
    }
    paths.push(['interventions', i, ...field.split('.')]);
  }
  return { paths };
}

/** The tree with a value in a place; a place whose surroundings are broken is left alone, since that is reported anyway. */
function setAt(root: TracedObject, keys: Keys, text: string, where: string, mine: ReadonlySet<string>): TracedObject {
  const json = valueOfText(text);
  const value = trace(json, where);
  const put = (node: Traced | undefined, depth: number, path: string): Traced | null => {
    if (depth === keys.length) return value;
    const key = keys[depth];
    const here = childPath(path, key);
    if (typeof key === 'number') {
      if (node?.kind !== 'array') return null;
      const item = put(node.items[key], depth + 1, here);
      return item === null ? null : { ...node, items: node.items.map((old, i) => (i === key ? item : old)) };
    }
    const group = node === undefined || isNull(node) ? emptyObject(where, path) : node;
    if (group.kind !== 'object') return null;
    const child = put(group.entries.get(key), depth + 1, here);
    if (child === null) return null;
    const entries = new Map(group.entries);
    for (const name of displaced(group, here, json)) {
      if (!mine.has(entries.get(name)?.origin.where ?? '')) entries.delete(name);
    }
    return { ...group, entries: entries.set(key, child) };
  };
  return (put(root, 0, '') as TracedObject | null) ?? root;
}

const isNull = (node: Traced) => node.kind === 'value' && node.value === null;

export function emptyObject(where: string, path: string): TracedObject {
  return { kind: 'object', origin: { where, path }, entries: new Map() };
}

/** Fields of the same group that make no sense beside a new value, unless they are set as well. */
function displaced(group: TracedObject, path: string, value: unknown): readonly string[] {
  if (path === 'population.households' && value !== null) return ['residents'];
  if (path === 'population.residents' && value !== null) return ['households'];
  if (path.endsWith('.whom.group') && value !== fieldOf(group, 'group')) return [...group.entries.keys()];
  return [];
}
