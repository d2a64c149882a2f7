import { mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { threefry2x32 } from '../../../sim/index.ts';
import { openDatabase } from '../../../src/store/duckdb.ts';
import { databaseFile } from '../../../src/store/shard.ts';
import { coproduce, folder, start } from '../cli/coproduce.ts';
import { expectSameBytes, exported, someAreSafe, until } from './helpers.ts';

/** Moments of death in ms after the start of the process: keyed, so the same in every run of the test. */
const MOMENTS = Array.from({ length: 20 }, (_, i) => 60 + (threefry2x32(20, 26, i, 0)[0] % 1100));

const EXPERIMENT = {
  scenarios: [{ name: 'none' }, { name: 'taught', interventions: [{ id: 1, instrument: 'training', from: 5 }] }],
  set: { 'population.residents': 400, weeks: 52, burnIn: 20 },
  vary: [{ path: 'learn.efficacyActive', min: 0.02, max: 0.2 }],
  design: { type: 'latin-hypercube', points: 100 },
  seeds: 8,
};

test('a batch that is killed at 20 moments and goes on gives the same bytes as one that is not', async () => {
  const at = folder({ 'x.json': EXPERIMENT });
  const batch = (out: string) => ['batch', at('x.json'), '--out', at(out), '--workers', '2', '--quiet'];
  expect(coproduce(...batch('straight')).code).toBe(0);

  const ends: number[] = [];
  for (const moment of MOMENTS) {
    const { child, end } = start(...batch('killed'));
    const timer = setTimeout(() => child.kill('SIGKILL'), moment);
    const { code } = await end;
    clearTimeout(timer);
    ends.push(code ?? -1);
  }
  // nearly all were really killed under way; that is what the size of the experiment is for
  expect(ends.filter((code) => code === -1).length).toBeGreaterThanOrEqual(15);
  expect(coproduce(...batch('killed')).code).toBe(0);
  expectSameBytes(await exported(at('killed')), await exported(at('straight')));
  const manifests = ['killed', 'straight'].map((out) => JSON.parse(readFileSync(`${at(out)}/manifest.json`, 'utf8')));
  expect(manifests[0].digests).toHaveLength(1600);
  expect(manifests[0].digests).toEqual(manifests[1].digests);
  expect(manifests[0].status).toBe('complete');
}, 120_000);

describe('an export', () => {
  /** A table of weeks that takes seconds to write. */
  const LONG = {
    scenarios: [{ name: 'none' }],
    set: { 'population.residents': 10, weeks: 1000, burnIn: 0 },
    seeds: 600,
    keep: { series: ['active', 'rate', 'quality', 'effect', 'motivation', 'trust', 'efficacy', 'habit', 'knowHow'] },
  };
  const words = (at: (name: string) => string, to: string) => ['export', at('out'), '--out', at(to), '--format', 'csv'];
  const isPartial = (name: string) => /^\.series\.csv\..*partial$/u.test(name);

  /** An experiment with its tables, and an export that has been at work on the longest of them when the signal came. */
  async function ended(signal: 'SIGKILL' | 'SIGINT') {
    const at = folder({ 'x.json': LONG });
    expect(coproduce('batch', at('x.json'), '--out', at('out'), '--quiet').code).toBe(0);
    mkdirSync(at('tables'));
    const { child, end } = start(...words(at, 'tables'));
    const watcher = watch(at('tables'), (_, name) => {
      if (name === null || !isPartial(name)) return;
      watcher.close();
      child.kill(signal);
    });
    const { code, err } = await end;
    return { at, code, err };
  }

  test('that is killed leaves no table, and the next one all', async () => {
    const { at, code } = await ended('SIGKILL');
    const left = readdirSync(at('tables'));
    // it died under way: not one table is there, and what it was writing is
    expect([code, left.filter((name) => !name.startsWith('.'))]).toEqual([null, []]);
    expect(left.some(isPartial)).toBe(true);
    for (const to of ['tables', 'straight']) expect(coproduce(...words(at, to)).code).toBe(0);
    for (const name of ['runs.csv', 'series.csv', 'ledger.csv']) {
      expect(readFileSync(at(`tables/${name}`)).equals(readFileSync(at(`straight/${name}`)))).toBe(true);
    }
  });

  test('that is interrupted says so and leaves nothing', async () => {
    const { at, code, err } = await ended('SIGINT');
    expect([code, err]).toEqual([130, 'interrupted; no table was written\n']);
    expect(readdirSync(at('tables'))).toEqual([]);
    expect(readdirSync(at('out')).sort()).toEqual(['manifest.json', 'results.duckdb']);
  });
});

test('Ctrl-C ends a batch in order, says what is kept, and the same command goes on to the same bytes', async () => {
  const at = folder({ 'x.json': EXPERIMENT });
  const words = (to: string) => ['batch', at('x.json'), '--out', at(to)];
  const { child, end } = start(...words('out'));
  await until('the first runs', () => someAreSafe(at('out')));
  child.kill('SIGINT');
  const { code, err } = await end;
  expect(code).toBe(130);
  const told = Number(/interrupted; (\d+) of 1600 runs are recorded, the same command goes on/u.exec(err)?.[1]);

  // what it told, what the manifest says and what the database holds are one
  expect(readdirSync(at('out')).sort()).toEqual(['manifest.json', 'results.duckdb']);
  const database = await openDatabase(databaseFile(at('out')), true);
  const [[recorded, last]] = await database.rows('SELECT count(*), max(run) FROM runs').finally(() => database.close());
  expect([Number(recorded), Number(last)]).toEqual([told, told - 1]);
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(1600);
  const manifest = JSON.parse(readFileSync(`${at('out')}/manifest.json`, 'utf8'));
  expect(manifest).toMatchObject({ status: 'running', recorded: told, failed: 0, sessions: [{ runs: told }] });
  expect(manifest.digests).toHaveLength(told);
  expect(Date.parse(manifest.sessions[0].ended)).toBeGreaterThanOrEqual(Date.parse(manifest.sessions[0].started));

  const again = coproduce(...words('out'));
  expect([again.code, again.lines[0]]).toEqual([0, `${told} of 1600 runs are there already, going on`]);
  expect(coproduce(...words('straight')).code).toBe(0);
  expectSameBytes(await exported(at('out')), await exported(at('straight')));
});
