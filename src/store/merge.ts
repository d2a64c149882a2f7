import { accessSync, constants, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentsFrom } from '../experiment/outcomes.ts';
import { TABLES } from '../experiment/tables.ts';
import { makeDirectory } from './directory.ts';
import { attach, type Database, LOGS, letGo, openDatabase, openJoin, removeDatabase } from './duckdb.ts';
import { StoreError } from './errors.ts';
import { differences } from './identity.ts';
import { type Manifest, readManifest, writeManifest } from './manifest.ts';
import { removeLeftovers, temporaryName } from './publish.ts';
import { hasMeta, isCutShort, notBegun, readMeta } from './results.ts';
import { databaseFile, manifestFile, type Shard, shardOf, shardsIn } from './shard.ts';

const OR_PARTIAL = 'or take what is there with --partial';

/** Whether all runs of a part are there. */
export interface Completeness {
  readonly runs: number;
  readonly recorded: number;
  readonly failed: number;
}

/** @param attached the name of a database that is attached, which is meant instead */
export async function completeness(database: Database, attached?: string): Promise<Completeness> {
  const { shard } = await readMeta(database, attached);
  const runs = attached === undefined ? 'runs' : `${attached}.runs`;
  const [[recorded, failed]] = await database.rows(`SELECT count(*), count(*) FILTER (status = 'failed') FROM ${runs}`);
  return { runs: shard.to - shard.from, recorded: Number(recorded), failed: Number(failed) };
}

/**
 * The results in a directory as one database, for reading. Parts are joined first, once and for all.
 *
 * @param partial whether results that are not complete will do
 * @param signal ends it early; what was being joined is then as it was
 * @param out where parts are joined, for as long as it is open, when the directory cannot be written
 * @throws {StoreError} when there are none, or parts of them are missing, unfinished or damaged
 */
