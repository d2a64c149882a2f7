import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { readText } from '../../../src/cli/files.ts';
import type { Runner } from '../../../src/engine/ensemble.ts';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { runBatch } from '../../../src/experiment/batch.ts';
import type { Experiment } from '../../../src/experiment/experiment.ts';
import { readExperiment } from '../../../src/experiment/read-experiment.ts';
import { reportProblems } from '../../../src/scenario/report.ts';
import { openDatabase } from '../../../src/store/duckdb.ts';
import { EXPORT_FORMATS, exportTables } from '../../../src/store/export.ts';
import { openWhole } from '../../../src/store/merge.ts';
import { openResults } from '../../../src/store/results.ts';
import { databaseFile, shardOf } from '../../../src/store/shard.ts';

/** A very small community with a policy; two scenarios, three points. */
export const TINY = {
  scenarios: [
    { name: 'none' },
    { name: 'taught', interventions: [{ id: 1, instrument: 'training', from: 2, seats: 2 }] },
  ],
  set: { 'population.residents': 30, weeks: 6, burnIn: 2 },
  vary: [{ path: 'interventions.training.seats', values: [1, 2, 3] }],
  seeds: 5,
};

export function experimentOf(content: object): Experiment {
  const { experiment, problems } = readExperiment('x.json', (path) =>
    path === 'x.json' ? JSON.stringify(content) : readText(path),
  );
  expect(reportProblems(problems)).toEqual([]);
  return experiment!;
}

/** Does a whole experiment, or a part of it, in this thread. */
export async function batch(
  experiment: Experiment,
  directory: string,
  { index = 1, of = 1, runner = createInlineRunner() }: { index?: number; of?: number; runner?: Runner } = {},
): Promise<{ recorded: number; failed: number }> {
  const shard = shardOf(experiment.runs, index, of);
  const results = await openResults(databaseFile(directory, index, of), experiment, shard);
  try {
    await runBatch(experiment, results, runner, shard);
    return { recorded: results.recorded, failed: results.failed };
  } finally {
    results.close();
    await runner.close();
  }
}

/** The bytes of all exported tables in both formats. */
export async function exported(directory: string): Promise<Record<string, Buffer>> {
  const out = join(directory, 'tables');
  const database = await openWhole(directory);
  try {
    mkdirSync(out, { recursive: true });
    const files: Record<string, Buffer> = {};
    for (const format of EXPORT_FORMATS) {
      for (const file of await exportTables(database, out, format))
        files[file.slice(out.length + 1)] = readFileSync(file);
    }
    return files;
  } finally {
    database.close();
  }
}

/** Both have the same files with the same bytes. */
export function expectSameBytes(a: Record<string, Buffer>, b: Record<string, Buffer>): void {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  for (const name of Object.keys(a)) expect(a[name].equals(b[name]), `${name} differs`).toBe(true);
}

/** A file system of its own with so many MB, or one that cannot be written; `null` where nobody may mount one. */
export function mount(options: string, at?: string): string | null {
  const path = at ?? mkdtempSync(join(tmpdir(), 'coproduce-fs-'));
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => {
    execFileSync('umount', [path], { stdio: 'ignore' });
    if (existsSync(path)) rmSync(path, { recursive: true, force: true });
  });
  return path;
}

/** Whether some runs of a batch at work have been made safe: then its log has grown. */
export function someAreSafe(directory: string): boolean {
  return (statSync(`${databaseFile(directory)}.wal`, { throwIfNoEntry: false })?.size ?? 0) > 20_000;
}

/** DuckDB: three headers of 4 KB, then blocks. */
const [HEADERS, BLOCK] = [3 * 4096, 262_144];

/** Makes some bytes of the last block of a table others, which shows when that block is read and not before. */
export async function damage(file: string, table: string): Promise<void> {
  const database = await openDatabase(file, true);
  const [[block]] = await database.rows(`SELECT max(block_id) FROM pragma_storage_info('${table}') WHERE persistent`);
  database.close();
  expect(block).not.toBeNull();
  const descriptor = openSync(file, 'r+');
  // its first eight bytes are its checksum
  writeSync(descriptor, Buffer.alloc(64, 0x5a), 0, 64, HEADERS + Number(block) * BLOCK + 8);
  closeSync(descriptor);
}

/** Waits until something is so; for what other processes do. */
export async function until(what: string, done: () => boolean, seconds = 60): Promise<void> {
  for (const limit = Date.now() + seconds * 1000; !done(); ) {
    if (Date.now() > limit) throw new Error(`${what}: not within ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
