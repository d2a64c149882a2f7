import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RunOutcome } from '../engine/ensemble.ts';
import type { Experiment, RunPlace } from '../experiment/experiment.ts';
import { extract, keptWeeks } from '../experiment/extract.ts';
import { type Column, ledgerRows, runRows, TABLES, tableColumns } from '../experiment/tables.ts';
import { Table } from './appending.ts';
import { makeDirectory } from './directory.ts';
import { type Database, LOGS, openDatabase, quoted, removeDatabase } from './duckdb.ts';
import { StoreError, storeError } from './errors.ts';
import { differences, engineIdentity, experimentIdentity } from './identity.ts';
import type { Shard } from './shard.ts';

/** How far a shard is. Runs are recorded in order of their number, so `recorded` of them are the first ones. */
export interface Recorded {
  readonly recorded: number;
  readonly failed: number;
}

/** The results of a shard, being written. */
export interface Results {
  readonly shard: Shard;
  readonly database: Database;
  readonly recorded: number;
  readonly failed: number;
  /** How many of the recorded runs nothing can take away any more. */
  readonly safe: number;
  /** The next run in order. Nothing is safe until {@link commit}. */
  append(place: RunPlace, seed: string, outcome: RunOutcome): void;
  /** A run again, in the place of what was recorded. */
  replace(place: RunPlace, seed: string, outcome: RunOutcome): Promise<void>;
  /** Everything so far survives whatever happens next. */
  commit(): Promise<void>;
  failedRuns(): Promise<number[]>;
  close(): void;
}

/**
 * Opens the results of a shard, or begins them.
 *
 * @throws {StoreError} when they belong to another experiment or engine, or another process has them, or they are damaged
 */
export async function openResults(file: string, experiment: Experiment, shard: Shard): Promise<Results> {
  makeDirectory(dirname(file));
  let fresh = !existsSync(file);
  const database = await openDatabase(file).catch((error) => {
    // first opened, which finds out whether a process has only just begun it
    if (!(error instanceof StoreError && error.kind === 'damaged' && isCutShort(file))) throw error;
    removeDatabase(file);
    fresh = true;
    return openDatabase(file);
  });
  try {
    const begun = !fresh && (await hasMeta(database));
    if (begun) await checkIdentity(database, experiment, shard);
    else await createTables(database, experiment, shard);
    const [[recorded, failed]] = await database.rows(`SELECT count(*), count(*) FILTER (status = 'failed') FROM runs`);
    return createResults(database, experiment, shard, { recorded: Number(recorded), failed: Number(failed) });
  } catch (error) {
    database.close();
    // nothing was recorded in it, and an empty file would pass for results
    if (fresh) removeDatabase(file);
    throw error;
  }
}

/** DuckDB: three headers of 4 KB, before which nothing of a database is there. */
const HEADERS = 3 * 4096;

/** Whether a file is what a process has left that was ended before it had begun a database in it. */
export function isCutShort(file: string): boolean {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? HEADERS;
  return size < HEADERS && !LOGS.some((ending) => existsSync(file + ending));
}

/**
 * Whether a database has the tables of results.
 *
 * @param attached the name of one that is attached to it, which is meant instead
 */
export async function hasMeta(database: Database, attached?: string): Promise<boolean> {
  try {
    // asked for by name: a list of tables would be one of those of every part that is attached
    await database.run(`FROM ${metaOf(attached)} LIMIT 0`);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('Table with name meta does not exist')) return false;
    throw error;
  }
}

const metaOf = (attached: string | undefined) => (attached === undefined ? 'meta' : `${attached}.meta`);

/** Makes the tables of new results, all of them or none. */
export async function createTables(database: Database, experiment: Experiment, shard: Shard): Promise<void> {
  const columns = tableColumns(experiment);
  const definition = ({ name, type }: Column) => `${quoted(name)} ${type}`;
  await database.run('BEGIN');
  for (const table of TABLES)
    await database.run(`CREATE TABLE ${table} (${columns[table].map(definition).join(', ')})`);
  await database.run('CREATE TABLE meta (key VARCHAR, value VARCHAR)');
  const meta = {
    experiment: JSON.stringify(experimentIdentity(experiment)),
    engine: JSON.stringify(engineIdentity()),
    shard: JSON.stringify(shard),
  };
  for (const [key, value] of Object.entries(meta)) await database.run('INSERT INTO meta VALUES (?, ?)', [key, value]);
  await database.run('COMMIT');
}

/** What is told of a file in which nothing was begun. */
export function notBegun(file: string): StoreError {
  return new StoreError([`${file}: holds no results yet; begin them with the batch command`], 'incomplete');
}

