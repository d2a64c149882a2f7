import { morris } from '../design/morris.ts';
import { saltelli } from '../design/saltelli.ts';
import type { Interval } from '../statistics.ts';
import type { Resampling } from './bootstrap.ts';
import type { Estimate } from './estimate.ts';
import { morrisIndices } from './morris.ts';
import { sobolIndices } from './sobol.ts';
import { gFunction, ishigami, type TestFunction } from './test-functions.ts';

/** One index of a test function: what was estimated, and what is true. */
export interface SelfTestRow {
  readonly function: string;
  readonly index: 'S1' | 'ST' | 'mu*' | 'mu' | 'sigma';
  readonly variable: string;
  readonly estimate: number;
  readonly truth: number;
  readonly interval: Interval | null;
  readonly inside: boolean;
}

const BASE = 2048;
const TRAJECTORIES = 1000;
const LEVELS = 4;
/** High, because every one of some seventy intervals must hold the truth; a wrong formula is off by far more. */
const LEVEL = 0.99;
const RESAMPLES = 2000;

/** Estimates the indices of functions whose indices are known, with the code that analyses experiments. */
export async function selfTest(pause?: Resampling['pause']): Promise<SelfTestRow[]> {
  const rows: SelfTestRow[] = [];
  for (const f of [ishigami(), gFunction()]) rows.push(...(await sobolRows(f, pause)), ...(await morrisRows(f, pause)));
  return rows;
}

const names = ({ dimensions }: TestFunction) => Array.from({ length: dimensions }, (_, i) => `x${i + 1}`);
const resampling = (pause: Resampling['pause']) => ({ resamples: RESAMPLES, level: LEVEL, key: 'self-test', pause });

function row(
  f: TestFunction,
  index: SelfTestRow['index'],
  variable: string,
  { value, interval }: Estimate,
  truth: number,
): SelfTestRow {
  // an index that is exactly what it should be on every row has an interval of no width, up to rounding
  const slack = 1e-9 * Math.max(1, Math.abs(truth));
  const inside = interval !== null && interval[0] - slack <= truth && truth <= interval[1] + slack;
  return { function: f.name, index, variable, estimate: value, truth, interval, inside };
}

async function sobolRows(f: TestFunction, pause: Resampling['pause']): Promise<SelfTestRow[]> {
  const design = saltelli(BASE, f.dimensions, 'self-test');
  const values = Float64Array.from({ length: design.points }, (_, i) => f.at(design.at(i)));
  const found = await sobolIndices(BASE, names(f), 1, (point) => values[point], resampling(pause));
  return found.flatMap(({ path, first, total }, j) => [
    row(f, 'S1', path, first, f.first[j]),
    row(f, 'ST', path, total, f.total[j]),
  ]);
}

async function morrisRows(f: TestFunction, pause: Resampling['pause']): Promise<SelfTestRow[]> {
  const design = morris(TRAJECTORIES, f.dimensions, LEVELS, 'self-test');
  const values = Float64Array.from({ length: design.points }, (_, i) => f.at(design.at(i)));
  const truth = f.morris(LEVELS);
  const found = await morrisIndices(design, names(f), 1, (point) => values[point], resampling(pause));
  return found.flatMap(({ path, muStar, mu, sigma }, j) => [
    row(f, 'mu*', path, muStar, truth[j].muStar),
    row(f, 'mu', path, mu, truth[j].mu),
    row(f, 'sigma', path, sigma, truth[j].sigma),
  ]);
}
