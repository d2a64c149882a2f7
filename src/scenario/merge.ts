import type { Traced, TracedObject } from './traced.ts';

/** Fields of a scenario that describe it as a whole: a child's own replace those of its base, never mix with them. */
const WHOLE = new Set(['title', 'about', 'source', 'assumptions']);
/** Two ways of saying how large the community is: whoever gives one does not want the other from elsewhere. */
const SIZES = [
  ['households', 'residents'],
  ['residents', 'households'],
] as const;

/** A scenario over the one it extends: groups field by field, interventions by id; a name is never inherited. */
export function mergeScenario(base: TracedObject, child: TracedObject): TracedObject {
  const entries = new Map(base.entries);
  entries.delete('name');
  for (const [key, value] of child.entries) {
    const inherited = entries.get(key);
    if (inherited === undefined || WHOLE.has(key)) entries.set(key, value);
    else if (key === 'interventions') entries.set(key, mergeInterventions(inherited, value));
    else if (key === 'population') entries.set(key, mergePopulation(inherited, value));
    else entries.set(key, mergeDeep(inherited, value));
  }
  return { ...child, entries };
}

function mergeDeep(base: Traced, child: Traced): Traced {
  if (base.kind !== 'object' || child.kind !== 'object') return child;
  const entries = new Map(base.entries);
  for (const [key, value] of child.entries) {
    const inherited = entries.get(key);
    entries.set(key, inherited === undefined ? value : mergeDeep(inherited, value));
  }
  return { ...child, entries };
}

function mergePopulation(base: Traced, child: Traced): Traced {
  if (base.kind !== 'object' || child.kind !== 'object') return child;
  const entries = new Map(base.entries);
  for (const [given, other] of SIZES) if (fieldOf(child, given) != null) entries.delete(other);
  return mergeDeep({ ...base, entries }, child);
}

function mergeInterventions(base: Traced, child: Traced): Traced {
  if (base.kind !== 'array' || child.kind !== 'array') return child;
  const items = [...base.items];
  const open = new Map<unknown, number>();
  items.forEach((item, i) => {
    const id = fieldOf(item, 'id');
    if (typeof id === 'number' && !open.has(id)) open.set(id, i);
  });
  for (const item of child.items) {
    const id = fieldOf(item, 'id');
    const at = open.get(id);
    if (at === undefined) items.push(item);
    else items[at] = mergeIntervention(items[at]!, item);
    // A second entry of the same id within one file is a mistake: left standing, so that it is reported.
    open.delete(id);
  }
  return { ...child, items };
}

function mergeIntervention(base: Traced, child: Traced): Traced {
  if (base.kind !== 'object' || child.kind !== 'object' || changes(base, child, 'instrument')) return child;
  const whom = base.entries.get('whom');
  const other = child.entries.get('whom');
  if (whom === undefined || other === undefined || !changes(whom, other, 'group')) return mergeDeep(base, child);
  const entries = new Map(base.entries);
  entries.delete('whom');
  return mergeDeep({ ...base, entries }, child);
}

/** Whether the child gives another value for a field that decides which other fields there are. */
function changes(base: Traced, child: Traced, key: string): boolean {
  const value = fieldOf(child, key);
  return value !== undefined && value !== fieldOf(base, key);
}

/** The plain value of a field, where it has one. */
export function fieldOf(node: Traced | undefined, key: string): unknown {
  const child = node?.kind === 'object' ? node.entries.get(key) : undefined;
  return child?.kind === 'value' ? child.value : undefined;
}
