import type { Problem } from '../../sim/index.ts';

/** Where a value was written: a file, or an option of the command line, and its path there. */
export interface Origin {
  readonly where: string;
  readonly path: string;
}

/** A problem together with the file or option it comes from. */
export interface Located extends Problem {
  readonly where: string;
}

/** A JSON value whose every part remembers where it was written, so that a problem found after merging can say so. */
export type Traced =
  | { readonly kind: 'object'; readonly origin: Origin; readonly entries: ReadonlyMap<string, Traced> }
  | { readonly kind: 'array'; readonly origin: Origin; readonly items: readonly Traced[] }
  | { readonly kind: 'value'; readonly origin: Origin; readonly value: unknown };

export type TracedObject = Extract<Traced, { kind: 'object' }>;

/** `interventions`, then `2`, then `from` as `interventions[2].from`. */
export function childPath(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  return path === '' ? step : `${path}.${step}`;
}

/** A plain JSON value as a traced one. */
export function trace(value: unknown, where: string, path = ''): Traced {
  const origin = { where, path };
  if (Array.isArray(value)) {
    return { kind: 'array', origin, items: value.map((item, i) => trace(item, where, childPath(path, i))) };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'value', origin, value };
  const entries = Object.entries(value).map(
    ([key, child]) => [key, trace(child, where, childPath(path, key))] as const,
  );
  return { kind: 'object', origin, entries: new Map(entries) };
}

/** The plain JSON value again. */
export function plain(node: Traced): unknown {
  if (node.kind === 'value') return node.value;
  if (node.kind === 'array') return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, child]) => [key, plain(child)]));
}

function collect(node: Traced, path: string, into: Map<string, Origin>): Map<string, Origin> {
  into.set(path, node.origin);
  if (node.kind === 'array') for (const [i, item] of node.items.entries()) collect(item, childPath(path, i), into);
  if (node.kind === 'object') for (const [key, child] of node.entries) collect(child, childPath(path, key), into);
  return into;
}

/** Gives each problem of a merged value its place in the file or option where the offending part was written. */
export function locate(root: Traced, problems: readonly Problem[]): Located[] {
  const origins = collect(root, '', new Map());
  return problems.map((problem) => {
    let known = problem.path;
    while (!origins.has(known)) known = known.replace(/(^|\.)[^.[\]]*$|\[\d+\]$|.$/u, '');
    const { where, path } = origins.get(known)!;
    const rest = problem.path.slice(known.length);
    return { ...problem, where, path: path === '' ? rest.replace(/^\./, '') : path + rest };
  });
}
