import { COLUMN, type RunResult, SERIES } from '../../sim/index.ts';

/** Weeks that "at the end" means, and weeks that a peak lasts. */
export const END_WEEKS = 12;
export const PEAK_WEEKS = 4;

/** In what a measure is counted: shares are stored as fractions and shown in points of 100. */
export type Unit = 'share' | 'index' | 'CNY';

interface Measure {
  readonly label: string;
  readonly unit: Unit;
  /** Whether the first value is better than the second. */
  readonly better: (a: number, b: number) => boolean;
  readonly of: (result: RunResult) => number;
}

const more = (a: number, b: number) => a > b;
const less = (a: number, b: number) => a < b;

/** What is compared, in the order of every report. `NaN`: not defined for this run. */
export const MEASURES = {
  rateEnd: { label: 'Participation end', unit: 'share', better: more, of: (r) => atEnd(r, 'rate') },
  ratePeak: { label: 'Participation peak', unit: 'share', better: more, of: peak },
  rateMean: {
    label: 'Participation mean',
    unit: 'share',
    better: more,
    of: (r) => meanOver(cellsOf(r, 'rate'), 0, r.weeks),
  },
  sustainedEnd: {
    label: 'Sustained end',
    unit: 'share',
    better: more,
    of: (r) => atEnd(r, 'sustained') / r.residents,
  },
  trustEnd: { label: 'Trust end', unit: 'index', better: more, of: (r) => atEnd(r, 'trust') },
  efficacyEnd: { label: 'Efficacy end', unit: 'index', better: more, of: (r) => atEnd(r, 'efficacy') },
  qualityEnd: { label: 'Quality end', unit: 'index', better: more, of: (r) => atEnd(r, 'quality') },
  tenureGap: {
    label: 'Owner–renter gap',
    unit: 'share',
    better: (a, b) => Math.abs(a) < Math.abs(b),
    of: tenureGap,
  },
  gini: { label: 'Gini of acts', unit: 'index', better: less, of: (r) => r.gini },
  cost: { label: 'Cost', unit: 'CNY', better: less, of: spent },
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof MEASURES;
export const MEASURE_NAMES = Object.keys(MEASURES) as readonly MeasureName[];

/** The values of one column where they are: in every row of a table at one place. */
interface Cells {
  readonly table: Float64Array;
  readonly at: number;
  readonly width: number;
}

/** A column of the community or of an institution; `null` where the run does not have it. */
export function cellsOf({ series, institutions }: RunResult, name: string): Cells | null {
  const known = COLUMN[name] as number | undefined;
  if (known !== undefined) return { table: series, at: known, width: SERIES.length };
  const at = institutions.columns.indexOf(name);
  return at < 0 ? null : { table: institutions.values, at, width: institutions.columns.length };
}

/** The weekly values of one column, of the community or of an institution; NaN where the run does not have it. */
export function column(result: RunResult, name: string): Float64Array {
  const values = new Float64Array(result.weeks).fill(Number.NaN);
  const cells = cellsOf(result, name);
  if (cells) for (let week = 0; week < values.length; week++) values[week] = cells.table[week * cells.width + cells.at];
  return values;
}

/** The mean over weeks `from` to before `to`; read in place, because batches take ten measures of every short run. */
function meanOver(cells: Cells | null, from: number, to: number): number {
  if (!cells) return Number.NaN;
  const { table, at, width } = cells;
  let sum = 0;
  for (let week = from; week < to; week++) sum += table[week * width + at];
  return sum / (to - from);
}

function atEnd(result: RunResult, name: string): number {
  return meanOver(cellsOf(result, name), Math.max(0, result.weeks - END_WEEKS), result.weeks);
}

/** The best mean over {@link PEAK_WEEKS} weeks in a row; the mean of all where the run is shorter. */
function peak(result: RunResult): number {
  const rates = cellsOf(result, 'rate');
  let best = meanOver(rates, 0, Math.min(PEAK_WEEKS, result.weeks));
  for (let week = 1; week + PEAK_WEEKS <= result.weeks; week++) {
    best = Math.max(best, meanOver(rates, week, week + PEAK_WEEKS));
  }
  return best;
}

/** Public money spent, in CNY. What institutions take in or pass on is none of it, so their runs are read week by week. */
export function spent(result: RunResult): number {
  const fen = result.lines.some((line) => line.includes('.'))
    ? column(result, 'spent').reduce((sum, cny) => sum + Math.round(cny * 100), 0)
    : result.spent.reduce((sum, amount) => sum + amount, 0);
  return fen / 100;
}

/** What of it the interventions spent, in CNY: their lines are called by an id, those of institutions have a dot. */
export function spentByInterventions({ lines, spent: fen }: RunResult): number {
  return lines.reduce((sum, line, k) => (line.includes('.') ? sum : sum + fen[k]), 0) / 100;
}

/** Resident-weeks in which somebody took part. */
export function acts(result: RunResult): number {
  return column(result, 'active').reduce((sum, active) => sum + active, 0);
}

/** Share of owners who are regulars (active in at least 4 of the last 26 weeks) minus that of renters. */
function tenureGap({ cards }: RunResult): number {
  if (!cards) return Number.NaN;
  const regulars = [0, 0];
  const residents = [0, 0];
  for (const card of cards) {
    const renter = (card >> 3) & 1;
    residents[renter]++;
    regulars[renter] += card & 1;
  }
  return regulars[0] / residents[0] - regulars[1] / residents[1];
}
