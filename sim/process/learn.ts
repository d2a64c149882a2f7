/**
 * Step 4, the cognitive process: what happened this week revises motivation, trust and efficacy, and leaves habit,
 * know-how and attachment behind.
 */
import { clamp01 } from '../numerics.ts';
import { type Run, residentsOf } from '../run.ts';
import { saturation } from './decide.ts';

/** Below this, arousal is nothing: it saves the processor from numbers too small to be normal. */
const STILL = 1 / 16777216;

/** One week's learning of the residents of a block. */
export function createLearn(run: Run): (b: number) => void {
  const { state, parameters } = run;
  const p = parameters.learn;
  const { innateMotivation, innateTrust, innateEfficacy, motivation, trust, efficacy } = state;
  const { habit, knowHow, attachment, crowding, fatigue, arousal, pay, mode, neighbours, degree } = state;
  const { crowdingRise, crowdingMax, crowdingFall, attachmentLoss, attachmentGain, efficacyActive } = p;
  const { trustUp, trustDown, trustWatching, habitRise, habitFall, knowHow: practice, arousalKept, fatigueKept } = p;
  const neutralReliability = p.reliabilityBase / p.promiseBase;

  return (b) => {
    const reliability = (p.reliabilityBase + state.credited[b]!) / (p.promiseBase + state.promised[b]!);
    const felt = state.effect[b]! - p.effectNeutral;
    const fromReliability = p.trustReliability * (reliability - neutralReliability);
    const fromEffect = p.trustEffect * felt;
    const watching = p.efficacyWatching;
    const visibility = state.visibility[b]!;
    const [first, last] = residentsOf(run, b);
    for (let i = first; i < last; i++) {
      const acts = mode[i]! !== 0;
      const n = neighbours[i]! === 0 ? 0 : neighbours[i]! / degree[i]!;

      // pay crowds out, acting together attaches; both move motivation
      const wages = pay[i]!;
      const lost = crowding[i]!;
      const z =
        acts && wages > 0
          ? clamp01(lost + crowdingRise * Math.max(0, crowdingMax * saturation(wages) - lost))
          : lost - crowdingFall * lost;
      crowding[i] = z;
      const attached = attachment[i]!;
      attachment[i] = clamp01(attached - attachmentLoss * attached + (acts ? attachmentGain * n : 0));
      const m = innateMotivation[i]!;
      motivation[i] = clamp01(m * (1 - crowding[i]!) + attachment[i]! * (1 - m));

      // efficacy follows the felt effect, of one's own acts or of those one sees
      const e = efficacy[i]!;
      const rate = acts ? efficacyActive : watching * n * visibility;
      efficacy[i] = clamp01(e + rate * (clamp01(innateEfficacy[i]! + felt) - e));

      // trust falls faster than it rises
      const t = trust[i]!;
      const gap = clamp01(innateTrust[i]! + fromReliability + fromEffect) - t;
      trust[i] = clamp01(t + (gap > 0 ? trustUp : trustDown) * (acts ? 1 : trustWatching) * gap);

      const h = habit[i]!;
      habit[i] = acts ? clamp01(h + habitRise * (1 - h)) : h - habitFall * h;
      if (acts) knowHow[i] = clamp01(knowHow[i]! + practice * (1 - knowHow[i]!));
      const calmer = arousal[i]! * arousalKept;
      arousal[i] = calmer < STILL ? 0 : calmer;
      fatigue[i] = fatigue[i]! * fatigueKept;
    }
  };
}
