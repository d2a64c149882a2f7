import type { InstrumentKind } from './instrument.ts';

/** Sets the share of decision rights that residents hold; of several, the one with the highest id, which acts last. */
export const empowerment: InstrumentKind<'empowerment'> = {
  // Power at its default is no zero: another empowerment with a lower id may have changed it before.
  isZero: () => false,

  create(run, { power, price }, account) {
    return {
      intervene(week) {
        const count = account.afford(1, price);
        if (count === 1) run.state.power[0] = power;
        account.charge(week, count, price);
      },
    };
  },

  weeklyCost: (_run, { price }) => price,
};
