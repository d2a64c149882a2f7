import type { Params, Words } from '../i18n/words.ts';

/** What the messages about seeds need: how many, and from which to which. */
export function seedsOf(seeds: readonly string[]): Params {
  const [first = '', last = first] = [seeds[0], seeds.at(-1)];
  return { n: seeds.length, which: seeds.length > 1 ? `${first}–${last}` : first };
}

/** A duration as one says it: seconds, minutes or hours. */
export function timeText(seconds: number, words: Words): string {
  if (seconds < 90) return words.t('time.seconds', { n: Math.max(1, Math.round(seconds)) });
  if (seconds < 5400) return words.t('time.minutes', { n: Math.round(seconds / 60) });
  return words.t('time.hours', { n: Math.round(seconds / 360) / 10 });
}
