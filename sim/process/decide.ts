/**
 * Step 2, the behavioural process: every resident weighs the reasons, acts or not, and moves between stages; those who
 * act choose a mode. Nobody sees who else acts this week: neighbours are counted afterwards, by `spread`.
 */
import { exp } from '../numerics.ts';
import { PURPOSE } from '../purposes.ts';
import { counter, fillWords, uniform, unit } from '../random.ts';
import { largestBlock, type Run, residentsOf, stairwellsOf } from '../run.ts';
import { STAGES } from '../scenario.ts';

const [BYSTANDER, NEWCOMER, SUSTAINED, LAPSED] = [0, 1, 2, 3] as const;
const ENTRY = 1;
const LAPSE = 2;
const RETURN = 3;
const VOICE = 1;
const OVERSIGHT = 4;
const MIDDLE_AGED = 1;
const CONDITIONAL = 0;
/** The weeks that `recent` remembers, and those of them that stages look at. */
const REMEMBERED = 0x3ffffff;
const STAGE_WINDOW = 0xfff;
/** Power at which voice is neither more nor less likely. */
const REFERENCE_POWER = 0.3;
const WEIGHTS = ['base', 'motivation', 'trust', 'efficacy', 'neighbours', 'quality', 'habit', 'arousal'] as const;

export function createDecide(run: Run): (week: number) => void {
  const { state, sizes, key, parameters } = run;
  const d = parameters.decide;
  const weights = Float64Array.from(STAGES.flatMap((stage) => WEIGHTS.map((name) => d[stage][name])));
  const { motivation, trust, efficacy, habit, knowHow, arousal, cost, circumstances, relief, pay } = state;
  const { stage, type, role, neighbours, degree, recent, mode, event, stairwellStart, quality } = state;
  const interests = [state.interestHard, state.interestSoft, state.interestService] as const;
  const draws = certainty();
  const chooseMode = createModeChoice(run);
  const { wantedQuality, indifference, sustainedActs, pay: payWeight, knowHow: saving, leader } = d;
  const words = new Uint32Array(largestBlock(run));

  return (week) => {
    const c1 = counter(week, PURPOSE.act, 0);
    for (let b = 0; b < sizes.block; b++) {
      const interest = interests[state.kind[b] as 0 | 1 | 2];
      const phase = phaseOf(run, b);
      const [firstStairwell, lastStairwell] = stairwellsOf(run, b);
      const [first, end] = residentsOf(run, b);
      fillWords(words, key, first, end - first, c1);
      for (let s = firstStairwell; s < lastStairwell; s++) {
        const lacking = Math.max(0, wantedQuality - quality[s]!);
        const last = stairwellStart[s + 1]!;
        for (let i = stairwellStart[s]!; i < last; i++) {
          // the reasons to act, summed from left to right as the specification writes them
          const y = stage[i]!;
          const w = y * 8;
          const n = degree[i]! === 0 ? 0 : neighbours[i]! / degree[i]!;
          const v =
            weights[w]! +
            circumstances[i]! +
            weights[w + 1]! * (motivation[i]! - 0.5) +
            weights[w + 2]! * (trust[i]! - 0.5) +
            weights[w + 3]! * (efficacy[i]! - 0.5) +
            weights[w + 4]! * (type[i]! === CONDITIONAL ? 1 : indifference) * n +
            weights[w + 5]! * interest[i]! * lacking +
            weights[w + 6]! * habit[i]! +
            weights[w + 7]! * arousal[i]! +
            (pay[i]! === 0 ? 0 : payWeight * saturation(pay[i]!)) -
            cost[i]! * (1 - saving * knowHow[i]!) * (1 - relief[i]!) +
            (role[i]! === 0 ? 0 : leader);
          const u = unit(words[i - first]!);
          const acts = draws.happens(u, v) ? 1 : 0;

          // remember the act, then move between stages
          const bits = ((recent[i]! << 1) | acts) & REMEMBERED;
          recent[i] = bits;
          const window = bits & STAGE_WINDOW;
          let next: number = y;
          let what = 0;
          if (y === BYSTANDER || y === LAPSED) {
            if (acts === 1) {
              next = NEWCOMER;
              what = y === BYSTANDER ? ENTRY : RETURN;
            }
          } else if (window === 0) {
            next = LAPSED;
            what = LAPSE;
          } else if (y === NEWCOMER) {
            if (bitCount(window) >= sustainedActs) next = SUSTAINED;
          } else if (bitCount(window) === 1) {
            next = NEWCOMER;
          }
          stage[i] = next;
          event[i] = what;
          mode[i] = acts === 1 ? chooseMode(i, week, phase) : 0;
        }
      }
    }
  };
}

/** p³ ÷ (p³ + 1): the effect of pay rises steeply around one hourly wage. */
export function saturation(pay: number): number {
  const cube = pay * pay * pay;
  return cube / (cube + 1);
}

export type Phase = 'design' | 'delivery' | 'assessment';

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

/** A softmax over the four modes, drawn only for those who act. */
function createModeChoice(run: Run): (i: number, week: number, phase: Phase) => number {
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

/**
 * Answers `u < σ(v)` and nothing but that, mostly without computing σ: bounds of σ over cells of width 1/8 settle all
 * but about one draw in a hundred. Their margin of 10⁻⁹ is far above the error of `exp`.
 */
function certainty() {
  const cells = 256;
  const perUnit = 8;
  const lowest = -16;
  const below = new Float64Array(cells);
  const above = new Float64Array(cells);
  const logistic = (x: number) => 1 / (1 + exp(-x));
  for (let c = 0; c < cells; c++) {
    below[c] = logistic(lowest + c / perUnit) * (1 - 1e-9);
    above[c] = logistic(lowest + (c + 1) / perUnit) * (1 + 1e-9);
  }
  return {
    happens(u: number, v: number): boolean {
      const cell = Math.floor((v - lowest) * perUnit);
      if (cell >= 0 && cell < cells) {
        if (u >= above[cell]!) return false;
        if (u < below[cell]!) return true;
      }
      return u < logistic(v);
    },
  };
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * After all have decided: every resident’s number of neighbours who acted, by strength of tie. Integers, so the order
 * in which the active tell their neighbours does not matter.
 */
export function createSpread(run: Run): () => void {
  const { state, ties, sizes, parameters } = run;
  const { mode, neighbours, household, householdStart } = state;
  const strength = parameters.ties.housemate;
  return () => {
    neighbours.fill(0);
    for (let b = 0; b < sizes.block; b++) {
      const [first, last] = residentsOf(run, b);
      for (let i = first; i < last; i++) {
        if (mode[i] === 0) continue;
        for (let t = ties.start[i]!; t < ties.start[i + 1]!; t++) neighbours[ties.to[t]!]!++;
        const home = household[i]!;
        for (let j = householdStart[home]!; j < householdStart[home + 1]!; j++) if (j !== i) neighbours[j]! += strength;
      }
    }
  };
}
