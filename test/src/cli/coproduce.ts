import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLI = join(ROOT, 'dist/cli.js');

/** Runs the built command line in the repository and waits for its end. */
export function coproduce(...args: string[]): { code: number | null; out: string; err: string; lines: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr, lines: stderr.split('\n').filter((line) => line !== '') };
}

/** Starts the built command line, to be interrupted. */
export function start(...args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: ROOT });
  let err = '';
  child.stderr.on('data', (data) => {
    err += data;
  });
  const end = new Promise<{ code: number | null; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, err }));
  });
  return { child, end };
}

/** A folder of its own with the given files in it, gone after the test. */
export function folder(files: Readonly<Record<string, unknown>> = {}): (name: string) => string {
  const path = mkdtempSync(join(tmpdir(), 'coproduce-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return (name) => join(path, name);
}
