import { PURPOSE } from '../../purposes.ts';
import { counter, SETUP_WEEK, uniform } from '../../random.ts';
import { freeSpace } from './arrivals.ts';
import { COUNT, type PartnersState, type PartnersWorkplace, SLOTS, STAGE } from './state.ts';

/**
 * Recruit, negotiate, screen, settle in: each stage takes its weeks and lets a share pass; screening favours the
 * public-minded. Who finds no space when it is to settle in is lost.
 */
export function createPipeline({ run, settings }: PartnersWorkplace, own: PartnersState): (week: number) => void {
  const { k0, k1 } = run.key;
  const { stage, due, id, publicness, space, count } = own;
  const passes = (s: number) => {
    const at = stage[s]!;
    if (at === STAGE.recruit) return settings.passRecruit;
    if (at === STAGE.negotiate) return settings.passNegotiate;
    if (at === STAGE.settle) return settings.passSettle;
    const { passScreen, screenPublic } = settings;
    return passScreen * (1 - screenPublic / 2 + screenPublic * publicness[s]!);
  };
  const weeks = [0, settings.recruitWeeks, settings.negotiateWeeks, settings.screenWeeks, settings.settleWeeks, 0];

  return (week) => {
    for (let s = 0; s < SLOTS; s++) {
      // a stage may take no time at all
      while (stage[s]! > STAGE.none && stage[s]! < STAGE.serve && due[s]! <= week) {
        const at = stage[s]!;
        if (uniform(k0, k1, id[s]!, counter(SETUP_WEEK, PURPOSE.partnerPass, at)) >= passes(s)) {
          count[COUNT.refused]! += 1;
          stage[s] = STAGE.none;
        } else if (at === STAGE.screen && space[s]! > freeSpace(own, settings.space)) {
          count[COUNT.noSpace]! += 1;
          stage[s] = STAGE.none;
        } else {
          stage[s] = at + 1;
          due[s] = week + weeks[at + 1]!;
          if (at === STAGE.settle) count[COUNT.settled]! += 1;
        }
      }
    }
  };
}
