import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, INSTRUMENTS, prepare, type Scenario, simulate, startId } from '../../sim/index.ts';
import { createTies } from '../../sim/network.ts';
import { createPopulation } from '../../sim/population.ts';
import { seedKey } from '../../sim/random.ts';
import type { ColumnName } from '../../sim/state.ts';
import {
  forAll,
  type InterventionInput,
  interventionArbitrary,
  type PopulationInput,
  parsed,
  populationArbitrary,
  type ScenarioInput,
  scenarioArbitrary,
  seedArbitrary,
  ZERO,
} from '../helpers/arbitrary.ts';
import { changed } from '../helpers/runs.ts';

/** The residents' digest of every week, from the week before the first. */
function weeklyDigests(scenario: Scenario, seed: string, weeks = scenario.parameters.weeks): string[] {
  const simulation = createSimulation(scenario, seed);
  const digests = [simulation.digest()];
  while (simulation.week < weeks) {
    simulation.step();
    digests.push(simulation.digest());
  }
  return digests;
}

const withInterventions = (input: ScenarioInput, interventions: readonly InterventionInput[]): Scenario =>
  parsed({ ...input, interventions });

describe('a zero dose', () => {
  for (const instrument of INSTRUMENTS) {
    it(`of ${instrument} changes nobody, in no week`, () => {
      const zero = (input: ScenarioInput) =>
        fc
          .tuple(interventionArbitrary(instrument, input.population, input.weeks), fc.constantFrom(...ZERO[instrument]))
          .map(([dose, nothing]) => ({ ...dose, ...nothing }));
      const pairs = scenarioArbitrary.chain((input) => fc.tuple(fc.constant(input), zero(input)));
      forAll(6, [pairs, seedArbitrary], ([input, nothing], seed) => {
        // Power at its default still has its price, and it would undo what another empowerment sets.
        const others = input.interventions.filter(
          ({ instrument: name }) => instrument !== 'empowerment' || name !== 'empowerment',
        );
        const base = { ...input, ...(instrument === 'empowerment' ? { budget: { cap: null } } : {}) };
        const id = [0, 1, 2, 3, 4, 5].find((free) => others.every((other) => other.id !== free))!;
        const without = withInterventions(base, others);
        const beside = withInterventions(base, [...others, { id, ...nothing } as InterventionInput]);
        expect(weeklyDigests(beside, seed)).toEqual(weeklyDigests(without, seed));
        // nor does it cost anything, or count as a dose
        if (instrument === 'empowerment') return;
        const { ledger } = createSimulation(beside, seed).run();
        const slot = beside.interventions.findIndex((one) => one.id === id);
        const lines = ledger.doses.length / beside.parameters.weeks;
        expect(ledger.doses.filter((doses, place) => place % lines === slot && doses > 0)).toEqual(new Float64Array());
        expect(ledger.spent[slot]).toBe(0);
      });
    });
  }
});

describe('a policy', () => {
  it('changes nothing before it starts', () => {
    forAll(25, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const first = Math.min(input.weeks, ...input.interventions.map(({ from }) => from));
      const baseline = withInterventions(input, []);
      expect(weeklyDigests(parsed(input), seed, first)).toEqual(weeklyDigests(baseline, seed, first));
    });
  });

  it('is the same wherever its interventions stand in the file', () => {
    const shuffled = scenarioArbitrary.chain((input) =>
      fc.tuple(
        fc.constant(input),
        fc.shuffledSubarray([...input.interventions], { minLength: input.interventions.length }),
      ),
    );
    forAll(25, [shuffled, seedArbitrary], ([input, interventions], seed) => {
      expect(simulate(withInterventions(input, interventions), seed)).toEqual(simulate(parsed(input), seed));
    });
  });

  it('that is disabled is absent', () => {
    forAll(15, [scenarioArbitrary, seedArbitrary, fc.nat()], (input, seed, k) => {
      const chosen = input.interventions[k % Math.max(1, input.interventions.length)];
      const rest = input.interventions.filter((other) => other !== chosen);
      const disabled = input.interventions.map((other) => (other === chosen ? { ...other, enabled: false } : other));
      expect(simulate(withInterventions(input, disabled), seed)).toEqual(
        simulate(withInterventions(input, rest), seed),
      );
    });
  });

  it('meets the same residents, card by card, as every other policy', () => {
    forAll(15, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const fixed = (scenario: Scenario) =>
        simulate(scenario, seed, { observe: { cards: true } }).cards!.map((c) => c >> 1);
      expect(fixed(parsed(input))).toEqual(fixed(withInterventions(input, [])));
    });
  });
});

