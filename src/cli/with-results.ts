import type { Database } from '../store/duckdb.ts';
import { openWhole } from '../store/merge.ts';
import { withStoreErrors } from './experiment-options.ts';
import { interruptible } from './interrupt.ts';
import type { Arguments } from './options.ts';

/**
 * Opens the results in a directory for reading, and parts of them joined; does something with them and closes them.
 *
 * @param interrupted what is said when the user ends it early
 * @param out where parts are joined when the directory cannot be written
 */
export function withResults(
  args: Arguments,
  directory: string,
  interrupted: string,
  work: (database: Database, signal: AbortSignal) => Promise<number>,
  out?: string,
): Promise<number> {
  const opened = async (signal: AbortSignal) => {
    const database = await openWhole(directory, args.has('partial'), signal, out);
    try {
      return await work(database, signal);
    } finally {
      database.close();
    }
  };
  return withStoreErrors(() => interruptible(interrupted, opened));
}
