/**
 * Where everybody knows everybody and nothing else moves anybody, participation x follows x′ = σ(a + b·x): the closed
 * form of a mean field. The complete graph is a test's own; the model is the one that runs everywhere.
 */
import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario, prepare, STAGES } from '../../sim/index.ts';
import { deriveSeeds } from '../../sim/random.ts';
import { expectWithin, mean, sum } from '../helpers/statistics.ts';

const RESIDENTS = 600;
const WEEKS = 40;
const SEEDS = deriveSeeds(24, 'mean field');
const COST = 0.7;

/** One column of weights for all stages; ε and c the same for all; quality, habit and arousal off; nothing is learnt. */
function alike(base: number, neighbours: number) {
  const column = {
    base: base + COST,
    motivation: 0,
    trust: 0,
    efficacy: 0,
    neighbours,
    quality: 0,
    habit: 0,
    arousal: 0,
  };
  const nothing = { efficacyActive: 0, efficacyWatching: 0, trustUp: 0, trustDown: 0, attachmentGain: 0, knowHow: 0 };
  return parseScenario({
    weeks: WEEKS,
    burnIn: 0,
    population: { residents: RESIDENTS, householdSize: 1, leaderShare: 0 },
    traits: { circumstances: 0, freeRider: 0, committed: 0, costMin: COST, costMax: COST, costMiddle: 0 },
    decide: { ...Object.fromEntries(STAGES.map((stage) => [stage, column])), indifference: 1, knowHow: 0 },
    learn: nothing,
  });
}

/** Everybody lists everybody else once, so n = (active − own) ÷ (N − 1). */
const complete = {
  start: Uint32Array.from({ length: RESIDENTS + 1 }, (_, i) => i * (RESIDENTS - 1)),
  to: Uint32Array.from({ length: RESIDENTS * (RESIDENTS - 1) }, (_, k) => {
    const [i, place] = [Math.floor(k / (RESIDENTS - 1)), k % (RESIDENTS - 1)];
    return place < i ? place : place + 1;
  }),
};

/** Numbers of active residents, week by week, after a week in which all or none acted. */
function activeCounts(base: number, neighbours: number, seed: string, allAtFirst: boolean): number[] {
  const scenario = alike(base, neighbours);
  const start = { ...prepare(scenario, seed), ties: complete };
  start.state.degree.fill(RESIDENTS - 1);
  if (allAtFirst) start.state.neighbours.fill(RESIDENTS - 1);
  const simulation = createSimulation(scenario, seed, { start });
  return Array.from({ length: WEEKS }, () => {
    simulation.step();
    return simulation.state.mode.reduce((n, mode) => n + (mode > 0 ? 1 : 0), 0);
  });
}

const sigma = (v: number) => 1 / (1 + Math.exp(-v));

describe('a mean field', () => {
  const cases = [
    { base: -2.2, neighbours: 2, allAtFirst: false },
    { base: -3.2, neighbours: 5, allAtFirst: false },
    // two stable levels: which one is reached depends on where one starts
    { base: -3, neighbours: 6.2, allAtFirst: false },
    { base: -3, neighbours: 6.2, allAtFirst: true },
  ];
  for (const { base, neighbours, allAtFirst } of cases) {
    const from = allAtFirst ? 'all' : 'nobody';
    it(`follows x′ = σ(${base} + ${neighbours}·x) from ${from}`, () => {
      const runs = SEEDS.map((seed) => activeCounts(base, neighbours, seed, allAtFirst));

      // Week by week, given who acted the week before: binomial among those who did and among those who did not.
      let chi = 0;
      for (const counts of runs) {
        counts.forEach((active, week) => {
          const before = week > 0 ? counts[week - 1]! : allAtFirst ? RESIDENTS : 0;
          // at first all see everybody else acting, themselves too
          const p = sigma(base + (neighbours * (before - 1)) / (RESIDENTS - 1));
          const q = sigma(base + (neighbours * before) / (RESIDENTS - 1));
          const expected = before * p + (RESIDENTS - before) * q;
          chi += (active - expected) ** 2 / (before * p * (1 - p) + (RESIDENTS - before) * q * (1 - q));
        });
      }
      const cells = SEEDS.length * WEEKS;
      expectWithin(chi, cells, Math.sqrt(2 * cells), 'χ² of all weeks');

      // Over time: x′ = f(x), and an error of variance v becomes f′(x)²·v + f(x)(1 − f(x)) ÷ N.
      let x = allAtFirst ? 1 : 0;
      let v = 0;
      for (let week = 0; week < WEEKS; week++) {
        const f = sigma(base + neighbours * x);
        const slope = neighbours * f * (1 - f);
        v = slope ** 2 * v + (f * (1 - f)) / RESIDENTS;
        x = f;
        const observed = mean(runs.map((counts) => counts[week]! / RESIDENTS));
        expectWithin(observed, x, Math.sqrt(v / SEEDS.length), `week ${week}`);
      }
    });
  }

  it('has everybody see everybody else, once', () => {
    const row = complete.to.slice(complete.start[7]!, complete.start[8]!);
    expect(row.length).toBe(RESIDENTS - 1);
    expect(sum(row)).toBe((RESIDENTS * (RESIDENTS - 1)) / 2 - 7);
  });
});
