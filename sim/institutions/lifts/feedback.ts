/** What the fate of a lift leaves behind in a stairwell: it is the fate of the proposer's act and of every yes. */
import { clamp01 } from '../../numerics.ts';
import type { Workplace } from '../institution.ts';
import type { Places } from './places.ts';
import type { CourseColumns, LiftSettings } from './settings.ts';
import { YES } from './vote.ts';

export function tellFate(
  { run, settings, dealFate }: Workplace<LiftSettings>,
  { initiator, answer }: Pick<CourseColumns, 'initiator' | 'answer'>,
  { start }: Places,
  s: number,
  week: number,
  success: boolean,
): void {
  const { feedback, attachmentSuccess, attachmentFailure } = settings;
  if (feedback === 0) return;
  const { householdStart, let: rented, attachment } = run.state;
  const fate = success ? 1 : 0;
  const gain = feedback * (success ? attachmentSuccess : 0);
  const loss = feedback * (success ? 0 : attachmentFailure);
  for (let h = start[s]!; h < start[s + 1]!; h++) {
    if (rented[h] !== 0) continue;
    for (let i = householdStart[h]!; i < householdStart[h + 1]!; i++) {
      const x = attachment[i]!;
      attachment[i] = clamp01(x + gain * (1 - x) - loss * x);
      if (answer[h] === YES) dealFate(i, week, fate, 'supporter');
    }
  }
  dealFate(initiator[s]!, week, fate, 'proposer');
}
