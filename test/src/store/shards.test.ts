import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { runBatch } from '../../../src/experiment/batch.ts';
import { attach, letGo, openDatabase, openJoin } from '../../../src/store/duckdb.ts';
import { exportTables } from '../../../src/store/export.ts';
import { mergeShards, openWhole } from '../../../src/store/merge.ts';
import { temporaryName } from '../../../src/store/publish.ts';
import { openResults } from '../../../src/store/results.ts';
import { databaseFile, shardOf } from '../../../src/store/shard.ts';
import { coproduce, folder, start } from '../cli/coproduce.ts';
import { batch, expectSameBytes, experimentOf, exported, mount, TINY } from './helpers.ts';

test('parts of the runs are in a row, leave nothing out, and differ by one run at the most', () => {
  for (const runs of [1, 7, 48, 1e9, 2 ** 50]) {
    for (const of of [1, 3, 8, 1000]) {
      const parts = Array.from({ length: of }, (_, i) => shardOf(runs, i + 1, of));
      expect([parts[0].from, parts[of - 1].to]).toEqual([0, runs]);
      parts.forEach((part, i) => {
        if (i > 0) expect(part.from).toBe(parts[i - 1].to);
        expect(part.to - part.from - Math.floor(runs / of)).toBeLessThanOrEqual(1);
      });
    }
  }
});

