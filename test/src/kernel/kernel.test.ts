import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, parseScenario, type RunResult, type Scenario, simulate } from '../../../sim/index.ts';
import { LOOP_PARTS } from '../../../sim/loops.ts';
import { exp } from '../../../sim/numerics.ts';
import { createKernel } from '../../../src/kernel/kernel.ts';
import type { ThreadedEngine } from '../../../src/kernel/threads.ts';
import { startThreads } from '../../../src/kernel/threads-node.ts';
import { scenarioArbitrary } from '../../helpers/arbitrary.ts';

const everything = [
  { id: 1, instrument: 'doorVisits', from: 5, to: 30 },
  { id: 2, instrument: 'incentive', from: 3, to: 40, cap: 40_000 },
  { id: 3, instrument: 'training', from: 2, whom: { group: 'lowest', trait: 'efficacy' } },
  { id: 4, instrument: 'digital', from: 8, to: 20 },
  { id: 5, instrument: 'empowerment', from: 4, to: 12 },
  { id: 6, instrument: 'materials', from: 6, to: 30 },
  { id: 7, instrument: 'caseSharing', reach: 0.3, from: 1 },
];

function scenario(households: number, interventions: readonly object[]): Scenario {
  return parseScenario({ population: { households }, weeks: 40, burnIn: 20, interventions });
}

/** Everything a run says, as text: equal text, equal bits (`Object.is` for −0 and NaN is kept by the digests). */
function saying({ series, digests, spent, cards, gini }: RunResult): string {
  return JSON.stringify([[...series], digests, [...spent], cards && [...cards], gini]);
}

function expectSameBits(engine: Engine, of: Scenario, seed: string): void {
  const observe = { cards: true };
  expect(saying(simulate(of, seed, { engine, observe }))).toBe(saying(simulate(of, seed, { observe })));
}

describe('the vector engine', () => {
  const engine = createKernel() as Engine;

  it('is there in Node', () => {
    expect(engine).not.toBeUndefined();
  });

  it.each([1, 2, 3, 60, 431])('gives the bits of the plain loops for %i households', (households) => {
    expectSameBits(engine, scenario(households, []), 'k');
    expectSameBits(engine, scenario(households, everything), '中');
  });

  it('gives them for random scenarios, one run after the other in the same memory', () => {
    fc.assert(
      fc.property(scenarioArbitrary, fc.string({ minLength: 1 }), (raw, seed) => {
        expectSameBits(engine, parseScenario(raw), seed);
      }),
      { numRuns: 60 },
    );
  });

  it('computes with the table of the plain exponential', () => {
    // a change of one without the other would first be seen in a rare, close draw
    const { roots, stepsPerUnit, stepHigh, stepLow } = LOOP_PARTS.EXPONENTIAL;
    expect(roots[0]).toBe(1);
    expect(exp((stepHigh + stepLow) * 64)).toBeCloseTo(Math.SQRT2, 15);
    expect(stepsPerUnit * (stepHigh + stepLow)).toBeCloseTo(1, 15);
  });
});

describe.each([2, 3])('%i threads on one memory', (threads) => {
  let engine: ThreadedEngine;
  beforeAll(async () => {
    engine = (await startThreads(threads)) as ThreadedEngine;
  });
  afterAll(() => engine.close());

  it.each([1, 60, 431, 1300])('give the bits of one for %i households', (households) => {
    expectSameBits(engine, scenario(households, []), 'k');
    expectSameBits(engine, scenario(households, everything), 'k');
  });
});
