import { logistic } from '../../numerics.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, gaussian, SETUP_WEEK, uniform } from '../../random.ts';
import { type CoreState, type CoreWorkplace, EVENT, quarterBegins } from './state.ts';

/**
 * Whether households accept the property fee, asked once a quarter: by trust in the company, its service, how many in
 * the stairwell paid last time, income and taste. A trial makes the first quarter free; without one some refuse.
 */
export function createFee({ run, settings }: CoreWorkplace, { companyTrust, pays, event, service }: CoreState) {
  const { key, sizes, parameters } = run;
  const { k0, k1 } = key;
  const perStairwell = parameters.population.floors * parameters.population.dwellingsPerFloor;
  const own = new Float64Array(sizes.household);
  const income = counter(SETUP_WEEK, PURPOSE.coreIncome, 0);
  const taste = counter(SETUP_WEEK, PURPOSE.coreTaste, 0);
  for (let h = 0; h < sizes.household; h++) {
    own[h] = settings.feeIncome * gaussian(k0, k1, h, income) + settings.feeTaste * gaussian(k0, k1, h, taste);
  }

  const ask = (week: number) => {
    const { feeBase, feeTrust, feeService, feeStairwell, feeUntried } = settings;
    const common = feeBase + feeService * (service[0]! - 0.5) - (event[EVENT.tried] === 1 ? 0 : feeUntried);
    const first = event[EVENT.asked] === 0;
    const c1 = counter(week, PURPOSE.coreFee, 0);
    for (let start = 0; start < sizes.household; start += perStairwell) {
      const end = Math.min(start + perStairwell, sizes.household);
      let payers = 0;
      for (let h = start; h < end; h++) payers += pays[h]!;
      // the first time nobody knows what others do
      const others = first ? 0 : feeStairwell * (payers / (end - start) - 0.5);
      for (let h = start; h < end; h++) {
        const v = common + feeTrust * (companyTrust[h]! - 0.5) + others + own[h]!;
        pays[h] = uniform(k0, k1, h, c1) < logistic(v) ? 1 : 0;
      }
    }
    event[EVENT.asked] = 1;
  };
  return {
    step(week: number) {
      if (event[EVENT.left]! > 0 || !quarterBegins(week)) return;
      // the quarter in which the service can be tried costs nothing
      if (event[EVENT.tried] === 1 && event[EVENT.asked] === 0 && week === 0) return;
      ask(week);
    },
    payers() {
      let sum = 0;
      for (let h = 0; h < sizes.household; h++) sum += pays[h]!;
      return sum;
    },
  };
}
