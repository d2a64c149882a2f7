import { fenOf } from '../../ledger.ts';
import type { Workplace } from '../institution.ts';
import type { Columns } from './columns.ts';
import type { FundSettings } from './settings.ts';

/** What running the fund is paid under. */
export type RunningAccount = 'publicity' | 'training' | 'hearings' | 'handling';

/**
 * The purses of the fund, in whole fen. Of all that comes in, a fixed share goes into the purse for running costs,
 * which nothing else fills; so running cost never exceeds that share of the year's money.
 */
export interface Money {
  /** Begins a year of the fund: running money that was not needed becomes project money. */
  newYear(): void;
  receiveGrant(week: number, fen: number): void;
  /** Residents' own money, of which the foundation keeps its share. */
  receiveOwn(week: number, fen: number): void;
  /** A share of what the foundation keeps goes to the fund. */
  payOut(week: number, share: number): void;
  /** How many of `count` pieces at `price` CNY running money covers beside a reserve of `kept` CNY. */
  affordable(count: number, price: number, kept: number): number;
  /** Pays that many if all are covered; otherwise nothing is paid. */
  payRunning(account: RunningAccount, week: number, count: number, price: number): boolean;
}

export function createMoney(
  { runningMoney, projectMoney, foundation, yearInflow, yearRunning }: Columns,
  { runningShare, foundationShare }: FundSettings,
  enter: Workplace<FundSettings>['enter'],
): Money {
  const fill = (fen: number) => {
    const running = Math.floor(fen * runningShare);
    runningMoney[0]! += running;
    projectMoney[0]! += fen - running;
    yearInflow[0]! += fen;
  };
  return {
    newYear() {
      projectMoney[0]! += runningMoney[0]!;
      runningMoney[0] = 0;
      yearInflow[0] = 0;
      yearRunning[0] = 0;
    },
    receiveGrant(week, fen) {
      enter('grant', week, fen, 1);
      fill(fen);
    },
    receiveOwn(week, fen) {
      const kept = Math.floor(fen * foundationShare);
      foundation[0]! += kept;
      enter('own', week, fen, 1);
      fill(fen - kept);
    },
    payOut(week, share) {
      const fen = Math.floor(foundation[0]! * share);
      foundation[0]! -= fen;
      enter('payout', week, fen, 1);
      fill(fen);
    },
    affordable(count, price, kept) {
      const free = runningMoney[0]! - fenOf(1, kept);
      let n = count;
      while (n > 0 && fenOf(n, price) > free) n--;
      return n;
    },
    payRunning(account, week, count, price) {
      const fen = fenOf(count, price);
      if (fen > runningMoney[0]!) return false;
      runningMoney[0]! -= fen;
      yearRunning[0]! += fen;
      enter(account, week, fen, count);
      return true;
    },
  };
}
