import type { InstrumentKind } from './instrument.ts';
import { residentCandidates } from './whom.ts';

/**
 * Pay per act. The offer enters the decision of all eligible while money remains; acts are then paid in the order of
 * a lot. Several offers add up. After settling, the column `pay` holds what was paid, so an unpaid act crowds nothing.
 */
export const incentive: InstrumentKind<'incentive'> = {
  isZero: ({ pay }) => pay === 0,

  create(run, intervention, account) {
    const { pay: wages, price } = intervention;
    const { pay, mode } = run.state;
    const candidates = residentCandidates(run, intervention);
    let offered = false;
    return {
      intervene(week) {
        // One act that cannot be paid ends the offer before anybody relies on it.
        offered = account.afford(1, wages * price) === 1;
        if (!offered) return;
        const { entities, count } = candidates.list(week);
        for (let j = 0; j < count; j++) pay[entities[j]!]! += wages;
      },
      settle(week) {
        if (!offered) return;
        // the eligible of this morning are still listed: keep those who acted
        const draft = candidates.serve(week, Number.POSITIVE_INFINITY);
        let acts = 0;
        for (let j = 0; j < draft.count; j++)
          if (mode[draft.entities[j]!] !== 0) draft.entities[acts++] = draft.entities[j]!;
        draft.count = acts;
        const paid = account.afford(acts, wages * price);
        const { entities } = candidates.serve(week, paid);
        for (let j = 0; j < paid; j++) pay[entities[j]!]! += wages;
        account.charge(week, paid, wages * price);
      },
    };
  },

  weeklyCost: (run, intervention) =>
    residentCandidates(run, intervention).list(0).count * intervention.pay * intervention.price,
};
