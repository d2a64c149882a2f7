/**
 * What owners think of a lift, from −1 to 1: at first their own pay-off, their trust and chance; while neighbours
 * negotiate, more and more the pay-off, the benefit to all as far as it is felt, and what those around them think.
 */
import { clamp01, normalQuantile } from '../../numerics.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, SETUP_WEEK, uniform } from '../../random.ts';
import type { Run } from '../../run.ts';
import type { Leadership } from './leadership.ts';
import type { Terms } from './money.ts';
import { BREAK_EVEN, type Places } from './places.ts';
import type { LiftSettings } from './settings.ts';

const PER_100_000_CNY = 1 / 10_000_000;
/** Trust and motivation of an owner who lives elsewhere, about whom nothing is known. */
const UNKNOWN = 0.5;
const OLDER = 2;

export interface Opinions {
  /** First opinions of all owners. */
  start(): void;
  /** One week of negotiation in a stairwell. */
  negotiate(s: number): void;
}

export function createOpinions(
  run: Run,
  settings: LiftSettings,
  places: Places,
  leadership: Leadership,
  termsOf: (s: number) => Terms,
  opinion: Float64Array,
): Opinions {
  const { state, sizes, ties, key } = run;
  const { start, owner } = places;
  const { household, householdStart, let: rented, motivation, trust } = state;
  const ownPayOff = payOffs(run, settings, places);
  const next = new Float64Array(termsOf(0).pays.length);

  const meanOf = (column: Float32Array, h: number): number => {
    const first = householdStart[h]!;
    const last = householdStart[h + 1]!;
    if (rented[h] !== 0 || first === last) return UNKNOWN;
    let sum = 0;
    for (let i = first; i < last; i++) sum += column[i]!;
    return sum / (last - first);
  };
  const payOff = (h: number, s: number, terms: Terms) =>
    ownPayOff[h]! - settings.money * (terms.pays[h - start[s]!]! - terms.gets[h - start[s]!]!) * PER_100_000_CNY;

  // a directly led stairwell hears most of all the owner who is most in favour
  const speaker = (s: number): number => {
    if (settings.opinionLeader !== 'direct' || leadership.strength('opinionLeader', s) === 0) return -1;
    let best = start[s]!;
    for (let h = best + 1; h < start[s + 1]!; h++) if (opinion[h]! > opinion[best]!) best = h;
    return best;
  };
  const weightOf = (h: number, speaks: number): number =>
    h === speaks || leadership.housesOpinionLeader[h] === 1 ? settings.opinionWeight : 1;

  /** The mean opinion around a dwelling: the rest of the stairwell, and the homes of everybody its owners know. */
  const around = (h: number, s: number, speaks: number): number => {
    let sum = 0;
    let weights = 0;
    for (let other = start[s]!; other < start[s + 1]!; other++) {
      if (other === h) continue;
      const w = weightOf(other, speaks);
      sum += w * opinion[other]!;
      weights += w;
    }
    if (rented[h] === 0) {
      for (let i = householdStart[h]!; i < householdStart[h + 1]!; i++) {
        for (let t = ties.start[i]!; t < ties.start[i + 1]!; t++) {
          const other = household[ties.to[t]!]!;
          // tenants have no say in this
          if (other === h || rented[other] !== 0) continue;
          const w = weightOf(other, speaks);
          sum += w * opinion[other]!;
          weights += w;
        }
      }
    }
    return weights === 0 ? opinion[h]! : sum / weights;
  };

  return {
    start() {
      for (let s = 0; s < sizes.stairwell; s++) {
        const terms = termsOf(s);
        for (let h = start[s]!; h < start[s + 1]!; h++) {
          const u = uniform(key.k0, key.k1, h, counter(SETUP_WEEK, PURPOSE.liftOpinion, 0));
          const trusting = settings.trust * (meanOf(trust, h) - UNKNOWN);
          opinion[h] = within(payOff(h, s, terms) + trusting + settings.noise * normalQuantile(u));
        }
        for (let h = start[s]!; h < start[s + 1]!; h++) opinion[h] = opinion[owner[h]!]!;
      }
    },
    negotiate(s) {
      const terms = termsOf(s);
      const first = start[s]!;
      const rate = clamp01(settings.rate * (1 + (settings.hurry - 1) * leadership.strength('organiser', s)));
      const vision = settings.vision * leadership.strength('visionary', s);
      const speaks = speaker(s);
      for (let h = first; h < start[s + 1]!; h++) {
        const common = vision === 0 ? 0 : vision * (UNKNOWN + meanOf(motivation, h));
        const o = opinion[h]!;
        const pull = payOff(h, s, terms) + common + settings.neighbours * (around(h, s, speaks) - o) - o;
        next[h - first] = within(o + rate * pull);
      }
      // everybody moves at once, and who owns several dwellings thinks one thing
      for (let h = first; h < start[s + 1]!; h++) opinion[h] = next[owner[h]! - first]!;
    },
  };
}

function within(o: number): number {
  return Math.max(-1, Math.min(1, o));
}

/** What a lift does for each dwelling before money: by floor, and more where somebody old would have to climb. */
function payOffs({ sizes, state }: Run, settings: LiftSettings, { floor }: Places): Float64Array {
  const { payOff1, payOff2, payOff3, payOff4, payOff5, payOff6, older } = settings;
  const byFloor = [payOff1, payOff2, payOff3, payOff4, payOff5, payOff6];
  const payOff = new Float64Array(sizes.household);
  for (let h = 0; h < payOff.length; h++) {
    const f = floor[h]!;
    let isOld = false;
    for (let i = state.householdStart[h]!; i < state.householdStart[h + 1]!; i++) {
      isOld ||= state.let[h] === 0 && state.age[i] === OLDER;
    }
    payOff[h] = byFloor[Math.min(f, byFloor.length) - 1]! + (isOld && f >= BREAK_EVEN ? older : 0);
  }
  return payOff;
}
