import { type Contents, contentsFrom, Outcomes } from '../experiment/outcomes.ts';
import type { Band, SummarySource } from '../experiment/summary.ts';
import { type Database, quoted } from './duckdb.ts';
import { readMeta } from './results.ts';

/** What is in the results; of results that are not complete, the whole seeds. */
export async function contentsOf(database: Database): Promise<Contents> {
  const { experiment } = await readMeta(database);
  return contentsFrom(experiment as Record<string, unknown>, await firstMissing(database));
}

/** The first run that is not recorded: the number of runs, unless parts of them were joined before they were complete. */
async function firstMissing(database: Database): Promise<number> {
  const [[count, last]] = await database.rows('SELECT count(*), max(run) FROM runs');
  if (Number(count) === 0 || Number(last) === Number(count) - 1) return Number(count);
  const [[whole]] = await database.rows(
    'SELECT count(*) FROM (SELECT run, row_number() OVER (ORDER BY run) - 1 AS place FROM runs) WHERE run = place',
  );
  return Number(whole);
}

/** The runs that are spoken of are those before this one. */
const runsOf = ({ policies, points, seeds }: Contents) => policies.length * points * seeds;

/** One summary of every run. */
export async function readOutcomes(database: Database, contents: Contents, measure: string): Promise<Outcomes> {
  const { policies, points, seeds } = contents;
  const values = new Float64Array(runsOf(contents)).fill(Number.NaN);
  for await (const rows of database.stream(`SELECT run, ${quoted(measure)} FROM runs WHERE run < ${values.length}`)) {
    for (const [run, value] of rows) if (value !== null) values[Number(run)] = value as number;
  }
  return new Outcomes(policies.length, points, seeds, values);
}

/** What a summary is made from. */
export function summarySource(database: Database, contents: Contents): SummarySource {
  return {
    contents,
    outcomes: (measure) => readOutcomes(database, contents, measure),
    bands: () => readBands(database, contents),
    async counts() {
      const [[runs, failed]] = await database.rows(
        `SELECT count(*), count(*) FILTER (status = 'failed') FROM runs WHERE run < ${runsOf(contents)}`,
      );
      return { runs: Number(runs), failed: Number(failed) };
    },
  };
}

/** Values whose quantiles are taken at once: they are exact, so that all of them are held. */
const BLOCK = 1_000_000;

/** Weeks one after the other, in blocks of at most so many values, or of a single week. */
async function weekBlocks(database: Database, runs: number): Promise<[first: number, last: number][]> {
  const blocks: [number, number][] = [];
  let held = BLOCK;
  const weeks = await database.rows(
    `SELECT week, count(*) FROM series WHERE run < ${runs} GROUP BY week ORDER BY week`,
  );
  for (const [week, count] of weeks) {
    held += Number(count);
    if (held > BLOCK) {
      blocks.push([Number(week), Number(week)]);
      held = Number(count);
    } else blocks[blocks.length - 1][1] = Number(week);
  }
  return blocks;
}

async function readBands(database: Database, contents: Contents): Promise<Band[]> {
  const { policies, spec } = contents;
  if (spec.keep.weeks === 'none') return [];
  const runs = runsOf(contents);
  const blocks = await weekBlocks(database, runs);
  const bands: Band[] = [];
  for (const series of spec.keep.series) {
    const column = quoted(series);
    for (const [first, last] of blocks) {
      const rows = await database.rows(
        `SELECT run % ${policies.length} AS policy, week, count(*), quantile_cont(${column}, [0.05, 0.25, 0.5, 0.75, 0.95])
         FROM series WHERE run < ${runs} AND week BETWEEN ${first} AND ${last} AND ${column} IS NOT NULL
         GROUP BY ALL`,
      );
      for (const [policy, week, count, quantiles] of rows) {
        const [low, quarter, median, threeQuarters, high] = (quantiles as unknown as { items: number[] }).items;
        const levels = { low, quarter, median, threeQuarters, high };
        bands.push({ policy: policies[Number(policy)], series, week: Number(week), runs: Number(count), ...levels });
      }
    }
  }
  const at = (list: readonly string[], name: string) => list.indexOf(name);
  return bands.sort(
    (a, b) =>
      at(policies, a.policy) - at(policies, b.policy) ||
      at(spec.keep.series, a.series) - at(spec.keep.series, b.series) ||
      a.week - b.week,
  );
}
