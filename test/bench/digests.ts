/** What must be equal in every environment and on every path: all that a run leaves, as a line of hexadecimal digits. */
import { Murmur128 } from '../../sim/hash.ts';
import type { RunResult, Scenario } from '../../sim/index.ts';
import { exp, log, logistic, normalQuantile, pow } from '../../sim/numerics.ts';
import { uniform } from '../../sim/random.ts';
import type { StartThreads } from '../../src/kernel/model.ts';
import { openPath, PATH_NAMES, type PathName } from './paths.ts';

/** By path, then by row: a scenario, or {@link NUMBERS}. A run that throws has the text of its error. */
export type Digests = Readonly<Partial<Record<PathName, Readonly<Record<string, string>>>>>;

/**
 * The row of the elementary functions themselves, on the plain path: columns are Float32, so a last bit that is wrong in
 * one of them may show in no run for years.
 */
export const NUMBERS = 'elementary functions';

export async function digestAll(
  scenarios: readonly Scenario[],
  seed: string,
  startThreads: StartThreads,
  done: (what: string) => void = () => {},
): Promise<Digests> {
  const digests: Partial<Record<PathName, Readonly<Record<string, string>>>> = {};
  for (const name of PATH_NAMES) {
    done(name);
    const path = await openPath(name, startThreads);
    if (path === null) continue;
    const rows = scenarios.map((scenario) => {
      const digest = digestOf(() => path.simulate(scenario, seed, { observe: OBSERVE }));
      done(`${scenario.name}, ${name}`);
      return [scenario.name, digest];
    });
    path.close();
    digests[name] = Object.fromEntries(name === 'plain' ? [[NUMBERS, digestOfNumbers()], ...rows] : rows);
  }
  return digests;
}

function digestOfNumbers(): string {
  const inputs = 20_000;
  const values = new Float64Array(6 * inputs);
  for (let i = 0; i < inputs; i++) {
    const u = uniform(1, 2, i, 0);
    const v = uniform(1, 2, i, 1);
    values.set(
      [exp(40 * (u - 0.5)), log(u), pow(2 * u, 4 * (v - 0.5)), logistic(12 * (u - 0.5)), normalQuantile(u)],
      6 * i,
    );
    values[6 * i + 5] = Math.sqrt(u / v);
  }
  return new Murmur128().update(new Uint8Array(values.buffer)).hex();
}

const OBSERVE = { by: 'age', cards: true, deciles: true, effort: true } as const;

function digestOf(run: () => RunResult): string {
  try {
    const { digests, series, grouped, cards, deciles, effort, spent } = run();
    const hash = new Murmur128();
    for (const array of [series, grouped?.values, cards, deciles, effort, spent]) {
      if (array) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    }
    return `${digests.residents} ${digests.institutions} ${digests.ledger} ${hash.hex()}`;
  } catch (thrown) {
    return String(thrown);
  }
}
