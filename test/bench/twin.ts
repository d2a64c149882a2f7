/** The model in C (model.c, model-vector.c): built from the engine's parameters, run, and compared with the engine. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parameters as parameterRows, parseScenario, type Scenario, seedKey } from '../../sim/index.ts';

type ModelParameters = Scenario['parameters'];

export const BUILDS = ['scalar', 'vector'] as const;
export type Build = (typeof BUILDS)[number];
const SOURCES: Readonly<Record<Build, string>> = { scalar: 'model.c', vector: 'model-vector.c' };
export const FLAGS = ['-std=gnu17', '-O3', '-march=native'] as const;
const MORE_FLAGS: Readonly<Record<Build, readonly string[]>> = { scalar: [], vector: ['-fno-trapping-math'] };

/** What a run of the C program prints; times are of the processor, in nanoseconds. */
export interface TwinRun {
  readonly residents: number;
  readonly setUp: number;
  readonly burnIn: number;
  readonly weeks: number;
  readonly bytes: number;
  readonly tieBytes: number;
  readonly peakKiB: number;
  /** Residents who acted, week by week. */
  readonly active: readonly number[];
  /** Means of the nine traits in the last week. */
  readonly lastMeans: readonly number[];
}

export interface Twin {
  run(build: Build, scenario: Scenario, seed: string): TwinRun;
  remove(): void;
}

/** The scenario that the C program can run: no interventions, or a year of door visits to everybody. */
export function twinScenario(population: object, weeks = 156, burnIn = 104, visits = false): Scenario {
  const interventions = visits ? [{ id: 1, instrument: 'doorVisits', from: 26, to: 78 }] : [];
  return parseScenario({ name: 'twin', weeks, burnIn, population, interventions });
}

/** Version of gcc in words, or null where there is none. */
export function gccVersion(): string | null {
  try {
    return execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0]!;
  } catch {
    return null;
  }
}

/**
 * Compiles both programs.
 *
 * @param sources the folder with model.c
 * @param parameters their values become constants of the program
 */
export function buildTwin(sources: string, parameters: ModelParameters, flags: readonly string[] = []): Twin {
  const folder = mkdtempSync(join(tmpdir(), 'coproduce-twin-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'parameters.h'), header(parameters));
  for (const build of BUILDS) {
    copyFileSync(join(sources, SOURCES[build]), join(folder, SOURCES[build]));
  }
  for (const build of BUILDS) {
    execFileSync('gcc', [...FLAGS, ...MORE_FLAGS[build], ...flags, '-o', build, SOURCES[build], '-lm'], {
      cwd: folder,
      stdio: 'pipe',
    });
  }
  return {
    run(build, scenario, seed) {
      const { weeks, burnIn, population } = scenario.parameters;
      const { k0, k1 } = seedKey(seed);
      const people = population.residents === null ? [0, population.households] : [population.residents, 0];
      const visits = scenario.interventions.length > 0 ? 1 : 0;
      const numbers = [k0, k1, ...people, weeks, burnIn, visits].map(String);
      return JSON.parse(execFileSync(join(folder, build), numbers, { encoding: 'utf8', timeout: 600_000 }));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `#define P_decide_pay (0.48)` for every parameter of the model, and the settings of door visits. */
function header(parameters: ModelParameters): string {
  const visits = twinScenario({}, 1, 0, true).interventions[0]!;
  const lines = parameterRows.flatMap(({ path, integer }) => {
    const steps = path.split('.');
    const ofVisits = path.startsWith('interventions.doorVisits.');
    const value = ofVisits ? at(visits, steps.slice(2)) : at(parameters, steps);
    if (typeof value !== 'number') return [];
    const name = ofVisits ? `visits_${steps[2]}` : steps.join('_');
    return [`#define P_${name} (${integer ? value : decimal(value)})\n`];
  });
  return lines.join('');
}

function at(tree: unknown, steps: readonly string[]): unknown {
  return steps.reduce((node, step) => (node as Record<string, unknown> | null | undefined)?.[step], tree);
}

/** A double as C reads it back exactly, never as an integer. */
function decimal(value: number): string {
  const text = String(value);
  return /[.e]/u.test(text) ? text : `${text}.0`;
}

export interface Agreement {
  /** Recorded weeks, and those of them in which as many residents acted. */
  readonly weeks: number;
  readonly equalWeeks: number;
  /** Difference of the mean rate. */
  readonly ofMean: number;
}

/** Compares how many acted in each recorded week of the engine with those of the C program. */
export function agreement(active: readonly number[], residents: number, twin: TwinRun): Agreement {
  if (residents !== twin.residents || active.length !== twin.active.length) {
    const [ours, theirs] = [active.length, twin.active.length];
    throw new Error(`${residents} residents and ${ours} weeks, the C program has ${twin.residents} and ${theirs}`);
  }
  const gaps = twin.active.map((count, week) => active[week]! - count);
  return {
    weeks: gaps.length,
    equalWeeks: gaps.filter((gap) => gap === 0).length,
    ofMean: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / residents,
  };
}
