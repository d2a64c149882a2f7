import { expect, test } from 'vitest';
import { countFlows, summarizeFlows } from '../../../src/experiment/flows.ts';

/** A card: regular, age group, renter, type. */
const card = (regular: number, age: number, renter: number, type: number) =>
  regular | (age << 1) | (renter << 3) | (type << 4);

// four residents: one joins, one stays, one leaves, one never
const baseline = Uint8Array.of(card(0, 0, 1, 0), card(1, 1, 0, 0), card(1, 2, 0, 2), card(0, 2, 0, 1));
const policy = Uint8Array.of(card(1, 0, 1, 0), card(1, 1, 0, 0), card(0, 2, 0, 2), card(0, 2, 0, 1));

test('every resident is followed, by group', () => {
  const counts = countFlows(baseline, policy);
  if (!counts) throw new Error('nobody was followed');
  const flows = summarizeFlows([counts, counts]) ?? [];
  const table = flows.map(({ by, group, joined, stayed, left, never, net }) => [
    by,
    group,
    ...[joined, stayed, left, never, net].map((count) => count.mean),
  ]);
  expect(table).toEqual([
    ['all', 'everyone', 1, 1, 1, 1, 0],
    ['age', '18-34', 1, 0, 0, 0, 1],
    ['age', '35-59', 0, 1, 0, 0, 0],
    ['age', '60+', 0, 0, 1, 1, -1],
    ['tenure', 'owner', 0, 1, 1, 1, -1],
    ['tenure', 'renter', 1, 0, 0, 0, 1],
    ['type', 'conditional', 1, 1, 0, 0, 1],
    ['type', 'free-rider', 0, 0, 0, 1, 0],
    ['type', 'committed', 0, 0, 1, 0, -1],
  ]);
  expect(flows[0].runs).toBe(2);
});

test('over runs, counts have a mean and 90 % of runs', () => {
  const runs = [countFlows(baseline, policy), countFlows(baseline, baseline)].flatMap((counts) => counts ?? []);
  const [all] = summarizeFlows(runs) ?? [];
  expect(all.joined.mean).toBe(0.5);
  expect(all.joined.quantiles[0]).toBeCloseTo(0.05, 14);
  expect(all.stayed).toEqual({ mean: 1.5, quantiles: [1.05, 1.95] });
  expect(all.net.interval).toEqual([0, 0]);
});

test('other residents cannot be followed', () => {
  expect(countFlows(baseline, policy.slice(1))).toBeNull();
  expect(countFlows(baseline, Uint8Array.from(policy).fill(card(1, 0, 0, 0), 0, 1))).toBeNull();
  expect(summarizeFlows([])).toBeNull();
});
