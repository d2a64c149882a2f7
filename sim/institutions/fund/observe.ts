import { awareShare } from './awareness.ts';
import { countOf } from './count.ts';
import type { Fund } from './fund.ts';
import { IMPLEMENTING, LIBRARY } from './items.ts';
import { FLOWS } from './tally.ts';

const FEN = 100;
/** Proposers are looked at in the second quarter after they were told: what they were told has sunk in by then. */
const [SUNK_IN, FOLLOWED] = [13, 26] as const;
/** Flows that are money are shown in CNY. */
const MONEY = new Set<string>(['grantedHard', 'grantedSoft', 'grantedService', 'due', 'paid']);

/** The fund’s values in the weekly row: how it stands, then what happened this week. */
export const SERIES = [
  'awareness',
  'participation',
  'turnout',
  'leastAwareness',
  'leastParticipation',
  'leastTurnout',
  'library',
  'implementing',
  'projectMoney',
  'runningMoney',
  'committed',
  'foundation',
  'runningShare',
  'satisfaction',
  'elected',
  'councilKnowHow',
  'adoptedTold',
  'adoptedActing',
  'shelvedTold',
  'shelvedActing',
  ...FLOWS,
] as const;

export function createObserve({ run, settings, columns, tally }: Fund, councilKnowHow: () => number) {
  const { mode } = run.state;
  const { status, toldWeek, toldFate } = columns;
  const told = new Float64Array(3);
  const acting = new Float64Array(3);
  /** Who proposed and was told a quarter to half a year ago, and how many of them act this week. */
  const follow = (week: number) => {
    told.fill(0);
    acting.fill(0);
    const residents = toldWeek.length;
    for (let i = 0; i < residents; i++) {
      if (toldWeek[i] === 0) continue;
      const ago = week + 1 - toldWeek[i]!;
      if (ago < SUNK_IN || ago > FOLLOWED) continue;
      told[toldFate[i]!]!++;
      if (mode[i] !== 0) acting[toldFate[i]!]!++;
    }
  };
  return (row: Float64Array, week: number) => {
    const { yearInflow, yearRunning, accepted, satisfactionSum } = columns;
    follow(week);
    let at = 0;
    row[at++] = awareShare(columns.aware);
    row[at++] = columns.participation[0]!;
    row[at++] = columns.turnout[0]!;
    row[at++] = settings.minAwareness;
    row[at++] = settings.minParticipation;
    row[at++] = settings.minTurnout;
    row[at++] = countOf(status, LIBRARY);
    row[at++] = countOf(status, IMPLEMENTING);
    row[at++] = columns.projectMoney[0]! / FEN;
    row[at++] = columns.runningMoney[0]! / FEN;
    row[at++] = columns.committed[0]! / FEN;
    row[at++] = columns.foundation[0]! / FEN;
    row[at++] = yearInflow[0] === 0 ? 0 : yearRunning[0]! / yearInflow[0]!;
    row[at++] = accepted[0] === 0 ? 0 : satisfactionSum[0]! / accepted[0]!;
    row[at++] = columns.elected[0]!;
    row[at++] = councilKnowHow();
    row[at++] = told[2]!;
    row[at++] = acting[2]!;
    row[at++] = told[1]!;
    row[at++] = acting[1]!;
    for (const flow of FLOWS) row[at++] = MONEY.has(flow) ? tally[flow] / FEN : tally[flow];
  };
}
