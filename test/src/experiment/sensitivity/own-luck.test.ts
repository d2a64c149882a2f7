import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../../../sim/index.ts';
import { morris } from '../../../../src/experiment/design/morris.ts';
import { saltelli } from '../../../../src/experiment/design/saltelli.ts';
import { keyedUniform } from '../../../../src/experiment/keyed.ts';
import type { Estimate } from '../../../../src/experiment/sensitivity/estimate.ts';
import { morrisIndices } from '../../../../src/experiment/sensitivity/morris.ts';
import { sobolIndices } from '../../../../src/experiment/sensitivity/sobol.ts';
import { deviation, mean } from '../../../../src/experiment/statistics.ts';
import { coproduce, folder } from '../../cli/coproduce.ts';
import { batch, experimentOf, TINY } from '../../store/helpers.ts';

const PATHS = ['strong', 'weak', 'idle'];
const REPETITIONS = 100;
const uniform = keyedUniform('own luck');
/** Luck of a run, standard normal; no two runs have the same. */
const luck = (repetition: number, point: number, seed: number) =>
  normalQuantile(uniform(repetition * 10_000 + point, seed));

/** Monte-Carlo standard error of a mean over the repetitions. */
const error = (values: readonly number[]) => deviation(values) / Math.sqrt(values.length);

/** Four standard deviations of the number of repetitions in which something of probability p happens. */
const fourOf = (p: number) => 4 * Math.sqrt(REPETITIONS * p * (1 - p));

describe("Sobol' indices where every run has luck of its own", () => {
  const [base, seeds] = [128, 4];
  // 2 u + w: variances 4/12 and 1/12; that of luck 1, of a mean over four seeds 1/4
  const [variance, noise] = [5 / 12, 1 / seeds];
  const truth = [0.8, 0.8, 0.2, 0.2, 0, 0];

  async function repeated(ownLuck: boolean): Promise<Estimate[][]> {
    const all: Estimate[][] = truth.map(() => []);
    for (let r = 0; r < REPETITIONS; r++) {
      const design = saltelli(base, PATHS.length, `${r}`);
      const y = (point: number, seed: number) => {
        const [strong, weak] = design.at(point);
        return 2 * strong + weak + luck(r, point, seed);
      };
      const resampling = { resamples: 100, level: 0.9, key: `${r}` };
      const found = await sobolIndices(base, PATHS, seeds, y, resampling, ownLuck);
      for (const [i, one] of found.flatMap(({ first, total }) => [first, total]).entries()) all[i].push(one);
    }
    return all;
  }

  test('are those without luck, and their intervals hold them', async () => {
    const all = await repeated(true);
    for (const [i, estimates] of all.entries()) {
      const values = estimates.map(({ value }) => value);
      // four standard errors, and the bias of a ratio: relative variance of its denominator, (4 V v + 2 v²) ÷ 2N V²
      const bias = (4 * variance * noise + 2 * noise ** 2) / (2 * base * variance ** 2);
      expect(Math.abs(mean(values) - truth[i]), `${i}`).toBeLessThan(4 * error(values) + bias);
      const held = estimates.filter(({ interval }) => interval![0] <= truth[i] && truth[i] <= interval![1]).length;
      expect(held, `${i}`).toBeGreaterThanOrEqual(0.9 * REPETITIONS - fourOf(0.9));
    }
    // with luck left in, the parameter without effect has v ÷ (V + v)
    const totals = (await repeated(false))[5].map(({ value }) => value);
    expect(Math.abs(mean(totals) - noise / (variance + noise))).toBeLessThan(4 * error(totals) + 0.01);
  });

  test('are seldom told where luck makes all there is', async () => {
    let unknown = 0;
    for (let r = 0; r < REPETITIONS; r++) {
      const resampling = { resamples: 100, level: 0.9, key: `${r}` };
      const [{ first, total }] = await sobolIndices(64, ['a'], 2, (p, s) => luck(r, p, s), resampling, true);
      expect(Number.isNaN(first.value)).toBe(Number.isNaN(total.value));
      if (Number.isNaN(first.value)) unknown++;
    }
    // the lower end of a 90 % interval of what is 0 is above it once in twenty times
    expect(unknown).toBeGreaterThanOrEqual(0.95 * REPETITIONS - fourOf(0.95));
  });
});

