import type { Json } from '../presets.ts';

type Tree = { readonly [key: string]: Json };

/** Keys that a patch removes are listed under this one, because `null` is a value in scenarios. */
const REMOVED = '~';

function isTree(value: Json | undefined): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same content, whatever the order of keys. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (isTree(a) && isTree(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => sameJson(a[key], b[key]));
  }
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  return a === b;
}

/** What turns one document into another; arrays are replaced whole. */
export function difference(from: Tree, to: Tree): Tree {
  const patch: Record<string, Json> = {};
  const removed = Object.keys(from).filter((key) => !(key in to));
  if (removed.length > 0) patch[REMOVED] = removed;
  for (const [key, value] of Object.entries(to)) {
    const old = from[key];
    if (sameJson(old, value)) continue;
    patch[key] = isTree(old) && isTree(value) ? difference(old, value) : value;
  }
  return patch;
}

/** Applies what {@link difference} gave. */
export function applyPatch(from: Tree, patch: Tree): Tree {
  const result: Record<string, Json> = { ...from };
  const removed = patch[REMOVED];
  if (Array.isArray(removed)) for (const key of removed) delete result[String(key)];
  for (const [key, value] of Object.entries(patch)) {
    if (key === REMOVED || key === '__proto__') continue;
    const old = result[key];
    result[key] = isTree(old) && isTree(value) ? applyPatch(old, value) : value;
  }
  return result;
}
