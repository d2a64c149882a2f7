import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '../experiment/experiment.ts';
import { openDatabase } from '../store/duckdb.ts';
import { StoreError } from '../store/errors.ts';
import { completeness } from '../store/merge.ts';
import { publish } from '../store/publish.ts';
import { checkIdentity } from '../store/results.ts';
import { databaseFile, shardOf } from '../store/shard.ts';

/** What became of a part: all there, in somebody's hands, or to be done (again). */
export type PartState = 'complete' | 'busy' | 'unfinished' | 'damaged';

/**
 * Looks at the result file of a part, whatever the cluster says of its task.
 *
 * @throws {StoreError} when it is a part of another experiment or engine
 */
export async function stateOfPart(
  directory: string,
  experiment: Experiment,
  index: number,
  of: number,
): Promise<PartState> {
  const file = databaseFile(directory, index, of);
  if (!existsSync(file)) return 'unfinished';
  try {
    const database = await openDatabase(file, true);
    try {
      await checkIdentity(database, experiment, shardOf(experiment.runs, index, of));
      const { runs, recorded } = await completeness(database);
      return recorded === runs ? 'complete' : 'unfinished';
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof StoreError) || error.kind === 'changed') throw error;
    return error.kind === 'locked' ? 'busy' : error.kind === 'damaged' ? 'damaged' : 'unfinished';
  }
}

/** A few bytes beside a part that say how far it is: the database itself can be read only when nobody writes it. */
export function progressFile(directory: string, index: number, of: number): string {
  return join(directory, `progress.${index}-of-${of}`);
}

export async function tellProgress(file: string, recorded: number, failed: number): Promise<void> {
  await publish(file, (write) => write(`${recorded} ${failed}\n`));
}

export function progressOf(directory: string, of: number): { recorded: number; failed: number } {
  const sum = { recorded: 0, failed: 0 };
  for (let index = 1; index <= of; index++) {
    try {
      const [recorded, failed] = readFileSync(progressFile(directory, index, of), 'utf8')
        .split(' ')
        .map(Number);
      sum.recorded += recorded;
      sum.failed += failed;
    } catch {
      // it has not begun
    }
  }
  return sum;
}
