import type { createCompanyTrust } from './company-trust.ts';
import type { createFee } from './fee.ts';
import type { Groups } from './groups.ts';
import type { createPlan } from './plan.ts';
import { type CoreState, type CoreWorkplace, EVENT } from './state.ts';
import type { createTension } from './tension.ts';

interface Parts {
  readonly groups: Groups;
  readonly plans: ReturnType<typeof createPlan>;
  readonly trust: ReturnType<typeof createCompanyTrust>;
  readonly fee: ReturnType<typeof createFee>;
  readonly tension: ReturnType<typeof createTension>;
}

/** What sets actors apart: read each week from residents, the company and what the core's instruments have changed. */
export function createSources({ run, settings }: CoreWorkplace, { event }: CoreState, parts: Parts) {
  const { groups, plans, trust, fee, tension } = parts;
  const { sizes } = run;
  const missing = (paid: number, need: number, atWork: boolean) =>
    settings.uncompensated * (atWork ? Math.max(0, 1 - paid / need) : 1);
  /** Share of residents in households that know the plan; owners and tenants together are all. */
  const knowing = () => {
    const last = groups.size.length - 1;
    return (groups.aware[last - 1]! + groups.aware[last]!) / sizes.resident;
  };
  const read = (atWork: boolean) => {
    groups.count();
    const distrust = 1 - trust.mean();
    tension.set('purpose', settings.purpose);
    tension.set('distrust', distrust);
    tension.set('representation', settings.representationScale * groups.inequality());
    tension.set('plan', plans.gap());
    tension.set('information', 1 - knowing());
    tension.set('refusal', event[EVENT.asked] === 1 ? 1 - fee.payers() / sizes.household : distrust);
    tension.set('residentsUncompensated', missing(settings.transferResidents, settings.needResidents, atWork));
    tension.set('companyUncompensated', missing(settings.transferCompany, settings.needCompany, atWork));
    tension.set('rights', event[EVENT.signed] === 1 ? settings.rightsSigned : settings.rightsStart);
  };
  return {
    knowing,
    read,
    begin() {
      tension.set('shortfall', settings.shortfallStart);
      read(false);
    },
    /** The street calls, departments and units answer; uncalled, they fall back. */
    whistle(atWork: boolean) {
      const { whistle, shortfallCalled, shortfallStart, shortfallRate } = settings;
      const shortfall = tension.get('shortfall');
      const target = atWork && whistle === 1 ? shortfallCalled : shortfallStart;
      tension.set('shortfall', shortfall + shortfallRate * (target - shortfall));
    },
  };
}
