import { closeSync, existsSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { storeError } from './errors.ts';

/** Writes a file that appears under its name only when it is complete. */
export async function publish(
  file: string,
  fill: (write: (text: string) => void) => Promise<void> | void,
): Promise<void> {
  const temporary = temporaryName(file);
  try {
    const descriptor = openSync(temporary, 'w');
    try {
      await fill((text) => {
        const bytes = Buffer.from(text);
        for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      });
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    if (existsSync(temporary)) unlinkSync(temporary);
    throw storeError(error, file);
  }
}

/** Beside the file, hidden, and of this process. */
export function temporaryName(file: string): string {
  return join(dirname(file), `.${basename(file)}.${process.pid}.partial`);
}
