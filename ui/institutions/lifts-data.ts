import type { RunResult } from '../../sim/index.ts';
import type { Kit } from '../../src/kit.ts';
import { type Ensemble, lineOf, type Spread, spread } from '../data/ensemble.ts';
import type { Identity } from '../theme.ts';
import { institutionValue, runsWith } from './columns.ts';

/** From what is finished to what has not begun: the order in which the wall is built up. */
export const WALL = [
  'running',
  'building',
  'contract',
  'objection',
  'negotiating',
  'proposed',
  'resting',
  'idle',
] as const;
export type WallStage = (typeof WALL)[number];
export const FLOORS = [1, 2, 3, 4, 5, 6] as const;
export const TIMES = ['20', '26', '39', '52', 'later'] as const;

export interface LiftsData {
  readonly weeks: number;
  readonly runs: number;
  /** The scenario in focus, or another that has lifts; `null` where none has. */
  readonly shown: LiftsShown | null;
  /** Share approved at the end, by scenario. */
  readonly approved: readonly { readonly who: Identity; readonly place: number; readonly share: Spread }[];
}

export interface LiftsShown {
  readonly who: Identity;
  /** Mean share of stairwells by stage and week. */
  readonly wall: Readonly<Record<WallStage, Float64Array>>;
  readonly approved: number;
  /** Owners per run by floor: who voted no where the vote was lost, and who blocked. */
  readonly noes: readonly number[];
  readonly blockers: readonly number[];
  /** Approvals per run by the time they took, and their mean time; NaN where nobody has consented. */
  readonly times: readonly number[];
  readonly meanTime: number;
}

const of = (column: string) => institutionValue('lifts', column);

export function liftsData(ensemble: Ensemble, focus: number, kit: Kit): LiftsData {
  const having = runsWith(ensemble, 'lifts');
  const own = having.find(({ place }) => place === focus) ?? having[0];
  return {
    weeks: own?.runs[0]?.weeks ?? 0,
    runs: own?.runs.length ?? 0,
    shown: own ? shownOf(own.who, own.runs, kit) : null,
    approved: having.map(({ who, place, runs }) => ({ who, place, share: spread(atEnd(runs, 'approved'), kit) })),
  };
}

/** The value of the last week in the runs that have one. */
function atEnd(runs: readonly RunResult[], column: string): number[] {
  return runs.map((run) => of(column)(run, run.weeks - 1)).filter((value) => !Number.isNaN(value));
}

function shownOf(who: Identity, runs: readonly RunResult[], kit: Kit): LiftsShown {
  const end = (column: string) => kit.mean(atEnd(runs, column));
  const line = (stage: string) => lineOf(runs, of(stage), kit, false).mean;
  return {
    who,
    wall: Object.fromEntries(WALL.map((stage) => [stage, line(stage)])) as Record<WallStage, Float64Array>,
    approved: end('approved'),
    noes: FLOORS.map((floor) => end(`no${floor}`)),
    blockers: FLOORS.map((floor) => end(`blockers${floor}`)),
    times: TIMES.map((time) => end(time === 'later' ? 'consentLater' : `consent${time}`)),
    meanTime: end('weeksToConsent'),
  };
}
