import { describe, expect, it } from 'vitest';
import { createSimulation, DECILE_TRAITS } from '../../../sim/index.ts';
import { forAll, parsed, scenarioArbitrary, seedArbitrary } from '../../helpers/arbitrary.ts';

const bitsIn = (bits: number) => bits.toString(2).replaceAll('0', '').length;

describe('deciles', () => {
  it('are within half a bin of 1/256 of those of the sorted values', () => {
    forAll(12, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const simulation = createSimulation(parsed(input), seed, { observe: { deciles: true } });
      while (!simulation.done) {
        const { week } = simulation;
        simulation.step();
        const deciles = simulation.result().deciles!;
        DECILE_TRAITS.forEach((trait, t) => {
          const sorted = simulation.state[trait].slice().sort();
          for (let k = 1; k <= 9; k++) {
            const exact = sorted[Math.ceil((k * sorted.length) / 10) - 1]!;
            const got = deciles[(week * DECILE_TRAITS.length + t) * 9 + k - 1]!;
            expect(Math.abs(got - exact), `${trait} ${k}`).toBeLessThanOrEqual(0.5 / 256);
          }
        });
      }
    });
  });
});

describe('inequality of acts', () => {
  it('is half the mean difference between two residents, relative to the mean', () => {
    forAll(25, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const simulation = createSimulation(parsed(input), seed).run();
      const acts = Array.from(simulation.state.recent, bitsIn);
      const total = acts.reduce((a, b) => a + b, 0);
      let differences = 0;
      for (const a of acts) for (const b of acts) differences += Math.abs(a - b);
      const gini = total === 0 ? 0 : differences / (2 * acts.length * total);
      expect(simulation.result().gini).toBeCloseTo(gini, 12);
    });
  });
});

describe('cards', () => {
  it('say who acted in at least 4 of the last 26 weeks, and who each resident is', () => {
    forAll(15, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const simulation = createSimulation(parsed(input), seed, { observe: { cards: true } }).run();
      const { recent, age, type, role, household, let: rented } = simulation.state;
      const expected = Array.from(recent, (bits, i) =>
        [
          bitsIn(bits) >= 4 ? 1 : 0,
          age[i]! * 2,
          rented[household[i]!]! * 8,
          type[i]! * 16,
          role[i]! > 0 ? 64 : 0,
        ].reduce((a, b) => a + b),
      );
      expect([...simulation.result().cards!]).toEqual(expected);
    });
  });
});
