import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import type { Experiment } from '../experiment/experiment.ts';
import { TABLES } from '../experiment/tables.ts';
import { attach, type Database, LOGS, openDatabase, removeDatabase } from './duckdb.ts';
import { StoreError, storeError } from './errors.ts';
import { removeLeftovers, temporaryName } from './publish.ts';
import { checkIdentity, createTables, openResults, type Results } from './results.ts';
import type { Shard } from './shard.ts';

/** Runs that are copied at a time; what cannot be read costs at most so many good ones. */
const STEP = 512;

/** What a damaged database is called where it is attached. */
const DAMAGED = 'damaged';

export interface Repair {
  /** Where the damaged file is now. */
  readonly aside: string;
  /** Runs that could be read and are kept. */
  readonly kept: number;
}

/**
 * Opens the results of a shard, or begins them, and reads all of them, since damage shows only where it is read.
 *
 * @param signal ends the reading early
 * @throws {StoreError} as `openResults` does
 */
export async function openReadable(
  file: string,
  experiment: Experiment,
  shard: Shard,
  signal?: AbortSignal,
): Promise<Results> {
  const results = await openResults(file, experiment, shard);
  const interrupt = () => results.database.connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await readEverything(results.database, signal);
    return results;
  } catch (error) {
    results.close();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
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
async function readEverything(database: Database, signal?: AbortSignal): Promise<void> {
  for (const table of TABLES) {
    signal?.throwIfAborted();
    await database.rows(`SELECT bit_xor(hash(*COLUMNS(*))) FROM ${table}`);
  }
}

/**
 * Begins a new database with all the first runs that can still be read from a damaged one, which is set aside when the
 * new one is complete. Whatever ends it before leaves the damaged one in its place.
 *
 * @param signal ends it early
 * @throws {StoreError} where there is no room for the new one; then all is as it was
 */
export async function repairResults(
  file: string,
  experiment: Experiment,
  shard: Shard,
  signal?: AbortSignal,
): Promise<Repair> {
  const aside = nameAside(file);
  const temporary = temporaryName(file);
  try {
    // what a process with the number of this one has left
    removeDatabase(temporary);
    await copyReadable(file, temporary, aside, experiment, shard, signal);
    const kept = await settle(temporary, signal);
    replace(file, temporary, aside);
    removeLeftovers(file);
    return { aside, kept };
  } catch (error) {
    moveLogs(aside, file);
    if (!(error instanceof StoreError)) throw error;
    // the file that was being filled is nobody's business
    const lines = error.lines.map((line) => line.replaceAll(temporary, file));
    throw new StoreError(lines, error.kind);
  } finally {
    removeDatabase(temporary);
  }
}

/** Where a damaged database goes: no earlier one, nor the log of one, is there. */
function nameAside(file: string): string {
  for (let number = 1; ; number++) {
    const aside = `${file}.damaged-${number}`;
    if (['', ...LOGS].every((ending) => !existsSync(aside + ending))) return aside;
  }
}

/** Begins a database with the first runs of a damaged one, up to the first that cannot be read. */
async function copyReadable(
  file: string,
  temporary: string,
  aside: string,
  experiment: Experiment,
  shard: Shard,
  signal: AbortSignal | undefined,
): Promise<void> {
  const database = await openDatabase(temporary, false, signal);
  try {
    await createTables(database, experiment, shard);
    await attachDamaged(database, file, aside);
    await refuseOther(database.about(file), experiment, shard);
    let kept = 0;
    for (let from = shard.from; from < shard.to; from += STEP) {
      const range = `run >= ${from} AND run < ${from + STEP}`;
      await database.run('BEGIN');
      for (const table of TABLES) await database.run(`INSERT INTO ${table} FROM ${DAMAGED}.${table} WHERE ${range}`);
      await database.run('COMMIT');
      const [[count]] = await database.rows('SELECT count(*) FROM runs');
      const before = kept;
      kept = Number(count);
      if (kept - before < Math.min(STEP, shard.to - from)) break;
    }
  } catch (error) {
    signal?.throwIfAborted();
    // what cannot be read is done again; what cannot be written, or is in other hands, is another matter
    if (error instanceof StoreError && error.kind !== 'damaged') throw error;
    await database.run('ROLLBACK').catch(() => {});
  } finally {
    database.close();
  }
}

/** Attaches a damaged database; without its log, which goes aside, when it is the log that cannot be read. */
async function attachDamaged(database: Database, file: string, aside: string): Promise<void> {
  try {
    await attach(database, file, DAMAGED);
  } catch (error) {
    const logged = LOGS.some((ending) => existsSync(file + ending));
    if (!(error instanceof StoreError && error.kind === 'damaged' && logged)) throw error;
    moveLogs(file, aside);
    await attach(database, file, DAMAGED);
  }
}

/** What could not be opened may be of another experiment, which shows now; unless that is what cannot be read. */
async function refuseOther(database: Database, experiment: Experiment, shard: Shard): Promise<void> {
  try {
    await checkIdentity(database, experiment, shard, DAMAGED);
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'changed') throw error;
  }
}

/** Takes the log into a database, which is renamed without it; how many runs there are. */
async function settle(temporary: string, signal: AbortSignal | undefined): Promise<number> {
  const database = await openDatabase(temporary, false, signal);
  try {
    await database.run('CHECKPOINT');
    const [[count]] = await database.rows('SELECT count(*) FROM runs');
    return Number(count);
  } finally {
    database.close();
  }
}

function moveLogs(from: string, to: string): void {
  for (const ending of LOGS) if (existsSync(from + ending)) renameSync(from + ending, to + ending);
}

/** Puts a database into the place of a damaged one, which goes aside together with its log. */
function replace(file: string, temporary: string, aside: string): void {
  try {
    // the log first: under the name of the new one it would be taken for its own
    moveLogs(file, aside);
    try {
      // two names for a moment, so that there is no moment without results
      linkSync(file, aside);
    } catch {
      renameSync(file, aside);
    }
    renameSync(temporary, file);
  } catch (error) {
    if (!existsSync(file) && existsSync(aside)) renameSync(aside, file);
    else rmSync(aside, { force: true });
    throw storeError(error, file);
  }
}
