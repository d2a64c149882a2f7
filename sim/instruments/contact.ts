import { clamp01 } from '../numerics.ts';
import type { Run } from '../run.ts';

/**
 * An emotional contact of some intensity: it arouses, attaches and tires, each the less the more tired the resident
 * already is. Contacts of a week act one after the other.
 */
export function createContact({ state, parameters }: Run): (i: number, intensity: number) => void {
  const { arousal, attachment, fatigue } = state;
  const { contactAttachment, contactFatigue } = parameters.learn;
  return (i, intensity) => {
    const fresh = 1 - fatigue[i]!;
    arousal[i]! += intensity * fresh;
    attachment[i] = clamp01(attachment[i]! + contactAttachment * intensity * intensity * fresh * (1 - attachment[i]!));
    fatigue[i] = clamp01(fatigue[i]! + contactFatigue * Math.min(1, intensity) * fresh);
  };
}
