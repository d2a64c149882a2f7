import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

type Entries = Readonly<Record<string, unknown>>;

/** What is not as it was: missing, unexpected and differing entries, told one by one. */
export function differences(golden: Entries, got: Entries): string[] {
  const text = (value: unknown) => JSON.stringify(value);
  return [
    ...Object.keys(golden)
      .filter((key) => !(key in got))
      .map((key) => `missing: ${key}`),
    ...Object.keys(got)
      .filter((key) => !(key in golden))
      .map((key) => `unexpected: ${key} = ${text(got[key])}`),
    ...Object.keys(golden)
      .filter((key) => key in got && text(golden[key]) !== text(got[key]))
      .map((key) => `differing: ${key} was ${text(golden[key])}, is ${text(got[key])}`),
  ];
}

/** Whether this is `npm run golden:update`, that is vitest with `-u`. */
export function blessing(): boolean {
  return expect.getState().snapshotState.snapshotUpdateState === 'all';
}

const fileOf = (name: string) => new URL(`../goldens/${name}.json`, import.meta.url);

/** The blessed entries of a name, or `null` where there are none. */
export function readGolden(name: string): Entries | null {
  const file = fileOf(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Compares with the blessed entries, in `test/goldens`; a missing golden is a failure. Writes them when blessing. */
export function expectGolden(name: string, got: Entries): void {
  if (blessing()) {
    writeFileSync(fileOf(name), `${JSON.stringify(got, null, 2)}\n`);
    return;
  }
  const golden = readGolden(name);
  if (golden === null) expect.fail(`no golden "${name}": npm run golden:update writes it`);
  expect(differences(golden, got), `as blessed in ${name}.json; npm run golden:update blesses what is now`).toEqual([]);
}
