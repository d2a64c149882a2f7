import { exp } from '../../numerics.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, SETUP_WEEK, uniform } from '../../random.ts';
import { AGES } from '../../scenario.ts';
import {
  AGREEMENT,
  COUNT,
  MOST_ARRIVALS,
  monthsBy,
  PARTNER_KINDS,
  type PartnersSettings,
  type PartnersState,
  type PartnersWorkplace,
  SLOTS,
  STAGE,
} from './state.ts';

/** The number of events with a mean that a uniform draw stands for: the inverse of the distribution function. */
export function poisson(mean: number, u: number, most: number): number {
  let n = 0;
  let chance = exp(-mean);
  let sum = chance;
  while (n < most && u >= sum) {
    n++;
    chance *= mean / n;
    sum += chance;
  }
  return n;
}

/** m² that no partner has taken; a partner takes its space when it begins to settle in. */
export function freeSpace({ stage, space }: PartnersState, all: number): number {
  let free = all;
  for (let s = 0; s < SLOTS; s++) if (stage[s]! >= STAGE.settle) free -= space[s]!;
  return Math.max(0, free);
}

/** The ends between which a kind's properties are drawn. */
function rangesOf(settings: PartnersSettings) {
  return PARTNER_KINDS.map((name) => ({
    space: [settings[`${name}SpaceMin`], settings[`${name}SpaceMax`]] as const,
    fee: [settings[`${name}FeeMin`], settings[`${name}FeeMax`]] as const,
    publicness: [settings[`${name}PublicMin`], settings[`${name}PublicMax`]] as const,
  }));
}

/** Candidates of a month: a Poisson number that grows with location, free space and the clarity of policy. */
export function createArrivals({ run, settings }: PartnersWorkplace, own: PartnersState) {
  const { k0, k1 } = run.key;
  const { stage, count } = own;
  const ranges = rangesOf(settings);
  /** A property of a partner: it belongs to its number, so it is the same in whatever slot. */
  const drawn = (id: number, purpose: number) => uniform(k0, k1, id, counter(SETUP_WEEK, purpose, 0));
  const between = ([low, high]: readonly [number, number], u: number) => low + u * (Math.max(low, high) - low);

  const agree = (kind: number, u: number) => {
    if (kind > 0) return AGREEMENT.donation;
    if (u < settings.chargingShare) return AGREEMENT.charging;
    return u < settings.chargingShare + settings.trainingShare ? AGREEMENT.training : AGREEMENT.service;
  };
  const shareOf = (agreement: number, u: number) => {
    if (agreement === AGREEMENT.charging) return settings.charging;
    if (agreement === AGREEMENT.training) return settings.training;
    if (agreement === AGREEMENT.service) return between([settings.serviceMin, settings.serviceMax], u);
    return between([settings.donationMin, settings.donationMax], u);
  };

  const enter = (s: number, id: number, week: number) => {
    const u = drawn(id, PURPOSE.partnerKind);
    const kind = u < settings.businessShare ? 0 : u < settings.businessShare + settings.socialShare ? 1 : 2;
    const { space, fee, publicness } = ranges[kind]!;
    stage[s] = STAGE.recruit;
    own.due[s] = week + settings.recruitWeeks;
    own.id[s] = id;
    own.kind[s] = kind;
    own.space[s] = between(space, drawn(id, PURPOSE.partnerSpace));
    own.fee[s] = between(fee, drawn(id, PURPOSE.partnerFee));
    own.publicness[s] = between(publicness, drawn(id, PURPOSE.partnerPublicness));
    own.quality[s] = between([0.4, 0.9], drawn(id, PURPOSE.partnerQuality));
    own.agreement[s] = agree(kind, drawn(id, PURPOSE.partnerAgreement));
    own.share[s] = shareOf(own.agreement[s]!, drawn(id, PURPOSE.partnerShare));
    own.served[s] = Math.floor(drawn(id, PURPOSE.partnerServed) * AGES.length);
    own.reputation[s] = 0.5;
    own.months[s] = 0;
    own.losses[s] = 0;
    own.income[s] = 0;
    own.uses[s] = 0;
  };

  return (week: number) => {
    const { arrivals, location, clarity, space } = settings;
    const mean = space > 0 ? (arrivals * location * clarity * freeSpace(own, space)) / space : 0;
    const n = poisson(mean, uniform(k0, k1, 0, counter(week, PURPOSE.partnerArrival, 0)), MOST_ARRIVALS);
    const month = monthsBy(week - 1);
    for (let k = 0; k < n; k++) {
      count[COUNT.arrived]! += 1;
      const slot = stage.indexOf(STAGE.none);
      if (slot >= 0) enter(slot, month * MOST_ARRIVALS + k, week);
    }
  };
}
