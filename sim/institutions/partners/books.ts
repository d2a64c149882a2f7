import { fenOf } from '../../ledger.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, uniform } from '../../random.ts';
import {
  AGREEMENT,
  COUNT,
  isOpen,
  MONEY,
  PARTNER_KINDS,
  type PartnersState,
  type PartnersWorkplace,
  SLOTS,
  STAGE,
} from './state.ts';

const YEAR = 12;
/** Weeks of a month: thirteen by three. */
const WEEKS = 13 / 3;

/**
 * What happens to a partner when a month ends: its accounts, the share it returns, its reputation, its commercial
 * drift, once a year its review, and its leaving.
 */
export function createBooks({ run, settings, enter }: PartnersWorkplace, own: PartnersState): (week: number) => void {
  const { k0, k1 } = run.key;
  const { stage, kind, publicness, quality, reputation, months, losses, income, uses, money, count, id } = own;
  const motive = PARTNER_KINDS.map((name) => settings[`${name}Motive`]);
  const fixed = PARTNER_KINDS.map((name) => settings[`${name}Cost`]);

  /** Income, cost and share of the month in fen; returns what is left. */
  const account = (s: number, week: number) => {
    // who began within the month pays for what is left of it
    const part = Math.min(1, (week + 1 - own.due[s]!) / WEEKS);
    const standing = fixed[kind[s]!]! + own.space[s]! * settings.costSpace;
    const cost = fenOf(part, standing) + fenOf(uses[s]!, settings.costUse);
    const earned = income[s]! - cost;
    const byProfit = own.agreement[s] === AGREEMENT.charging || own.agreement[s] === AGREEMENT.training;
    // a fund that has closed collects nothing
    const basis = isOpen(own) ? Math.max(0, byProfit ? earned : income[s]!) : 0;
    const returned = Math.floor(own.share[s]! * basis);
    enter('partnerIncome', week, income[s]!, uses[s]!);
    enter('partnerCost', week, cost, 1);
    enter('returned', week, returned, 1);
    money[MONEY.partners]! += earned - returned;
    money[MONEY.fund]! += returned;
    money[MONEY.inflow]! += returned;
    income[s] = 0;
    uses[s] = 0;
    return earned - returned;
  };

  const drift = (s: number, week: number, loss: boolean) => {
    const u = uniform(k0, k1, id[s]!, counter(week, PURPOSE.partnerDrift, 0));
    const pull = settings.drift * motive[kind[s]!]! * (loss ? 1 : settings.driftProfit);
    publicness[s] = Math.max(0, publicness[s]! - pull * (settings.driftBase + settings.driftLuck * u));
  };

  /** Reads publicness first: a sabotaged contract may end, all others are called back to their purpose. */
  const reviewed = (s: number, week: number) => {
    const { reviewStrength, reviewEnd, reviewLift, sabotage } = settings;
    if (reviewStrength === 0 || months[s]! % YEAR !== 0) return false;
    if (publicness[s]! < sabotage) {
      const u = uniform(k0, k1, id[s]!, counter(week, PURPOSE.partnerReview, 0));
      if (u < reviewEnd * reviewStrength) return true;
    }
    publicness[s]! += reviewLift * reviewStrength * (1 - publicness[s]!);
    return false;
  };

  const leave = (s: number, why: number) => {
    count[why]! += 1;
    stage[s] = STAGE.none;
  };

  return (week) => {
    for (let s = 0; s < SLOTS; s++) {
      if (stage[s] !== STAGE.serve) continue;
      const result = account(s, week);
      months[s]! += 1;
      losses[s] = result < 0 ? Math.min(255, losses[s]! + 1) : 0;
      reputation[s]! += settings.reputationRate * ((quality[s]! + publicness[s]!) / 2 - reputation[s]!);
      drift(s, week, result < 0);
      if (isOpen(own) && reviewed(s, week)) leave(s, COUNT.sabotage);
      else if (losses[s]! >= settings.lossMonths && months[s]! >= settings.leaveMonth) leave(s, COUNT.loss);
    }
  };
}
