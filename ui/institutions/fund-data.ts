import type { RunResult } from '../../sim/index.ts';
import type { Kit } from '../../src/kit.ts';
import type { Ensemble } from '../data/ensemble.ts';
import type { Identity } from '../theme.ts';
import { institutionValue, runsWith } from './columns.ts';

export const RATES = ['awareness', 'participation', 'turnout'] as const;
export type RateName = (typeof RATES)[number];
export const MONEY_KINDS = ['hard', 'soft', 'service'] as const;
export const FATES = ['adopted', 'shelved'] as const;
/** Where items go: what each step loses, and what comes in beside residents' proposals. */
export const ITEM_FLOWS = [
  'proposed',
  'turnedAway',
  'malformed',
  'merged',
  'ineligible',
  'returned',
  'reviewed',
  'reviewedCommittee',
  'votedDown',
  'voided',
  'unfunded',
  'funded',
  'fundedCommittee',
] as const;
export type ItemFlow = (typeof ITEM_FLOWS)[number];

export interface FundData {
  readonly weeks: number;
  readonly runs: number;
  readonly focus: number;
  readonly scenarios: readonly FundScenario[];
  /** Of the scenario in focus; `null` where none has a fund. */
  readonly shown: FundShown | null;
}

export interface FundScenario {
  readonly who: Identity;
  readonly place: number;
  /** At every hearing, the mean over runs. */
  readonly rates: Readonly<Record<RateName, readonly number[]>>;
  /** CNY a year that were granted. */
  readonly money: Readonly<Record<(typeof MONEY_KINDS)[number], number>>;
  /** Acts a week of proposers in the second quarter after they were told, by what they were told; NaN where nobody was. */
  readonly acting: Readonly<Record<(typeof FATES)[number], number>>;
}

export interface FundShown {
  readonly who: Identity;
  /** A year, mean over runs. */
  readonly items: Readonly<Record<ItemFlow, number>>;
  readonly least: Readonly<Record<RateName, number>>;
  /** Share of the rounds that were void, at each hearing. */
  readonly voids: readonly number[];
  readonly aware: number;
  /** Of what was due, the share delivered; NaN where nothing was. */
  readonly delivered: number;
  readonly satisfaction: number;
}

const of = (column: string) => institutionValue('fund', column);
const LEAST = { awareness: 'leastAwareness', participation: 'leastParticipation', turnout: 'leastTurnout' } as const;
const GRANTED = { hard: 'grantedHard', soft: 'grantedSoft', service: 'grantedService' } as const;
const YEAR = 52;

function sumOf(run: RunResult, column: string): number {
  const value = of(column);
  let sum = 0;
  for (let week = 0; week < run.weeks; week++) sum += value(run, week);
  return sum;
}

/** Weeks in which a hearing was due: the same in all runs of a scenario. */
function hearingsOf(run: RunResult): number[] {
  return Array.from({ length: run.weeks }, (_, week) => week).filter((week) => of('hearing')(run, week) > 0);
}

const record = <K extends string, V>(keys: readonly K[], value: (key: K) => V) =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;

export function fundData(ensemble: Ensemble, focus: number, kit: Kit): FundData {
  const having = runsWith(ensemble, 'fund');
  const own = having.find(({ place }) => place === focus) ?? having[0];
  return {
    weeks: own?.runs[0]?.weeks ?? 0,
    runs: own?.runs.length ?? 0,
    focus: own?.place ?? focus,
    scenarios: having.map(({ who, place, runs }) => scenarioOf(who, place, runs, kit)),
    shown: own ? shownOf(own.who, own.runs, kit) : null,
  };
}

function scenarioOf(who: Identity, place: number, runs: readonly RunResult[], kit: Kit): FundScenario {
  const years = runs[0]!.weeks / YEAR;
  const hearings = hearingsOf(runs[0]!);
  const total = (column: string) => runs.reduce((sum, run) => sum + sumOf(run, column), 0);
  return {
    who,
    place,
    rates: record(RATES, (name) => hearings.map((week) => kit.mean(runs.map((run) => of(name)(run, week))))),
    money: record(MONEY_KINDS, (kind) => total(GRANTED[kind]) / runs.length / years),
    acting: record(FATES, (fate) => total(`${fate}Acting`) / total(`${fate}Told`)),
  };
}

function shownOf(who: Identity, runs: readonly RunResult[], kit: Kit): FundShown {
  const last = runs[0]!.weeks - 1;
  const years = runs[0]!.weeks / YEAR;
  const hearings = hearingsOf(runs[0]!);
  const perYear = (column: string) => kit.mean(runs.map((run) => sumOf(run, column))) / years;
  const [due, paid] = ['due', 'paid'].map(perYear) as [number, number];
  const accepted = runs.filter((run) => sumOf(run, 'acceptedItems') > 0);
  return {
    who,
    items: record(ITEM_FLOWS, perYear),
    least: record(RATES, (name) => of(LEAST[name])(runs[0]!, last)),
    // a round is resolved in the week after its hearing
    voids: hearings.filter((week) => week < last).map((week) => kit.mean(runs.map((run) => of('void')(run, week + 1)))),
    aware: kit.mean(hearings.map((week) => kit.mean(runs.map((run) => of('awareness')(run, week))))),
    delivered: paid / due,
    satisfaction: kit.mean(accepted.map((run) => of('satisfaction')(run, last))),
  };
}
