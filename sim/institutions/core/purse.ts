import { fenOf } from '../../ledger.ts';
import { type CoreState, type CoreWorkplace, EVENT, MONEY } from './state.ts';

/** What the public spends on the core, under its cap: the first sum that cannot be afforded ends the core for good. */
export interface Purse {
  /** Whether the core is at work this week. */
  open(week: number): boolean;
  /** Pays for `count` at `price` CNY; false, and the end of the core, where the money does not suffice. */
  pay(account: string, week: number, count: number, price: number): boolean;
  /** The same for a sum in fen. */
  payFen(account: string, week: number, fen: number): boolean;
}

export function createPurse({ settings, enter }: CoreWorkplace, { event, money }: CoreState): Purse {
  const { coreFrom, coreTo, cap } = settings;
  const most = cap === null ? Number.POSITIVE_INFINITY : fenOf(1, cap);
  const settle = (account: string, week: number, fen: number, count: number) => {
    if (money[MONEY.spent]! + fen > most) {
      event[EVENT.ended] = 1;
      return false;
    }
    money[MONEY.spent]! += fen;
    enter(account, week, fen, count);
    return true;
  };
  return {
    open: (week) => event[EVENT.ended] === 0 && week >= coreFrom && (coreTo === null || week < coreTo),
    pay: (account, week, count, price) => settle(account, week, fenOf(count, price), count),
    payFen: (account, week, fen) => settle(account, week, fen, 1),
  };
}
