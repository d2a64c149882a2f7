import { clamp01, logistic, logit } from '../../numerics.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, gaussian, SETUP_WEEK } from '../../random.ts';
import { type CoreState, type CoreWorkplace, EVENT } from './state.ts';

/** What remains visible of a company that has left. */
const GONE = 0.05;

/**
 * Households' trust in the company follows what they see of it (service, volunteering, a trial), faster down than up.
 * Households differ in how they see the same thing, by the spread with which they started.
 */
export function createCompanyTrust({ run, settings }: CoreWorkplace, { companyTrust, event, service }: CoreState) {
  const { key, sizes } = run;
  const { companyTrustRate: up, companyTrustDown, companyTrustSpread } = settings;
  const down = up * companyTrustDown;
  const view = new Float64Array(sizes.household);
  const c1 = counter(SETUP_WEEK, PURPOSE.coreTrust, 0);
  for (let h = 0; h < sizes.household; h++) view[h] = companyTrustSpread * gaussian(key.k0, key.k1, h, c1);

  const seen = () => {
    if (event[EVENT.left]! > 0) return GONE;
    const { seenBase, seenService, seenVolunteering, seenTrial, volunteeringWeeks } = settings;
    const volunteered = volunteeringWeeks > 0 ? Math.min(1, event[EVENT.volunteered]! / volunteeringWeeks) : 0;
    const shown =
      seenBase + seenService * service[0]! + seenVolunteering * volunteered + seenTrial * event[EVENT.tried]!;
    return Math.min(0.99, Math.max(0.01, shown));
  };
  return {
    begin() {
      for (let h = 0; h < sizes.household; h++) companyTrust[h] = logistic(logit(settings.companyTrust) + view[h]!);
    },
    step() {
      const middle = logit(seen());
      for (let h = 0; h < sizes.household; h++) {
        const trust = companyTrust[h]!;
        const gap = logistic(middle + view[h]!) - trust;
        companyTrust[h] = clamp01(trust + Math.min(1, gap < 0 ? down : up) * gap);
      }
    },
    mean() {
      let sum = 0;
      for (let h = 0; h < sizes.household; h++) sum += companyTrust[h]!;
      return sum / sizes.household;
    },
  };
}
