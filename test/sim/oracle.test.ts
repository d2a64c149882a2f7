/**
 * The whole model against a slow second one, which was written from the specification with objects per resident
 * (`test/helpers/naive`): every column must have the same bits in every week.
 */
import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario, prepare, type Scenario } from '../../sim/index.ts';
import type { ColumnName, State } from '../../sim/state.ts';
import { forAll, parsed, scenarioArbitrary, seedArbitrary } from '../helpers/arbitrary.ts';
import { columnsOf } from '../helpers/naive/columns.ts';
import { createWorld } from '../helpers/naive/setup.ts';
import { pass } from '../helpers/naive/week.ts';
import type { World } from '../helpers/naive/world.ts';

/** Fails at the first column and place that differ. */
function expectSameBits(state: State, world: World, week: number): void {
  for (const [name, expected] of Object.entries(columnsOf(world, week))) {
    const got = state[name as ColumnName];
    expect(got.length, name).toBe(expected.length);
    const at = expected.findIndex((value, i) => !(value === got[i]));
    if (at >= 0) expect.fail(`week ${week}, ${name}[${at}]: the model has ${got[at]}, the oracle ${expected[at]}`);
  }
}

/** Runs both and compares after set-up, after the burn-in and after every week; returns the naive world. */
function compareRuns(scenario: Scenario, seed: string): World {
  const { burnIn, weeks } = scenario.parameters;
  const world = createWorld(scenario, seed);
  const bare = { ...scenario, parameters: { ...scenario.parameters, burnIn: 0 } };
  expectSameBits(prepare(bare, seed).state, world, 0);

  for (let week = -burnIn; week < 0; week++) pass({ ...world, scenario: { ...scenario, interventions: [] } }, week);
  const simulation = createSimulation(scenario, seed);
  expectSameBits(simulation.state, world, -1);
  for (let week = 0; week < weeks; week++) {
    pass(world, week);
    simulation.step();
    expectSameBits(simulation.state, world, week);
    expect(simulation.state.power[0]).toBe(world.power);
  }

  const { ledger } = simulation;
  scenario.interventions.forEach(({ id }, slot) => {
    for (let week = 0; week < weeks; week++) {
      const entry = world.ledger.find((line) => line.id === id && line.week === week);
      const place = week * scenario.interventions.length + slot;
      expect([ledger.doses[place], ledger.fen[place]], `id ${id}, week ${week}`).toEqual([
        entry?.doses ?? 0,
        entry?.fen ?? 0,
      ]);
    }
    expect(ledger.over[slot] === 1, `whether ${id} ended`).toBe(world.ended.has(id));
  });
  return world;
}

const acts = (world: World) => world.residents.reduce((sum, person) => sum + person.acts.length, 0);

describe('the model has the bits of an oracle written from the specification', () => {
  it('with all default parameters and no intervention', () => {
    const world = compareRuns(parseScenario({ population: { residents: 400 }, burnIn: 20, weeks: 30 }), '1');
    expect(acts(world)).toBeGreaterThan(100);
  });

  it('with every kind of intervention at once, for 200 residents and 30 weeks', () => {
    const interventions = [
      { id: 10, instrument: 'digital', from: 9, young: 0.05, middle: 0.5, older: 0 },
      { id: 9, instrument: 'materials', from: 2, units: 0.7, late: 4, whom: { group: 'lot', share: 0.5 } },
      { id: 8, instrument: 'incentive', from: 3, to: 20, pay: 0.8 },
      { id: 7, instrument: 'incentive', from: 5, pay: 1.5, cap: 2500, whom: { group: 'non-participants' } },
      { id: 6, instrument: 'training', from: 1, seats: 9, handbook: 0.2, whom: { group: 'lowest', trait: 'efficacy' } },
      { id: 5, instrument: 'doorVisits', from: 4, to: 16, whom: { group: 'tenure', tenure: 'owner' } },
      { id: 4, instrument: 'leaflet', from: 0, reach: 0.5, whom: { group: 'blocks', blocks: [1, 2] } },
      { id: 3, instrument: 'empowerment', from: 6, to: 25, power: 0.05 },
      { id: 2, instrument: 'empowerment', from: 12, power: 0.9, cap: 9000 },
      { id: 1, instrument: 'digital', from: 7, whom: { group: 'age', ages: ['18-34', '35-59'] } },
    ];
    const scenario = parseScenario({
      weeks: 30,
      burnIn: 10,
      population: { residents: 200, floors: 2, stairwellsPerBlock: 4, leaderShare: 0.05 },
      decide: { bystander: { base: -2.5 }, newcomer: { base: -2 }, sustained: { base: -2 }, lapsed: { base: -3 } },
      project: { size: 4, deadline: 8 },
      interventions,
    });
    const world = compareRuns(scenario, '中');
    // all that can happen has happened
    expect(new Set(world.residents.map((person) => person.stage)).size).toBe(4);
    expect(new Set(world.residents.map((person) => person.mode)).size).toBe(5);
    expect(world.ended.size).toBe(2);
    expect(world.residents.some((person) => person.Z > 0)).toBe(true);
    expect(world.blocks.some((block) => block.project.ordinal > 1)).toBe(true);
  });

  it('under random scenarios and seeds', () => {
    forAll(40, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      compareRuns(parsed(input), seed);
    });
  });
});
