import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, hostname, platform, release, totalmem } from 'node:os';
import { type Experiment, seedText } from '../experiment/experiment.ts';
import type { Database } from './duckdb.ts';
import { type EngineIdentity, engineIdentity } from './identity.ts';
import { publish } from './publish.ts';
import type { Shard } from './shard.ts';

/** One time that somebody worked on the results. */
export interface Session {
  readonly host: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  readonly memory: number;
  readonly node: string;
  readonly workers: number;
  readonly command: readonly string[];
  readonly started: string;
  ended: string | null;
  /** Runs that were recorded in it. */
  runs: number;
}

/** What `manifest.json` says of results, beside the digest of every run, which is written after all else. */
export interface Manifest {
  readonly format: 1;
  readonly status: 'running' | 'complete';
  readonly name: string;
  readonly title: string;
  readonly engine: EngineIdentity;
  readonly runs: number;
  readonly shard: Shard;
  readonly recorded: number;
  readonly failed: number;
  readonly design: { readonly type: string; readonly points: number; readonly key: string; readonly vary: unknown };
  readonly seeds: { readonly count: number; readonly first: string; readonly last: string; readonly luck: string };
  readonly sessions: readonly Session[];
  /** The experiment file as it was, and its scenarios with everything resolved. */
  readonly experiment: { readonly text: string; readonly resolved: unknown };
  readonly scenarios: readonly unknown[];
}

export function startSession(workers: number, command: readonly string[]): Session {
  return {
    host: hostname(),
    platform: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory: totalmem(),
    node: process.version,
    workers,
    command,
    started: new Date().toISOString(),
    ended: null,
    runs: 0,
  };
}

export function manifestOf(
  experiment: Experiment,
  shard: Shard,
  state: { readonly recorded: number; readonly failed: number },
  sessions: readonly Session[],
): Manifest {
  const { name, title, text, spec, design, vary, seeds, runs, policies } = experiment;
  return {
    format: 1,
    status: state.recorded === shard.to - shard.from ? 'complete' : 'running',
    name,
    title,
    engine: engineIdentity(),
    runs,
    shard,
    recorded: state.recorded,
    failed: state.failed,
    design: { type: spec.design.type, points: design.points, key: spec.key, vary },
    seeds: { count: seeds, first: seedText(experiment, 0), last: seedText(experiment, seeds - 1), luck: spec.luck },
    sessions,
    experiment: { text, resolved: spec },
    scenarios: policies.map(({ scenario }) => scenario),
  };
}

/** The manifest in a file; `null` when there is none, or none that can be read. */
export function readManifest(file: string): (Manifest & { readonly digests?: readonly (string | null)[] }) | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Writes a manifest under a temporary name and publishes it; with a database, followed by the digests of its runs. */
export async function writeManifest(file: string, manifest: Manifest, database: Database | null = null): Promise<void> {
  await publish(file, async (write) => {
    const text = JSON.stringify(manifest, null, 2);
    if (database === null) return write(`${text}\n`);
    // every digest on a line of its own, in order of the runs, without holding them all
    write(`${text.slice(0, -2)},\n  "digests": [`);
    let first = true;
    for await (const rows of database.stream('SELECT digest FROM runs ORDER BY run')) {
      write(rows.map(([digest], i) => `${first && i === 0 ? '' : ','}\n    ${JSON.stringify(digest)}`).join(''));
      first = false;
    }
    write('\n  ]\n}\n');
  });
}
