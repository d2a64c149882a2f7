import { PURPOSE } from '../../purposes.ts';
import { counter, uniform } from '../../random.ts';
import { residentsOf } from '../../run.ts';
import type { Fund } from './fund.ts';
import type { Agenda } from './hearing.ts';
import { FREE, IMPLEMENTING, LIBRARY, MERGED, UNFUNDED, VOTED_DOWN } from './items.ts';

const SHELVED = 1;
const ADOPTED = 2;

/** After a resolution that stands: proposers learn whether theirs was adopted, supporters how much of what they were for. */
export function createFates({ run, settings, columns, dealFate }: Fund, agenda: Agenda): (week: number) => void {
  const { key, sizes } = run;
  const { status, proposer, host, started, attended, toldWeek, toldFate } = columns;
  const adoptedNow = (p: number, week: number) => status[p] === IMPLEMENTING && started[p] === week;

  const tell = (i: number, week: number, adopted: boolean) => {
    // of several of one’s own, one that was adopted counts
    if (toldWeek[i] === week + 1 && toldFate[i] === ADOPTED) return;
    toldWeek[i] = week + 1;
    toldFate[i] = adopted ? ADOPTED : SHELVED;
    dealFate(i, week, adopted ? 1 : 0, 'proposer');
  };
  const tellProposers = (week: number) => {
    for (let p = 0; p < status.length; p++) {
      const i = proposer[p]! - 1;
      const item = status[p] === MERGED ? host[p]! : p;
      const goesOn = status[item] === IMPLEMENTING && started[item] !== week;
      if (status[p] === FREE || i < 0 || goesOn || status[item] === LIBRARY) continue;
      const dealt = uniform(key.k0, key.k1, i, counter(week, PURPOSE.fundDealt, 0)) < 0.5;
      tell(i, week, settings.fates === 'dealt' ? dealt : adoptedNow(item, week));
    }
  };
  const tellSupporters = (week: number) => {
    const statuses = [IMPLEMENTING, UNFUNDED, VOTED_DOWN];
    const count = agenda.list(statuses, week - 1);
    for (let b = 0; b < sizes.block; b++) {
      const [first, last] = residentsOf(run, b);
      for (let i = first; i < last; i++) {
        if (attended[i] === 0) continue;
        let supported = 0;
        let adopted = 0;
        for (let k = 0; k < count; k++) {
          const p = agenda.places[k]!;
          if (status[p] === IMPLEMENTING && started[p] !== week) continue;
          if (!agenda.concerns(b, k) || !agenda.isFor(i, k)) continue;
          supported++;
          if (adoptedNow(p, week)) adopted++;
        }
        if (supported > 0) dealFate(i, week, adopted / supported, 'supporter');
      }
    }
  };

  return (week) => {
    if (settings.fates === 'none') return;
    tellProposers(week);
    tellSupporters(week);
  };
}
