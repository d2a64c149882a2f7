/**
 * Step 4, the cognitive process: what happened this week revises motivation, trust and efficacy, and leaves habit,
 * know-how and attachment behind.
 */
import { clamp01 } from '../numerics.ts';
import { type Run, residentsOf } from '../run.ts';
import type { State } from '../state.ts';
import { saturation } from './utility.ts';

/** Below this, arousal is nothing: it saves the processor from numbers too small to be normal. */
const STILL = 1 / 16777216;

/** What the residents of a block have in common this week. */
export interface Climate {
  readonly visibility: number;
  /** Perceived effect above its neutral level. */
  readonly felt: number;
  /** Shifts of what trust tends to. */
  readonly fromReliability: number;
  readonly fromEffect: number;
}

export function climateOf({ state, parameters }: Run, b: number): Climate {
  const p = parameters.learn;
  const reliability = (p.reliabilityBase + state.credited[b]!) / (p.promiseBase + state.promised[b]!);
  const felt = state.effect[b]! - p.effectNeutral;
  return {
    visibility: state.visibility[b]!,
    felt,
    // measured from what is delivered unasked, so that without a promise nothing shifts
    fromReliability: p.trustReliability * (reliability - p.reliabilityBase / p.promiseBase),
    fromEffect: p.trustEffect * felt,
  };
}

/** Step 4 for the residents of one block. */
export function createLearn(run: Run): (b: number) => void {
  const { state, parameters } = run;
  const rates = parameters.learn;
  return (b) => {
    const climate = climateOf(run, b);
    const [first, last] = residentsOf(run, b);
    learnMotivation(state, rates, first, last);
    learnEfficacy(state, rates, climate, first, last);
    learnTrust(state, rates, climate, first, last);
    learnHabit(state, rates, first, last);
    calmDown(state, rates, first, last);
  };
}

type Rates = Run['parameters']['learn'];

/** Pay crowds out, acting together attaches; both move motivation: Z and X, then M = m(1−Z) + X(1−m). */
function learnMotivation(state: State, rates: Rates, first: number, last: number): void {
  const { innateMotivation, motivation, attachment, crowding, pay, mode, neighbours, degree } = state;
  const { crowdingRise, crowdingMax, crowdingFall, attachmentLoss, attachmentGain } = rates;
  for (let i = first; i < last; i++) {
    const acts = mode[i]! !== 0;
    const wages = pay[i]!;
    const lost = crowding[i]!;
    crowding[i] =
      acts && wages > 0
        ? clamp01(lost + crowdingRise * Math.max(0, crowdingMax * saturation(wages) - lost))
        : lost - crowdingFall * lost;
    const attached = attachment[i]!;
    const gain = acts ? attachmentGain * (neighbours[i]! / degree[i]!) : 0;
    attachment[i] = clamp01(attached - attachmentLoss * attached + gain);
    const m = innateMotivation[i]!;
    motivation[i] = clamp01(m * (1 - crowding[i]!) + attachment[i]! * (1 - m));
  }
}

/** Efficacy follows the felt effect of one's own acts, or more slowly of those one sees. */
export function learnEfficacy(
  state: State,
  rates: Rates,
  { felt, visibility }: Climate,
  first: number,
  last: number,
): void {
  const { innateEfficacy, efficacy, mode, neighbours, degree } = state;
  // a plus sign makes these numbers for certain, or else the engine boxes a number per resident to choose between them
  const active = +rates.efficacyActive;
  const watching = +rates.efficacyWatching;
  for (let i = first; i < last; i++) {
    const e = efficacy[i]!;
    const rate = mode[i]! !== 0 ? active : watching * (neighbours[i]! / degree[i]!) * visibility;
    efficacy[i] = clamp01(e + rate * (clamp01(innateEfficacy[i]! + felt) - e));
  }
}

/** Trust falls faster than it rises. */
export function learnTrust(state: State, rates: Rates, climate: Climate, first: number, last: number): void {
  const { innateTrust, trust, mode } = state;
  const { fromReliability, fromEffect } = climate;
  const { trustUp, trustDown, trustWatching } = rates;
  for (let i = first; i < last; i++) {
    const t = trust[i]!;
    const gap = clamp01(innateTrust[i]! + fromReliability + fromEffect) - t;
    const own = mode[i]! !== 0 ? 1 : trustWatching;
    // the gap split into its positive and its negative part: which one it is, a processor could not guess
    const rise = (gap + Math.abs(gap)) * 0.5;
    const fall = (gap - Math.abs(gap)) * 0.5;
    trust[i] = clamp01(t + (trustUp * own * rise + trustDown * own * fall));
  }
}

function learnHabit(state: State, rates: Rates, first: number, last: number): void {
  const { habit, knowHow, mode } = state;
  const { habitRise, habitFall, knowHow: practice } = rates;
  for (let i = first; i < last; i++) {
    const h = habit[i]!;
    const acts = mode[i]! !== 0;
    habit[i] = acts ? clamp01(h + habitRise * (1 - h)) : h - habitFall * h;
    if (acts) knowHow[i] = clamp01(knowHow[i]! + practice * (1 - knowHow[i]!));
  }
}

function calmDown(state: State, { arousalKept, fatigueKept }: Rates, first: number, last: number): void {
  const { arousal, fatigue } = state;
  for (let i = first; i < last; i++) {
    const calmer = arousal[i]! * arousalKept;
    arousal[i] = calmer < STILL ? 0 : calmer;
    fatigue[i] = fatigue[i]! * fatigueKept;
  }
}
