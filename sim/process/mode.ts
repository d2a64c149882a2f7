import { exp } from '../numerics.ts';
import { PURPOSE } from '../purposes.ts';
import { counter, uniform } from '../random.ts';
import type { Run } from '../run.ts';

const VOICE = 1;
const OVERSIGHT = 4;
const MIDDLE_AGED = 1;
/** Power at which voice is neither more nor less likely. */
export const REFERENCE_POWER = 0.3;

export const PHASES = ['design', 'delivery', 'assessment'] as const;
export type Phase = (typeof PHASES)[number];

/** What the block's project needs now. */
export function phaseOf({ state, parameters }: Run, b: number): Phase {
  const progress = state.progress[b]!;
  if (progress < parameters.project.designEnd) return 'design';
  return progress < parameters.project.deliveryEnd ? 'delivery' : 'assessment';
}

/** Whether a mode (1–4) serves a phase: voice designs, labour and contributions deliver, oversight assesses. */
export function serves(mode: number, phase: Phase): boolean {
  if (mode === VOICE) return phase === 'design';
  return mode === OVERSIGHT ? phase === 'assessment' : phase === 'delivery';
}

/** In which of the four modes a resident who acts takes part: a softmax, with a draw of its own. */
export function createModeChoice(run: Run): (i: number, week: number, phase: Phase) => number {
  const { state, parameters } = run;
  const { k0, k1 } = run.key;
  const p = parameters.mode;
  const { efficacy, motivation, trust, age, household, let: rented, power } = state;
  return (i, week, phase) => {
    const e = efficacy[i]! - 0.5;
    const t = trust[i]! - 0.5;
    const voice = exp(p.voiceEfficacy * e + p.voicePower * (power[0]! - REFERENCE_POWER));
    const labour = exp(p.labourMotivation * (motivation[i]! - 0.5) + (age[i] === MIDDLE_AGED ? p.labourMiddle : 0));
    const contribution = exp((rented[household[i]!] === 0 ? p.contributionOwner : 0) + p.contributionTrust * t);
    const oversight = exp(p.oversightEfficacy * e + p.oversightTrust * t);
    // odds of what is needed are multiplied, which is to add a logarithm to the score
    const first = voice * (phase === 'design' ? p.needed : 1);
    const second = first + labour * (phase === 'delivery' ? p.needed : 1);
    const third = second + contribution * (phase === 'delivery' ? p.needed : 1);
    const all = third + oversight * (phase === 'assessment' ? p.needed : 1);
    const u = uniform(k0, k1, i, counter(week, PURPOSE.mode, 0)) * all;
    return u < first ? 1 : u < second ? 2 : u < third ? 3 : 4;
  };
}
