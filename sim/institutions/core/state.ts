import type { Run } from '../../run.ts';
import type { InstitutionSettings } from '../../scenario.ts';
import type { InstitutionColumn, Workplace } from '../institution.ts';
import { CELLS, SOURCE_NAMES } from './pairs.ts';

export type CoreSettings = NonNullable<InstitutionSettings['core']>;
export type CoreWorkplace = Workplace<CoreSettings>;

/** Categories of wishes: three of the renovation, three of services in the idle space. */
export const WISHES = ['greenery', 'ageing', 'parking', 'market', 'canteen', 'restaurants'] as const;
/** Months whose result the company looks at before it leaves. */
export const RESULT_MONTHS = 12;
/** The company's accounts of the latest month, in fen. */
export const MONTH = ['rent', 'parking', 'fee', 'other', 'cost', 'capital'] as const;

/** The state of the core, by column. */
export interface CoreState {
  readonly tension: Float64Array;
  readonly gap: Float64Array;
  readonly source: Float64Array;
  /** Network, delivery factor. */
  readonly network: Float64Array;
  readonly plan: Float64Array;
  readonly built: Uint32Array;
  readonly aware: Uint8Array;
  readonly companyTrust: Float32Array;
  readonly pays: Uint8Array;
  /** Age group and tenure group that care goes to, plus 1; 0: nobody. */
  readonly care: Uint8Array;
  /** Flags and counts of what has happened; see EVENT. */
  readonly event: Uint16Array;
  readonly service: Float64Array;
  readonly result: Float64Array;
  readonly month: Float64Array;
  /** Fen: spent by the public, cash of the company, its capital written off. */
  readonly money: Float64Array;
}

export const EVENT = {
  ended: 0,
  signed: 1,
  tried: 2,
  volunteered: 3,
  left: 4,
  months: 5,
  asked: 6,
  surveyed: 7,
} as const;
export const MONEY = { spent: 0, cash: 1, writtenOff: 2 } as const;

export function coreColumns({ sizes }: Pick<Run, 'sizes'>): Readonly<Record<keyof CoreState, InstitutionColumn>> {
  const f64 = (length: number, meaning: string) => ({ type: 'f64', length, meaning }) as const;
  return {
    tension: f64(CELLS.length, 'tension by pair and layer, 0–1'),
    gap: f64(CELLS.length, 'gap by pair and layer, 0–1'),
    source: f64(SOURCE_NAMES.length, 'what the gaps are made of, 0–1'),
    network: f64(2, 'strength of the co-production network, 0–1; delivery factor of the week'),
    plan: f64(WISHES.length, 'shares of the plan; renovation and services make 1 each'),
    built: { type: 'u32', length: 3, meaning: 'projects done, by wish of the renovation' },
    aware: { type: 'u8', length: sizes.household, meaning: '1 if the household knows the plan' },
    companyTrust: { type: 'f32', length: sizes.household, meaning: 'trust in the company, 0–1' },
    pays: { type: 'u8', length: sizes.household, meaning: '1 if the household accepts the fee this quarter' },
    care: { type: 'u8', length: 2, meaning: 'age group and tenure group cared for, plus 1' },
    event: { type: 'u16', length: Object.keys(EVENT).length, meaning: 'flags and counts; left: week plus 1' },
    service: f64(2, 'service of the company, 0–1; share of the idle space that is let'),
    result: f64(RESULT_MONTHS, 'result before capital of the last months, fen'),
    month: f64(MONTH.length, 'accounts of the latest month, fen'),
    money: f64(Object.keys(MONEY).length, 'fen: public spending, cash of the company, capital written off'),
  };
}

/** Three months make thirteen weeks: how many months have ended by the end of a week. */
export function monthsBy(week: number): number {
  return Math.floor((3 * (week + 1)) / 13);
}

export const monthEnds = (week: number) => monthsBy(week) > monthsBy(week - 1);
export const quarterBegins = (week: number) => week % 13 === 0;

/** The part of a yearly sum, in fen, that falls to a month, so that twelve of them make the sum. */
export function monthly(yearlyFen: number, month: number): number {
  const m = month % 12;
  return Math.floor((yearlyFen * (m + 1)) / 12) - Math.floor((yearlyFen * m) / 12);
}
