import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, INSTRUMENTS, type Intervention } from '../../sim/index.ts';
import { forAll, parsed, scenarioArbitrary, seedArbitrary } from '../helpers/arbitrary.ts';
import { value } from '../helpers/runs.ts';

describe('money', () => {
  /** Factors of the price of one dose. */
  const factors = (i: Intervention): number[] => {
    if (i.instrument === 'materials') return [i.units, i.delivered, i.price];
    return i.instrument === 'incentive' ? [i.pay, i.price] : [i.price];
  };
  /** In exact decimal arithmetic on the figures of the file. */
  const halfUp = (doses: number, i: Intervention) =>
    factors(i)
      .reduce((product, factor) => product.times(factor), new Decimal(doses).times(100))
      .plus(0.5)
      .floor()
      .toNumber();

  it('is whole fen, quantity × price rounded half up once per entry, and adds up exactly', () => {
    forAll(40, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const scenario = parsed(input);
      const simulation = createSimulation(scenario, seed).run();
      const { ledger } = simulation;
      const { series, spent } = simulation.result();
      const n = scenario.interventions.length;
      const sums = new Array<number>(n).fill(0);
      for (let week = 0; week < input.weeks; week++) {
        let ofWeek = 0;
        scenario.interventions.forEach((intervention, slot) => {
          const fen = ledger.fen[week * n + slot]!;
          const doses = ledger.doses[week * n + slot]!;
          expect(Number.isInteger(doses)).toBe(true);
          expect(fen, `${doses} × ${factors(intervention)}`).toBe(halfUp(doses, intervention));
          sums[slot]! += fen;
          ofWeek += fen;
        });
        expect(value(series, week, 'spent')).toBe(ofWeek / 100);
        const byInstrument = INSTRUMENTS.reduce((sum, name) => sum + value(series, week, `spent_${name}`), 0);
        expect(Math.round(byInstrument * 100)).toBe(ofWeek);
      }
      expect([...ledger.spent]).toEqual(sums);
      expect([...spent]).toEqual(sums);
    });
  });

  it('stays within every cap and the common budget in every week, and an end is an end', () => {
    let ends = 0;
    forAll(40, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const scenario = parsed(input);
      const simulation = createSimulation(scenario, seed);
      const { ledger } = simulation;
      const budget = scenario.parameters.budget.cap ?? Number.POSITIVE_INFINITY;
      while (!simulation.done) {
        const over = ledger.over.slice();
        const { week } = simulation;
        simulation.step();
        scenario.interventions.forEach(({ cap }, slot) => {
          expect(ledger.spent[slot]).toBeLessThanOrEqual(
            cap === null ? Number.POSITIVE_INFINITY : Math.round(cap * 100),
          );
          if (over[slot] === 1) expect(ledger.doses[week * over.length + slot]).toBe(0);
        });
        expect(ledger.spent.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(budget * 100);
      }
      ends += ledger.over.reduce((a, b) => a + b, 0);
    });
    expect(ends).toBeGreaterThan(5);
  });

  it('buys as many doses as a cap covers, not one more or fewer', () => {
    forAll(40, [fc.constantFrom(0.001, 0.004, 0.015, 3.33, 300), fc.integer({ min: 0, max: 3000 })], (price, cap) => {
      const course = { id: 0, instrument: 'training', from: 0, seats: 1_000_000, price, cap: cap / 100 } as const;
      const scenario = parsed({ weeks: 1, burnIn: 0, population: { residents: 100 }, interventions: [course] });
      const covered = Array.from({ length: 101 }, (_, doses) => doses).filter(
        (doses) => halfUp(doses, scenario.interventions[0]!) <= cap,
      );
      expect(createSimulation(scenario, '1').run().ledger.doses[0]).toBe(covered.at(-1));
    });
  });
});
