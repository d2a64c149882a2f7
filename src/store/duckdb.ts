import { existsSync, rmSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { storeError } from './errors.ts';
import { temporaryName } from './publish.ts';

/** What the database may take of the memory; results are written out long before. */
const MEMORY = '192MB';

/** Files that this process has open: DuckDB's lock keeps out other processes only. */
const open = new Set<string>();

/** One database file, held by this process alone. */
export interface Database {
  readonly file: string;
  readonly connection: DuckDBConnection;
  run(sql: string, values?: DuckDBValue[]): Promise<void>;
  /** All rows of a query; for what is small. */
  rows(sql: string, values?: DuckDBValue[]): Promise<DuckDBValue[][]>;
  /** The rows of a query, part by part, for what is not. */
  stream(sql: string): AsyncGenerator<DuckDBValue[][]>;
  /** The same, whose errors tell of another file: of one that is attached. To close it does nothing. */
  about(file: string): Database;
  close(): void;
}

/**
 * Opens a database file. One thread, so that nothing depends on how work is shared out, and rows keep their order.
 *
 * @param signal ends the query that is being worked on, and refuses those after it, with its own reason
 * @throws {StoreError} when another process has it, or it is damaged, or it cannot be written
 */
export async function openDatabase(file: string, readOnly = false, signal?: AbortSignal): Promise<Database> {
  signal?.throwIfAborted();
  if (readOnly && !existsSync(file)) throw storeError(Object.assign(new Error(), { code: 'ENOENT' }), file);
  return create(file, file, readOnly ? { access_mode: 'READ_ONLY' } : {}, signal);
}

/** What the database calls the one in memory. */
const MEMORY_NAME = 'memory';

/**
 * Begins a database under a temporary name to which others are joined. They are attached to one in memory, so that the
 * new one can be let go of while they are still held.
 *
 * @throws {StoreError} when it cannot be written
 */
export async function openJoin(temporary: string, signal?: AbortSignal): Promise<Database> {
  signal?.throwIfAborted();
  // what a process with the number of this one has left
  if (!open.has(temporary)) removeDatabase(temporary);
  const database = await create(':memory:', temporary, {}, signal);
  try {
    await database.run(`ATTACH ${literal(temporary)} AS whole`);
    await database.run('USE whole');
    return database;
  } catch (error) {
    database.close();
    removeDatabase(temporary);
    throw error;
  }
}

/** Completes what {@link openJoin} began: its file can be renamed now. */
export async function letGo(database: Database): Promise<void> {
  await database.run('CHECKPOINT whole');
  await database.run(`USE ${MEMORY_NAME}`);
  await database.run('DETACH whole');
}

/**
 * Attaches a file for reading, which is held until the database is closed.
 *
 * @returns the same database, whose errors tell of this file
 * @throws {StoreError} when another process has the file, or it is damaged or missing
 */
export async function attach(database: Database, file: string, name: string): Promise<Database> {
  if (open.has(file)) throw storeError(new Error('Could not set lock on file'), file);
  if (!existsSync(file)) throw storeError(Object.assign(new Error(), { code: 'ENOENT' }), file);
  const about = database.about(file);
  await about.run(`ATTACH ${literal(file)} AS ${name} (READ_ONLY)`);
  return about;
}

/** @param file what is held, and what errors tell of; the path is what the database opens */
async function create(
  path: string,
  file: string,
  options: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<Database> {
  if (open.has(file)) throw storeError(new Error('Could not set lock on file'), file);
  open.add(file);
  // of this file and process only: what the database finds in it, it takes for its own
  const spill = spillOf(file);
  try {
    rmSync(spill, { recursive: true, force: true });
    const instance = await DuckDBInstance.create(path, {
      threads: '1',
      memory_limit: MEMORY,
      preserve_insertion_order: 'true',
      temp_directory: spill,
      ...options,
    });
    const connection = await instance.connect();
    const interrupt = () => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    return wrap(file, connection, signal, () => {
      signal?.removeEventListener('abort', interrupt);
      connection.closeSync();
      instance.closeSync();
      rmSync(spill, { recursive: true, force: true });
    });
  } catch (error) {
    open.delete(file);
    throw storeError(error, file);
  }
}

function wrap(file: string, connection: DuckDBConnection, signal: AbortSignal | undefined, end: () => void): Database {
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      throw storeError(error, file);
    }
  };
  return {
    file,
    connection,
    run: (sql, values) => told(async () => void (await connection.run(sql, values))),
    rows: (sql, values) => told(async () => (await connection.runAndReadAll(sql, values)).getRows()),
    async *stream(sql) {
      const result = await told(() => connection.stream(sql));
      for (;;) {
        const chunk = await told(() => result.fetchChunk());
        if (!chunk || chunk.rowCount === 0) return;
        yield chunk.getRows();
      }
    },
    about: (other) => ({ ...wrap(other, connection, signal, () => {}), close() {} }),
    close() {
      if (!open.delete(file)) return;
      end();
    },
  };
}

/** Where a database puts what does not fit into memory. */
const spillOf = (file: string) => temporaryName(`${file}.spill`);

/** What comes after the name of a database in those of its logs: the usual one, and those of an ended checkpoint. */
export const LOGS = ['.wal', '.wal.checkpoint', '.wal.recovery'] as const;

/** Removes a database with everything that belongs to it. */
export function removeDatabase(file: string): void {
  for (const path of [file, ...LOGS.map((ending) => file + ending), spillOf(file)])
    rmSync(path, { recursive: true, force: true });
}

/** A name inside SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text inside SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
