/** Seeds before which no interval is trusted. */
export const LEAST_SEEDS = 8;

/** What few seeds do not tell, a sentence; none where they are many enough for their intervals to be trusted. */
export function fewSeedsNote(seeds: number): string[] {
  if (seeds === 1) return ['With a single seed there are no intervals: nothing is known of luck.'];
  if (seeds >= LEAST_SEEDS) return [];
  return [
    `With ${seeds} seeds the intervals themselves are luck: wait for ${LEAST_SEEDS} or more before you trust one.`,
  ];
}