export async function openWhole(
  directory: string,
  partial = false,
  signal?: AbortSignal,
  out?: string,
): Promise<Database> {
  const whole = databaseFile(directory);
  if (!existsSync(whole)) {
    try {
      if (!isWritable(directory)) return await openComplete(directory, signal, out);
      await mergeShards(directory, signal);
    } catch (error) {
      signal?.throwIfAborted();
      // another process may have joined them, and removed them meanwhile
      if (!existsSync(whole)) {
        if (partial && error instanceof StoreError && error.kind === 'incomplete')
          return openParts(directory, signal, out);
        throw error;
      }
    }
  }
  if (isCutShort(whole)) throw notBegun(whole);
  const database = await openDatabase(whole, true, signal);
  try {
    const { runs, recorded } = await completeness(database);
    if (recorded < runs && !partial) {
      throw new StoreError(
        [`${directory}: ${recorded} of ${runs} runs are done; finish them with the batch command, ${OR_PARTIAL}`],
        'incomplete',
      );
    }
    if (recorded === runs) await removeJoined(directory, database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * What is joined only for as long as somebody reads it: in the directory itself where it can be written, else where
 * the tables go, where there has to be room anyway, else where the system wants such things.
 */
async function joinForReading(
  directory: string,
  signal: AbortSignal | undefined,
  out: string | undefined,
  fill: (database: Database) => Promise<void>,
): Promise<Database> {
  let place = directory;
  let own: string | null = null;
  if (!isWritable(directory)) {
    if (out !== undefined && out !== directory) {
      makeDirectory(out);
      place = out;
    } else {
      own = mkdtempSync(join(tmpdir(), 'coproduce-'));
      place = own;
    }
  }
  const temporary = temporaryName(databaseFile(place));
  let database: Database | null = null;
  const close = () => {
    if (database !== null) {
      database.close();
      removeDatabase(temporary);
    }
    if (own !== null) rmSync(own, { recursive: true, force: true });
  };
  try {
    database = await openJoin(temporary, signal);
    await fill(database);
    return { ...database, close };
  } catch (error) {
    close();
    throw noRoom(error, place);
  }
}

/** The file that is being written is nobody's business: what is told is where there is no room. */
function noRoom(error: unknown, place: string): unknown {
  if (!(error instanceof StoreError && error.kind === 'full')) return error;
  return new StoreError(
    [
      `${place}: no space is left to join the parts; they stay as they are`,
      'make room and give the same command again',
    ],
    'full',
  );
}

/** What is there of parts that are not complete, joined for as long as it is open; the parts stay as they are. */
function openParts(directory: string, signal?: AbortSignal, out?: string): Promise<Database> {
  return joinForReading(directory, signal, out, async (database) => {
    const { of, present } = divisionOf(directory);
    let joined = 0;
    for (const index of present) {
      const file = databaseFile(directory, index, of);
      if (isCutShort(file)) continue;
      const about = await attach(database, file, nameOf(index));
      if (await hasMeta(about, nameOf(index))) await copyShard(about, index, of, joined++ === 0);
      // who is at work on the parts is not to wait for who reads what was copied
      await database.run(`DETACH ${nameOf(index)}`);
    }
    if (joined === 0) throw new StoreError([`${directory}: holds no results yet`], 'incomplete');
  });
}

/** All parts, joined for as long as it is open, where they cannot be joined once and for all. */
function openComplete(directory: string, signal?: AbortSignal, out?: string): Promise<Database> {
  return joinForReading(directory, signal, out, (database) => joinAll(database, directory, allOf(directory)));
}

/** Into how many parts the results in a directory are cut, and which of them are there. */
function divisionOf(directory: string): { of: number; present: number[] } {
  const ways = shardsIn(directory);
  if (ways.length === 0) throw new StoreError([`${directory}: holds no results`], 'missing');
  if (ways.length === 1) return ways[0];
  const kinds = ways.map(({ of }) => of).join(' and ');
  throw new StoreError([`${directory}: holds parts of different divisions, ${kinds}; keep those of one`]);
}

/** How many parts there are, which are all there. */
function allOf(directory: string): number {
  const { of, present } = divisionOf(directory);
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((i) => !present.includes(i));
  if (missing.length === 0) return of;
  throw new StoreError(
    [
      `${directory}: of ${of} parts these are missing: ${missing.join(', ')}`,
      `finish them with --shard, ${OR_PARTIAL}`,
    ],
    'incomplete',
  );
}

/**
 * Joins all parts in a directory into one database that appears when it is complete; then the parts are removed. They
 * are held all the while, so that none is removed that somebody has gone on with.
 */
export async function mergeShards(directory: string, signal?: AbortSignal): Promise<void> {
  const target = databaseFile(directory);
  const temporary = temporaryName(target);
  let database: Database | null = null;
  try {
    const of = allOf(directory);
    if (of === 1) return;
    database = await openJoin(temporary, signal);
    await joinAll(database, directory, of);
    const manifests = Array.from({ length: of }, (_, i) => readManifest(manifestFile(directory, i + 1, of)));
    // who has made the whole meanwhile removes the parts, and these may be some of the manifests only
    if (existsSync(target)) return;
    const first = manifests.find((manifest) => manifest !== null);
    if (first) {
      const { recorded, failed } = await completeness(database);
      const whole: Manifest = {
        ...first,
        status: 'complete',
        shard: { index: 1, of: 1, from: 0, to: first.runs },
        recorded,
        failed,
        sessions: manifests.flatMap((manifest) => manifest?.sessions ?? []),
      };
      const { digests: _digests, ...plain } = whole as Manifest & { digests?: unknown };
      await writeManifest(manifestFile(directory), plain, database);
    }
    await letGo(database);
    renameSync(temporary, target);
    removeLeftovers(target);
    for (let index = 1; index <= of; index++) removeShard(directory, index, of);
  } catch (error) {
    throw noRoom(error, directory);
  } finally {
    if (database !== null) {
      database.close();
      removeDatabase(temporary);
    }
  }
}

/**
 * Removes parts beside complete results that were made of them: who joined them was ended before it had. Others stay.
 */
export async function finishMerge(directory: string): Promise<void> {
  try {
    const database = await openDatabase(databaseFile(directory), true);
    try {
      const { runs, recorded } = await completeness(database);
      if (recorded === runs) await removeJoined(directory, database);
    } finally {
      database.close();
    }
  } catch (error) {
    // that they are in other hands, or damaged, is told by who goes on with them
    if (!(error instanceof StoreError)) throw error;
  }
}

async function removeJoined(directory: string, database: Database): Promise<void> {
  const { experiment, engine } = await readMeta(database);
  for (const { of, present } of shardsIn(directory).filter((way) => way.of > 1)) {
    for (const index of present) {
      try {
        const part = await openDatabase(databaseFile(directory, index, of), true);
        try {
          const meta = await readMeta(part);
          const differ = [...differences(meta.experiment, experiment), ...differences(meta.engine, engine)];
          if (differ.length === 0) removeShard(directory, index, of);
        } finally {
          part.close();
        }
      } catch (error) {
        // what is in other hands, or damaged, or cannot be removed, is no part of what is there to be read
        if (!(error instanceof StoreError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
      }
    }
  }
}

/** The database last: while it is there, somebody finds what else is to be removed. */
function removeShard(directory: string, index: number, of: number): void {
  for (const path of [manifestFile(directory, index, of), join(directory, `progress.${index}-of-${of}`)])
    rmSync(path, { force: true });
  const file = databaseFile(directory, index, of);
  for (const ending of ['', ...LOGS]) rmSync(file + ending, { force: true });
}

/** What a part is called where it is attached. */
const nameOf = (index: number) => `part${index}`;

/** Attaches all parts, looks whether they are complete, and copies them. */
async function joinAll(database: Database, directory: string, of: number): Promise<void> {
  const parts: Database[] = [];
  const unfinished: string[] = [];
  for (let index = 1; index <= of; index++) {
    const file = databaseFile(directory, index, of);
    if (isCutShort(file)) throw notBegun(file);
    const part = await attach(database, file, nameOf(index));
    const { runs, recorded } = await completeness(part, nameOf(index));
    if (recorded < runs) unfinished.push(`  part ${index} has ${recorded} of ${runs} runs`);
    parts.push(part);
  }
  if (unfinished.length > 0)
    throw new StoreError(
      [`${directory}: not every part is finished`, ...unfinished, `finish them with --shard, ${OR_PARTIAL}`],
      'incomplete',
    );
  for (const [i, part] of parts.entries()) await copyShard(part, i + 1, of, i === 0);
  await checkRuns(database, directory);
}

/** Whether every run is there once, before anything is removed that might hold a missing one. */
async function checkRuns(database: Database, directory: string): Promise<void> {
  const { shard } = await readMeta(database);
  const [row] = await database.rows('SELECT count(*), count(DISTINCT run), min(run), max(run) FROM runs');
  const [count, distinct, first, last] = row.map(Number);
  if (count === shard.to && distinct === shard.to && first === 0 && last === shard.to - 1) return;
  throw new StoreError([
    `${directory}: the parts have ${distinct} of ${shard.to} runs, from ${first} to ${last}, in ${count} rows`,
    'nothing was joined; they stay as they are',
  ]);
}

/** Copies a part, which is attached, after a look at what it says of itself. */
async function copyShard(part: Database, index: number, of: number, first: boolean): Promise<void> {
  const name = nameOf(index);
  const meta = await readMeta(part, name);
  const { policies, points, planned } = contentsFrom(meta.experiment as Record<string, unknown>, 0);
  const runs = policies.length * points * planned;
  const { shard } = meta;
  const expected = shardOf(runs, index, of);
  if ((['index', 'of', 'from', 'to'] as const).some((key) => shard[key] !== expected[key]))
    throw new StoreError(
      [
        `${part.file}: holds part ${shard.index} of ${shard.of}, runs ${shard.from} to ${shard.to - 1}, which is not what its name says`,
        'nothing was joined; put the right file into its place, or remove it and do the part again',
      ],
      'changed',
    );
  await part.run('BEGIN');
  if (first) {
    for (const table of TABLES) await part.run(`CREATE TABLE ${table} AS FROM ${name}.${table} LIMIT 0`);
    await part.run('CREATE TABLE meta (key VARCHAR, value VARCHAR)');
    const whole: Shard = { index: 1, of: 1, from: 0, to: runs };
    const values = { experiment: meta.experiment, engine: meta.engine, shard: whole };
    for (const [key, value] of Object.entries(values)) {
      await part.run('INSERT INTO meta VALUES (?, ?)', [key, JSON.stringify(value)]);
    }
  } else {
    const begun = await readMeta(part);
    const differ = [...differences(begun.experiment, meta.experiment), ...differences(begun.engine, meta.engine)];
    if (differ.length > 0)
      throw new StoreError([`${part.file}: is a part of another experiment or engine`, ...differ], 'changed');
  }
  for (const table of TABLES) await part.run(`INSERT INTO ${table} FROM ${name}.${table}`);
  await part.run('COMMIT');
}
