import { join } from 'node:path';
import { namesIn } from './directory.ts';

/** A part of the runs of an experiment: the numbers from `from` to before `to`. */
export interface Shard {
  /** 1 … of. */
  readonly index: number;
  readonly of: number;
  readonly from: number;
  readonly to: number;
}

/** Cuts the runs into parts in a row, as equal as can be. */
export function shardOf(runs: number, index: number, of: number): Shard {
  const cut = (i: number) => Number((BigInt(runs) * BigInt(i)) / BigInt(of));
  return { index, of, from: cut(index - 1), to: cut(index) };
}

const suffix = (index: number, of: number) => (of === 1 ? '' : `.${index}-of-${of}`);

export function databaseFile(directory: string, index = 1, of = 1): string {
  return join(directory, `results${suffix(index, of)}.duckdb`);
}

export function manifestFile(directory: string, index = 1, of = 1): string {
  return join(directory, `manifest${suffix(index, of)}.json`);
}

/** Into how many parts the results in a directory are cut, with those that are there; more than one way is a mess. */
export function shardsIn(directory: string): { of: number; present: number[] }[] {
  const found = new Map<number, number[]>();
  for (const name of namesIn(directory)) {
    const match = /^results(?:\.(\d+)-of-(\d+))?\.duckdb$/u.exec(name);
    if (!match) continue;
    const of = Number(match[2] ?? 1);
    found.set(of, [...(found.get(of) ?? []), Number(match[1] ?? 1)]);
  }
  return [...found]
    .map(([of, present]) => ({ of, present: present.sort((a, b) => a - b) }))
    .sort((a, b) => a.of - b.of);
}
