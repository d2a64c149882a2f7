/**
 * The reasons to act, as the utility V of every resident of a block. The terms are summed from left to right as the
 * specification writes them, in three passes.
 *
 * Here as in the other loops over residents, the columns are fetched into local variables of a plain function before
 * the loop, and loops are short: then an engine checks each column once instead of at every step, which is most of the
 * time such a loop takes.
 */
import { type Run, stairwellsOf } from '../run.ts';
import { STAGES } from '../scenario.ts';
import type { State } from '../state.ts';

const WEIGHTS = ['base', 'motivation', 'trust', 'efficacy', 'neighbours', 'quality', 'habit', 'arousal'] as const;
const WEIGHTS_OF_STAGE = WEIGHTS.length;

/** p³ ÷ (p³ + 1): the effect of pay rises steeply around one hourly wage. */
export function saturation(pay: number): number {
  const cube = pay * pay * pay;
  return cube / (cube + 1);
}

/** What the terms of V are multiplied with. */
export interface UtilityTables {
  /** Stages × the eight weights. */
  readonly weights: Float64Array;
  /** What neighbours count for a conditional co-operator, a free rider and a committed resident. */
  readonly sociability: Float64Array;
  /** What a role adds: nothing for a resident without one, the same for the four leading roles. */
  readonly leading: Float64Array;
}

export function utilityTables({ parameters: { decide } }: Run): UtilityTables {
  return {
    weights: Float64Array.from(STAGES.flatMap((stage) => WEIGHTS.map((name) => decide[stage][name]))),
    sociability: Float64Array.of(1, decide.indifference, decide.indifference),
    leading: new Float64Array(5).fill(decide.leader, 1),
  };
}

/** Fills `utility`, from 0 on, with V of the residents of a block. */
export function createUtility(run: Run, utility: Float64Array): (b: number) => void {
  const { state, parameters } = run;
  const { decide } = parameters;
  const { weights, sociability, leading } = utilityTables(run);
  const interests = [state.interestHard, state.interestSoft, state.interestService] as const;
  const { stairwellStart, quality } = state;

  return (b) => {
    const interest = interests[state.kind[b] as 0 | 1 | 2];
    const [firstStairwell, lastStairwell] = stairwellsOf(run, b);
    const first = stairwellStart[firstStairwell]!;
    const last = stairwellStart[lastStairwell]!;
    weighTraits(state, weights, utility, first, last);
    for (let s = firstStairwell; s < lastStairwell; s++) {
      const lacking = Math.max(0, decide.wantedQuality - quality[s]!);
      weighPlace(
        state,
        weights,
        sociability,
        interest,
        lacking,
        utility,
        first,
        stairwellStart[s]!,
        stairwellStart[s + 1]!,
      );
    }
    weighCost(state, decide.pay, decide.knowHow, leading, utility, first, last);
  };
}

/** V = b₀ + ε + b_M(M−½) + b_T(T−½) + b_E(E−½) … */
function weighTraits(state: State, weights: Float64Array, utility: Float64Array, first: number, last: number): void {
  const { stage, circumstances, motivation, trust, efficacy } = state;
  for (let i = first; i < last; i++) {
    const w = stage[i]! * WEIGHTS_OF_STAGE;
    utility[i - first] =
      weights[w]! +
      circumstances[i]! +
      weights[w + 1]! * (motivation[i]! - 0.5) +
      weights[w + 2]! * (trust[i]! - 0.5) +
      weights[w + 3]! * (efficacy[i]! - 0.5);
  }
}

/** … + b_N·τ·n + b_Q·ω·lack + b_H·H + b_A·A … for the residents of a stairwell */
function weighPlace(
  state: State,
  weights: Float64Array,
  sociability: Float64Array,
  interest: Float32Array,
  lacking: number,
  utility: Float64Array,
  first: number,
  from: number,
  to: number,
): void {
  const { stage, type, neighbours, degree, habit, arousal } = state;
  for (let i = from; i < to; i++) {
    const w = stage[i]! * WEIGHTS_OF_STAGE;
    utility[i - first] =
      utility[i - first]! +
      weights[w + 4]! * sociability[type[i]!]! * (neighbours[i]! / degree[i]!) +
      weights[w + 5]! * interest[i]! * lacking +
      weights[w + 6]! * habit[i]! +
      weights[w + 7]! * arousal[i]!;
  }
}

/** … + b_P·p³/(p³+1) − c(1−κK)(1−relief) + role */
function weighCost(
  state: State,
  payWeight: number,
  saving: number,
  leading: Float64Array,
  utility: Float64Array,
  first: number,
  last: number,
): void {
  const { pay, cost, knowHow, relief, role } = state;
  for (let i = first; i < last; i++) {
    const wages = pay[i]!;
    utility[i - first] =
      utility[i - first]! +
      (wages === 0 ? 0 : payWeight * saturation(wages)) -
      cost[i]! * (1 - saving * knowHow[i]!) * (1 - relief[i]!) +
      leading[role[i]!]!;
  }
}
