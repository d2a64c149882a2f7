/** The fast loops against the plain ones: the engine changes no bit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS, parseScenario, prepare, simulate } from '../../../sim/index.ts';
import { createFastModel } from '../../../src/kernel/model.ts';
import { forAll, parsed, scenarioArbitrary, seedArbitrary } from '../../helpers/arbitrary.ts';

describe('the fast model', () => {
  // one model throughout, since its memory goes from run to run
  const fast = createFastModel();

  it('gives the bits of the plain one under random scenarios, whatever is observed', () => {
    const observations = fc.record({ by: fc.constantFrom(...DIMENSIONS), cards: fc.constant(true) });
    forAll(40, [scenarioArbitrary, seedArbitrary, observations], (input, seed, by) => {
      const scenario = parsed(input);
      const observe = { ...by, deciles: true, effort: true };
      expect(fast.simulate(scenario, seed, { observe })).toEqual(simulate(scenario, seed, { observe }));
    });
  });

  it('prepares the same start, which stays as it is when others run', () => {
    forAll(15, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const scenario = parsed(input);
      const start = fast.prepare(scenario, seed);
      fast.simulate(parsed({ ...input, interventions: [] }), `${seed}!`);
      expect(start.state).toEqual(prepare(scenario, seed).state);
      const expected = simulate(scenario, seed);
      expect(fast.simulate(scenario, seed, { start })).toEqual(expected);
      expect(fast.simulate(scenario, seed, { start })).toEqual(expected);
    });
  });

  it('gives them for a whole community and three years', () => {
    const scenario = parseScenario({ interventions: [{ id: 1, instrument: 'doorVisits', from: 26, to: 38 }] });
    expect(fast.simulate(scenario, '中')).toEqual(simulate(scenario, '中'));
  });
});
