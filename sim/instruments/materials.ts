import type { InstrumentKind } from './instrument.ts';
import { blockCandidates } from './whom.ts';

/**
 * Funding in kind: promises government input to blocks and delivers a fixed share of it. A promise is free; what is
 * delivered is charged. Late reimbursement takes from the credit that delivery earns.
 */
export const materials: InstrumentKind<'materials'> = {
  isZero: ({ units }) => units === 0,

  create(run, intervention, account) {
    const { units, delivered: share, late, price } = intervention;
    const { promised, delivered, credited } = run.state;
    const candidates = blockCandidates(run, intervention);
    const given = units * share;
    const credit = given * Math.max(0, 1 - run.parameters.learn.lateness * late);
    return {
      intervene(week) {
        const wanted = candidates.list(week).count;
        const count = account.afford(wanted, given * price);
        const { entities } = candidates.serve(week, count);
        for (let j = 0; j < count; j++) {
          const b = entities[j]!;
          promised[b]! += units;
          delivered[b]! += given;
          credited[b]! += credit;
        }
        account.charge(week, count, given * price);
      },
    };
  },

  weeklyCost: (run, intervention) =>
    blockCandidates(run, intervention).list(0).count * intervention.units * intervention.delivered * intervention.price,
};
