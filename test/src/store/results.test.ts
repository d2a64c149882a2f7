import { existsSync, mkdirSync } from 'node:fs';
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
