import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { reason } from '../scenario/load.ts';
import { onInterrupt } from './interrupt.ts';

/** Node's reader for scenario files: UTF-8, and nothing else. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8 text');
  }
}

/** Where a command's data goes. A file appears under its name only when it is complete. */
export interface Output {
  write(text: string): Promise<void>;
  /** Everything is written: the file takes its name. */
  commit(): void;
  /** Nothing remains of it. */
  discard(): void;
}

/**
 * Opens `path` for writing, or the standard output for `-` and for nothing. Throws at once, in words, when the place
 * cannot be written, so that nobody waits an hour to learn it.
 *
 * @param inputs files that must not be overwritten
 */
export function openOutput(path: string | undefined, inputs: readonly string[] = []): Output {
  if (path === undefined || path === '-') return standardOutput();
  let output: Output;
  try {
    output = fileOutput(path, inputs);
  } catch (error) {
    const { code } = error as { code?: string };
    const why = code === undefined ? (error as Error).message : reason(error).replace('read', 'written');
    throw new Error(code === 'ENOENT' ? 'its directory does not exist' : why);
  }
  onInterrupt(() => output.discard());
  return output;
}

function fileOutput(path: string, inputs: readonly string[]): Output {
  if (path === '') throw new Error('expected a file name');
  const present = statSync(path, { throwIfNoEntry: false });
  if (present?.isDirectory()) throw new Error('is a directory, expected a file');
  // A device or a pipe is written as it is; only a file can be replaced.
  if (present !== undefined && !present.isFile()) return openFile(path, null);
  const target = present === undefined ? resolve(path) : realpathSync(path);
  if (present !== undefined) accessSync(target, constants.W_OK);
  if (inputs.some((input) => sameFile(input, target))) throw new Error('is one of the scenario files that are read');
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  return openFile(temporary, target);
}

function sameFile(path: string, target: string): boolean {
  try {
    return realpathSync(path) === target;
  } catch {
    return false;
  }
}

/** Writes to `path`; when `target` is given, `path` is temporary and takes that name at the end. */
function openFile(path: string, target: string | null): Output {
  const file = openSync(path, 'w');
  let open = true;
  return {
    async write(text) {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    },
    commit() {
      if (!open) return;
      if (target !== null) fsyncSync(file);
      closeSync(file);
      if (target !== null) renameSync(path, target);
      open = false;
    },
    discard() {
      if (!open) return;
      open = false;
      try {
        closeSync(file);
      } catch {
        // already closed by a commit that failed afterwards
      }
      if (target !== null) unlinkSync(path);
    },
  };
}

function standardOutput(): Output {
  return {
    write: (text) =>
      new Promise((done, failed) => process.stdout.write(text, (error) => (error ? failed(error) : done()))),
    commit() {},
    discard() {},
  };
}
