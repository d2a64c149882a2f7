import { INSTRUMENTS } from './scenario.ts';

/** The four ways of taking part. Mode 0 in the state is "did not act this week". */
export const MODES = ['voice', 'labour', 'contribution', 'oversight'] as const;

/** Fixed columns, in the order of every table: counts and flows of the week, means over residents, events, money. */
const MAIN = [
  'residents',
  'active',
  'rate',
  'bystander',
  'newcomer',
  'sustained',
  'lapsed',
  'entries',
  'lapses',
  'returns',
  'motivation',
  'trust',
  'efficacy',
  'habit',
  'quality',
  'effect',
  'done',
  'failed',
  'spent',
] as const;

/**
 * Names of the values that a week's row holds, in order. Stages, `active`, `entries`, `lapses`, `returns`, `done` and
 * `failed` are counts (the last five: of this week); `rate` is active ÷ residents; traits, `quality` and `effect` are
 * means over residents; `spent` and `spent_*` are CNY of this week; modes are shares of this week's acts (0 without acts).
 */
export const SERIES: readonly string[] = [
  ...MAIN,
  ...INSTRUMENTS.map((name) => `spent_${name}`),
  ...MODES,
  'knowHow',
  'attachment',
  'crowding',
  'arousal',
  'fatigue',
  'power',
];

/** Where each column stands in a row. */
export const COLUMN: Readonly<Record<string, number>> = Object.fromEntries(SERIES.map((name, i) => [name, i]));

/** By what the weekly rows can be broken down. */
export const DIMENSIONS = ['age', 'tenure', 'block', 'stage', 'type', 'role'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What a run is asked to report beside the weekly series of the community. */
export interface Observe {
  /** Also a row per week and group. */
  readonly by?: Dimension;
  /** Also one byte per resident at the end; see {@link RunResult.cards}. */
  readonly cards?: boolean;
  /** Also deciles of the traits, from histograms of width 1/256: rows of 9 values per week and trait. */
  readonly deciles?: boolean;
  /** Also acts and effort by mode and project attribute, summed over the recorded weeks. */
  readonly effort?: boolean;
  /** Also what every intervention delivered and spent in every week; see {@link RunResult.ledger}. */
  readonly ledger?: boolean;
}

/** Weekly rows broken down by group, row-major: week, then group, then {@link SERIES}. Not attributable: NaN. */
export interface Grouped {
  readonly by: Dimension;
  readonly groups: readonly string[];
  readonly values: Float64Array;
}

/** What a finished run leaves; every array is its own, so that a worker can hand it over. */
export interface RunResult {
  readonly scenario: string;
  readonly seed: string;
  readonly weeks: number;
  readonly residents: number;
  /** `weeks × SERIES.length`, row-major. */
  readonly series: Float64Array;
  readonly grouped: Grouped | null;
  /**
   * One byte per resident: bit 0 active in at least 4 of the last 26 weeks, bits 1–2 age group, bit 3 renter,
   * bits 4–5 social type, bit 6 leading role. The same resident has the same place under every scenario.
   */
  readonly cards: Uint8Array | null;
  /** `weeks × DECILE_TRAITS.length × 9`. */
  readonly deciles: Float64Array | null;
  /** Acts and effort by mode × attribute, see {@link EFFORT_COLUMNS}. */
  readonly effort: Float64Array | null;
  /** What the scenario's institutions add to the weekly rows: names (`fund_awareness`) and `weeks × names` values. */
  readonly institutions: { readonly columns: readonly string[]; readonly values: Float64Array };
  /** Names of the lines of the ledger: ids of interventions, then accounts of institutions. */
  readonly lines: readonly string[];
  /** Gini coefficient of residents' acts in the last 26 weeks. */
  readonly gini: number;
  /** Fen of each line of the ledger. */
  readonly spent: Float64Array;
  /** Doses and fen per week and intervention (in order of id), row-major by week; only when asked for. */
  readonly ledger?: { readonly doses: Float64Array; readonly fen: Float64Array };
  /** Digests of residents, institutions and ledger at the end. */
  readonly digests: Readonly<Record<DigestPart, string>>;
}

export const DECILE_TRAITS = ['motivation', 'trust', 'efficacy', 'habit', 'knowHow', 'attachment'] as const;

/** Attributes of a project, for the table of modes by attributes: kind, then reach. */
export const KINDS = ['hard', 'soft', 'service'] as const;
export const REACHES = ['stairwell', 'block', 'community'] as const;
/** Row-major: mode, then the attributes kind (3) and reach (3), then acts and effort. */
export const EFFORT_COLUMNS = [...KINDS, ...REACHES] as const;

export const DIGEST_PARTS = ['residents', 'institutions', 'ledger'] as const;
export type DigestPart = (typeof DIGEST_PARTS)[number];
