import { describe, expect, it } from 'vitest';
import type { RunResult, Start } from '../../../../sim/index.ts';
import { createFastModel } from '../../../../src/kernel/model.ts';
import { forAll, seedArbitrary } from '../../../helpers/arbitrary.ts';
import { at, running, type Settings, settingsArbitrary, small, sum } from './communities.ts';

/** Whole fen of a series in CNY. */
const fen = (cny: number) => Math.round(cny * 100);
const PURSES = ['projectMoney', 'runningMoney', 'committed', 'foundation'];
const RUNNING = ['publicity', 'training', 'hearings', 'handling'];

/** What is wrong with a fund’s money and caps, week by week. */
function violations(result: RunResult, settings: Settings): string[] {
  const problems: string[] = [];
  const names = result.lines.map((line) => line.replace('fund.', ''));
  const flow = Object.fromEntries(names.map((name) => [name, running(result, name)]));
  const until = (week: number, which: readonly string[]) =>
    week < 0 ? 0 : which.reduce((a, name) => a + flow[name]![week]!, 0);
  const [from, runningShare, cap] = [settings.from, settings.runningShare, settings.committeeCap].map(Number) as [
    number,
    number,
    number,
  ];
  let yearBegan = 0;
  for (let week = 0; week < result.weeks; week++) {
    const holds = (what: string, is: boolean) => is || problems.push(`week ${week}: ${what}`);
    const purses = PURSES.map((name) => fen(at(result, week, name)));
    const spent = until(week, [...RUNNING, 'hard', 'soft', 'service']);
    holds('no purse is overdrawn', Math.min(...purses) >= 0);
    holds('conserved', purses.reduce((a, b) => a + b, 0) === until(week, ['grant', 'own']) - spent);
    if (week >= from && (week - from) % 52 === 0) yearBegan = week;
    const year = (which: readonly string[]) => until(week, which) - until(yearBegan - 1, which);
    // own money is paid in whole, and in part on to the foundation
    const inflow = year(['grant', 'own', 'payout']);
    holds('running cost under its cap', year(RUNNING) <= inflow * runningShare * (1 + 1e-12));
    holds('as it shows', at(result, week, 'runningShare') <= runningShare);
    const own = at(result, week, 'reviewedCommittee');
    holds('committees under their cap', own <= cap * at(result, week, 'reviewed') * (1 + 1e-12));
    holds('paid what is due at most', at(result, week, 'paid') <= at(result, week, 'due'));
  }
  return problems;
}

describe('money and caps, in every week of a thousand funds', () => {
  it('hold', () => {
    const seen = { funded: 0, void: 0, reviewedCommittee: 0, acceptedItems: 0 };
    const model = createFastModel();
    const starts = new Map<string, Start>();
    forAll(1000, [settingsArbitrary, seedArbitrary], (settings, seed) => {
      const scenario = small(settings);
      const start = starts.get(seed) ?? model.prepare(scenario, seed);
      starts.set(seed, start);
      const result = model.simulate(scenario, seed, { start, observe: { ledger: true } });
      expect(violations(result, settings)).toEqual([]);
      for (const name of Object.keys(seen) as (keyof typeof seen)[]) seen[name] += sum(result, name);
    });
    // not for want of anything to hold
    for (const [name, count] of Object.entries(seen)) expect(count, name).toBeGreaterThan(300);
  }, 240_000);
});
