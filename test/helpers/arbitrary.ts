/** Random scenarios as files would give them: small, lively communities under every instrument, for whomever. */
import fc from 'fast-check';
import { parseScenario, type Scenario } from '../../sim/index.ts';
import { AGES, INSTRUMENTS, type InstrumentName, OBSERVED, STAGES, TENURES } from '../../sim/scenario.ts';

export interface InterventionInput {
  readonly id: number;
  readonly instrument: InstrumentName;
  readonly from: number;
  readonly to?: number;
  readonly cap?: number;
  readonly enabled?: boolean;
  readonly whom?: { readonly group: string; readonly [field: string]: unknown };
  readonly [setting: string]: unknown;
}

export interface PopulationInput {
  readonly households?: number;
  readonly residents?: number;
  readonly [parameter: string]: unknown;
}

export interface ScenarioInput {
  readonly weeks: number;
  readonly burnIn: number;
  readonly population: PopulationInput;
  readonly interventions: readonly InterventionInput[];
  readonly [group: string]: unknown;
}

export const parsed = (input: ScenarioInput): Scenario => parseScenario(input, 'random');

/** The same scenarios on every run; `FC_SEED=7 FC_TIMES=20 npx vitest run test/sim` tries others, and more of them. */
const SEED = Number(process.env.FC_SEED ?? 1);
const TIMES = Number(process.env.FC_TIMES ?? 1);

/** Checks a property of random scenarios and seeds. */
export function forAll<Ts extends [unknown, ...unknown[]]>(
  numRuns: number,
  arbitraries: { [K in keyof Ts]: fc.Arbitrary<Ts[K]> },
  predicate: (...args: Ts) => void,
): void {
  fc.assert(fc.property(...arbitraries, predicate), { numRuns: numRuns * TIMES, seed: SEED });
}

export const seedArbitrary = fc.constantFrom('1', '2', 'Chengdu', '中', 'é', '社区/7');

const share = (...values: number[]) => fc.constantFrom(...values);
const yuan = (most: number) => fc.integer({ min: 0, max: most * 100 }).map((fen) => fen / 100);

const homes = fc.record({
  floors: fc.integer({ min: 1, max: 4 }),
  dwellingsPerFloor: fc.integer({ min: 1, max: 3 }),
  stairwellsPerBlock: fc.integer({ min: 1, max: 4 }),
  householdSize: share(1, 1.6, 2.26, 4),
  letShare: share(0, 0.37, 1),
  leaderShare: share(0.01, 0.2),
  ageTenure: fc.option(
    fc.constant({
      youngOwner: 0.1,
      middleOwner: 0.25,
      olderOwner: 0.25,
      youngRenter: 0.2,
      middleRenter: 0.15,
      olderRenter: 0.05,
    }),
    { freq: 4 },
  ),
});

export const populationArbitrary: fc.Arbitrary<PopulationInput> = fc
  .tuple(
    fc.oneof(
      fc.record({ households: fc.integer({ min: 20, max: 110 }) }),
      fc.record({ residents: fc.integer({ min: 30, max: 240 }) }),
    ),
    homes,
  )
  .map(([size, rest]) => ({ ...size, ...rest }));

/** Blocks that exist whatever the seed draws: five to a household is the fewest dwellings. */
function surelyBlocks(population: PopulationInput): number {
  const { households, residents, floors, dwellingsPerFloor, stairwellsPerBlock } = population as Record<string, number>;
  const dwellings = households ?? Math.ceil(residents! / 5);
  return Math.ceil(dwellings / (floors! * dwellingsPerFloor! * stairwellsPerBlock!));
}

const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });

function groupOfBlocks(count: number) {
  const block = fc.integer({ min: 0, max: count - 1 });
  return fc.record({ group: fc.constant('blocks'), blocks: fc.uniqueArray(block, { minLength: 1, maxLength: 3 }) });
}

/** Every group that can be named, for instruments that serve persons, blocks or the whole community. */
export function whomArbitrary(instrument: InstrumentName, population: PopulationInput) {
  const everyone = fc.record({ group: fc.constant('everyone') });
  const lot = fc.record({ group: fc.constant('lot'), share: share(0, 0.1, 0.4, 1) });
  const blocks = groupOfBlocks(surelyBlocks(population));
  if (instrument === 'empowerment') return everyone;
  if (instrument === 'materials') return fc.oneof(everyone, lot, blocks);
  const observed = { trait: fc.constantFrom(...OBSERVED), share: share(0.1, 0.5, 1) };
  return fc.oneof(
    everyone,
    lot,
    blocks,
    fc.record({ group: fc.constant('age'), ages: some(AGES) }),
    fc.record({ group: fc.constant('tenure'), tenure: fc.constantFrom(...TENURES) }),
    fc.record({ group: fc.constant('stage'), stages: some(STAGES) }),
    fc.record({ group: fc.constant('non-participants') }),
    fc.record({ group: fc.constant('leaders') }),
    fc.record({ group: fc.constant('lowest'), ...observed }),
    fc.record({ group: fc.constant('highest'), ...observed }),
  );
}

