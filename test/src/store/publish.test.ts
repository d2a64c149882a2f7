import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { publish, temporaryName } from '../../../src/store/publish.ts';
import { folder } from '../cli/coproduce.ts';

test('what processes that are gone were filling is removed, and what is being filled is not', async () => {
  const at = folder();
  const file = at('results.duckdb');
  const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
  /** The same name of another process. */
  const of = (id: number, name: string) => basename(name).replaceAll(`.${process.pid}.`, `.${id}.`);
  const kinds = [temporaryName(file), `${temporaryName(file)}.wal`, temporaryName(`${file}.spill`)];
  const twice = temporaryName(`${temporaryName(file)}.spill`);
  const make = (name: string) => writeFileSync(join(dirname(file), name), 'part');
  for (const name of kinds) for (const id of [gone, process.ppid]) make(of(id, name));
  mkdirSync(join(dirname(file), of(gone, twice)));
  // of another file, and of another host
  const others = [of(gone, temporaryName(at('results_duckdb'))), `.results.duckdb.another-host.${gone}.partial`];
  others.forEach(make);
  await publish(file, (write) => write('all'));
  const kept = [...others, ...kinds.map((name) => of(process.ppid, name)), 'results.duckdb'];
  expect(readdirSync(dirname(file)).sort()).toEqual(kept.sort());
});
