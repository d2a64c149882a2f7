import { PURPOSE } from '../../purposes.ts';
import { counter, fillWords, SETUP_WEEK, unit } from '../../random.ts';
import { countOf } from './count.ts';
import type { Fund } from './fund.ts';

/** Who knows of the fund: some at first, more with every week of publicity, and some forget. */
export function createAwareness({ run, settings, columns, money }: Fund) {
  const { key, sizes, state } = run;
  const { aware } = columns;
  const words = new Uint32Array(sizes.resident);
  const draw = (week: number, purpose: number) => fillWords(words, key, 0, sizes.resident, counter(week, purpose, 0));
  const reached = reachByAge(settings);

  return {
    begin() {
      draw(SETUP_WEEK, PURPOSE.fundAware);
      for (let i = 0; i < aware.length; i++) if (unit(words[i]!) < settings.aware) aware[i] = 1;
    },
    forget(week: number) {
      draw(week, PURPOSE.fundForget);
      for (let i = 0; i < aware.length; i++) if (aware[i] === 1 && unit(words[i]!) < settings.forgotten) aware[i] = 0;
    },
    /** A week of publicity, online and offline, if running money covers it. */
    publicise(week: number) {
      if (settings.publicity === 0 || !money.payRunning('publicity', week, 1, settings.publicityPrice)) return;
      draw(week, PURPOSE.fundReached);
      for (let i = 0; i < aware.length; i++) if (unit(words[i]!) < reached[state.age[i]!]!) aware[i] = 1;
    },
  };
}

/** 1 − (1 − online)(1 − offline) by age group. */
function reachByAge(s: Fund['settings']): Float64Array {
  const chance = (p: number) => Math.min(1, p * s.publicity);
  const either = (online: number, offline: number) => 1 - (1 - chance(online)) * (1 - chance(offline));
  return Float64Array.of(
    either(s.onlineYoung, s.offlineYoung),
    either(s.onlineMiddle, s.offlineMiddle),
    either(s.onlineOlder, s.offlineOlder),
  );
}

/** Share of residents who know of the fund. */
export function awareShare(aware: Uint8Array): number {
  return aware.length === 0 ? 0 : countOf(aware, 1) / aware.length;
}