describe("Morris's measures where every run has luck of its own", () => {
  const [trajectories, seeds, deviationOfLuck] = [20, 4, 0.2];
  // variance of the difference of two means, per step of 2/3 of the range
  const noise = (2 * deviationOfLuck ** 2) / seeds / (2 / 3) ** 2;

  test('have a σ without luck and a μ* with it', async () => {
    const squares: number[][] = PATHS.map(() => []);
    const sizes: number[] = [];
    for (let r = 0; r < REPETITIONS; r++) {
      const design = morris(trajectories, PATHS.length, 4, `${r}`);
      const y = (point: number, seed: number) => {
        const [strong, weak] = design.at(point);
        return 4 * strong + weak ** 2 + deviationOfLuck * luck(r, point, seed);
      };
      const resampling = { resamples: 0, level: 0.9, key: `${r}` };
      const found = await morrisIndices(design, PATHS, seeds, y, resampling, design.at, true);
      for (const [j, { sigma }] of found.entries()) squares[j].push(sigma.value ** 2);
      sizes.push(found[2].muStar.value);
    }
    // steps of the square: 2/3 from 0 and 4/3 from 1/3, each half of the time, so σ² = 1/9
    expect(Math.abs(mean(squares[1]) - 1 / 9)).toBeLessThan(4 * error(squares[1]));
    // none: what is left is as often below 0, and cut, as above
    for (const j of [0, 2]) {
      expect(Math.abs(squares[j].filter((square) => square === 0).length - REPETITIONS / 2)).toBeLessThan(fourOf(0.5));
    }
    // mean of the absolute value of a normal: √(2 v ÷ π)
    expect(Math.abs(mean(sizes) - Math.sqrt((2 * noise) / Math.PI))).toBeLessThan(4 * error(sizes));
  });

  test('do without the luck of trajectories of which one seed is left', async () => {
    const design = morris(6, 1, 4, 'any');
    const resampling = { resamples: 100, level: 0.9, key: 'any' };
    const one = (point: number, seed: number) => (seed > 0 && point >= 4 ? Number.NaN : luck(0, point, seed));
    const [some] = await morrisIndices(design, ['a'], 3, one, resampling, design.at, true);
    expect(some.sigma.value).toBeGreaterThanOrEqual(0);
    const none = (point: number, seed: number) => (seed > 0 ? Number.NaN : luck(0, point, seed));
    const [{ sigma, mu }] = await morrisIndices(design, ['a'], 3, none, resampling, design.at, true);
    expect(sigma).toEqual({ value: Number.NaN, interval: null });
    expect(mu.interval).not.toBeNull();
  });
});

test('with a single seed and luck of its own there are no intervals', async () => {
  const resampling = { resamples: 100, level: 0.9, key: 'any' };
  const y = (point: number, seed: number) => luck(0, point, seed);
  for (const { first, total } of await sobolIndices(8, PATHS, 1, y, resampling, true)) {
    expect([first.interval, total.interval]).toEqual([null, null]);
    expect(total.value).toBeGreaterThan(0);
  }
  const design = morris(8, PATHS.length, 4, 'any');
  for (const { muStar, sigma } of await morrisIndices(design, PATHS, 1, y, resampling, design.at, true)) {
    expect([muStar.interval, sigma.interval]).toEqual([null, null]);
    expect(sigma.value).toBeGreaterThan(0);
  }
});

describe('sensitivity and report say', () => {
  const vary = [
    { path: 'interventions.1.seats', min: 1, max: 9 },
    { path: 'traits.trust', min: 0.3, max: 0.8 },
  ];
  const MORRIS = { type: 'morris', trajectories: 4 };
  const SALTELLI = { type: 'saltelli', base: 8 };

  /** Does an experiment; gives what a command says of it. */
  async function done(experiment: object): Promise<(command: string, ...options: string[]) => string> {
    const at = folder();
    await batch(experimentOf({ ...TINY, vary, ...experiment }), at('out'));
    return (command, ...options) => coproduce(command, at('out'), ...options).out;
  }

  test.each([
    ['same', MORRIS, 'muStar'],
    ['own', MORRIS, 'muStar'],
    ['same', SALTELLI, 'total'],
    ['own', SALTELLI, 'total'],
  ])('nothing of a parameter that a policy does not have: luck %s, %o', async (luck, design, index) => {
    const say = await done({ luck, design });
    const [text, json, csv] = ['text', 'json', 'csv'].map((format) => say('sensitivity', '--format', format));
    expect(text).toMatch(/, none\nparameter .*\n(traits\.trust .*\n)?interventions\.1\.seats( +–)+\n/u);
    expect(csv).toContain(`rateMean,${index},none,interventions.1.seats,,,\n`);
    const [none, taught] = JSON.parse(json)[design.type === 'morris' ? 'morris' : 'sobol'];
    expect(none).toMatchObject({ policy: 'none', seeds: 5, lacks: ['interventions.1.seats'] });
    expect(none.indices[0][index]).toEqual({ value: null, interval: null });
    expect(taught.lacks).toEqual([]);
    // with luck of their own, so few rows may not tell the variance from it
    if (luck === 'same') expect(taught.indices[0][index].value).not.toBeNull();
    for (const out of [text, say('report')]) {
      expect(out).toContain('interventions.1.seats does not apply to none: it has no indices there.');
    }
    expect(text.match(/With 5 seeds the intervals themselves are luck/gu)).toHaveLength(1);
  });

  test('what indices hold of luck', async () => {
    const own = 'Every run has luck of its own';
    const both = async (experiment: object, line: string | null) => {
      const say = await done(experiment);
      for (const out of [say('sensitivity'), say('report')]) {
        if (line === null) expect(out).not.toContain(`${own}:`);
        else expect(out).toContain(`${own}: ${line}`);
      }
    };
    await both({ luck: 'own', design: MORRIS }, 'μ* contains luck, so a parameter without effect has one above 0');
    await both({ luck: 'own', design: SALTELLI }, 'it is taken out of the indices');
    const single = 'with a single seed the indices contain luck and have no intervals; luck: same avoids that.';
    await both({ luck: 'own', design: MORRIS, seeds: 1 }, single);
    await both({ luck: 'own', design: SALTELLI, seeds: 1 }, single);
    await both({ luck: 'same', design: MORRIS }, null);
  });

  test('nothing of few seeds where no interval is over seeds', async () => {
    const about = /the intervals themselves are luck|there are no intervals/u;
    expect((await done({ design: MORRIS, seeds: 1 }))('sensitivity')).not.toMatch(about);
    expect((await done({ luck: 'own', design: SALTELLI, seeds: 2 }))('sensitivity')).not.toMatch(about);
    expect((await done({ design: MORRIS, seeds: 8 }))('sensitivity')).not.toMatch(about);
  });
});
