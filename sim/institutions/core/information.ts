import { PURPOSE } from '../../purposes.ts';
import { counter, SETUP_WEEK, uniform } from '../../random.ts';
import type { Purse } from './purse.ts';
import type { CoreState, CoreWorkplace } from './state.ts';

/**
 * Who knows the plan. Party member and social worker go from door to door: one draw per household says whether it is
 * tried, a second whether somebody is met; tenants are met less often. What was explained fades.
 */
export function createInformation({ run, settings }: CoreWorkplace, { aware }: CoreState, purse: Purse) {
  const { key, sizes, state } = run;
  const { k0, k1 } = key;
  const { explanationReach, explanationPrice, metOwner, metRenter, awareStart, forget } = settings;
  const tried = new Uint32Array(sizes.household);
  return {
    begin() {
      const c1 = counter(SETUP_WEEK, PURPOSE.coreAware, 0);
      for (let h = 0; h < sizes.household; h++) aware[h] = uniform(k0, k1, h, c1) < awareStart ? 1 : 0;
    },
    /** What is known fades, whoever is at work. */
    fade(week: number) {
      const c1 = counter(week, PURPOSE.coreForget, 0);
      for (let h = 0; h < sizes.household; h++) if (aware[h] === 1 && uniform(k0, k1, h, c1) < forget) aware[h] = 0;
    },
    explain(week: number) {
      if (explanationReach === 0) return;
      const visit = counter(week, PURPOSE.coreExplain, 0);
      const meet = counter(week, PURPOSE.coreMet, 0);
      let count = 0;
      for (let h = 0; h < sizes.household; h++) if (uniform(k0, k1, h, visit) < explanationReach) tried[count++] = h;
      if (!purse.pay('explanation', week, count, explanationPrice)) return;
      for (let j = 0; j < count; j++) {
        const h = tried[j]!;
        if (uniform(k0, k1, h, meet) < (state.let[h] === 1 ? metRenter : metOwner)) aware[h] = 1;
      }
    },
  };
}