/** Settings of strength above zero; one half of them where the defaults would be silent. */
const contact = { reach: share(0.1, 0.6, 1), intensity: share(0.02, 0.4, 1.2, 3) };
const SETTINGS: { readonly [N in InstrumentName]: fc.Arbitrary<Record<string, number>> } = {
  materials: fc.record({
    units: share(0.05, 0.5, 2),
    delivered: share(0, 0.25, 0.85, 1),
    late: share(0, 10, 60),
    price: share(0, 3600, 99.99),
  }),
  incentive: fc.record({ pay: share(0.2, 1, 3), price: share(0, 40, 12.34) }),
  training: fc.record({ seats: fc.integer({ min: 1, max: 40 }), handbook: share(0, 0.2), price: share(0.005, 300) }),
  leaflet: fc.record({ ...contact, price: share(0, 0.5, 0.015) }),
  broadcast: fc.record({ ...contact, price: share(0.2) }),
  recognition: fc.record({ ...contact, price: share(5) }),
  caseSharing: fc.record({ ...contact, price: share(2) }),
  doorVisits: fc.record({ ...contact, met: share(0.4, 1), housemates: share(0, 0.6), price: share(5, 0) }),
  empowerment: fc.record({ power: share(0, 0.05, 0.3, 0.7, 1), price: share(2000, 0) }),
  digital: fc.record({ young: share(0, 0.25), middle: share(0.15), older: share(0, 0.05, 1), price: share(1) }),
};

/** Settings that make an instrument's strength zero. */
export const ZERO: { readonly [N in InstrumentName]: readonly Record<string, number>[] } = {
  materials: [{ units: 0 }],
  incentive: [{ pay: 0 }],
  training: [{ seats: 0, handbook: 0.2 }],
  leaflet: [{ reach: 0 }, { intensity: 0 }],
  broadcast: [{ reach: 0 }, { intensity: 0 }],
  recognition: [{ reach: 0 }, { intensity: 0 }],
  caseSharing: [{ reach: 0 }, { intensity: 0 }],
  doorVisits: [{ reach: 0 }, { intensity: 0 }],
  empowerment: [{ power: 0.3 }],
  digital: [{ young: 0, middle: 0, older: 0 }],
};

export function interventionArbitrary(
  instrument: InstrumentName,
  population: PopulationInput,
  weeks: number,
): fc.Arbitrary<Omit<InterventionInput, 'id'>> {
  return fc
    .tuple(
      SETTINGS[instrument],
      whomArbitrary(instrument, population),
      fc.nat({ max: weeks }),
      fc.option(fc.integer({ min: 1, max: weeks }), { nil: undefined }),
      fc.option(yuan(4000), { nil: undefined, freq: 3 }),
    )
    .map(([settings, whom, from, length, cap]) => ({
      instrument,
      ...settings,
      whom,
      from,
      ...(length === undefined ? {} : { to: from + length }),
      ...(cap === undefined ? {} : { cap }),
    }));
}

/** Parameters that let much happen within a few weeks. */
const lively = fc
  .record({
    more: share(0, 1.5, 3),
    size: share(1, 3, 24),
    deadline: share(3, 12, 80),
    budget: fc.option(yuan(20_000)),
  })
  .map(({ more, size, deadline, budget }) => ({
    decide: {
      bystander: { base: -4.2 + more },
      newcomer: { base: -3.5 + more },
      sustained: { base: -3.1 + more },
      lapsed: { base: -4.2 + more },
    },
    project: { size, deadline },
    budget: { cap: budget },
  }));

/** A scenario with up to five interventions. */
export const scenarioArbitrary: fc.Arbitrary<ScenarioInput> = fc
  .tuple(populationArbitrary, fc.integer({ min: 5, max: 30 }), fc.integer({ min: 0, max: 10 }), lively)
  .chain(([population, weeks, burnIn, rest]) => {
    const one = fc.constantFrom(...INSTRUMENTS).chain((name) => interventionArbitrary(name, population, weeks));
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 5, maxLength: 5 });
    return fc.tuple(fc.array(one, { maxLength: 5 }), ids).map(([list, numbers]) => ({
      weeks,
      burnIn,
      population,
      ...rest,
      interventions: list.map((intervention, i) => ({ id: numbers[i]!, ...intervention }) as InterventionInput),
    }));
  });
