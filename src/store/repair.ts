import { existsSync, renameSync, rmSync } from 'node:fs';
import type { Experiment } from '../experiment/experiment.ts';
import { TABLES } from '../experiment/tables.ts';
import { type Database, literal, openDatabase } from './duckdb.ts';
import { StoreError } from './errors.ts';
import { createTables, openResults, type Results } from './results.ts';
import type { Shard } from './shard.ts';

/** Runs that are copied at a time; what cannot be read costs at most so many good ones. */
const STEP = 512;

export interface Repair {
  /** Where the damaged file is now. */
  readonly aside: string;
  /** Runs that could be read and are kept. */
  readonly kept: number;
}

/**
 * Opens the results of a shard, or begins them, and reads all of them, since damage shows only where it is read.
 *
 * @throws {StoreError} as `openResults` does
 */
export async function openReadable(file: string, experiment: Experiment, shard: Shard): Promise<Results> {
  const results = await openResults(file, experiment, shard);
  try {
    await readEverything(results.database);
    return results;
  } catch (error) {
    results.close();
    throw error;
  }
}

/** Whether everything in a database that has all its runs can be read. */
export async function isReadable(file: string): Promise<boolean> {
  try {
    const database = await openDatabase(file, true);
    await readEverything(database).finally(() => database.close());
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'damaged') return false;
    throw error;
  }
}

/** Reads every block of every table, whose checksum the database compares, in memory that does not grow. */
async function readEverything(database: Database): Promise<void> {
  for (const table of TABLES) await database.rows(`SELECT bit_xor(hash(*COLUMNS(*))) FROM ${table}`);
}

/**
 * Sets a damaged database aside and begins a new one with all the first runs that can still be read from it.
 *
 * @throws {StoreError} where there is no room for the new one; then all is as it was
 */
export async function repairResults(file: string, experiment: Experiment, shard: Shard): Promise<Repair> {
  let number = 1;
  while (existsSync(`${file}.damaged-${number}`)) number++;
  const aside = `${file}.damaged-${number}`;
  move(file, aside);
  const database = await openDatabase(file);
  let kept = 0;
  try {
    await createTables(database, experiment, shard);
    await database.run(`ATTACH ${literal(aside)} AS damaged (READ_ONLY)`);
    for (let from = shard.from; from < shard.to; from += STEP) {
      const range = `run >= ${from} AND run < ${from + STEP}`;
      await database.run('BEGIN');
      for (const table of TABLES) await database.run(`INSERT INTO ${table} FROM damaged.${table} WHERE ${range}`);
      await database.run('COMMIT');
      const [[count]] = await database.rows('SELECT count(*) FROM runs');
      const before = kept;
      kept = Number(count);
      if (kept - before < Math.min(STEP, shard.to - from)) break;
    }
  } catch (error) {
    // what cannot be read is done again; what cannot be written is another matter
    await database.run('ROLLBACK').catch(() => {});
    if (error instanceof StoreError && error.kind === 'full') {
      database.close();
      for (const begun of [file, `${file}.wal`]) rmSync(begun, { force: true });
      move(aside, file);
      throw error;
    }
  } finally {
    database.close();
  }
  return { aside, kept };
}

/** Renames a database, together with what it has not taken in yet. */
function move(from: string, to: string): void {
  for (const ending of ['', '.wal']) if (existsSync(from + ending)) renameSync(from + ending, to + ending);
}
