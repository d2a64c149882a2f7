import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Experiment } from '../../../src/experiment/experiment.ts';
import { openDatabase } from '../../../src/store/duckdb.ts';
import { StoreError } from '../../../src/store/errors.ts';
import { openWhole } from '../../../src/store/merge.ts';
import { openResults } from '../../../src/store/results.ts';
import { databaseFile, shardOf } from '../../../src/store/shard.ts';
import { folder } from '../cli/coproduce.ts';
import { batch, expectSameBytes, experimentOf, exported, TINY } from './helpers.ts';

const experiment = experimentOf(TINY);
const shard = shardOf(experiment.runs, 1, 1);
/** What no file can ask for: a table with two columns of one name. */
const impossible: Experiment = {
  ...experiment,
  spec: { ...experiment.spec, keep: { ...experiment.spec.keep, series: ['active', 'active'] } },
};

test('results that cannot be begun leave nothing behind', async () => {
  const at = folder();
  const file = databaseFile(at('out'));
  await expect(openResults(file, impossible, shard)).rejects.toThrow('active');
  expect(existsSync(file)).toBe(false);
  await batch(experiment, at('out'));
  await batch(experiment, at('straight'));
  expectSameBytes(await exported(at('out')), await exported(at('straight')));
});

test('a database whose tables were never made says so, and is begun by the next batch', async () => {
  const at = folder();
  const file = databaseFile(at('out'));
  mkdirSync(at('out'));
  (await openDatabase(file)).close();
  // a beginning that fails half-way makes no table of several
  await expect(openResults(file, impossible, shard)).rejects.toThrow('active');
  expect(existsSync(file)).toBe(true);
  for (const partial of [false, true]) {
    await expect(openWhole(at('out'), partial)).rejects.toThrow(
      new StoreError([`${file}: holds no results yet; begin them with the batch command`], 'incomplete'),
    );
  }
  expect(await batch(experiment, at('out'))).toEqual({ recorded: 30, failed: 0 });
  await batch(experiment, at('straight'));
  expectSameBytes(await exported(at('out')), await exported(at('straight')));
});

test('a file that a killed process has hardly begun is begun by the next batch, and is no results before', async () => {
  const at = folder();
  for (const size of [0, 4096, 8192]) {
    const out = at(`${size}`);
    const file = databaseFile(out);
    const part = databaseFile(out, 2, 2);
    mkdirSync(out);
    writeFileSync(file, Buffer.alloc(size));
    await expect(openWhole(out)).rejects.toThrow(`${file}: holds no results yet; begin them with the batch command`);
    expect(await batch(experiment, out)).toEqual({ recorded: 30, failed: 0 });
    // so it is with parts
    rmSync(file);
    await batch(experiment, out, { index: 1, of: 2 });
    writeFileSync(part, Buffer.alloc(size));
    await expect(openWhole(out)).rejects.toThrow(`${part}: holds no results yet; begin them with the batch command`);
    (await openWhole(out, true)).close();
    await batch(experiment, out, { index: 2, of: 2 });
    (await openWhole(out)).close();
  }
  // what its log is still there of is no such thing
  const file = databaseFile(at('log'));
  mkdirSync(at('log'));
  writeFileSync(file, '');
  writeFileSync(`${file}.wal`, 'log');
  await expect(openResults(file, experiment, shard)).rejects.toMatchObject({ kind: 'damaged' });
  expect(readFileSync(`${file}.wal`, 'utf8')).toBe('log');
});
