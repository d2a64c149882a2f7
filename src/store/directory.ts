import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError, storeError } from './errors.ts';

/** The names in a directory; none where there is no such directory. */
export function namesIn(directory: string): string[] {
  try {
    const kind = statSync(directory, { throwIfNoEntry: false });
    if (!kind) return [];
    if (!kind.isDirectory()) throw noDirectory(directory);
    return readdirSync(directory);
  } catch (error) {
    throw storeError(error, directory);
  }
}

/**
 * Makes a directory, and those above it, where they are missing. One after the other, since the system's own way says
 * "no such file" of a file system that is read-only, and comes to no end where nothing can be made.
 *
 * @throws {StoreError} with the path at which it fails
 */
export function makeDirectory(directory: string): void {
  try {
    const kind = statSync(directory, { throwIfNoEntry: false });
    if (kind?.isDirectory()) return;
    if (kind) throw noDirectory(directory);
    if (dirname(directory) !== directory) makeDirectory(dirname(directory));
    mkdirSync(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // another process may have been faster
    if (code === 'EEXIST' && statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return;
    if (code === 'ENOENT') throw new StoreError([`${directory}: no directory can be made here`], 'unwritable');
    throw storeError(error, directory);
  }
}

const noDirectory = (path: string) => new StoreError([`${path}: is a file, not a directory`], 'unwritable');
