import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TABLES } from '../experiment/tables.ts';
import { type Database, literal, openDatabase } from './duckdb.ts';
import { StoreError } from './errors.ts';
import { differences } from './identity.ts';
import { type Manifest, readManifest, temporaryName, writeManifest } from './manifest.ts';
import { readMeta } from './results.ts';
import { databaseFile, manifestFile, type Shard, shardsIn } from './shard.ts';

/** Whether all runs of a part are there. */
export interface Completeness {
  readonly runs: number;
  readonly recorded: number;
  readonly failed: number;
}

export async function completeness(database: Database): Promise<Completeness> {
  const { shard } = await readMeta(database);
  const [[recorded, failed]] = await database.rows(`SELECT count(*), count(*) FILTER (status = 'failed') FROM runs`);
  return { runs: shard.to - shard.from, recorded: Number(recorded), failed: Number(failed) };
}

/**
 * The results in a directory as one database, for reading. Parts are joined first, once and for all.
 *
 * @param partial whether results that are not complete will do; parts are joined only when all of them are
 * @throws {StoreError} when there are none, or parts of them are missing, unfinished or damaged
 */
export async function openWhole(directory: string, partial = false): Promise<Database> {
  const whole = databaseFile(directory);
  if (!existsSync(whole)) await mergeShards(directory, partial);
  const database = await openDatabase(whole, true);
  try {
    const { runs, recorded } = await completeness(database);
    if (recorded < runs && !partial) {
      throw new StoreError(
        [
          `${directory}: ${recorded} of ${runs} runs are done; finish them with the batch command, or take what is there with --partial`,
        ],
        'incomplete',
      );
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const NOT_OF_PARTS = '--partial does not help here: parts are read when all of them are finished';

/**
 * Joins all parts in a directory into one database that appears when it is complete; then the parts are removed.
 *
 * @param partial whether less was thought to do, which it does not
 */
export async function mergeShards(directory: string, partial = false): Promise<void> {
  const hint = partial ? [NOT_OF_PARTS] : [];
  const ways = shardsIn(directory);
  if (ways.length === 0) throw new StoreError([`${directory}: holds no results`], 'missing');
  if (ways.length > 1) {
    const kinds = ways.map(({ of }) => of).join(' and ');
    throw new StoreError([`${directory}: holds parts of different divisions, ${kinds}; keep those of one`]);
  }
  const [{ of, present }] = ways;
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((i) => !present.includes(i));
  if (missing.length > 0) {
    const line = `${directory}: of ${of} parts these are missing: ${missing.join(', ')}`;
    throw new StoreError([line, ...hint], 'incomplete');
  }
  await checkComplete(directory, of, hint);

  const target = databaseFile(directory);
  const temporary = temporaryName(target);
  const database = await openDatabase(temporary);
  const manifests: (Manifest | null)[] = [];
  try {
    for (let index = 1; index <= of; index++) {
      await copyShard(database, databaseFile(directory, index, of), index === 1);
      manifests.push(readManifest(manifestFile(directory, index, of)));
    }
    await database.run('CHECKPOINT');
    const first = manifests.find((manifest) => manifest !== null);
    if (first) {
      const [[recorded, failed]] = await database.rows(
        `SELECT count(*), count(*) FILTER (status = 'failed') FROM runs`,
      );
      const whole: Manifest = {
        ...first,
        status: 'complete',
        shard: { index: 1, of: 1, from: 0, to: first.runs },
        recorded: Number(recorded),
        failed: Number(failed),
        sessions: manifests.flatMap((manifest) => manifest?.sessions ?? []),
      };
      const { digests: _digests, ...plain } = whole as Manifest & { digests?: unknown };
      await writeManifest(manifestFile(directory), plain, database);
    }
    database.close();
    renameSync(temporary, target);
  } finally {
    database.close();
    for (const leftover of [temporary, `${temporary}.wal`]) rmSync(leftover, { force: true });
  }
  removeShards(directory, of);
}

function removeShards(directory: string, of: number): void {
  for (let index = 1; index <= of; index++) {
    const file = databaseFile(directory, index, of);
    const progress = join(directory, `progress.${index}-of-${of}`);
    for (const part of [file, `${file}.wal`, manifestFile(directory, index, of), progress])
      rmSync(part, { force: true });
  }
}

async function checkComplete(directory: string, of: number, hint: readonly string[]): Promise<void> {
  const unfinished: string[] = [];
  for (let index = 1; index <= of; index++) {
    const database = await openDatabase(databaseFile(directory, index, of), true);
    try {
      const { runs, recorded } = await completeness(database);
      if (recorded < runs) unfinished.push(`  part ${index} has ${recorded} of ${runs} runs`);
    } finally {
      database.close();
    }
  }
  if (unfinished.length === 0) return;
  throw new StoreError(
    [`${directory}: not every part is finished`, ...unfinished, 'finish them with --shard', ...hint],
    'incomplete',
  );
}

async function copyShard(target: Database, file: string, first: boolean): Promise<void> {
  const shard = await openDatabase(file, true);
  const meta = await readMeta(shard).finally(() => shard.close());
  await target.run(`ATTACH ${literal(file)} AS part (READ_ONLY)`);
  try {
    await target.run('BEGIN');
    if (first) {
      for (const table of TABLES) await target.run(`CREATE TABLE ${table} AS FROM part.${table} LIMIT 0`);
      await target.run('CREATE TABLE meta (key VARCHAR, value VARCHAR)');
      const values = { experiment: meta.experiment, engine: meta.engine, shard: meta.shard };
      for (const [key, value] of Object.entries(values)) {
        await target.run('INSERT INTO meta VALUES (?, ?)', [key, JSON.stringify(value)]);
      }
    } else {
      const begun = await readMeta(target);
      const differ = [...differences(begun.experiment, meta.experiment), ...differences(begun.engine, meta.engine)];
      if (differ.length > 0)
        throw new StoreError([`${file}: is a part of another experiment or engine`, ...differ], 'changed');
    }
    for (const table of TABLES) await target.run(`INSERT INTO ${table} FROM part.${table}`);
    // parts come in order, so the last one says where the whole ends
    const whole: Shard = { index: 1, of: 1, from: 0, to: meta.shard.to };
    await target.run(`UPDATE meta SET value = ? WHERE key = 'shard'`, [JSON.stringify(whole)]);
    await target.run('COMMIT');
  } finally {
    await target.run('DETACH part').catch(() => {});
  }
}
