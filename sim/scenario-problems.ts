/** What the schema library found wrong with a scenario, in this project's words. */
import type * as z from 'zod';
import { ageTenure, institutions, instruments, tree } from './parameters/index.ts';
import { FORMAT, INSTRUMENTS, type InstrumentName, type Problem } from './scenario.ts';
import { scenarioSchema, whomSchema } from './scenario-schema.ts';

/** `['interventions', 2, 'from']` as `interventions[2].from`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

/** A received value as JSON, cut short where it is long. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null ? (node as Record<PropertyKey, unknown>)[step] : undefined,
    input,
  );
}

/** One issue of the schema library in this project's words: what was received and what is allowed. */
export function describe(issue: z.core.$ZodIssue, input: unknown): Problem[] {
  const path = pathText(issue.path);
  const received = shown(at(input, issue.path));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: pathText([...issue.path, key]),
        message: 'unknown key',
        unknown: { key, known: knownKeys(issue.path, input) },
      }));
    case 'too_small':
    case 'too_big': {
      const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      const what = issue.origin === 'array' ? ' entries' : issue.origin === 'string' ? ' characters' : '';
      return [{ path, message: `${received} is out of range, allowed is ${limit}${what}` }];
    }
    case 'invalid_type':
      return [{ path, message: `expected ${typeName(issue)}, received ${received}` }];
    case 'invalid_value':
      return [{ path, message: invalidValue(issue, received) }];
    case 'invalid_union':
      return [unionProblem(issue, path, input)];
    case 'invalid_format':
      return [{ path, message: `${received} is not allowed; use letters, digits, dot, dash and underscore` }];
    default:
      return [{ path, message: `${issue.message}, received ${received}` }];
  }
}

function typeName(issue: z.core.$ZodIssueInvalidType): string {
  const name = issue.expected === 'int' ? 'a whole number' : issue.expected === 'number' ? 'a number' : issue.expected;
  return name === 'object' || name === 'array' ? `an ${name}` : name;
}

function invalidValue(issue: z.core.$ZodIssueInvalidValue, received: string): string {
  if (issue.path[0] === 'format')
    return `format ${received} is not known, this version reads format ${FORMAT}; a newer version may be needed`;
  return `${received} is not one of ${issue.values.map(String).join(', ')}`;
}

/** The only unions are `instrument` and `whom.group`: the message names the field that decides between the forms. */
function unionProblem(issue: z.core.$ZodIssueInvalidUnion, path: string, input: unknown): Problem {
  const field = issue.path.at(-1);
  const received = at(input, issue.path);
  const allowed = field === 'group' ? whomSchema.options.map((o) => o.shape.group.value) : INSTRUMENTS;
  const message = `${shown(received)} is not one of ${allowed.join(', ')}`;
  return typeof received === 'string'
    ? { path, message, unknown: { key: received, known: allowed } }
    : { path, message };
}

/** The keys that the schema knows at a place of the file. */
function knownKeys(path: readonly PropertyKey[], input: unknown): readonly string[] {
  if (path.length === 0) return [...Object.keys(scenarioSchema.shape), 'extends'];
  if (path[0] === 'interventions') {
    if (path.at(-1) === 'whom') {
      const group = (at(input, path) as { group?: string } | undefined)?.group;
      const form = whomSchema.options.find((option) => option.shape.group.value === group);
      return Object.keys(form?.shape ?? { group: null });
    }
    const name = (at(input, path) as { instrument?: InstrumentName } | undefined)?.instrument;
    return ['id', 'instrument', 'enabled', 'from', 'to', 'cap', 'whom', ...Object.keys(name ? instruments[name] : {})];
  }
  if (path.at(-1) === 'ageTenure') return Object.keys(ageTenure);
  if (path[0] === 'institutions')
    return ['enabled', ...Object.keys((at({ institutions }, path) as object) ?? {})].slice(path.length === 1 ? 1 : 0);
  const node = at(tree, path) as object | undefined;
  const keys = Object.keys(node ?? {});
  return path[0] === 'population' ? [...keys, 'ageTenure'] : keys;
}
