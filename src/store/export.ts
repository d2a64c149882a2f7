import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TABLES, type TableName } from '../experiment/tables.ts';
import { type Database, literal, quoted } from './duckdb.ts';
import { StoreError, storeError } from './errors.ts';
import { removeLeftovers, temporaryName } from './publish.ts';

export const EXPORT_FORMATS = ['parquet', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const COPY: Readonly<Record<ExportFormat, string>> = {
  // the file has a temporary name already: one of the database's own would be left in sight by a process that is killed
  parquet: 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440, USE_TMP_FILE false',
  csv: 'FORMAT csv, HEADER true, USE_TMP_FILE false',
};

/** Columns that say which run a row of `series` or `ledger` belongs to. */
const WHICH = ['run', 'policy', 'point', 'replicate', 'seed'];

/**
 * Writes the tables of results into a directory, each sorted by run, week and line. They appear under their names
 * together, when all are complete; whatever ends it before leaves nothing. The bytes depend on the runs only: not on
 * parts, interruptions, or the order of recording.
 *
 * @returns the files
 * @throws {StoreError} when the results cannot be read or the tables not be written
 */
export async function exportTables(database: Database, directory: string, format: ExportFormat): Promise<string[]> {
  const files = TABLES.map((table) => join(directory, `${table}.${format}`));
  const spill = temporaryName(join(directory, 'spill'));
  try {
    await database.run(`SET temp_directory = ${literal(spill)}`);
    for (const [i, table] of TABLES.entries()) await writeTable(database, table, files[i], format);
    for (const file of files) publishTable(file);
    return files;
  } finally {
    for (const path of [...files.map(temporaryName), spill]) rmSync(path, { recursive: true, force: true });
  }
}

/** Writes a table under its temporary name. */
async function writeTable(database: Database, table: TableName, file: string, format: ExportFormat): Promise<void> {
  const temporary = temporaryName(file);
  const rows = await sortedRows(database, table);
  try {
    // tried here first, where it is known which of two files cannot be opened
    closeSync(openSync(temporary, 'w'));
    await database.run(`COPY (${rows}) TO ${literal(temporary)} (${COPY[format]})`);
    const descriptor = openSync(temporary, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'full') {
      throw new StoreError(
        [`${file}: no space is left to write to; make room and give the same command again`],
        'full',
      );
    }
    throw storeError(error, file);
  }
}

function publishTable(file: string): void {
  try {
    renameSync(temporaryName(file), file);
    removeLeftovers(file);
  } catch (error) {
    throw storeError(error, file);
  }
}

async function sortedRows(database: Database, table: TableName): Promise<string> {
  if (table === 'runs') return 'SELECT * FROM runs ORDER BY run';
  const described = await database.rows(`DESCRIBE ${table}`);
  const own = described.map(([name]) => String(name)).filter((name) => name !== 'run');
  const columns = [...WHICH.map((name) => `r.${name}`), ...own.map((name) => `t.${quoted(name)}`)];
  const order = table === 'series' ? 't.run, t.week' : 't.run, t.week, t.intervention NULLS LAST, t.line';
  return `SELECT ${columns.join(', ')} FROM ${table} t JOIN runs r ON r.run = t.run ORDER BY ${order}`;
}
