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
  if (open.has(file)) throw storeError(new Error('Could not set lock on file'), file);
  if (readOnly && !existsSync(file)) throw storeError(Object.assign(new Error(), { code: 'ENOENT' }), file);
  open.add(file);
  // of this file and process only: what the database finds in it, it takes for its own
  const spill = spillOf(file);
  try {
    const instance = await DuckDBInstance.create(file, {
      threads: '1',
      memory_limit: MEMORY,
      preserve_insertion_order: 'true',
      temp_directory: spill,
      ...(readOnly ? { access_mode: 'READ_ONLY' } : {}),
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
