/** Final and weekly digests of shipped scenarios, made small: nothing may change what a seed gives without being seen. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createSimulation, parseScenario, type Scenario, simulate } from '../../sim/index.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { settings } from '../../src/scenario/set.ts';
import { expectGolden } from '../helpers/golden.ts';

const FOLDER = new URL('../../scenarios/', import.meta.url);
const SMALL = settings(['population.households=60', 'weeks=40']);
const SEEDS = ['1', '中'];

const shipped = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
  .sort();

function load(name: string): Scenario {
  const read = (path: string) => readFileSync(path, 'utf8');
  const { scenario, problems } = readScenario(fileURLToPath(new URL(name, FOLDER)), read, SMALL);
  expect(problems).toEqual([]);
  return scenario!;
}

/** Every instrument at once, in a community where much happens: five blocks, many acts, short projects. */
const EVERYTHING = parseScenario({
  name: 'everything',
  weeks: 40,
  burnIn: 20,
  population: { residents: 200, floors: 2, stairwellsPerBlock: 4, leaderShare: 0.05 },
  decide: { bystander: { base: -2.5 }, newcomer: { base: -2 }, sustained: { base: -2 }, lapsed: { base: -3 } },
  project: { size: 4, deadline: 8 },
  interventions: [
    { id: 0, instrument: 'materials', from: 2, late: 4, whom: { group: 'lot', share: 0.5 } },
    { id: 1, instrument: 'incentive', from: 3, to: 30, cap: 4000 },
    { id: 2, instrument: 'training', from: 1, handbook: 0.2, whom: { group: 'lowest', trait: 'efficacy' } },
    { id: 3, instrument: 'leaflet', from: 0, whom: { group: 'non-participants' } },
    { id: 4, instrument: 'broadcast', from: 4, reach: 0.5 },
    { id: 5, instrument: 'recognition', from: 8, whom: { group: 'stage', stages: ['sustained'] } },
    { id: 6, instrument: 'caseSharing', from: 8, reach: 0.2, whom: { group: 'leaders' } },
    { id: 7, instrument: 'doorVisits', from: 4, to: 16, whom: { group: 'tenure', tenure: 'renter' } },
    { id: 8, instrument: 'empowerment', from: 12, to: 30 },
    { id: 9, instrument: 'digital', from: 7, whom: { group: 'blocks', blocks: [0, 2] } },
  ],
});

describe('digests', () => {
  it('of every shipped scenario, for 60 households and 40 weeks, are as blessed', () => {
    const digests: Record<string, unknown> = {};
    for (const scenario of [EVERYTHING, ...shipped.map(load)]) {
      for (const seed of SEEDS) {
        const { residents, ledger } = simulate(scenario, seed).digests;
        digests[`${scenario.name}, seed ${seed}`] = { residents, ledger };
      }
    }
    expectGolden('digests', digests);
  });

  it('week by week tell where a run first departs', () => {
    const weeks: Record<string, string> = {};
    const simulation = createSimulation(EVERYTHING, '1');
    weeks.start = simulation.digest();
    while (!simulation.done) {
      simulation.step();
      weeks[`week ${simulation.week - 1}`] = simulation.digest();
    }
    expectGolden('weeks', weeks);
  });
});
