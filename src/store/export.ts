import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TABLES, type TableName } from '../experiment/tables.ts';
import { type Database, literal, quoted } from './duckdb.ts';
import { storeError } from './errors.ts';
import { temporaryName } from './manifest.ts';

export const EXPORT_FORMATS = ['parquet', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const COPY: Readonly<Record<ExportFormat, string>> = {
  parquet: 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440',
  csv: 'FORMAT csv, HEADER true',
};

/** Columns that say which run a row of `series` or `ledger` belongs to. */
const WHICH = ['run', 'policy', 'point', 'replicate', 'seed'];

/**
 * Writes the tables of results into a directory, each sorted by run, week and line, each appearing under its
 * name when it is complete. The bytes depend on the runs only: not on parts, interruptions, or the order of recording.
 *
 * @returns the files
 */
export async function exportTables(database: Database, directory: string, format: ExportFormat): Promise<string[]> {
  const files: string[] = [];
  for (const table of TABLES) {
    const target = join(directory, `${table}.${format}`);
    const temporary = temporaryName(target);
    try {
      await database.run(`COPY (${await sortedRows(database, table)}) TO ${literal(temporary)} (${COPY[format]})`);
      const descriptor = openSync(temporary, 'r');
      fsyncSync(descriptor);
      closeSync(descriptor);
      renameSync(temporary, target);
    } catch (error) {
      throw storeError(error, target);
    } finally {
      rmSync(temporary, { force: true });
    }
    files.push(target);
  }
  return files;
}

async function sortedRows(database: Database, table: TableName): Promise<string> {
  if (table === 'runs') return 'SELECT * FROM runs ORDER BY run';
  const described = await database.rows(`DESCRIBE ${table}`);
  const own = described.map(([name]) => String(name)).filter((name) => name !== 'run');
  const columns = [...WHICH.map((name) => `r.${name}`), ...own.map((name) => `t.${quoted(name)}`)];
  const order = table === 'series' ? 't.run, t.week' : 't.run, t.week, t.intervention NULLS LAST, t.line';
  return `SELECT ${columns.join(', ')} FROM ${table} t JOIN runs r ON r.run = t.run ORDER BY ${order}`;
}
