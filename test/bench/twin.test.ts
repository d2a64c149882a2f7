/** The C program that the benchmark compares with computes the same model. */
import { afterAll, describe, expect, test } from 'vitest';
import { COLUMN, SERIES, simulate } from '../../sim/index.ts';
import { agreement, BUILDS, buildTwin, gccVersion, type Twin, twinScenario } from './twin.ts';

const TRAITS = [
  'motivation',
  'trust',
  'efficacy',
  'habit',
  'knowHow',
  'attachment',
  'crowding',
  'arousal',
  'fatigue',
] as const;
const seed = 'twin 孪生';

describe.skipIf(gccVersion() === null)('the model in C', () => {
  let built: Twin | null = null;
  const twin = () => {
    built ??= buildTwin(import.meta.dirname, twinScenario({}).parameters);
    return built;
  };
  afterAll(() => built?.remove());

  describe.each([
    ['without policy', false],
    ['with a year of door visits', true],
  ])('%s', (_, visits) => {
    const scenario = twinScenario({ households: 500 }, 156, 104, visits);
    const engine = simulate(scenario, seed);
    const column = (name: string) =>
      Array.from({ length: engine.weeks }, (_, week) => engine.series[week * SERIES.length + COLUMN[name]!]!);

    test.each(BUILDS)('%s: as many act as in the engine, in nearly every week', (build) => {
      const run = twin().run(build, scenario, seed);
      const { equalWeeks, ofMean } = agreement(column('active'), engine.residents, run);
      expect(equalWeeks).toBeGreaterThanOrEqual(0.95 * engine.weeks);
      expect(Math.abs(ofMean)).toBeLessThan(1e-4);
      TRAITS.forEach((name, j) => {
        expect(run.lastMeans[j], name).toBeCloseTo(column(name).at(-1)!, 4);
      });
    });
  });
});
