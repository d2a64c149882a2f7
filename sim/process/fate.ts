/**
 * The fate of one's own act: where an institution can tell residents what became of what they proposed or supported,
 * efficacy and trust learn from that as well. For 26 weeks the perceived effect is ½S + ½f for a proposer and ¾S + ¼f
 * for a supporter, f being the share that was adopted.
 */
import type { Run } from '../run.ts';
import { climateOf, learnEfficacy, learnTrust } from './learn.ts';

const REMEMBERED_WEEKS = 26;
const WEIGHT = { proposer: 0.5, supporter: 0.25 } as const;
export type FateRole = keyof typeof WEIGHT;

/** Per resident: until which week a fate is remembered (0: none), how much it weighs, and what it was, 0–1. */
export interface Fates {
  readonly until: Uint16Array;
  readonly weight: Float32Array;
  readonly fate: Float32Array;
}

export function createFates(residents: number): Fates {
  return {
    until: new Uint16Array(residents),
    weight: new Float32Array(residents),
    fate: new Float32Array(residents),
  };
}

/**
 * Deals a fate, remembered from this week on. A proposer’s own fate outweighs what the same resident supported, as
 * long as it is remembered; otherwise the later one counts.
 */
export function dealFate({ until, weight, fate }: Fates, i: number, week: number, f: number, as: FateRole): void {
  if (WEIGHT[as] < weight[i]! && until[i]! > week) return;
  until[i] = week + REMEMBERED_WEEKS;
  weight[i] = WEIGHT[as];
  fate[i] = f;
}

/**
 * The two halves around Learn: `before` keeps what those with a remembered fate believe, `after` lets them learn
 * again from there, from their own perceived effect instead of the block’s.
 */
export function createFateLearning(run: Run, fates: Fates): { before(week: number): void; after(): void } {
  const { state, sizes, parameters } = run;
  const who = new Uint32Array(sizes.resident);
  const efficacy = new Float32Array(sizes.resident);
  const trust = new Float32Array(sizes.resident);
  let count = 0;
  return {
    before(week) {
      count = 0;
      for (let i = 0; i < sizes.resident; i++) {
        if (fates.until[i]! <= week) continue;
        efficacy[count] = state.efficacy[i]!;
        trust[count] = state.trust[i]!;
        who[count++] = i;
      }
    },
    after() {
      const rates = parameters.learn;
      for (let k = 0; k < count; k++) {
        const i = who[k]!;
        const b = blockOf(run, i);
        const climate = climateOf(run, b);
        const w = fates.weight[i]!;
        const felt = (1 - w) * state.effect[b]! + w * fates.fate[i]! - rates.effectNeutral;
        state.efficacy[i] = efficacy[k]!;
        state.trust[i] = trust[k]!;
        const own = { ...climate, felt, fromEffect: rates.trustEffect * felt };
        learnEfficacy(state, rates, own, i, i + 1);
        learnTrust(state, rates, own, i, i + 1);
      }
    },
  };
}

/** The block a resident lives in, from the dwelling. */
export function blockOf({ state, parameters }: Pick<Run, 'state' | 'parameters'>, i: number): number {
  const { floors, dwellingsPerFloor, stairwellsPerBlock } = parameters.population;
  return Math.floor(state.household[i]! / (floors * dwellingsPerFloor * stairwellsPerBlock));
}
