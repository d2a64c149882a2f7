import { type Contents, contentsFrom, Outcomes } from '../experiment/outcomes.ts';
import type { Band, SummarySource } from '../experiment/summary.ts';
import { type Database, quoted } from './duckdb.ts';
import { readMeta } from './results.ts';

export async function contentsOf(database: Database): Promise<Contents> {
  const { experiment } = await readMeta(database);
  return contentsFrom(experiment as Record<string, unknown>);
}

/** One summary of every run. */
export async function readOutcomes(database: Database, contents: Contents, measure: string): Promise<Outcomes> {
  const { policies, points, seeds } = contents;
  const values = new Float64Array(policies.length * points * seeds).fill(Number.NaN);
  for await (const rows of database.stream(`SELECT run, ${quoted(measure)} FROM runs`)) {
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
      const [[runs, failed]] = await database.rows(`SELECT count(*), count(*) FILTER (status = 'failed') FROM runs`);
      return { runs: Number(runs), failed: Number(failed) };
    },
  };
}

async function readBands(database: Database, { policies, spec }: Contents): Promise<Band[]> {
  if (spec.keep.weeks === 'none') return [];
  const bands: Band[] = [];
  for (const series of spec.keep.series) {
    const column = `s.${quoted(series)}`;
    const rows = await database.rows(
      `SELECT r.policy, s.week, count(${column}), quantile_cont(${column}, [0.05, 0.25, 0.5, 0.75, 0.95])
       FROM series s JOIN runs r ON r.run = s.run WHERE ${column} IS NOT NULL
       GROUP BY r.policy, s.week ORDER BY r.policy, s.week`,
    );
    for (const [policy, week, runs, quantiles] of rows) {
      const [low, quarter, median, threeQuarters, high] = (quantiles as unknown as { items: number[] }).items;
      const levels = { low, quarter, median, threeQuarters, high };
      bands.push({ policy: String(policy), series, week: Number(week), runs: Number(runs), ...levels });
    }
  }
  return bands.sort((a, b) => policies.indexOf(a.policy) - policies.indexOf(b.policy));
}
