import { clamp01 } from '../../numerics.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, uniform } from '../../random.ts';
import { type PartnersState, type PartnersWorkplace, SLOTS, STAGE, WEEK } from './state.ts';

const VOICE = 1;
const LABOUR = 2;
const MOST_POINTS = 1000;

/**
 * A week of services. A resident uses a partner with a chance that falls with the fee and rises with quality,
 * reputation and fit. Labour earns hours in the time bank, which pay for uses instead of money. A use attaches as far
 * as the partner is public-minded, and costs trust where co-operation is sabotaged. Roles are read off what residents
 * do: who uses is a consumer, who also speaks up a customer, who also takes part otherwise a citizen.
 */
export function createServe({ run, settings }: PartnersWorkplace, own: PartnersState): (week: number) => void {
  const { key, sizes, state } = run;
  const { k0, k1 } = key;
  const { stage, kind, fee, quality, reputation, served, publicness, income, uses, points, id } = own;
  const { pointsPerUse, sabotage, trustLoss } = settings;
  const usedBy = new Uint8Array(sizes.resident);

  const benefit = (i: number, theta: number) => {
    const attached = state.attachment[i]!;
    state.attachment[i] = clamp01(attached + settings.attachment * theta * (1 - attached));
    if (theta < sabotage) state.trust[i] = clamp01(state.trust[i]! * (1 - trustLoss));
  };

  const open = (s: number, week: number) => {
    const appeal =
      settings.use * (1 - settings.useQuality / 2 + settings.useQuality * quality[s]!) * (0.5 + reputation[s]!);
    const cash = appeal * (1 + settings.useFee * (1 - fee[s]!));
    const free = appeal * (1 + settings.useFee);
    const price = Math.floor(settings.price * fee[s]! * 100 + 0.5);
    // 512 numbers are those of 64 months: partners that came within five years of each other never share a draw
    const c1 = counter(week, PURPOSE.partnerUse + ((id[s]! >> 8) & 1), id[s]! & 255);
    for (let i = 0; i < sizes.resident; i++) {
      const byPoints = pointsPerUse > 0 && points[i]! >= pointsPerUse;
      const fit = state.age[i] === served[s] ? settings.useServed : settings.useOthers;
      if (uniform(k0, k1, i, c1) >= (byPoints ? free : cash) * fit) continue;
      usedBy[i] = 1;
      uses[s]! += 1;
      own.week[WEEK.uses + kind[s]!]! += 1;
      if (byPoints) {
        points[i]! -= pointsPerUse;
        own.week[WEEK.points]! += 1;
      } else income[s]! += price;
      benefit(i, publicness[s]!);
    }
  };

  return (week) => {
    own.week.fill(0);
    usedBy.fill(0);
    let serving = 0;
    for (let s = 0; s < SLOTS; s++) {
      if (stage[s] !== STAGE.serve) continue;
      serving++;
      open(s, week);
    }
    if (serving === 0) return;
    for (let i = 0; i < sizes.resident; i++) {
      const mode = state.mode[i]!;
      if (mode === LABOUR && points[i]! < MOST_POINTS) points[i]! += 1;
      if (usedBy[i] === 0) continue;
      own.week[mode === 0 ? WEEK.consumers : mode === VOICE ? WEEK.customers : WEEK.citizens]! += 1;
    }
  };
}
