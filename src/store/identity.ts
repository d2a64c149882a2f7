import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FORMAT, INSTRUMENTS, parseScenario, simulate } from '../../sim/index.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { EXPERIMENT_FORMAT } from '../experiment/schema.ts';

/** The engine that makes results: its version, its formats, and what it computes. */
export interface EngineIdentity {
  readonly version: string;
  readonly scenarioFormat: number;
  readonly experimentFormat: number;
  /** Digests of a small run with every instrument: another value is another model, whatever its version says. */
  readonly probe: string;
}

export function packageVersion(): string {
  for (let url = new URL('package.json', import.meta.url); ; url = new URL('../package.json', url)) {
    const path = fileURLToPath(url);
    if (existsSync(path)) {
      const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version: string };
      if (name === 'coproduce') return version;
    }
    if (url.pathname === '/package.json') return 'unknown';
  }
}

let known: EngineIdentity | null = null;

export function engineIdentity(): EngineIdentity {
  known ??= {
    version: packageVersion(),
    scenarioFormat: FORMAT,
    experimentFormat: EXPERIMENT_FORMAT,
    probe: probe(),
  };
  return known;
}

function probe(): string {
  const interventions = INSTRUMENTS.map((instrument, i) => ({ id: i + 1, instrument, from: 2 + (i % 3) }));
  const scenario = parseScenario({ weeks: 16, burnIn: 6, population: { residents: 150 }, interventions });
  const { residents, institutions, ledger } = simulate(scenario, 'probe').digests;
  return [residents, institutions, ledger].join(' ');
}

/** Everything that the results of an experiment depend on, as plain JSON: what must not change under a batch. */
export function experimentIdentity({ name, spec, policies, vary }: Experiment): Record<string, unknown> {
  const {
    $schema: _schema,
    title: _title,
    about: _about,
    source: _source,
    scenarios: _files,
    set: _set,
    ...rest
  } = spec;
  const scenarios = Object.fromEntries(
    policies.map(({ name: policy, scenario: { parameters, institutions, interventions } }) => [
      policy,
      { ...parameters, institutions, interventions },
    ]),
  );
  return JSON.parse(JSON.stringify({ name, ...rest, policies: policies.map((p) => p.name), scenarios, vary }));
}

const MOST_DIFFERENCES = 5;

/** Where two plain JSON values differ, in words: `seeds was 16, is now 32`. */
export function differences(before: unknown, now: unknown): string[] {
  const found: string[] = [];
  compare(before, now, '', found);
  const more = found.length - MOST_DIFFERENCES;
  return more > 0 ? [...found.slice(0, MOST_DIFFERENCES), `and ${more} more`] : found;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function compare(before: unknown, now: unknown, path: string, found: string[]): void {
  if (isObject(before) && isObject(now) && Array.isArray(before) === Array.isArray(now)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
      const step = Array.isArray(before) ? `[${key}]` : `${path === '' ? '' : '.'}${key}`;
      compare((before as Record<string, unknown>)[key], (now as Record<string, unknown>)[key], path + step, found);
    }
  } else if (!Object.is(before, now)) found.push(`${path} was ${shown(before)}, is now ${shown(now)}`);
}

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
