import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario } from '../../sim/index.ts';
import { createDraft, keepSmallest, kthSmallest, Scores } from '../../sim/lots.ts';
import { changed } from '../helpers/runs.ts';
import { expectWithin, sum } from '../helpers/statistics.ts';

const ascending = (a: number, b: number) => a - b;
/** With many ties. */
const scores = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), {
  minLength: 1,
  maxLength: 80,
});

describe('kthSmallest', () => {
  it('is the k-th of the sorted values', () => {
    fc.assert(
      fc.property(scores, fc.nat(), (values, any) => {
        const k = any % values.length;
        expect(kthSmallest(Float64Array.from(values), values.length, k)).toBe([...values].sort(ascending)[k]! + 0);
      }),
      { seed: 1 },
    );
  });
});

describe('keepSmallest', () => {
  it('keeps the first k by score, ties in the order of listing, and leaves the list in order', () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: -1, max: 90 }), (values, k) => {
        const draft = createDraft(values.length + 3, new Scores(values.length + 3));
        values.forEach((score, j) => {
          draft.entities[j] = 10 * j;
          draft.shared.room.scores[j] = score;
        });
        draft.count = values.length;
        keepSmallest(draft, k);
        const places = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
        const expected = places.slice(0, Math.max(0, k)).sort(ascending);
        expect(Array.from(draft.entities.subarray(0, draft.count))).toEqual(expected.map((place) => 10 * place));
        // scores stay beside their entities, for the next lot among those who are left
        if (k > 0) expect(expected.map((_, j) => draft.shared.room.scores[j])).toEqual(expected.map((p) => values[p]));
      }),
      { seed: 1 },
    );
  });
});

describe('a weekly lot', () => {
  it('gives everybody the same chance, every week anew', () => {
    const [residents, weeks, seats] = [120, 200, 30];
    const course = { id: 1, instrument: 'training', from: 0, seats, knowHow: 0.001, efficacy: 0 };
    const scenario = parseScenario({
      weeks,
      burnIn: 0,
      population: { residents },
      learn: { knowHow: 0 },
      interventions: [course],
    });
    const simulation = createSimulation(scenario, 'lots');
    const served = new Array<number>(residents).fill(0);
    let again = 0;
    let latest: number[] = [];
    while (!simulation.done) {
      const before = simulation.state.knowHow.slice();
      simulation.step();
      const now = changed(before, simulation.state.knowHow);
      expect(now.length).toBe(seats);
      again += now.filter((i) => latest.includes(i)).length;
      for (const i of now) served[i]!++;
      latest = now;
    }
    // χ² of counts drawn without replacement: residents − 1 degrees of freedom, so that mean and variance 2 × that
    const p = seats / residents;
    const chi = sum(served.map((n) => (n - weeks * p) ** 2 / (weeks * p * (1 - p)))) * ((residents - 1) / residents);
    expectWithin(chi, residents - 1, Math.sqrt(2 * (residents - 1)), 'χ²');
    // of the winners, as many win again as of all: hypergeometric, variance k·p·(1 − p)·(N − k) ÷ (N − 1)
    const error = Math.sqrt((weeks - 1) * seats * p * (1 - p) * ((residents - seats) / (residents - 1)));
    expectWithin(again, (weeks - 1) * seats * p, error, 'winners again');
  });
});
