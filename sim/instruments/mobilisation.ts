import { PURPOSE } from '../purposes.ts';
import { counter, uniform } from '../random.ts';
import { createContact } from './contact.ts';
import type { InstrumentKind } from './instrument.ts';
import { residentCandidates } from './whom.ts';

type Channel = 'leaflet' | 'broadcast' | 'recognition' | 'caseSharing';

/**
 * Emotional mobilisation of residents one by one, by leaflet, broadcast, public recognition or case sharing: one draw
 * per eligible resident says who is reached, and each contact is charged.
 */
function channel(): InstrumentKind<Channel> {
  return {
    isZero: ({ reach, intensity }) => reach === 0 || intensity === 0,

    create(run, intervention, account) {
      const { id, reach, intensity, price } = intervention;
      const { k0, k1 } = run.key;
      const candidates = residentCandidates(run, intervention);
      const contact = createContact(run);
      return {
        intervene(week) {
          const draft = candidates.list(week);
          const c1 = counter(week, PURPOSE.contact, id);
          let reached = 0;
          for (let j = 0; j < draft.count; j++) {
            const i = draft.entities[j]!;
            if (uniform(k0, k1, i, c1) < reach) draft.entities[reached++] = i;
          }
          draft.count = reached;
          const count = account.afford(reached, price);
          const { entities } = candidates.serve(week, count);
          for (let j = 0; j < count; j++) contact(entities[j]!, intensity);
          account.charge(week, count, price);
        },
      };
    },

    weeklyCost: (run, intervention) =>
      residentCandidates(run, intervention).list(0).count * intervention.reach * intervention.price,
  };
}

export const leaflet = channel() as InstrumentKind<'leaflet'>;
export const broadcast = channel() as InstrumentKind<'broadcast'>;
export const recognition = channel() as InstrumentKind<'recognition'>;
export const caseSharing = channel() as InstrumentKind<'caseSharing'>;
