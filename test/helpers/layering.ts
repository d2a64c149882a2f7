/** Reads the modules of a project and says where they break its rules. Works on texts, so that a test can make some up. */
import { builtinModules } from 'node:module';
import { dirname, posix } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

/** Texts of the modules by path from the project's root, as `sim/index.ts`. */
export type Files = ReadonlyMap<string, string>;

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** The path of a file of the project, or the name of a package. */
  readonly target: string;
  readonly local: boolean;
  /** `url`: `new URL('./x.ts', import.meta.url)`, as workers are started. */
  readonly kind: 'value' | 'type' | 'dynamic' | 'url';
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Visits every node below a node, parents before children. */
function walk(node: Node, visit: (node: Node, parent: Node | null) => void, parent: Node | null = null): void {
  visit(node, parent);
  for (const child of Object.values(node)) {
    if (isNode(child)) walk(child, visit, node);
    if (Array.isArray(child)) for (const item of child) if (isNode(item)) walk(item, visit, node);
  }
}

const parsed = new Map<string, Node>();

/** The syntax tree of a module; several checks ask for it. */
function programOf(path: string, text: string): Node {
  const lang = path.endsWith('x') ? 'tsx' : 'ts';
  const key = `${lang}\0${text}`;
  const program = parsed.get(key) ?? (parseAst(text, { lang }, path) as unknown as Node);
  parsed.set(key, program);
  return program;
}

const literal = (node: unknown) => (isNode(node) && typeof node.value === 'string' ? node.value : null);

/** Everything a module imports, re-exports, imports on demand, or names by its URL. */
export function importsOf(path: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (source: unknown, kind: Import['kind']) => {
    const specifier = literal(source);
    if (specifier === null) return;
    const file = specifier.replace(/\?.*$/u, '');
    const local = file.startsWith('.') || file.startsWith('/');
    found.push({ specifier, target: local ? posix.join(dirname(path), file) : file, local, kind });
  };
  walk(programOf(path, text), (node) => {
    if (node.type === 'ImportDeclaration') add(node.source, node.importKind === 'type' ? 'type' : 'value');
    if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') {
      add(node.source, node.exportKind === 'type' ? 'type' : 'value');
    }
    if (node.type === 'ImportExpression') add(node.source, 'dynamic');
    if (node.type === 'TSImportType') add(node.source, 'type');
    if (node.type === 'NewExpression' && (node.callee as Node).name === 'URL') {
      const [relative, base] = node.arguments as Node[];
      if (base?.type === 'MemberExpression' && (base.object as Node).type === 'MetaProperty') add(relative, 'url');
    }
  });
  return found;
}

/** Which packages a file may import. */
const PACKAGES: Readonly<Record<string, (path: string, name: string) => boolean>> = {
  sim: (path, name) =>
    (name === 'seedrandom' && path === 'sim/random.ts') ||
    (name === 'zod' && (path.startsWith('sim/scenario') || path.startsWith('sim/parameters/'))),
  ui: (_path, name) => /^(d3(-.*)?|preact(\/.*)?|@preact\/signals)$/u.test(name),
};

/** Files that put model, engine and page together, and so may import what draws. */
export const ROOTS = ['src/app.ts'];

const layerOf = (path: string) => path.slice(0, path.indexOf('/'));
const isBuiltin = (name: string) => name.startsWith('node:') || builtinModules.includes(name);

/** Imports that go against the arrows: `src → sim`, `ui → types of src and sim`, `test → everything`. */
export function arrowProblems(files: Files): string[] {
  const problems: string[] = [];
  for (const [path, text] of files) {
    const layer = layerOf(path);
    if (layer === 'test') continue;
    for (const { target, local, kind } of importsOf(path, text)) {
      const problem = local ? fileProblem(path, target, kind) : packageProblem(path, target);
      if (problem !== null) problems.push(`${path}: ${problem}`);
    }
  }
  return problems;
}

function fileProblem(path: string, target: string, kind: Import['kind']): string | null {
  const [from, to] = [layerOf(path), layerOf(target)];
  if (from === to) return null;
  if (to === 'test') return `imports ${target}, but nothing may import a test`;
  if (from === 'sim') return `imports ${target}, but sim imports only sim`;
  if (to === 'sim' && target !== 'sim/index.ts') return `imports ${target}, but sim is entered by sim/index.ts only`;
  if (from === 'ui' && kind !== 'type') return `imports ${target} as a value, but ui may import only types from there`;
  if (from === 'src' && to === 'ui' && !ROOTS.includes(path)) return `imports ${target}, but src does not know ui`;
  return null;
}

function packageProblem(path: string, name: string): string | null {
  const layer = layerOf(path);
  const allowed = PACKAGES[layer];
  if (allowed === undefined || allowed(path, name)) return null;
  return isBuiltin(name) ? `imports ${name} of Node` : `imports the package ${name}`;
}

