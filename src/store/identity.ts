import { createHash } from 'node:crypto';
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
  /** Digest of the runs of {@link PROBES}: another value is another model, whatever its version says. */
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

/**
 * Small communities in which as much as possible happens within a year: one of residents with every instrument, one of
 * households with every institution, whose settings bring forward what would take years.
 */
export const PROBES = [
  {
    weeks: 16,
    burnIn: 6,
    population: { residents: 150 },
    interventions: INSTRUMENTS.map((instrument, i) => ({ id: i + 1, instrument, from: 2 + (i % 3) })),
  },
  {
    weeks: 54,
    burnIn: 2,
    population: { households: 48, floors: 6, dwellingsPerFloor: 1, stairwellsPerBlock: 2 },
    institutions: {
      core: { rent: 1, parkingSpaces: 100, widerArea: 0, companyTrustRate: 0.3, leaveMonth: 6, exitWeeks: 6 },
      fund: {
        power: 0.15,
        committeesFrom: 26,
        residentsFrom: 40,
        grantEnd: 26,
        foundationShare: 0.2,
        runningShare: 0.5,
        term: 26,
        procedure: 1,
        propose: 1,
        aware: 0.9,
        subjects: 2,
        committeeItems: 4,
        committeeFirst: 0.6,
        malformed: 0.3,
        cost: 40_000,
        committeeCap: 0.6,
        attend: 5,
        minAwareness: 0.2,
        minParticipation: 0.05,
        minTurnout: 0.05,
        minWeeks: 2,
        maxWeeks: 6,
        reimbursement: 4,
      },
      lifts: {
        coordinator: 'embedded',
        organiser: 'embedded',
        visionary: 'embedded',
        opinionLeader: 'embedded',
        actionLeader: 'direct',
        elite: 'embedded',
        members: 0.2,
        compensation: 20_000,
        hazard: 0.3,
        proposalWeeks: 2,
        shortest: 3,
        longest: 8,
        objectionWeeks: 2,
        objects: 0.1,
        contractWeeks: 4,
        withdrawal: 0.1,
        buildingWeeks: 6,
        restWeeks: 4,
      },
      microInfrastructure: {},
      partners: { arrivals: 10, space: 3000, drift: 0.2, sabotage: 0.8, lossMonths: 3, leaveMonth: 3 },
    },
  },
];

/** What a few scenarios give, down to the last bit of every resident, institution and entry of the ledger. */
export function probe(scenarios: readonly unknown[] = PROBES): string {
  const hash = createHash('sha256');
  for (const scenario of scenarios) {
    const { residents, institutions, ledger } = simulate(parseScenario(scenario), 'probe').digests;
    hash.update([residents, institutions, ledger, ''].join(' '));
  }
  return hash.digest('hex');
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
    policies.map(({ name: policy, scenario: { parameters, institutions, interventions, disabled } }) => [
      policy,
      { ...parameters, institutions, interventions, ...(disabled ? { disabled } : {}) },
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
