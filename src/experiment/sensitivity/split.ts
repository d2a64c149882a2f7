import type { Outcomes } from '../outcomes.ts';
import { studentQuantile } from '../statistics.ts';
import type { Estimate } from './estimate.ts';

/** Whose doing the differences between runs are: shares of the variance over all runs of the experiment. */
export interface VarianceSplit {
  /** `NaN`, as the others, where nothing is known of it, with a single seed: then it is in none of the shares. */
  readonly luck: Estimate;
  /** `NaN` with a single point. */
  readonly parameters: Estimate;
  /** `NaN` with a single policy. */
  readonly policy: Estimate;
  /**
   * What comes about only together: luck that matters more under some parameters, policies that work only for some, all
   * that a parameter does which only one policy has. `NaN` where fewer than two of the others are known.
   */
  readonly together: Estimate;
  readonly deviation: number;
  /** What the intervals allow for: chance in the choice of seeds takes three of them, in that of points three units. */
  readonly intervalsOver: readonly ('seeds' | 'points')[];
  /** What it is of: numbers of the policies that have the measure, and how many points and seeds are whole for them. */
  readonly counted: { readonly policies: readonly number[]; readonly points: number; readonly seeds: number };
}

/** Groups of points, and seeds, that are left out in turn; more would only take longer. */
const GROUPS = 32;

/**
 * Components of variance of the crossed design seeds × points × policies, by expected mean squares with every factor
 * random (Searle, Casella and McCulloch 1992, ch. 4); a negative component counts as 0. Intervals by leaving out seeds
 * and groups of points in turn (jackknife) of what is not cut, cut at 0 and 1 in the end. Of the largest part in which
 * nothing is missing, without policies that never have the measure.
 *
 * @param unit points that belong together in the design (a trajectory, a row), so that they are left out together
 * @param ownLuck whether every run has luck of its own: then a seed is nothing that runs have in common, and all that
 *   differs between seeds is luck
 */
export function varianceSplit(outcomes: Outcomes, unit = 1, level = 0.9, ownLuck = false): VarianceSplit | null {
  const policies = Array.from({ length: outcomes.policies }, (_, i) => i).filter((i) =>
    outcomes.of(i).some((value) => !Number.isNaN(value)),
  );
  const { points, seeds } = outcomes.wholePart(policies);
  const shares = (seeds: readonly number[], points: readonly number[]) =>
    sharesOf(outcomes, seeds, points, policies, ownLuck);
  const all = shares(seeds, points);
  if (all === null) return null;
  const bySeed = seeds.length > 2 ? jackknife(groupsOf(seeds, 1), (left) => shares(left, points)) : null;
  const byPoint = points.length > 2 * unit ? jackknife(groupsOf(points, unit), (left) => shares(seeds, left)) : null;
  const estimates = all.shares.map((value, i): Estimate => {
    if (Number.isNaN(value)) return { value, interval: null };
    if (bySeed === null && byPoint === null) return { value, interval: null };
    const squared = (bySeed?.squares[i] ?? 0) + (byPoint?.squares[i] ?? 0);
    const freedom = Math.max(1, Math.min(bySeed?.freedom ?? 1e3, byPoint?.freedom ?? 1e3));
    const half = studentQuantile((1 + level) / 2, freedom) * Math.sqrt(squared);
    return { value, interval: [Math.max(0, value - half), Math.min(1, value + half)] };
  });
  const [luck, parameters, policy, together] = estimates;
  return {
    luck,
    parameters,
    policy,
    together,
    deviation: all.deviation,
    intervalsOver: [...(bySeed ? (['seeds'] as const) : []), ...(byPoint ? (['points'] as const) : [])],
    counted: { policies, points: points.length, seeds: seeds.length },
  };
}

function groupsOf(units: readonly number[], size: number): number[][] {
  const blocks = new Map<number, number[]>();
  units.forEach((unit) => {
    const block = Math.floor(unit / size);
    blocks.set(block, [...(blocks.get(block) ?? []), unit]);
  });
  const list = [...blocks.values()];
  if (list.length <= GROUPS) return list;
  const groups: number[][] = Array.from({ length: GROUPS }, () => []);
  for (const [i, block] of list.entries()) groups[i % GROUPS].push(...block);
  return groups;
}

/** Squared standard errors by the delete-a-group jackknife, of shares that are not cut: cut ones would seem certain. */
function jackknife(groups: readonly number[][], statistic: (left: number[]) => { uncut: number[] } | null) {
  const values = groups.map((_, g) =>
    statistic(groups.flatMap((group, i) => (i === g ? [] : group)).sort((a, b) => a - b)),
  );
  if (values.some((value) => value === null)) return null;
  const rows = values.map((value) => (value as { uncut: number[] }).uncut);
  const n = rows.length;
  const squares = rows[0].map((_, i) => {
    const mean = rows.reduce((sum, row) => sum + row[i], 0) / n;
    return (rows.reduce((sum, row) => sum + (row[i] - mean) ** 2, 0) * (n - 1)) / n;
  });
  return { squares, freedom: n - 1 };
}