describe('shards', () => {
  test('1, 3 and 8 of them, in any order, join to the same bytes', async () => {
    const at = folder();
    const experiment = experimentOf(TINY);
    for (const of of [1, 3, 8]) {
      for (let index = of; index >= 1; index--) await batch(experiment, at(`${of}`), { index, of });
    }
    const whole = await exported(at('1'));
    expectSameBytes(await exported(at('3')), whole);
    expectSameBytes(await exported(at('8')), whole);
    // joined once and for all
    expect(readdirSync(at('8')).filter((name) => name.endsWith('.duckdb'))).toEqual(['results.duckdb']);
  });

  test('from the command line say what is missing, and are not done again when joined', async () => {
    const at = folder({ 'x.json': TINY });
    const part = (i: number) =>
      coproduce('batch', at('x.json'), '--out', at('out'), '--shard', `${i}/3`, '--workers', '1');
    expect(part(1).err).toContain('10 runs, recorded in');
    expect(coproduce('export', at('out')).err).toBe(
      `${at('out')}: of 3 parts these are missing: 2, 3\nfinish them with --shard, or take what is there with --partial\n`,
    );
    expect(coproduce('batch', at('x.json'), '--out', at('out')).err).toContain(
      'holds parts 1 of 3; go on with --shard i/3',
    );
    part(3);
    part(2);
    const { code, err } = coproduce('export', at('out'));
    expect([code, err.split('\n').length]).toEqual([0, 4]);
    expect(part(2).err).toContain('30 runs: all are recorded');
    expect(coproduce('batch', at('x.json'), '--out', at('out'), '--shard', '0/3').err).toContain(
      '--shard: expected i/n',
    );
  });

  test('of which some are missing or unfinished can be looked at, and stay as they are', async () => {
    const at = folder({ 'x.json': TINY });
    const experiment = experimentOf(TINY);
    await batch(experiment, at('whole'));
    await batch(experiment, at('out'), { index: 1, of: 4 });
    // of the third part there are two runs, of the fourth there is a beginning
    const shard = shardOf(experiment.runs, 3, 4);
    const third = await openResults(databaseFile(at('out'), 3, 4), experiment, shard);
    await runBatch(experiment, third, createInlineRunner(), { from: shard.from, to: shard.from + 2 });
    third.close();
    (await openDatabase(databaseFile(at('out'), 4, 4))).close();
    const before = readdirSync(at('out'));

    const csv = async (directory: string, partial: boolean) => {
      const database = await openWhole(directory, partial);
      const out = at(`${partial}`);
      mkdirSync(out);
      const files = await exportTables(database, out, 'csv').finally(() => database.close());
      return files.map((file) => readFileSync(file, 'utf8').split('\n'));
    };
    await expect(openWhole(at('out'))).rejects.toThrow('of 4 parts these are missing: 2\n');
    const there = new Set(['0', '1', '2', '3', '4', '5', '6', `${shard.from}`, `${shard.from + 1}`]);
    const expected = (await csv(at('whole'), false)).map((lines) =>
      lines.filter((line, i) => i === 0 || line === '' || there.has(line.split(',')[0])),
    );
    expect(await csv(at('out'), true)).toEqual(expected);
    expect(readdirSync(at('out'))).toEqual(before);
    const summary = coproduce('summary', at('out'), '--partial');
    expect([summary.code, summary.out.split('\n')[0]]).toEqual([
      0,
      // runs 0 to 6 are the first that are there in a row, and a seed has six
      expect.stringContaining(': 6 runs (2 scenarios × 3 points × the first of 5 seeds)'),
    ]);
  });

  test('a part cut short is named, and done again', async () => {
    const at = folder({ 'x.json': TINY });
    const experiment = experimentOf(TINY);
    for (const index of [1, 2, 3]) await batch(experiment, at('out'), { index, of: 3 });
    await batch(experiment, at('whole'));
    truncateSync(databaseFile(at('out'), 2, 3), 20_000);
    const { code, err } = coproduce('export', at('out'));
    expect(code).toBe(1);
    expect(err).toContain('results.2-of-3.duckdb: is damaged');
    expect(err).toContain('--repair');
    // the experiment of the library has no file name, so the part is done again with the library's own means
    const again = coproduce('batch', at('x.json'), '--out', at('out'), '--shard', '2/3', '--repair');
    expect(again.err).toMatch(/was damaged and is set aside as .*damaged-1; \d+ runs could be read and are kept/);
    expect(again.code).toBe(0);
    expectSameBytes(await exported(at('out')), await exported(at('whole')));
  });

  test('a part under the name of another is refused, and nothing is removed', async () => {
    const at = folder();
    const experiment = experimentOf(TINY);
    for (const index of [1, 2, 3]) await batch(experiment, at('out'), { index, of: 3 });
    copyFileSync(databaseFile(at('out'), 1, 3), databaseFile(at('out'), 2, 3));
    const before = readdirSync(at('out'));
    for (const partial of [false, true]) {
      await expect(openWhole(at('out'), partial)).rejects.toThrow(
        'results.2-of-3.duckdb: holds part 1 of 3, runs 0 to 9, which is not what its name says',
      );
    }
    expect(readdirSync(at('out'))).toEqual(before);
  });

  test('parts that have a run twice are refused, and nothing is removed', async () => {
    const at = folder();
    const experiment = experimentOf(TINY);
    for (const index of [1, 2, 3]) await batch(experiment, at('out'), { index, of: 3 });
    const second = await openDatabase(databaseFile(at('out'), 2, 3));
    await second.run('UPDATE runs SET run = 0 WHERE run = 10');
    second.close();
    const before = readdirSync(at('out'));
    await expect(openWhole(at('out'))).rejects.toThrow('the parts have 29 of 30 runs, from 0 to 29, in 30 rows');
    expect(readdirSync(at('out'))).toEqual(before);
  });

  test('a whole beside its parts, which somebody was ended before removing, stands for them', async () => {
    const at = folder({ 'x.json': TINY });
    const experiment = experimentOf(TINY);
    const part = (i: number) => coproduce('batch', at('x.json'), '--out', at('out'), '--shard', `${i}/3`);
    for (const index of [1, 2, 3]) expect(part(index).code).toBe(0);
    cpSync(at('out'), at('again'), { recursive: true });
    await mergeShards(at('out'));
    const left = () => {
      for (const name of readdirSync(at('again')).filter((file) => !/[.]1-of/u.test(file)))
        copyFileSync(at(`again/${name}`), at(`out/${name}`));
    };
    left();
    expect(coproduce('batch', at('x.json'), '--out', at('out')).err).toContain('30 runs: all are recorded');
    expect(readdirSync(at('out')).sort()).toEqual(['manifest.json', 'results.duckdb']);
    left();
    // a part of something else is somebody's
    await batch(experimentOf({ ...TINY, seeds: 6 }), at('out'), { index: 1, of: 2 });
    (await openWhole(at('out'))).close();
    expect(readdirSync(at('out')).sort()).toEqual(['manifest.json', 'results.1-of-2.duckdb', 'results.duckdb']);
    expect(await batch(experiment, at('out'))).toEqual({ recorded: 30, failed: 0 });
  });

  test('what a merge of the same process number has left is not in the way', async () => {
    const at = folder();
    const experiment = experimentOf(TINY);
    for (const index of [1, 2, 3]) await batch(experiment, at('out'), { index, of: 3 });
    const temporary = temporaryName(databaseFile(at('out')));
    copyFileSync(databaseFile(at('out'), 1, 3), temporary);
    writeFileSync(`${temporary}.wal`, 'left');
    (await openWhole(at('out'))).close();
    expect(readdirSync(at('out'))).toEqual(['results.duckdb']);
  });

  test('a part that is being joined is held: nobody goes on with it meanwhile', async () => {
    const at = folder({ 'x.json': TINY });
    const part = () => coproduce('batch', at('x.json'), '--out', at('out'), '--shard', '2/3', '--quiet');
    expect(part().code).toBe(0);
    const join = await openJoin(at('out/.join'));
    await attach(join, databaseFile(at('out'), 2, 3), 'part2');
    // what is made of it is let go of before the part is
    await letGo(join);
    expect(part().err).toContain(`process ${process.pid} is at work on it`);
    join.close();
    expect(part().code).toBe(0);
  });

  test('that several processes join at once are the same for each', async () => {
    const at = folder();
    const experiment = experimentOf(TINY);
    for (const index of [1, 2, 3]) await batch(experiment, at('out'), { index, of: 3 });
    await batch(experiment, at('whole'));
    const tables = (out: string) => ['export', at('out'), '--out', at(out), '--format', 'csv', '--quiet'];
    const ends = await Promise.all(['a', 'b', 'c'].map((out) => start(...tables(out)).end));
    expect(ends).toEqual(Array(3).fill({ code: 0, err: '' }));
    expect(readdirSync(at('out'))).toEqual(['results.duckdb']);
    const expected = (await exported(at('whole')))['series.csv'];
    for (const out of ['a', 'b', 'c']) expect(readFileSync(at(`${out}/series.csv`)).equals(expected)).toBe(true);
  });

  test('in a place that cannot be written are joined where the tables go', async (context) => {
    const place = mount('size=50m');
    if (place === null) return context.skip('nobody may mount a file system here');
    const at = folder();
    const experiment = experimentOf(TINY);
    for (const index of [1, 2]) await batch(experiment, place, { index, of: 3 });
    const readOnly = (how: string) => execFileSync('mount', ['-o', `remount,${how}`, place]);
    const write = (out: string, ...more: string[]) => coproduce('export', place, '--out', at(out), '--quiet', ...more);
    readOnly('ro');
    expect(write('some').err).toContain('of 3 parts these are missing: 3');
    expect(write('some', '--partial')).toMatchObject({ code: 0, err: '' });
    readOnly('rw');
    await batch(experiment, place, { index: 3, of: 3 });
    const before = readdirSync(place);
    readOnly('ro');
    expect(write('all')).toMatchObject({ code: 0, err: '' });
    expect(coproduce('summary', place)).toMatchObject({ code: 0, err: '' });
    for (const out of ['some', 'all'])
      expect(readdirSync(at(out)).sort()).toEqual(['ledger.parquet', 'runs.parquet', 'series.parquet']);
    expect(readdirSync(place)).toEqual(before);
    await batch(experiment, at('whole'));
    const expected = (await exported(at('whole')))['series.parquet'];
    expect(readFileSync(at('all/series.parquet')).equals(expected)).toBe(true);
  });
});
