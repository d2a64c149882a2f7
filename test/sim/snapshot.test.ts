import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, DIMENSIONS, type Observe, resumeSimulation, simulate } from '../../sim/index.ts';
import { forAll, parsed, scenarioArbitrary, seedArbitrary } from '../helpers/arbitrary.ts';

describe('a snapshot', () => {
  const observeArbitrary: fc.Arbitrary<Observe> = fc.record(
    {
      by: fc.constantFrom(...DIMENSIONS),
      cards: fc.boolean(),
      deciles: fc.boolean(),
      effort: fc.boolean(),
    },
    { requiredKeys: [] },
  );

  it('of any week, resumed, gives the bits of a straight run', () => {
    forAll(40, [scenarioArbitrary, seedArbitrary, fc.nat(), observeArbitrary], (input, seed, k, observe) => {
      const scenario = parsed(input);
      const week = k % (input.weeks + 1);
      const straight = createSimulation(scenario, seed, { observe });
      const snapshot = straight.run(week).snapshot();
      const resumed = resumeSimulation(scenario, seed, snapshot, { observe });
      expect(resumed.week).toBe(week);
      expect(resumed.digest()).toBe(straight.digest());
      expect(resumed.run().result()).toEqual(straight.run().result());
      // taking a snapshot is only looking, and the bytes are one's own
      expect(simulate(scenario, seed, { observe })).toEqual(straight.result());
    });
  });

  const scenario = parsed({
    weeks: 8,
    burnIn: 2,
    population: { households: 20 },
    interventions: [{ id: 1, instrument: 'training', from: 2 }],
  });
  const snapshot = createSimulation(scenario, '1').run(4).snapshot();

  it('may come as a Node buffer that is part of a larger one', () => {
    const pooled = Buffer.concat([Buffer.from('before'), snapshot]).subarray(6);
    expect(resumeSimulation(scenario, '1', pooled).run().result()).toEqual(simulate(scenario, '1'));
  });

  it('of another seed, scenario or observation is refused', () => {
    const other = parsed({ weeks: 8, burnIn: 2, population: { households: 20 }, interventions: [] });
    expect(() => resumeSimulation(scenario, '2', snapshot)).toThrow(RangeError);
    expect(() => resumeSimulation(other, '1', snapshot)).toThrow(RangeError);
    expect(() => resumeSimulation(scenario, '1', snapshot, { observe: { by: 'age' } })).toThrow(RangeError);
  });

  it('that is cut short, too long, of another version or no snapshot at all is refused', () => {
    const refuse = (bytes: Uint8Array) => {
      expect(() => resumeSimulation(scenario, '1', bytes)).toThrow(RangeError);
    };
    for (const length of [0, 3, 16, 47, 48, snapshot.length - 1]) refuse(snapshot.slice(0, length));
    refuse(Uint8Array.from([...snapshot, 0]));
    const newer = snapshot.slice();
    newer[4] = 99;
    refuse(newer);
    forAll(50, [fc.uint8Array({ maxLength: 400 })], refuse);
  });
});
