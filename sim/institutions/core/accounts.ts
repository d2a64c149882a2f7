import { fenOf } from '../../ledger.ts';
import { type CoreState, type CoreWorkplace, EVENT, MONEY, MONTH, monthEnds, RESULT_MONTHS } from './state.ts';

const OF = Object.fromEntries(MONTH.map((name, k) => [name, k])) as Readonly<Record<(typeof MONTH)[number], number>>;

/**
 * The company's monthly accounts. Rent comes in as the idle space is let, the less the more property rights are
 * disputed; the fee from those who accept it; cost and capital are fixed. It leaves where twelve months before capital
 * have not paid, but not in its first months.
 */
export function createAccounts({ run, settings, enter }: CoreWorkplace, state: CoreState) {
  const { event, service, result, month, money } = state;
  const households = run.sizes.household;
  const capital = fenOf(1, settings.capital);
  const income = (name: 'rent' | 'parking' | 'fee' | 'other', week: number, fen: number, quantity: number) => {
    month[OF[name]]! += fen;
    enter(name, week, fen, quantity);
  };

  const letOut = (months: number, disputed: number) => {
    const grown = Math.min(1, months / settings.occupancyMonths);
    const lost = settings.occupancyLoss * Math.max(0, disputed - settings.rightsSigned);
    return settings.occupancy * grown * (1 - lost);
  };
  /** Result before capital of the last twelve months, fen. */
  const lastYear = () => {
    let sum = 0;
    for (let k = 0; k < RESULT_MONTHS; k++) sum += result[k]!;
    return sum;
  };
  return {
    /** The transfer from the street is the company's income too, though its line stands on the public's side. */
    receive(fen: number) {
      month[OF.other]! += fen;
    },
    /** In the week that closes a month, before anything of it is entered; the latest month stays until then. */
    beginMonth(week: number) {
      if (monthEnds(week)) month.fill(0);
    },
    endMonth(week: number, payers: number, disputed: number) {
      if (!monthEnds(week) || event[EVENT.left]! > 0) return;
      const m = event[EVENT.months]!;
      event[EVENT.months] = m + 1;
      service[1] = letOut(m + 1, disputed);
      const rented = settings.space * service[1];
      income('rent', week, fenOf(rented, settings.rent), rented);
      income('parking', week, fenOf(settings.parkingSpaces, settings.parkingPrice), settings.parkingSpaces);
      income('fee', week, fenOf(payers, settings.fee), payers);
      if (event[EVENT.signed] === 1) income('other', week, fenOf(1, settings.widerArea), 1);
      const cost = fenOf(households, settings.costHousehold) + fenOf(settings.space, settings.costSpace);
      month[OF.cost] = cost;
      enter('cost', week, cost, 1);
      const n = settings.capitalMonths;
      const off = m < n ? Math.floor((capital * (m + 1)) / n) - Math.floor((capital * m) / n) : 0;
      month[OF.capital] = off;
      enter('capital', week, off, 1);
      money[MONEY.writtenOff]! += off;
      const earned = month[OF.rent]! + month[OF.parking]! + month[OF.fee]! + month[OF.other]! - cost;
      money[MONEY.cash]! += earned;
      result[m % RESULT_MONTHS] = earned;
      if (m + 1 >= settings.leaveMonth && lastYear() < 0) {
        event[EVENT.left] = week + 1;
        state.pays.fill(0);
        service.fill(0);
      }
    },
    /** Result after capital by income, of the latest month; 0 without income. */
    margin() {
      const total = month[OF.rent]! + month[OF.parking]! + month[OF.fee]! + month[OF.other]!;
      return total > 0 ? (total - month[OF.cost]! - month[OF.capital]!) / total : 0;
    },
  };
}
