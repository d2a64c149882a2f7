import { fenOf } from '../../ledger.ts';
import { COUNT, isOpen, MONEY, monthsBy, type PartnersState, type PartnersWorkplace } from './state.ts';

const FEN = 100;
/** Weeks of a month: thirteen by three. */
const WEEKS = 13 / 3;

/**
 * The community fund at the start of a month: the subsidy comes in until it ends, running costs go out, and materials
 * are bought where enough is left. A fund that cannot pay its running cost closes for good: nobody recruits, reviews
 * or collects from then on.
 */
export function createFund({ run, settings, enter }: PartnersWorkplace, own: PartnersState): (week: number) => void {
  const { money, count, supply } = own;
  const yearly = fenOf(1, settings.subsidy);
  const running = fenOf(1, settings.running);
  const materials = fenOf(1, settings.materials);
  const pay = (what: 'running' | 'materials', week: number, fen: number) => {
    money[MONEY.fund]! -= fen;
    money[MONEY[what]] = fen;
    enter(what, week, fen, 1);
  };
  /** A twelfth of the subsidy, rounded so that twelve months make the year. */
  const instalment = (month: number) => {
    const m = month % 12;
    return Math.floor((yearly * (m + 1)) / 12) - Math.floor((yearly * m) / 12);
  };
  return (week) => {
    supply[0] = 0;
    for (const what of [MONEY.subsidy, MONEY.inflow, MONEY.running, MONEY.materials]) money[what] = 0;
    if (!isOpen(own)) return;
    const { subsidyEnds } = settings;
    if (subsidyEnds === null || week < subsidyEnds) {
      const fen = instalment(monthsBy(week - 1));
      money[MONEY.fund]! += fen;
      money[MONEY.subsidy] = fen;
      enter('subsidy', week, fen, 1);
    }
    if (money[MONEY.fund]! < running) {
      count[COUNT.closed] = week + 1;
      return;
    }
    pay('running', week, running);
    count[COUNT.fundMonths]! += 1;
    if (materials === 0 || money[MONEY.fund]! - materials < settings.reserve * running) return;
    pay('materials', week, materials);
    supply[0] = materials / FEN / (settings.materialPrice * run.sizes.block * WEEKS);
  };
}