/** A set of factors as bits: 1 seeds, 2 points, 4 policies. */
type Factors = number;

/** Of the largest mean square: what differences of mean squares are smaller than is none. */
const ROUNDING = 1e-12;
const SETS: readonly Factors[] = [0, 1, 2, 3, 4, 5, 6, 7];
const within = (part: Factors, set: Factors) => (part & set) === part;
/** −1 to the number of factors in a set. */
const sign = (set: Factors) => (((set & 1) + ((set >> 1) & 1) + ((set >> 2) & 1)) % 2 === 1 ? -1 : 1);
const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/**
 * Shares of luck, parameters, policy and of what is left, with negative components as 0 and as they are, and the standard
 * deviation of it all; `null` without any.
 */
function sharesOf(
  outcomes: Outcomes,
  seeds: readonly number[],
  points: readonly number[],
  policies: readonly number[],
  ownLuck: boolean,
) {
  const sizes = [seeds.length, points.length, policies.length];
  if (sizes.includes(0)) return null;
  const cells = (set: Factors) => sizes.reduce((n, size, i) => (set & (1 << i) ? n * size : n), 1);
  const active = sizes.reduce((set, size, i) => (size > 1 ? set | (1 << i) : set), 0);
  const present = SETS.filter((set) => within(set, active));
  const raw = rawSquares(outcomes, seeds, points, policies);
  const meanSquares = new Map(
    present.map((set) => {
      const squares = total(present.filter((part) => within(part, set)).map((part) => sign(set ^ part) * raw[part]));
      const freedom = sizes.reduce((n, size, i) => (set & (1 << i) ? n * (size - 1) : n), 1);
      return [set, Math.max(0, squares) / freedom];
    }),
  );
  const largest = Math.max(...present.slice(1).map((set) => meanSquares.get(set) ?? 0));
  const components = present.slice(1).map((set) => {
    const above = present.filter((other) => within(set, other));
    const expected = total(above.map((other) => sign(set ^ other) * (meanSquares.get(other) ?? 0)));
    // what is left of equal mean squares is rounding
    return { set, value: Math.abs(expected) > ROUNDING * largest ? (expected * cells(set)) / cells(7) : 0 };
  });
  const cut = components.map(({ set, value }) => ({ set, value: Math.max(0, value) }));
  const all = total(cut.map(({ value }) => value));
  if (!(all > 0)) return null;
  const inParts = (list: typeof components) => {
    const share = (...sets: Factors[]) => {
      const own = list.filter(({ set }) => sets.includes(set));
      return own.length === 0 ? Number.NaN : total(own.map(({ value }) => value)) / all;
    };
    return ownLuck
      ? [share(1, 3, 5, 7), share(2), share(4), share(6)]
      : [share(1), share(2), share(4), share(3, 5, 6, 7)];
  };
  return { shares: inParts(cut), uncut: inParts(components), deviation: Math.sqrt(all) };
}

/** For every set of factors: the sum over all runs of the squared mean over the other factors. */
function rawSquares(
  outcomes: Outcomes,
  seeds: readonly number[],
  points: readonly number[],
  policies: readonly number[],
): number[] {
  const k = policies.length;
  const sizes = [seeds.length, points.length, k];
  const runs = sizes[0] * sizes[1] * sizes[2];
  // centred on one of the values, so that squares do not swamp differences
  const origin = outcomes.at(policies[0], points[0], seeds[0]);
  const sums = SETS.map((set) => new Float64Array(sizes.reduce((n, size, i) => (set & (1 << i) ? n * size : n), 1)));
  for (let s = 0; s < seeds.length; s++) {
    for (let p = 0; p < points.length; p++) {
      for (let c = 0; c < k; c++) {
        const value = outcomes.at(policies[c], points[p], seeds[s]) - origin;
        sums[0][0] += value;
        sums[1][s] += value;
        sums[2][p] += value;
        sums[3][s * points.length + p] += value;
        sums[4][c] += value;
        sums[5][s * k + c] += value;
        sums[6][p * k + c] += value;
        sums[7][(s * points.length + p) * k + c] = value;
      }
    }
  }
  return sums.map((table) => {
    const behind = runs / table.length;
    return table.reduce((sum, value) => sum + (value / behind) ** 2, 0) * behind;
  });
}
