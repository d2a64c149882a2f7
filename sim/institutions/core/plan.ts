import { PURPOSE } from '../../purposes.ts';
import { counter, uniform } from '../../random.ts';
import type { Purse } from './purse.ts';
import { type CoreState, type CoreWorkplace, EVENT, WISHES } from './state.ts';

const HALF = WISHES.length / 2;
const COMPLETED = 1;

/**
 * What is wished, what is planned, what is built. The renovation and the services in the idle space are two mixes of
 * three; the survey, with the deliberation after it, moves both plans a part of the way towards the wishes. A project
 * that is done serves the wish that its block draws from the plan.
 */
export function createPlan({ run, settings }: CoreWorkplace, { plan, built, event }: CoreState, purse: Purse) {
  const { key, sizes, state } = run;
  const wishes = Float64Array.of(
    ...shares(settings.wishGreenery, settings.wishAgeing, settings.wishParking),
    ...shares(settings.wishMarket, settings.wishCanteen, settings.wishRestaurants),
  );
  const distance = (from: number) => {
    let sum = 0;
    for (let w = from; w < from + HALF; w++) sum += Math.abs(plan[w]! - wishes[w]!);
    return sum / 2;
  };
  return {
    wishes,
    begin() {
      const rest = (a: number, b: number) => shares(a, b, Math.max(0, 1 - a - b));
      plan.set(rest(settings.planGreenery, settings.planAgeing));
      plan.set(rest(settings.planMarket, settings.planCanteen), HALF);
    },
    survey(week: number) {
      if (event[EVENT.surveyed] === 1 || week < settings.surveyWeek || settings.surveyShare === 0) return;
      if (!purse.pay('survey', week, settings.surveyAnswers, settings.surveyPrice)) return;
      event[EVENT.surveyed] = 1;
      for (let w = 0; w < WISHES.length; w++) plan[w]! += settings.surveyShare * (wishes[w]! - plan[w]!);
    },
    /** Total variation between wishes and plan, mean of renovation and services. */
    gap: () => (distance(0) + distance(HALF)) / 2,
    build(week: number) {
      for (let b = 0; b < sizes.block; b++) {
        if (state.outcome[b] !== COMPLETED) continue;
        const u = uniform(key.k0, key.k1, b, counter(week, PURPOSE.coreBuilt, 0));
        built[u < plan[0]! ? 0 : u < plan[0]! + plan[1]! ? 1 : 2]! += 1;
      }
    },
  };
}

/** Three answers as shares that make 1; equal where nobody wishes for anything. */
function shares(a: number, b: number, c: number): readonly [number, number, number] {
  const sum = a + b + c;
  return sum > 0 ? [a / sum, b / sum, c / sum] : [1 / 3, 1 / 3, 1 / 3];
}
