import { PURPOSE } from '../purposes.ts';
import { counter, uniform } from '../random.ts';
import { createContact } from './contact.ts';
import type { InstrumentKind } from './instrument.ts';
import { householdCandidates } from './whom.ts';

/**
 * Visits from door to door. One draw per household with an eligible member says whether it is tried, and every try
 * is charged; a second says whether somebody is met, a third which member. Whoever opens the door is met, eligible or
 * not, and the housemates hear of it at a part of the intensity.
 */
export const doorVisits: InstrumentKind<'doorVisits'> = {
  isZero: ({ reach, intensity }) => reach === 0 || intensity === 0,

  create(run, intervention, account) {
    const { id, reach, intensity, met, housemates, price } = intervention;
    const { k0, k1 } = run.key;
    const { householdStart } = run.state;
    const candidates = householdCandidates(run, intervention);
    const contact = createContact(run);

    const visit = (h: number, week: number) => {
      if (uniform(k0, k1, h, counter(week, PURPOSE.visitMet, id)) >= met) return;
      const first = householdStart[h]!;
      const last = householdStart[h + 1]!;
      const who = first + Math.floor(uniform(k0, k1, h, counter(week, PURPOSE.visitWho, id)) * (last - first));
      for (let i = first; i < last; i++) {
        const felt = i === who ? intensity : housemates * intensity;
        if (felt > 0) contact(i, felt);
      }
    };

    return {
      intervene(week) {
        const draft = candidates.list(week);
        const c1 = counter(week, PURPOSE.visit, id);
        let tried = 0;
        for (let j = 0; j < draft.count; j++) {
          const h = draft.entities[j]!;
          if (uniform(k0, k1, h, c1) < reach) draft.entities[tried++] = h;
        }
        draft.count = tried;
        const count = account.afford(tried, price);
        const { entities } = candidates.serve(week, count);
        for (let j = 0; j < count; j++) visit(entities[j]!, week);
        account.charge(week, count, price);
      },
    };
  },

  weeklyCost: (run, intervention) =>
    householdCandidates(run, intervention).list(0).count * intervention.reach * intervention.price,
};