/**
 * What was recorded of results when they were begun.
 *
 * @param attached the name of a database that is attached, which is meant instead
 * @throws {StoreError} when the process that was to begin them was ended before it had
 */
export async function readMeta(
  database: Database,
  attached?: string,
): Promise<{ experiment: unknown; engine: unknown; shard: Shard }> {
  if (!(await hasMeta(database, attached))) throw notBegun(database.file);
  const rows = await database.rows(`SELECT key, value FROM ${metaOf(attached)}`);
  return Object.fromEntries(rows.map(([key, value]) => [key, JSON.parse(value as string)])) as never;
}

/**
 * Refuses, in words, to go on with what another experiment or another engine began.
 *
 * @param attached the name of a database that is attached, which is meant instead
 */
export async function checkIdentity(
  database: Database,
  experiment: Experiment,
  shard: Shard,
  attached?: string,
): Promise<void> {
  const before = await readMeta(database, attached);
  const changed = differences(before.experiment, experimentIdentity(experiment));
  const engine = differences(before.engine, engineIdentity());
  const part = differences(before.shard, shard);
  if (changed.length + engine.length + part.length === 0) return;
  throw new StoreError(
    [
      ...(changed.length > 0 ? [`${database.file}: the experiment has changed since these results were begun`] : []),
      ...changed.map((line) => `  ${line}`),
      ...(engine.length > 0 ? [`${database.file}: another engine began these results`] : []),
      ...engine.map((line) => `  engine ${line}`),
      ...(changed.length + engine.length === 0
        ? [`${database.file}: was begun as another part of the runs`, ...part]
        : []),
      'nothing was touched; give another directory with --out, or go back to what it was',
    ],
    'changed',
  );
}

async function createResults(
  database: Database,
  experiment: Experiment,
  shard: Shard,
  before: Recorded,
): Promise<Results> {
  const columns = tableColumns(experiment);
  const tables = TABLES.map((name) => new Table(database, name, columns[name]));
  const [runs, series, ledger] = tables;
  const rowOf = runRows(experiment);
  const { keep } = experiment.spec;
  const width = keep.series.length;
  /** By the weeks of a run, since runs of a kind are many. */
  const weeksOf = new Map<number, readonly number[]>();
  let { recorded, failed } = before;
  let safe = recorded;
  /** What went wrong while a run was added, of which only a part may be there: nothing after it may become safe. */
  let broken: unknown = null;

  async function begin(): Promise<void> {
    await database.run('BEGIN');
    for (const table of tables) await table.begin();
  }

  function add(place: RunPlace, seed: string, outcome: RunOutcome): void {
    const kept = outcome.ok ? (outcome.kept ?? extract(keep, outcome.result)) : null;
    runs.add(rowOf(place, seed, outcome, kept));
    if (!outcome.ok || !kept) return;
    const { weeks, lines } = outcome.result;
    const recordedWeeks = weeksOf.get(weeks) ?? keptWeeks(keep, weeks);
    weeksOf.set(weeks, recordedWeeks);
    for (let row = 0; row < recordedWeeks.length; row++) {
      series.addNumbers(place.run, recordedWeeks[row], kept.series, row * width, width);
    }
    for (const row of ledgerRows(experiment, place, lines, kept)) ledger.add(row);
  }

  async function commit(): Promise<void> {
    if (broken !== null) {
      await database.run('ROLLBACK').catch(() => {});
      throw broken;
    }
    try {
      for (const table of tables) table.end();
    } catch (error) {
      throw storeError(error, database.file);
    }
    await database.run('COMMIT');
    safe = recorded;
    await begin();
  }

  await begin();
  return {
    shard,
    database,
    get recorded() {
      return recorded;
    },
    get safe() {
      return safe;
    },
    get failed() {
      return failed;
    },
    append(place, seed, outcome) {
      try {
        add(place, seed, outcome);
      } catch (error) {
        broken = storeError(error, database.file);
        throw broken;
      }
      recorded++;
      if (!outcome.ok) failed++;
    },
    async replace(place, seed, outcome) {
      await commit();
      for (const table of TABLES) await database.run(`DELETE FROM ${table} WHERE run = ${place.run}`);
      add(place, seed, outcome);
      await commit();
      if (outcome.ok) failed--;
    },
    commit,
    async failedRuns() {
      const rows = await database.rows(`SELECT run FROM runs WHERE status = 'failed' ORDER BY run`);
      return rows.map(([run]) => Number(run));
    },
    close: () => database.close(),
  };
}
