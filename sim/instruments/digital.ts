import type { InstrumentKind } from './instrument.ts';
import { residentCandidates } from './whom.ts';

/** A digital channel that saves part of the cost of time, less for older residents. Of several, the largest counts. */
export const digital: InstrumentKind<'digital'> = {
  isZero: ({ young, middle, older }) => young === 0 && middle === 0 && older === 0,

  create(run, intervention, account) {
    const { young, middle, older, price } = intervention;
    const { age, relief } = run.state;
    const byAge = Float32Array.of(young, middle, older);
    const candidates = residentCandidates(run, intervention);
    return {
      intervene(week) {
        const count = account.afford(candidates.list(week).count, price);
        const { entities } = candidates.serve(week, count);
        for (let j = 0; j < count; j++) {
          const i = entities[j]!;
          relief[i] = Math.max(relief[i]!, byAge[age[i]!]!);
        }
        account.charge(week, count, price);
      },
    };
  },

  weeklyCost: (run, intervention) => residentCandidates(run, intervention).list(0).count * intervention.price,
};
