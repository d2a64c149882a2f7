import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
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
    removeLeftovers(file);
  } catch (error) {
    if (existsSync(temporary)) unlinkSync(temporary);
    throw storeError(error, file);
  }
}

/** This host in the name of a file: in a directory that several share, the number of a process does not say whose. */
const HOST = hostname()
  .replaceAll(/[^\w-]/gu, '-')
  .slice(0, 40);

/** Beside the file, hidden, and of this process. */
export function temporaryName(file: string): string {
  return join(dirname(file), `.${basename(file)}.${HOST}.${process.pid}.partial`);
}

/** Files whose leftovers have been looked for: once is enough for what is published every few seconds. */
const tidied = new Set<string>();

/** Removes what processes of this host that are gone were filling under temporary names of a file. */
export function removeLeftovers(file: string): void {
  if (tidied.has(file)) return;
  tidied.add(file);
  const name = basename(file).replaceAll(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
  // a database has its log and its spill beside it, the spill of a temporary one being hidden twice
  const left = new RegExp(`^\\.{1,2}${name}(?:\\.spill)?\\.${HOST}\\.(\\d+)\\.partial`, 'u');
  try {
    for (const found of readdirSync(dirname(file))) {
      const match = left.exec(found);
      if (match && isGone(Number(match[1]))) rmSync(join(dirname(file), found), { recursive: true, force: true });
    }
  } catch {
    // what cannot be tidied is in nobody's way
  }
}

function isGone(id: number): boolean {
  try {
    process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  try {
    // dead, but its parent has not asked: in a container perhaps nobody ever does
    return /\) [ZX] /u.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
