/**
 * Step 4, the cognitive process: what happened this week revises motivation, trust and efficacy, and leaves habit,
 * know-how and attachment behind.
 */
import { clamp01 } from '../numerics.ts';
import { type Run, residentsOf } from '../run.ts';
import { saturation } from './decide.ts';

export function createLearn(run: Run): () => void {
  const { state, sizes, parameters } = run;
  const p = parameters.learn;
  const { innateMotivation, innateTrust, innateEfficacy, motivation, trust, efficacy } = state;
  const { habit, knowHow, attachment, crowding, fatigue, arousal, pay, mode, neighbours, degree } = state;
  const neutralReliability = p.reliabilityBase / p.promiseBase;

  return () => {
    for (let b = 0; b < sizes.block; b++) {
      const reliability = (p.reliabilityBase + state.credited[b]!) / (p.promiseBase + state.promised[b]!);
      const felt = state.effect[b]! - p.effectNeutral;
      const fromReliability = p.trustReliability * (reliability - neutralReliability);
      const fromEffect = p.trustEffect * felt;
      const watching = p.efficacyWatching;
      const visibility = state.visibility[b]!;
      const [first, last] = residentsOf(run, b);
      for (let i = first; i < last; i++) {
        const acts = mode[i]! !== 0;
        const n = degree[i]! === 0 ? 0 : neighbours[i]! / degree[i]!;

        // pay crowds out, acting together attaches; both move motivation
        const wages = pay[i]!;
        const lost = crowding[i]!;
        const z =
          acts && wages > 0
            ? lost + p.crowdingRise * Math.max(0, p.crowdingMax * saturation(wages) - lost)
            : lost - p.crowdingFall * lost;
        crowding[i] = clamp01(z);
        const attached = attachment[i]!;
        attachment[i] = clamp01(attached - p.attachmentLoss * attached + (acts ? p.attachmentGain * n : 0));
        const m = innateMotivation[i]!;
        motivation[i] = clamp01(m * (1 - crowding[i]!) + attachment[i]! * (1 - m));

        // efficacy follows the felt effect, of one's own acts or of those one sees
        const e = efficacy[i]!;
        const rate = acts ? p.efficacyActive : watching * n * visibility;
        efficacy[i] = clamp01(e + rate * (clamp01(innateEfficacy[i]! + felt) - e));

        // trust falls faster than it rises
        const t = trust[i]!;
        const gap = clamp01(innateTrust[i]! + fromReliability + fromEffect) - t;
        trust[i] = clamp01(t + (gap > 0 ? p.trustUp : p.trustDown) * (acts ? 1 : p.trustWatching) * gap);

        const h = habit[i]!;
        habit[i] = clamp01(acts ? h + p.habitRise * (1 - h) : h - p.habitFall * h);
        if (acts) knowHow[i] = clamp01(knowHow[i]! + p.knowHow * (1 - knowHow[i]!));
        arousal[i] = arousal[i]! * p.arousalKept;
        fatigue[i] = fatigue[i]! * p.fatigueKept;
      }
    }
  };
}