describe('appended residents', () => {
  const FIXED = [
    'innateMotivation',
    'innateTrust',
    'innateEfficacy',
    'motivation',
    'trust',
    'efficacy',
    'knowHow',
    'cost',
    'circumstances',
    'interestHard',
    'interestSoft',
    'interestService',
    'age',
    'type',
    'role',
    'household',
    'let',
    'area',
  ] as const satisfies readonly ColumnName[];

  /** Tie ends per pair of residents, once for each time the tie was started. */
  const pairsOf = ({ start, to }: { start: Uint32Array; to: Uint32Array }) => {
    const pairs: [number, number][] = [];
    for (let i = 0; i + 1 < start.length; i++) {
      for (let t = start[i]!; t < start[i + 1]!; t++) if (to[t]! > i) pairs.push([i, to[t]!]);
    }
    return pairs;
  };

  const worldOf = (population: PopulationInput, seed: string) => {
    const { parameters } = parsed({ weeks: 1, burnIn: 0, population, interventions: [] });
    const { sizes, state } = createPopulation(parameters, seedKey(seed));
    return { sizes, state, ties: createTies(parameters, seedKey(seed), sizes, state) };
  };

  /** The same community with some more households or residents, within the same power of two of residents. */
  const grown = fc
    .tuple(populationArbitrary, seedArbitrary, fc.integer({ min: 1, max: 40 }))
    .map(([population, seed, more]) => {
      const key = population.households === undefined ? 'residents' : 'households';
      return { population, seed, larger: { ...population, [key]: population[key]! + more } };
    })
    .filter(({ population, larger, seed }) => {
      const power = (p: PopulationInput) => Math.ceil(Math.log2(worldOf(p, seed).sizes.resident));
      return power(population) === power(larger);
    });

  it('change no trait and no home of those who were there', () => {
    forAll(60, [grown], ({ population, larger, seed }) => {
      const before = worldOf(population, seed);
      const after = worldOf(larger, seed);
      expect(after.sizes.resident).toBeGreaterThan(before.sizes.resident);
      for (const name of FIXED) {
        expect(after.state[name].subarray(0, before.state[name].length), name).toEqual(before.state[name]);
      }
    });
  });

  it('add no tie between those who were there, and cost one only where a newcomer takes its place', () => {
    let lostAtAll = 0;
    forAll(60, [grown], ({ population, larger, seed }) => {
      const before = worldOf(population, seed);
      const old = before.sizes.resident;
      const kept = new Map<string, number>();
      const newcomersOf = new Set<number>();
      let withNewcomers = 0;
      for (const [i, j] of pairsOf(worldOf(larger, seed).ties)) {
        if (j < old) kept.set(`${i}-${j}`, (kept.get(`${i}-${j}`) ?? 0) + 1);
        else if (i < old) {
          newcomersOf.add(i);
          withNewcomers++;
        }
      }
      let lost = 0;
      for (const [i, j] of pairsOf(before.ties)) {
        const left = kept.get(`${i}-${j}`) ?? 0;
        kept.set(`${i}-${j}`, left - 1);
        if (left > 0) continue;
        lost++;
        expect(newcomersOf.has(i) || newcomersOf.has(j), `${i}–${j} was lost for nobody`).toBe(true);
      }
      // what was neither there before nor with a newcomer would be left over
      for (const [pair, left] of kept) expect(left, pair).toBeLessThanOrEqual(0);
      expect(lost).toBeLessThanOrEqual(withNewcomers);
      lostAtAll += lost;
    });
    expect(lostAtAll).toBeGreaterThan(0);
  });

  it('change no lot number: who is drawn among more was drawn among fewer', () => {
    forAll(30, [grown, fc.integer({ min: 1, max: 30 })], ({ population, larger, seed }, seats) => {
      const trained = (p: PopulationInput) => {
        const course = { id: 3, instrument: 'training', from: 0, seats } as const;
        const scenario = parsed({ weeks: 1, burnIn: 0, population: p, learn: { knowHow: 0 }, interventions: [course] });
        const simulation = createSimulation(scenario, seed);
        const before = simulation.state.knowHow.slice();
        simulation.step();
        return changed(before, simulation.state.knowHow);
      };
      const fewer = trained(population);
      const old = worldOf(population, seed).sizes.resident;
      expect(trained(larger).filter((i) => i < old && !fewer.includes(i))).toEqual([]);
    });
  });
});

describe('a start', () => {
  it('shared between scenarios gives the bits of a start of one’s own, and is not written to', () => {
    forAll(15, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const policy = parsed(input);
      const longer = parsed({ ...input, weeks: input.weeks + 3, interventions: [] });
      expect(startId(policy, seed)).toBe(startId(longer, seed));
      const start = prepare(longer, seed);
      for (const scenario of [policy, longer, policy]) {
        expect(simulate(scenario, seed, { start })).toEqual(simulate(scenario, seed));
      }
    });
  });

  it('of another seed or of other parameters is refused', () => {
    const scenario = parsed({ weeks: 5, burnIn: 2, population: { households: 20 }, interventions: [] });
    const start = prepare(scenario, '1');
    const other = parsed({ weeks: 5, burnIn: 3, population: { households: 20 }, interventions: [] });
    expect(() => createSimulation(scenario, '2', { start })).toThrow(RangeError);
    expect(() => createSimulation(other, '1', { start })).toThrow(RangeError);
  });
});
