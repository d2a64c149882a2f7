/**
 * What the model must show, over 64 seeds with common random numbers. Every statement is about paired differences
 * between two scenarios of the same seed, d = policy − reference; it is tested with their mean and its standard error,
 * s ÷ √64, and has to hold by three of these. 400 households (about 900 residents) keep this file within half a minute.
 * Policies run from week 26 to 78, visits from 26 to 38.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createSimulation,
  deriveSeeds,
  parseScenario,
  prepare,
  type Scenario,
  type Start,
  simulate,
} from '../../sim/index.ts';
import { value } from '../helpers/runs.ts';
import { correlation, deviation, mean, paired } from '../helpers/statistics.ts';

const SEEDS = deriveSeeds(64);
const HOUSEHOLDS = 400;
/** Milliseconds that a busy machine may take, many times what an idle one does. */
const PATIENCE = 900_000;

const scenario = (interventions: readonly object[], learn: object = {}): Scenario =>
  parseScenario({ population: { households: HOUSEHOLDS }, learn, interventions });

const year = { from: 26, to: 78 };
const visits = { id: 1, instrument: 'doorVisits', from: 26, to: 38 };
const weak = { id: 9, instrument: 'empowerment', power: 0.05, from: 0 };

const SCENARIOS = {
  baseline: scenario([]),
  visits: scenario([visits]),
  leaflets: scenario([{ id: 2, instrument: 'leaflet', ...year }]),
  smallIncentive: scenario([{ id: 3, instrument: 'incentive', pay: 0.2, ...year }]),
  wage: scenario([{ id: 3, instrument: 'incentive', pay: 1, ...year }]),
  // reliability .80 and .30, as far above as below the .55 at which trust stands still
  promiseKept: scenario([{ id: 4, instrument: 'materials', units: 0.5, delivered: 0.85, ...year }]),
  promiseBroken: scenario([{ id: 4, instrument: 'materials', units: 0.5, delivered: 0.25, ...year }]),
  weak: scenario([weak]),
  weakVisits: scenario([weak, visits]),
} as const;
type Name = keyof typeof SCENARIOS;

const series = {} as Record<Name, Float64Array[]>;
/** Where all of them begin; power is set by an instrument, so even those without it share the burn-in. */
const starts: Start[] = [];

/** Mean of a weekly value over weeks from (included) to (excluded), per seed. */
const over = (name: Name, column: string, from: number, to: number): number[] =>
  series[name].map((rows) => mean(Array.from({ length: to - from }, (_, k) => value(rows, from + k, column))));

const minus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x - b[i]!);

/** Paired differences from a reference, the baseline unless said otherwise. */
const gain = (name: Name, column: string, from: number, to: number, reference: Name = 'baseline') =>
  minus(over(name, column, from, to), over(reference, column, from, to));

function expectAbove(differences: readonly number[], bound: number): void {
  const { mean: centre, error } = paired(differences);
  expect(centre - 3 * error, `mean ${centre}, standard error ${error}`).toBeGreaterThan(bound);
}

function expectBelow(differences: readonly number[], bound: number): void {
  expectAbove(
    differences.map((d) => -d),
    -bound,
  );
}

const acts = (bits: number) => bits.toString(2).replaceAll('0', '').length;

