import type { Run } from '../../run.ts';
import { AGES } from '../../scenario.ts';
import type { Purse } from './purse.ts';
import { type CoreState, type CoreWorkplace, quarterBegins } from './state.ts';

const GROUPS = AGES.length + 2;
const OWNERS = AGES.length;
/** Acts of the last 12 weeks. */
const RECENT = 0xfff;

/** Residents, those who know, and those who acted of late, by age group and then by tenure. */
export interface Groups {
  readonly size: Float64Array;
  readonly aware: Float64Array;
  readonly acted: Float64Array;
  count(): void;
  /** The mean over what is known and done, by age and by tenure, of how much the last group lacks to the first. */
  inequality(): number;
}

export function createGroups({ state, sizes }: Pick<Run, 'state' | 'sizes'>, { aware }: CoreState): Groups {
  const size = new Float64Array(GROUPS);
  const known = new Float64Array(GROUPS);
  const acted = new Float64Array(GROUPS);
  const lag = (counts: Float64Array, first: number, last: number) => {
    let low = Number.POSITIVE_INFINITY;
    let high = 0;
    for (let g = first; g < last; g++) {
      if (size[g] === 0) continue;
      const share = counts[g]! / size[g]!;
      low = Math.min(low, share);
      high = Math.max(high, share);
    }
    return high > 0 ? 1 - low / high : 0;
  };
  return {
    size,
    aware: known,
    acted,
    count() {
      size.fill(0);
      known.fill(0);
      acted.fill(0);
      for (let i = 0; i < sizes.resident; i++) {
        const h = state.household[i]!;
        const tenure = OWNERS + state.let[h]!;
        const age = state.age[i]!;
        const knows = aware[h]!;
        const acts = (state.recent[i]! & RECENT) !== 0 ? 1 : 0;
        size[age]! += 1;
        size[tenure]! += 1;
        known[age]! += knows;
        known[tenure]! += knows;
        acted[age]! += acts;
        acted[tenure]! += acts;
      }
    },
    inequality: () =>
      (lag(known, 0, OWNERS) + lag(known, OWNERS, GROUPS) + lag(acted, 0, OWNERS) + lag(acted, OWNERS, GROUPS)) / 4,
  };
}

/** Care for the age group and the tenure group with fewer acts, read anew each quarter: it saves them cost of time. */
export function createCare({ run, settings }: CoreWorkplace, { care }: CoreState, groups: Groups, purse: Purse) {
  const { state, sizes } = run;
  const { careRelief, carePrice } = settings;
  const weakest = (first: number, last: number) => {
    let weak = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let g = first; g < last; g++) {
      const share = groups.acted[g]! / groups.size[g]!;
      if (groups.size[g]! > 0 && share < least) {
        least = share;
        weak = g - first + 1;
      }
    }
    return weak;
  };
  const served = (i: number) => state.age[i]! + 1 === care[0] || state.let[state.household[i]!]! + 1 === care[1];
  return (week: number) => {
    if (careRelief === 0) return;
    if (quarterBegins(week) || care[0] === 0) {
      groups.count();
      care[0] = weakest(0, OWNERS);
      care[1] = weakest(OWNERS, GROUPS);
    }
    let count = 0;
    for (let i = 0; i < sizes.resident; i++) if (served(i)) count++;
    if (!purse.pay('care', week, count, carePrice)) return;
    for (let i = 0; i < sizes.resident; i++) {
      if (served(i)) state.relief[i] = Math.max(state.relief[i]!, careRelief);
    }
  };
}
