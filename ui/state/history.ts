/** Undo and redo over immutable states. */
const DEEPEST = 100;

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** Changes with the same key follow each other as one step: a drag is undone as a whole. */
  readonly key: string | null;
}

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [], key: null };
}

/** A new state that undo comes back from. */
export function record<T>(history: History<T>, present: T, key: string | null = null): History<T> {
  if (present === history.present) return history;
  if (key !== null && key === history.key) return { ...history, present };
  return { past: [...history.past, history.present].slice(-DEEPEST), present, future: [], key };
}

/** A new state that undo does not know of. */
export function amend<T>(history: History<T>, present: T): History<T> {
  return { ...history, present };
}

/** Ends a row of changes that belong together. */
export function seal<T>(history: History<T>): History<T> {
  return history.key === null ? history : { ...history, key: null };
}

export function undo<T>({ past, present, future }: History<T>): History<T> | null {
  const before = past.at(-1);
  return before === undefined
    ? null
    : { past: past.slice(0, -1), present: before, future: [present, ...future], key: null };
}

export function redo<T>({ past, present, future }: History<T>): History<T> | null {
  const [next, ...rest] = future;
  return next === undefined ? null : { past: [...past, present], present: next, future: rest, key: null };
}
