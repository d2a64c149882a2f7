import { countOf } from './count.ts';
import type { Fund } from './fund.ts';
import { COMMUNITY, IMPLEMENTING } from './items.ts';

const OVERSIGHT = 4;
const ACCEPTANCE_WEEKS = 2;
const FEN = 100;
export const PAID = ['hard', 'soft', 'service'] as const;

/**
 * Implementation, with supervision alongside, then acceptance. A project promises its weekly share of government input
 * from the resolution on; money comes, and with it input, after the delay of reimbursement. Of what is due residents
 * at oversight see that more is delivered; the rest returns to the fund at acceptance.
 */
export function createDeliver(
  { run, settings, columns, items, tally }: Fund,
  enter: (account: (typeof PAID)[number], week: number, fen: number) => void,
): (week: number) => void {
  const { state, sizes } = run;
  const { promised, delivered, credited, mode } = state;
  const { status, kind, reach, site, cost, support, started, weeks, delay, due, paid, shares } = columns;
  const { committed, projectMoney, satisfactionSum, accepted } = columns;
  const { reliabilityBase, promiseBase } = run.parameters.learn;
  const neutral = reliabilityBase / promiseBase;

  /** Adds CNY of a week to a column of government input, where the item reaches. */
  const add = (column: Float64Array, p: number, fen: number, weight: number) => {
    const units = (weight * fen) / (FEN * settings.price);
    if (reach[p] === COMMUNITY) for (let b = 0; b < sizes.block; b++) column[b]! += units / sizes.block;
    else column[site[p]!]! += units;
  };
  /**
   * What is promised counts in full, and is credited in part as if it were no promise: so the fund moves reliability
   * from its neutral value by its weight of what it would otherwise, whatever else is promised that week.
   */
  const promise = (p: number) => {
    const fen = cost[p]! / weeks[p]!;
    add(promised, p, fen, 1);
    add(credited, p, fen, (1 - settings.reliability) * neutral);
  };
  const supervision = () => {
    const share = mode.length === 0 ? 0 : countOf(mode, OVERSIGHT) / mode.length;
    return settings.delivered + settings.oversight * Math.min(1, share / settings.oversightFull);
  };
  const pay = (p: number, week: number, weeksPaid: number, share: number) => {
    const now = Math.floor((cost[p]! * weeksPaid) / weeks[p]!);
    const gross = now - due[p]!;
    const fen = Math.floor(gross * share);
    due[p] = now;
    paid[p]! += fen;
    shares[p]! += share;
    committed[0]! -= fen;
    tally.due += gross;
    tally.paid += fen;
    enter(PAID[kind[p] as 0 | 1 | 2], week, fen);
    add(delivered, p, fen, 1);
    add(credited, p, fen, settings.reliability);
  };
  /** What residents got of what they voted for. */
  const accept = (p: number) => {
    const rest = cost[p]! - paid[p]!;
    committed[0]! -= rest;
    projectMoney[0]! += rest;
    satisfactionSum[0]! += (shares[p]! / weeks[p]!) * support[p]!;
    accepted[0]! += 1;
    tally.acceptedItems++;
    items.free(p);
  };

  return (week) => {
    const share = Math.min(1, supervision());
    for (let p = 0; p < status.length; p++) {
      if (status[p] !== IMPLEMENTING || week <= started[p]!) continue;
      const age = week - started[p]!;
      const last = delay[p]! + weeks[p]!;
      if (age <= last) promise(p);
      if (age > delay[p]! && age <= last) pay(p, week, age - delay[p]!, share);
      if (age === last + ACCEPTANCE_WEEKS) accept(p);
    }
  };
}