describe('over 64 paired seeds', { timeout: PATIENCE }, () => {
  beforeAll(() => {
    for (const name of Object.keys(SCENARIOS) as Name[]) series[name] = [];
    for (const seed of SEEDS) {
      const start = prepare(SCENARIOS.baseline, seed);
      starts.push(start);
      for (const [name, each] of Object.entries(SCENARIOS)) {
        series[name as Name].push(simulate(each, seed, { start }).series);
      }
    }
  }, PATIENCE);

  it('the baseline stays within .05–.10 and drifts by less than 40 % from week 26 on', () => {
    const first = mean(over('baseline', 'rate', 26, 39));
    for (let from = 26; from + 13 <= 156; from += 13) {
      const rate = mean(over('baseline', 'rate', from, from + 13));
      expect(rate).toBeGreaterThan(0.05);
      expect(rate).toBeLessThan(0.1);
      expect(Math.abs(rate / first - 1)).toBeLessThan(0.4);
    }
  });

  it('visits lift participation fast', () => {
    // in their first four weeks, by at least a fifth of the baseline
    const reference = mean(over('baseline', 'rate', 26, 30));
    expectAbove(gain('visits', 'rate', 26, 30), 0.2 * reference);
  });

  it('visits fade: less than half of the lift is there in the last year, but some of it is', () => {
    const during = gain('visits', 'rate', 30, 38);
    const lasting = gain('visits', 'rate', 104, 156);
    expectBelow(
      lasting.map((gained, i) => gained - 0.5 * during[i]!),
      0,
    );
    expectAbove(lasting, 0);
    // and it goes on fading
    expectBelow(minus(lasting, gain('visits', 'rate', 42, 52)), 0);
  });

  it('leaflets and a small incentive do nothing visible: less than the .2 points of a ranking', () => {
    for (const name of ['leaflets', 'smallIncentive'] as const) {
      for (const [from, to] of [
        [26, 52],
        [52, 78],
        [78, 156],
      ] as const) {
        expectBelow(gain(name, 'rate', from, to), 0.002);
        expectAbove(gain(name, 'rate', from, to), -0.002);
      }
    }
  });

  it('a wage does a little while it lasts: between half a point and two, of which half is soon gone', () => {
    const during = gain('wage', 'rate', 26, 78);
    expectAbove(during, 0.005);
    expectBelow(during, 0.02);
    expectBelow(
      gain('wage', 'rate', 78, 104).map((gained, i) => gained - 0.5 * during[i]!),
      0,
    );
  });

  it('regulars under a wage have less motivation afterwards than the same residents without it', () => {
    // regulars: at least 4 acts in the 26 weeks before the wage ends
    const weeks = [78, 104, 156];
    const losses = weeks.map((): number[] => []);
    SEEDS.forEach((seed, s) => {
      const start = starts[s]!;
      const paid = createSimulation(SCENARIOS.wage, seed, { start }).run(78);
      const unpaid = createSimulation(SCENARIOS.baseline, seed, { start });
      const regulars = Array.from(paid.state.recent.keys()).filter((i) => acts(paid.state.recent[i]!) >= 4);
      weeks.forEach((week, k) => {
        const [with_, without] = [paid.run(week).state.motivation, unpaid.run(week).state.motivation];
        losses[k]!.push(mean(regulars.map((i) => with_[i]! - without[i]!)));
      });
    });
    for (const loss of losses) expectBelow(loss, -0.01);
  });

  it('materials raise quality and trust more than participation', () => {
    // in standard deviations between communities (seeds) of the baseline, and in points of their common scale 0–1
    for (const [from, to] of [
      [52, 78],
      [78, 104],
    ] as const) {
      const points = (column: string) => gain('promiseKept', column, from, to);
      const units = (column: string) => {
        const unit = deviation(over('baseline', column, from, to));
        return points(column).map((x) => x / unit);
      };
      for (const column of ['quality', 'trust']) {
        expectAbove(points(column), 0.03);
        expectAbove(minus(points(column), points('rate')), 0);
        expectAbove(minus(units(column), units('rate')), 0);
      }
    }
  });

  it('broken promises cost more trust than kept ones earn', () => {
    // over the year of the promises, although what is delivered is felt under both
    const earned = gain('promiseKept', 'trust', 26, 78);
    const lost = gain('promiseBroken', 'trust', 26, 78);
    expectAbove(earned, 0);
    expectBelow(
      lost.map((x, i) => x + earned[i]!),
      0,
    );
  });

  it('visits without power leave less than nothing: participation and trust below the baseline', () => {
    expectBelow(gain('weakVisits', 'rate', 52, 156), 0);
    expectBelow(gain('weakVisits', 'trust', 52, 156), 0);
  });

  it('with power .05 from week 0 the visits keep at most half of their lasting gain', () => {
    const lasting = gain('visits', 'rate', 104, 156);
    const kept = gain('weakVisits', 'rate', 104, 156, 'weak');
    expectBelow(
      kept.map((x, i) => x - 0.5 * lasting[i]!),
      0,
    );
  });

  it('efficacy at week 52 correlates with later acts more than motivation, and motivation more than trust', () => {
    const traits = ['efficacy', 'motivation', 'trust'] as const;
    const all = SEEDS.map((seed, s) => {
      const simulation = createSimulation(SCENARIOS.baseline, seed, { start: starts[s]! }).run(53);
      const { state } = simulation;
      const then = traits.map((trait) => state[trait].slice());
      const later = new Float64Array(state.mode.length);
      while (!simulation.done) {
        simulation.step();
        state.mode.forEach((mode, i) => {
          if (mode > 0) later[i]! += 1;
        });
      }
      return then.map((column) => correlation(column, later));
    });
    expectAbove(
      all.map(([e, m]) => e! - m!),
      0,
    );
    expectAbove(
      all.map(([, m, t]) => m! - t!),
      0,
    );
    expectAbove(
      all.map(([, , t]) => t!),
      0.05,
    );
  });

  it('promises alone: with equal deliveries and no felt effect, a broken one costs more than a kept one earns', () => {
    // ⅛ of a unit comes under both, promised as such or as half a unit: reliability .80 and .30
    const off = { trustEffect: 0 };
    const promise = (units: number) =>
      scenario([{ id: 4, instrument: 'materials', units, delivered: 0.125 / units, ...year }], off);
    const trust = (each: Scenario, seed: string) => {
      const rows = simulate(each, seed).series;
      return mean(Array.from({ length: 52 }, (_, k) => value(rows, 26 + k, 'trust')));
    };
    const seeds = SEEDS.slice(0, 16);
    const neither = seeds.map((seed) => trust(scenario([], off), seed));
    const earned = minus(
      seeds.map((seed) => trust(promise(0.125), seed)),
      neither,
    );
    const lost = minus(
      neither,
      seeds.map((seed) => trust(promise(0.5), seed)),
    );
    // the evidence says 1.5 to 4 times as much (F3)
    expectAbove(
      lost.map((x, i) => x - 1.5 * earned[i]!),
      0,
    );
    expectBelow(
      lost.map((x, i) => x - 4 * earned[i]!),
      0,
    );
  });
});
