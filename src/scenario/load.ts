import { parseJson } from './json.ts';
import { mergeScenario } from './merge.ts';
import { type Located, type TracedObject, trace } from './traced.ts';

/** Reads a file as text, or throws an error (with `code` as Node's file errors have it, where there is one). */
export type Read = (path: string) => string;

/** A scenario file with everything it extends, not yet checked against the schema. */
export interface Loaded {
  /** The file's name without folder and `.json`: the scenario's name when it gives none. */
  readonly name: string;
  /** The merged file; `null` when it could not be read or is no JSON object. */
  readonly tree: TracedObject | null;
  readonly problems: readonly Located[];
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file, part of the path is not a directory',
  EISDIR: 'is a directory, expected a file',
  EACCES: 'cannot be read, permission denied',
  EPERM: 'cannot be read, permission denied',
  ELOOP: 'cannot be read, its symbolic links run in a circle',
  ENAMETOOLONG: 'cannot be read, the name is too long',
};

/** The reason of a failed read or write in words. */
export function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return REASONS[code ?? ''] ?? `cannot be read: ${message ?? String(error)}`;
}

/** Reads a scenario file and, along `extends`, the files it starts from. Never throws: problems are part of the answer. */
export function loadScenario(file: string, read: Read): Loaded {
  const name = file.replace(/^.*[/\\]/su, '').replace(/\.json$/iu, '');
  return { name, ...loadChain(file, read, []) };
}

function loadChain(file: string, read: Read, chain: readonly string[]): Pick<Loaded, 'tree' | 'problems'> {
  let text: string;
  try {
    text = read(file);
  } catch (error) {
    return { tree: null, problems: [{ where: file, path: '', message: reason(error) }] };
  }
  const { value, problems } = parseJson(text, file);
  if (value === undefined) return { tree: null, problems };
  const traced = trace(value, file);
  if (traced.kind !== 'object') {
    const kind = traced.kind === 'array' ? 'an array' : JSON.stringify(value).slice(0, 60);
    return {
      tree: null,
      problems: [...problems, { where: file, path: '', message: `expected an object, received ${kind}` }],
    };
  }
  const { $schema: _schema, extends: parent, ...rest } = Object.fromEntries(traced.entries);
  const own: TracedObject = { ...traced, entries: new Map(Object.entries(rest)) };
  if (parent === undefined) return { tree: own, problems };
  const refuse = (message: string) => ({
    tree: own,
    problems: [...problems, { where: file, path: 'extends', message }],
  });
  const target = parent.kind === 'value' ? parent.value : undefined;
  if (typeof target !== 'string' || target === '') {
    return refuse('expected the relative path of a scenario file');
  }
  const next = resolvePath(file, target);
  const sofar = [...chain, file];
  const again = sofar.map((path) => resolvePath('', path)).indexOf(next);
  if (again >= 0) return refuse(`circular: ${[...sofar.slice(again), next].join(' → ')}`);
  const base = loadChain(next, read, sofar);
  // A base that cannot be opened is the extending file's problem; what is wrong inside it carries its own name.
  const inherited = base.problems.map((problem) =>
    base.tree === null && problem.where === next && problem.path === ''
      ? { where: file, path: 'extends', message: `${next}: ${problem.message}` }
      : problem,
  );
  return {
    tree: base.tree === null ? own : mergeScenario(base.tree, own),
    problems: [...problems, ...inherited],
  };
}

/** A path given relative to a file, without `.` and `..` where they can be resolved. */
export function resolvePath(file: string, relative: string): string {
  const absolute = /^([/\\]|[a-z]:[/\\])/iu.test(relative);
  const folder = absolute ? '' : file.replace(/[^/\\]*$/su, '');
  const steps: string[] = [];
  for (const step of (folder + relative).split(/[/\\]/u)) {
    if (step === '.') continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..' && steps.at(-1) !== '') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}
