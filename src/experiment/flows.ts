import { AGES, TENURES, TYPES } from '../../sim/index.ts';
import { type Interval, mean, meanInterval, quantile } from './statistics.ts';

/** What became of residents: regulars under the policy only, under both, under the baseline only, under neither. */
export const FLOWS = ['joined', 'stayed', 'left', 'never'] as const;
export type Flow = (typeof FLOWS)[number];

interface Group {
  readonly by: 'all' | 'age' | 'tenure' | 'type';
  readonly group: string;
  readonly has: (card: number) => boolean;
}

const GROUPS: readonly Group[] = [
  { by: 'all', group: 'everyone', has: () => true },
  ...AGES.map((group, i): Group => ({ by: 'age', group, has: (card) => ((card >> 1) & 3) === i })),
  ...TENURES.map((group, i): Group => ({ by: 'tenure', group, has: (card) => ((card >> 3) & 1) === i })),
  ...TYPES.map((group, i): Group => ({ by: 'type', group, has: (card) => ((card >> 4) & 3) === i })),
];

/** Residents of one seed by group and flow: {@link GROUPS} × {@link FLOWS}. */
export type FlowCounts = Float64Array;

/** A count over runs. */
export interface Count {
  readonly mean: number;
  readonly quantiles: Interval;
}

/** The flows of one group. */
export type GroupFlows = { readonly by: Group['by']; readonly group: string; readonly runs: number } & {
  readonly [F in Flow]: Count;
} & {
  /** Joined minus left, which pairing does not define but only makes less noisy; the gross flows are beside it. */
  readonly net: Count & { readonly interval: Interval | null };
};

/**
 * Follows every resident from the baseline to the policy. `null` where the two do not have the same residents, so that
 * nobody can be followed.
 */
export function countFlows(baseline: Uint8Array, policy: Uint8Array): FlowCounts | null {
  if (baseline.length !== policy.length) return null;
  // number of residents by card and flow, first, because there are few different cards
  const table = new Float64Array(256 * FLOWS.length);
  for (let i = 0; i < policy.length; i++) {
    if ((baseline[i] ^ policy[i]) & 0xfe) return null;
    const flow = policy[i] & 1 ? (baseline[i] & 1 ? 1 : 0) : baseline[i] & 1 ? 2 : 3;
    table[(policy[i] & 0xfe) * FLOWS.length + flow]++;
  }
  const counts = new Float64Array(GROUPS.length * FLOWS.length);
  for (let card = 0; card < 256; card += 2) {
    GROUPS.forEach(({ has }, g) => {
      if (!has(card)) return;
      for (let f = 0; f < FLOWS.length; f++) counts[g * FLOWS.length + f] += table[card * FLOWS.length + f];
    });
  }
  return counts;
}

function summary(values: Float64Array): Count {
  return { mean: mean(values), quantiles: [quantile(values, 0.05), quantile(values, 0.95)] };
}

/** The flows over runs; `null` without any run in which residents could be followed. */
export function summarizeFlows(runs: readonly FlowCounts[]): GroupFlows[] | null {
  if (runs.length === 0) return null;
  return GROUPS.map(({ by, group }, g) => {
    const of = (f: number) => Float64Array.from(runs, (counts) => counts[g * FLOWS.length + f]);
    const net = of(0).map((joined, i) => joined - runs[i][g * FLOWS.length + 2]);
    const flows = Object.fromEntries(FLOWS.map((flow, f) => [flow, summary(of(f))])) as Record<Flow, Count>;
    return { by, group, runs: runs.length, ...flows, net: { ...summary(net), interval: meanInterval(net) } };
  });
}
