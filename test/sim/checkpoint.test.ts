import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../sim/checkpoint.ts';
import { type Checkpoint, parseScenario, prepare, type RunResult, simulate, simulateFrom } from '../../sim/index.ts';
import { forAll, parsed, scenarioArbitrary, seedArbitrary } from '../helpers/arbitrary.ts';

const community = { population: { households: 40 }, weeks: 30, burnIn: 5 };
const visits = { id: 1, instrument: 'doorVisits', from: 8, to: 20 };
const seats = { id: 2, instrument: 'training', from: 12, seats: 3 };
const policy = (...interventions: object[]) => parseScenario({ ...community, interventions });

const saying = ({ series, digests, spent, grouped }: RunResult) =>
  JSON.stringify([[...series], digests, [...spent], grouped && [...grouped.values]]);

describe('the first week in which two policies can differ', () => {
  it.each([
    ['nothing differs', policy(visits), policy(visits), 30],
    ['one is new', policy(visits), policy(visits, seats), 12],
    ['the strength differs', policy(visits), policy({ ...visits, intensity: 0.5 }), 8],
    ['only the end differs', policy(visits), policy({ ...visits, to: 25 }), 20],
    ['the end is open', policy(visits), policy({ id: 1, instrument: 'doorVisits', from: 8 }), 20],
    ['the beginning differs', policy(visits), policy({ ...visits, from: 3 }), 3],
    ['several differ', policy(visits, seats), policy({ ...visits, to: 15 }, { ...seats, seats: 4 }), 12],
    ['it lies beyond the horizon', policy(), policy({ ...visits, from: 40, to: 50 }), 30],
  ])('%s', (_name, a, b, week) => {
    expect(firstDifference(a, b)).toBe(week);
    expect(firstDifference(b, a)).toBe(week);
  });
});

describe('a run from a checkpoint', () => {
  it('is the straight run, through a chain of changes of policy', () => {
    const chain = [
      policy(),
      policy(visits),
      policy({ ...visits, to: 25 }),
      policy({ ...visits, to: 25 }, seats),
      policy({ ...visits, to: 22 }, { ...seats, seats: 9 }),
      policy({ ...visits, to: 22, cap: 500 }, { ...seats, seats: 9 }),
      policy(seats),
    ];
    const start = prepare(chain[0]!, '1');
    const observe = { by: 'tenure' } as const;
    let checkpoint: Checkpoint | undefined;
    for (const scenario of chain) {
      const { result, ...next } = simulateFrom(scenario, '1', { start, observe }, checkpoint);
      expect(saying(result)).toBe(saying(simulate(scenario, '1', { start, observe })));
      checkpoint = next.checkpoint;
    }
  });

  it('is the straight run for random pairs of policies', () => {
    forAll(40, [scenarioArbitrary, scenarioArbitrary, seedArbitrary], (one, other, seed) => {
      const a = parsed(one);
      const b = parsed({ ...one, interventions: other.interventions.filter(({ whom }) => whom?.group !== 'blocks') });
      const start = prepare(a, seed);
      const { checkpoint } = simulateFrom(a, seed, { start }, undefined);
      expect(saying(simulateFrom(b, seed, { start }, checkpoint).result)).toBe(saying(simulate(b, seed, { start })));
    });
  });

  it('begins afresh where something else than the policy differs', () => {
    const start = prepare(policy(), '1');
    const { checkpoint } = simulateFrom(policy(visits), '1', { start }, undefined);
    const longer = parseScenario({ ...community, weeks: 40, interventions: [visits] });
    const { result } = simulateFrom(longer, '1', { start }, checkpoint);
    expect(saying(result)).toBe(saying(simulate(longer, '1')));
  });
});
