import type { Run } from '../../run.ts';
import type { InstitutionSettings } from '../../scenario.ts';
import type { InstitutionColumn, Workplace } from '../institution.ts';

export type PartnersSettings = NonNullable<InstitutionSettings['partners']>;
export type PartnersWorkplace = Workplace<PartnersSettings>;

export const PARTNER_KINDS = ['business', 'social', 'individual'] as const;
/** What a partner has agreed to return: part of its service income, of its profit, or a donation. */
export const AGREEMENT = { service: 0, charging: 1, training: 2, donation: 3 } as const;
/** Where a candidate or partner stands; 0 is an empty slot. */
export const STAGE = { none: 0, recruit: 1, negotiate: 2, screen: 3, settle: 4, serve: 5 } as const;
/** Candidates and partners at a time; with a thousand m² and the smallest of 20 there is always a slot left. */
export const SLOTS = 64;
/** Candidates of a month at the most: a partner's stable number is month × 8 + its place in the month. */
export const MOST_ARRIVALS = 8;

/** What has happened so far, as counts. */
export const COUNT = {
  arrived: 0,
  settled: 1,
  refused: 2,
  noSpace: 3,
  sabotage: 4,
  loss: 5,
  fundMonths: 6,
  closed: 7,
} as const;
/** Fen: balance of the fund, cash of all partners; what came in and went out in the latest month. */
export const MONEY = { fund: 0, partners: 1, subsidy: 2, inflow: 3, running: 4, materials: 5 } as const;
/** This week's uses with points, residents who appear as consumer, customer and citizen, and uses by kind from 4 on. */
export const WEEK = { points: 0, consumers: 1, customers: 2, citizens: 3, uses: 4 } as const;

export interface PartnersState {
  readonly stage: Uint8Array;
  readonly kind: Uint8Array;
  readonly agreement: Uint8Array;
  readonly served: Uint8Array;
  /** The stable number its luck hangs on. */
  readonly id: Uint32Array;
  readonly due: Uint16Array;
  readonly months: Uint16Array;
  readonly losses: Uint8Array;
  readonly space: Float64Array;
  readonly fee: Float64Array;
  readonly publicness: Float64Array;
  readonly quality: Float64Array;
  readonly reputation: Float64Array;
  readonly share: Float64Array;
  /** Fen and uses of the current month. */
  readonly income: Float64Array;
  readonly uses: Uint32Array;
  readonly money: Float64Array;
  readonly count: Uint32Array;
  readonly week: Uint32Array;
  /** Units of input per block and week that the fund has paid for this month. */
  readonly supply: Float64Array;
  readonly points: Uint16Array;
}

export function partnersColumns({
  sizes,
}: Pick<Run, 'sizes'>): Readonly<Record<keyof PartnersState, InstitutionColumn>> {
  const slots = (type: InstitutionColumn['type'], meaning: string) => ({ type, length: SLOTS, meaning }) as const;
  return {
    stage: slots('u8', 'index into STAGE, 0: empty slot'),
    kind: slots('u8', 'index into PARTNER_KINDS'),
    agreement: slots('u8', 'index into AGREEMENT'),
    served: slots('u8', 'age group that it mainly serves'),
    id: slots('u32', 'stable number: month of arrival × 8 + place in the month'),
    due: slots('u16', 'week in which the stage ends; of partners, week in which they began'),
    months: slots('u16', 'months of service'),
    losses: slots('u8', 'months of loss in a row'),
    space: slots('f64', 'm²'),
    fee: slots('f64', 'fee by market price'),
    publicness: slots('f64', 'θ, 0–1'),
    quality: slots('f64', '0–1'),
    reputation: slots('f64', '0–1'),
    share: slots('f64', 'share of income or profit that it returns'),
    income: slots('f64', 'income of the current month, fen'),
    uses: slots('u32', 'uses of the current month'),
    money: { type: 'f64', length: Object.keys(MONEY).length, meaning: 'fen; see MONEY' },
    count: { type: 'u32', length: Object.keys(COUNT).length, meaning: 'what has happened so far; closed: week plus 1' },
    week: { type: 'u32', length: WEEK.uses + PARTNER_KINDS.length, meaning: 'uses and roles of this week' },
    supply: { type: 'f64', length: 1, meaning: 'units of input per block and week' },
    points: { type: 'u16', length: sizes.resident, meaning: 'hours in the time bank' },
  };
}

/** Three months make thirteen weeks: how many months have ended by the end of a week. */
export const monthsBy = (week: number) => Math.floor((3 * (week + 1)) / 13);
export const monthEnds = (week: number) => monthsBy(week) > monthsBy(week - 1);
export const monthBegins = (week: number) => week === 0 || monthEnds(week - 1);

export const isOpen = ({ count }: PartnersState) => count[COUNT.closed] === 0;
