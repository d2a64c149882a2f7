import type * as z from 'zod';
import type { Problem } from '../../sim/index.ts';

type Path = readonly PropertyKey[];

/** Issues of the schema library in this project's words, as scenarios have them: the value received, what is allowed. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  knownKeys: (path: Path) => readonly string[],
): Problem[] {
  return issues.flatMap((issue) => describe(issue, input, knownKeys));
}

/** The issues inside a value of several forms, by the form it comes nearest to; an issue of any other value is itself. */
export function innermost(issue: z.core.$ZodIssue, input: unknown): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const received = at(input, issue.path);
  // a form of the right kind has problems further inside, one of another kind is refused at its door
  const inside = (issue.errors ?? []).filter((errors) => !errors.some((e) => refusesKind(e, received)));
  const nearest = [...inside].sort((a, b) => a.length - b.length)[0];
  if (nearest === undefined) return [issue];
  return nearest.flatMap((error) =>
    innermost({ ...error, path: [...issue.path, ...error.path] } as z.core.$ZodIssue, input),
  );
}

function describe(issue: z.core.$ZodIssue, input: unknown, knownKeys: (path: Path) => readonly string[]): Problem[] {
  const path = pathText(issue.path);
  const received = shown(at(input, issue.path));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: pathText([...issue.path, key]),
        message: 'unknown key',
        unknown: { key, known: knownKeys(issue.path) },
      }));
    case 'too_small':
    case 'too_big': {
      const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      const what = issue.origin === 'array' ? ' entries' : issue.origin === 'string' ? ' characters' : '';
      return [{ path, message: `${received} is out of range, allowed is ${limit}${what}` }];
    }
    case 'invalid_type':
      return [{ path, message: `expected ${typeName(issue.expected)}, received ${received}` }];
    case 'invalid_value': {
      const known = issue.values.map(String);
      const message = notOneOf(received, known);
      const key = at(input, issue.path);
      return [typeof key === 'string' ? { path, message, unknown: { key, known } } : { path, message }];
    }
    case 'invalid_union':
      return [union(issue, path, at(input, issue.path))];
    case 'invalid_format':
      return [{ path, message: `${received} is not allowed; use letters, digits, dot, dash and underscore` }];
    case 'not_multiple_of':
      return [{ path, message: `${received} is not a multiple of ${issue.divisor}` }];
    default:
      return [{ path, message: `${issue.message}, received ${received}` }];
  }
}

/** A value of none of the forms that are allowed; see {@link innermost} for one that comes near to a form. */
function union(issue: z.core.$ZodIssueInvalidUnion, path: string, received: unknown): Problem {
  const forms = issue.errors ?? [];
  if (forms.length === 0) {
    const known = (issue as { options?: readonly unknown[] }).options?.map(String) ?? [];
    const message = notOneOf(shown(received), known);
    return typeof received === 'string' ? { path, message, unknown: { key: received, known } } : { path, message };
  }
  const kinds = forms.map((errors) => typeName((errors[0] as { expected?: string }).expected ?? 'another value'));
  return { path, message: `expected ${[...new Set(kinds)].join(' or ')}, received ${shown(received)}` };
}

/** Whether a form is of another kind altogether: a list of words takes no object, and some take no key of another form. */
function refusesKind(issue: z.core.$ZodIssue, received: unknown): boolean {
  if (issue.code === 'invalid_type' && issue.expected === 'never') return true;
  if (issue.path.length > 0) return false;
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof received === 'object');
}

const MOST_NAMES = 20;

/** Few names are said, many are left to the command that lists them. */
function notOneOf(received: string, known: readonly string[]): string {
  if (known.length <= MOST_NAMES) return `${received} is not one of ${known.join(', ')}`;
  return `${received} is not one of the ${known.length} names that "coproduce schema --experiment" lists`;
}

function typeName(expected: string): string {
  const name = expected === 'int' ? 'a whole number' : expected === 'number' ? 'a number' : expected;
  if (name === 'string') return 'a text';
  if (name === 'record') return 'an object';
  return name === 'object' || name === 'array' ? `an ${name}` : name;
}

/** `['vary', 2, 'min']` as `vary[2].min`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

/** What stands at a place of the input; `undefined` where nothing does. */
export function at(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null ? (node as Record<PropertyKey, unknown>)[step] : undefined,
    input,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