/** Modules that import Node although a browser loads them from the entry, directly or by way of others. */
export function browserProblems(files: Files, entry: string): string[] {
  const reachedFrom = new Map<string, string | null>([[entry, null]]);
  const problems: string[] = [];
  for (const path of reachedFrom.keys()) {
    for (const { target, local, kind } of importsOf(path, files.get(path)!)) {
      if (kind === 'type') continue;
      if (local && files.has(target) && !reachedFrom.has(target)) reachedFrom.set(target, path);
      if (!local && isBuiltin(target)) {
        const way = [path];
        while (reachedFrom.get(way[0]!) !== null) way.unshift(reachedFrom.get(way[0]!)!);
        problems.push(`${way.join(' → ')} imports ${target}`);
      }
    }
  }
  return problems;
}

/**
 * Circles of imports, each as `a → b → a`. Types are counted: who needs whose types depends on it as well. A URL is not:
 * it names another program, which may well share types with the one that starts it.
 */
export function cycles(files: Files): string[] {
  const next = new Map<string, string[]>();
  for (const [path, text] of files) {
    const targets = importsOf(path, text)
      .filter(({ target, local, kind }) => local && kind !== 'url' && files.has(target))
      .map(({ target }) => target);
    next.set(path, [...new Set(targets)]);
  }
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      // written from its first file in the alphabet, so that each circle is told once
      const circle = trail.slice(at);
      const first = circle.indexOf([...circle].sort()[0]!);
      const turned = [...circle.slice(first), ...circle.slice(0, first)];
      found.add([...turned, turned[0]].join(' → '));
      return;
    }
    if (done.has(path)) return;
    for (const target of next.get(path)!) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return [...found];
}

/** What of `Math` is exact: all engines agree to the last bit. */
const EXACT = ['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'];

/** What depends on the moment, the machine or the host. */
const IMPURE = new Set([
  'Date',
  'Intl',
  'WeakRef',
  'clearTimeout',
  'console',
  'crypto',
  'document',
  'eval',
  'fetch',
  'global',
  'globalThis',
  'navigator',
  'performance',
  'process',
  'queueMicrotask',
  'self',
  'setInterval',
  'setTimeout',
  'window',
]);

/** Uses of what is not exact or not pure; names in comments, strings, keys and properties are none. */
export function impurities(path: string, text: string): string[] {
  const problems: string[] = [];
  const report = (node: Node, what: string) => {
    const line = text.slice(0, node.start as number).split('\n').length;
    problems.push(`${path}:${line}: ${what}`);
  };
  walk(programOf(path, text), (node, parent) => {
    if (
      (node.type === 'BinaryExpression' || node.type === 'AssignmentExpression') &&
      /^\*\*=?$/u.test(String(node.operator))
    )
      report(node, String(node.operator));
    if (node.type !== 'Identifier' || parent === null) return;
    const name = String(node.name);
    const isMember = parent.type === 'MemberExpression';
    if (isMember && parent.property === node && parent.computed === false) return;
    if (name === 'Math') {
      const used =
        isMember && parent.object === node && parent.computed === false ? (parent.property as Node).name : null;
      if (used === null) report(node, 'Math other than by Math.name');
      else if (!EXACT.includes(String(used))) report(node, `Math.${used}`);
    }
    // of a shorthand, `{ name }`, the value is visited too
    const isKey = parent.key === node && parent.computed === false;
    if (IMPURE.has(name) && !isKey) report(node, name);
  });
  return problems;
}

/** Names of the values that a module exports; `export *` is told as such. */
export function exportedValues(path: string, text: string): string[] {
  const nameOf = (node: unknown) => String((node as Node).name ?? (node as Node).value);
  const names = (programOf(path, text).body as Node[]).flatMap((node) => {
    if (node.type === 'ExportDefaultDeclaration') return ['default'];
    if (node.type === 'ExportAllDeclaration')
      return node.exportKind === 'type' ? [] : [`* from ${literal(node.source)}`];
    if (node.type !== 'ExportNamedDeclaration' || node.exportKind === 'type') return [];
    const specifiers = (node.specifiers as Node[]).filter((one) => one.exportKind !== 'type');
    const declaration = node.declaration as Node | null;
    const declared = (declaration?.declarations as Node[] | undefined)?.map((one) => one.id) ?? [declaration?.id];
    return [...specifiers.map((one) => nameOf(one.exported)), ...declared.filter(isNode).map(nameOf)];
  });
  return names.sort();
}

export const MOST_LINES = 400;

/** Files that are long and do not say why: the comment at their head has to have the word "lines". */
export function longFiles(files: Files): string[] {
  return [...files].flatMap(([path, text]) => {
    const lines = text.trimEnd().split('\n').length;
    if (lines <= MOST_LINES) return [];
    const head = /^(\s*(\/\*[\s\S]*?\*\/|\/\/[^\n]*))*/u.exec(text)![0];
    return /\blines\b/u.test(head) ? [] : [`${path}: ${lines} lines, and no word at its head why`];
  });
}
