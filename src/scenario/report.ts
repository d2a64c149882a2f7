import { distance } from 'fastest-levenshtein';
import type { Located } from './traced.ts';

/** Problems as lines of text, each once: where, path, what was received, what is allowed, the nearest known key. */
export function reportProblems(problems: readonly Located[]): string[] {
  return [...new Set(problems.map(line))];
}

function line({ where, path, message, unknown }: Located): string {
  const hint = unknown === undefined ? '' : suggestion(unknown.key, unknown.known, message);
  return `${path === '' ? where : `${where}: ${path}`}: ${message}${hint}`;
}

/** Names that contain a word are suggested where none is near to it, but not too many of them. */
const MOST_WITHIN = 4;

function suggestion(key: string, known: readonly string[], message: string): string {
  const near = nearest(key, known);
  if (near !== null) return `; did you mean "${near}"?`;
  const within = key.length < 3 ? [] : known.filter((name) => name.toLowerCase().includes(key.toLowerCase()));
  if (within.length > 0) {
    const few = within.slice(0, MOST_WITHIN).map((name) => `"${name}"`);
    return `; did you mean ${few.join(' or ')}?`;
  }
  const others = known.filter((name) => name !== key);
  if (message.includes('is not one of') || others.length === 0 || others.length > 12) return '';
  return `; allowed here: ${others.join(', ')}`;
}

/** The known word that a mistyped one most likely means, or `null` when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    if (candidate === word) continue;
    const apart = distance(word.toLowerCase(), candidate.toLowerCase());
    const length = Math.max(word.length, candidate.length);
    // Two letters swapped are two edits, so words of four letters and more are allowed two.
    const allowed = length < 4 ? 1 : Math.max(2, Math.floor(length / 3));
    // among equally near words, the one of the most similar length
    const cost = apart + Math.abs(word.length - candidate.length) / 1000;
    if (apart <= allowed && cost < least) [best, least] = [candidate, cost];
  }
  return best;
}
