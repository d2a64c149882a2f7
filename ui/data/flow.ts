import type { Kit } from '../../src/kit.ts';
import type { Identity } from '../theme.ts';
import { type Ensemble, pairsOf, policiesOf, type Spread, spread } from './ensemble.ts';

/** What became of residents: taking part under the policy only, under both, under the baseline only, under neither. */
export const FLOWS = ['joined', 'stayed', 'left', 'never'] as const;
export type FlowName = (typeof FLOWS)[number];

/** Residents that the policy moved, over runs paired by seed. */
export interface FlowData {
  readonly who: Identity;
  readonly baseline: Identity;
  readonly runs: number;
  readonly residents: number;
  readonly weeks: number;
  readonly flows: Readonly<Record<FlowName, Spread>>;
  /** Joined minus left. */
  readonly net: Spread;
}

/** Groups of residents in which movement is counted; each key has a message `group.<key>`. */
export const GROUPS = [
  { key: 'all', has: () => true },
  { key: 'young', has: (card: number) => ((card >> 1) & 3) === 0 },
  { key: 'middle', has: (card: number) => ((card >> 1) & 3) === 1 },
  { key: 'older', has: (card: number) => ((card >> 1) & 3) === 2 },
  { key: 'owner', has: (card: number) => ((card >> 3) & 1) === 0 },
  { key: 'renter', has: (card: number) => ((card >> 3) & 1) === 1 },
  { key: 'conditional', has: (card: number) => ((card >> 4) & 3) === 0 },
  { key: 'freeRider', has: (card: number) => ((card >> 4) & 3) === 1 },
  { key: 'committed', has: (card: number) => ((card >> 4) & 3) === 2 },
  { key: 'leader', has: (card: number) => ((card >> 6) & 1) === 1 },
] as const;
export type GroupKey = (typeof GROUPS)[number]['key'];

/** Movement per 100 residents of each group, for all policies together. */
export interface GroupsData {
  readonly measure: 'joined' | 'net';
  readonly runs: number;
  readonly rows: readonly {
    readonly key: GroupKey;
    /** Mean number of residents of the group. */
    readonly size: number;
    readonly marks: readonly { readonly who: Identity; readonly place: number; readonly value: Spread }[];
  }[];
}

/** Residents of one pair of runs by card, and by flow within: 256 × 4. `null` where they are not the same residents. */
function countCards(baseline: Uint8Array, policy: Uint8Array): Float64Array | null {
  if (baseline.length !== policy.length) return null;
  const counts = new Float64Array(256 * FLOWS.length);
  for (let i = 0; i < policy.length; i++) {
    if ((baseline[i] ^ policy[i]) & 0xfe) return null;
    const flow = policy[i] & 1 ? (baseline[i] & 1 ? 1 : 0) : baseline[i] & 1 ? 2 : 3;
    counts[(policy[i] & 0xfe) * FLOWS.length + flow]++;
  }
  return counts;
}

function cardCounts(ensemble: Ensemble, policy: number): Float64Array[] {
  return pairsOf(ensemble, policy).flatMap(({ baseline, policy: own }) => {
    const counts = baseline.cards && own.cards ? countCards(baseline.cards, own.cards) : null;
    return counts ? [counts] : [];
  });
}

/** Sums of one run's table over the cards that a group has: joined, stayed, left, never. */
function flowsIn(counts: Float64Array, has: (card: number) => boolean): number[] {
  const sums = [0, 0, 0, 0];
  for (let card = 0; card < 256; card += 2) {
    if (has(card)) for (let f = 0; f < FLOWS.length; f++) sums[f] += counts[card * FLOWS.length + f];
  }
  return sums;
}

/** `null` before the first pair of runs, or where residents cannot be followed because they are not the same. */
export function flowData(ensemble: Ensemble, focus: number, kit: Kit): FlowData | null {
  if (focus === ensemble.baseline) return null;
  const runs = cardCounts(ensemble, focus).map((counts) => flowsIn(counts, () => true));
  if (runs.length === 0) return null;
  const { weeks } = pairsOf(ensemble, focus)[0].policy;
  const flows = Object.fromEntries(
    FLOWS.map((name, f) => [
      name,
      spread(
        runs.map((sums) => sums[f]),
        kit,
      ),
    ]),
  );
  return {
    who: ensemble.scenarios[focus],
    baseline: ensemble.scenarios[ensemble.baseline],
    runs: runs.length,
    residents: kit.mean(runs.map((sums) => sums.reduce((a, b) => a + b))),
    weeks,
    flows: flows as Record<FlowName, Spread>,
    net: spread(
      runs.map(([joined, , left]) => joined - left),
      kit,
    ),
  };
}

/** Groups that nobody is in, in any run, are left out. */
export function groupsData(ensemble: Ensemble, measure: GroupsData['measure'], kit: Kit): GroupsData {
  const policies = policiesOf(ensemble).map((place) => ({ place, counts: cardCounts(ensemble, place) }));
  const rows = GROUPS.map(({ key, has }) => {
    const sizes: number[] = [];
    const marks = policies.flatMap(({ place, counts }) => {
      const per100 = counts.flatMap((table) => {
        const [joined, stayed, left, never] = flowsIn(table, has);
        const size = joined + stayed + left + never;
        sizes.push(size);
        return size === 0 ? [] : [(100 * (measure === 'net' ? joined - left : joined)) / size];
      });
      return per100.length === 0 ? [] : [{ who: ensemble.scenarios[place], place, value: spread(per100, kit) }];
    });
    return { key, size: sizes.length === 0 ? 0 : kit.mean(sizes), marks };
  });
  return {
    measure,
    runs: Math.max(0, ...policies.map(({ counts }) => counts.length)),
    rows: rows.filter(({ marks }) => marks.length > 0),
  };
}
