import { readdirSync, readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { expect, test } from 'vitest';
import { COLUMN, SERIES, simulate } from '../../../sim/index.ts';
import { scenarioAt } from '../../../src/experiment/experiment.ts';
import { folder } from '../cli/coproduce.ts';
import { batch, experimentOf, exported, TINY } from './helpers.ts';

const experiment = experimentOf(TINY);

test('the tables hold what the runs gave, read by two readers', async () => {
  const at = folder();
  await batch(experiment, at('out'));
  const files = await exported(at('out'));
  expect(readdirSync(`${at('out')}/tables`).filter((name) => name.startsWith('.'))).toEqual([]);

  const connection = await (await DuckDBInstance.create()).connect();
  for (const table of ['runs', 'series', 'ledger']) {
    const { buffer, byteOffset, byteLength } = files[`${table}.parquet`];
    const file = (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);
    const second = await parquetReadObjects({ file, compressors });
    const first = await connection.runAndReadAll(`FROM '${at('out')}/tables/${table}.parquet'`);
    expect(second).toEqual(first.getRowObjects());
    const csv = await connection.runAndReadAll(
      `FROM read_csv('${at('out')}/tables/${table}.csv', all_varchar = true, nullstr = '')`,
    );
    const text = (value: unknown) => (value === null ? null : String(value));
    const cells = (rows: Record<string, unknown>[]) => rows.map((row) => Object.values(row).map(text));
    const numbers = (rows: (string | null)[][]) =>
      rows.map((row) => row.map((c) => (c !== null && !Number.isNaN(Number(c)) ? Number(c) : c)));
    expect(numbers(cells(csv.getRowObjects()))).toEqual(numbers(cells(second)));
    expect(files[`${table}.csv`].toString().split('\n')[0]).toBe(
      first
        .columnNames()
        .map((n) => n)
        .join(','),
    );
  }

  const runs = (await connection.runAndReadAll(`FROM '${at('out')}/tables/runs.parquet'`)).getRowObjects();
  const series = (await connection.runAndReadAll(`FROM '${at('out')}/tables/series.parquet'`)).getRowObjects();
  const ledger = (await connection.runAndReadAll(`FROM '${at('out')}/tables/ledger.parquet'`)).getRowObjects();
  expect(runs.map((row) => Number(row.run))).toEqual([...Array(30).keys()]);
  expect(series.map((row) => Number(row.run) * 6 + Number(row.week))).toEqual([...Array(180).keys()]);
  for (const row of runs) {
    const policy = row.policy === 'taught' ? 1 : 0;
    const result = simulate(scenarioAt(experiment, policy, Number(row.point)), String(row.seed), {
      observe: { ledger: true },
    });
    expect(row).toMatchObject({ status: 'done', error: null, digest: result.digests.residents, residents: 30 });
    expect(row['interventions.training.seats']).toBe(policy === 1 ? Number(row.point) + 1 : null);
    expect(row.cost).toBe(result.spent.reduce((a, b) => a + b, 0) / 100);
    for (const line of series.filter((other) => other.run === row.run)) {
      expect(line.rate).toBe(result.series[Number(line.week) * SERIES.length + COLUMN.rate]);
    }
    const fen = ledger.filter((other) => other.run === row.run).reduce((sum, line) => sum + Number(line.fen), 0);
    expect(fen / 100).toBe(row.cost);
  }
});

test('keeps the series, weeks and summaries that are asked for', async () => {
  const at = folder();
  const kept = experimentOf({
    ...TINY,
    seeds: ['a', '种子'],
    keep: {
      series: ['spent', 'active'],
      weeks: { every: 3 },
      summaries: [
        'cost',
        { name: 'early', series: 'active', statistic: 'sum', to: 3 },
        { name: 'last', series: 'rate', statistic: 'last' },
      ],
      ledger: false,
    },
  });
  await batch(kept, at('out'));
  const files = await exported(at('out'));
  const lines = (name: string) => files[name].toString().trimEnd().split('\n');
  expect(lines('series.csv')[0]).toBe('run,policy,point,replicate,seed,week,spent,active');
  expect(
    lines('series.csv')
      .slice(1, 4)
      .map((line) => line.split(',')[5]),
  ).toEqual(['2', '5', '2']);
  expect(lines('ledger.csv')).toHaveLength(1);
  expect(lines('runs.csv')[0]).toBe(
    'run,policy,point,replicate,seed,interventions.training.seats,status,error,residents,cost,early,last,digest,ledgerDigest',
  );
  expect(lines('runs.csv').filter((line) => line.includes('种子'))).toHaveLength(6);
  const { series } = simulate(scenarioAt(kept, 0, 0), 'a');
  const early = [0, 1, 2].reduce((sum, week) => sum + series[week * SERIES.length + COLUMN.active], 0);
  expect(Number(lines('runs.csv')[1].split(',')[10])).toBe(early);
});

test('luck of their own gives scenarios other seeds', async () => {
  const at = folder();
  await batch(experimentOf({ ...TINY, luck: 'own', seeds: 2 }), at('out'));
  const rows = readFileSync(`${at('out')}/results.duckdb`).length;
  expect(rows).toBeGreaterThan(0);
  const files = await exported(at('out'));
  const seeds = files['runs.csv']
    .toString()
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[4]);
  expect(seeds).toEqual(['1@0', '1@1', '1@2', '1@3', '1@4', '1@5', '2@0', '2@1', '2@2', '2@3', '2@4', '2@5']);
});
