/** Communities with a fund, small ones at random and the shipped presets, and what their weekly rows say. */
import fc from 'fast-check';
import { parseScenario, type RunResult, type Scenario, type Start } from '../../../../sim/index.ts';
import { readText } from '../../../../src/cli/files.ts';
import { createFastModel } from '../../../../src/kernel/model.ts';
import { readScenario } from '../../../../src/scenario/read.ts';

export type Settings = Readonly<Record<string, number | string | null>>;

/** A lively small community: many who know of the fund propose, so that all steps are busy. */
export function small(fund: Settings | null, more: Record<string, unknown> = {}): Scenario {
  const population = { households: 60, dwellingsPerFloor: 1, stairwellsPerBlock: 3, leaderShare: 0.2 };
  const institutions = fund === null ? {} : { fund };
  return parseScenario({ weeks: 60, burnIn: 6, population, institutions, ...more }, 'small');
}

const some = (...values: number[]) => fc.constantFrom(...values);
/** Settings of every size and shape, with minima that some rounds pass. */
export const settingsArbitrary: fc.Arbitrary<Settings> = fc.record({
  from: some(0, 3),
  grantEnd: fc.constantFrom(null, 26, 30),
  grant: some(0, 0.01, 77.77, 20_000, 390_000, 9_999_999.99),
  runningShare: some(0, 0.03, 0.1, 0.5, 1),
  ownMoney: some(0, 0.01, 10, 333.33),
  foundationShare: some(0, 0.2, 1),
  foundationPayout: some(0, 0.25, 1),
  publicity: some(0, 0.4, 1, 3),
  publicityPrice: some(0, 99.99, 3000),
  aware: some(0, 0.5, 1),
  propose: some(0, 0.15, 1),
  cost: some(0.01, 33.33, 5000, 58_500),
  mergedCost: some(1, 1.3, 3),
  subjects: some(1, 3),
  committeeCap: some(0, 0.1, 0.2, 0.5, 1),
  committeeItems: some(0, 12, 60),
  minAwareness: some(0, 0.6),
  minParticipation: some(0, 0.3),
  minTurnout: some(0, 0.5),
  vote: some(-5, 4.5, 20),
  attend: some(3.2, 20),
  seats: some(1, 21, 255),
  procedure: some(0, 1),
  trainingSeats: some(0, 5, 60),
  reimbursement: some(0, 4, 30),
  minWeeks: some(1, 8),
  maxWeeks: some(1, 26),
  delivered: some(0, 0.7, 1),
  reliability: some(0, 0.5, 1),
  power: fc.constantFrom(null, 0, 0.15, 0.7),
  fates: fc.constantFrom('own', 'dealt', 'none'),
});

/** A week's value of the fund. */
export function at({ institutions: { columns, values } }: RunResult, week: number, name: string): number {
  return values[week * columns.length + columns.indexOf(`fund_${name}`)]!;
}

export function sum(result: RunResult, name: string, from = 0, to = result.weeks): number {
  let total = 0;
  for (let week = from; week < to; week++) total += at(result, week, name);
  return total;
}

/** Fen that a line of the ledger has had by the end of each week. */
export function running(result: RunResult, line: string): number[] {
  const k = result.lines.indexOf(`fund.${line}`);
  let total = 0;
  return Array.from({ length: result.weeks }, (_, week) => {
    total += result.ledger!.fen[week * result.lines.length + k]!;
    return total;
  });
}

export function preset(name: string, set: Settings = {}): Scenario {
  const { scenario, problems } = readScenario(`scenarios/${name}.json`, readText);
  if (scenario === null) throw new Error(problems.map(({ message }) => message).join('; '));
  const { fund } = scenario.institutions;
  return { ...scenario, institutions: fund ? { fund: { ...fund, ...set } } : {} } as Scenario;
}

const model = createFastModel();
const starts = new Map<string, Start>();

/** Runs with seeds 1 to `seeds`; all of them begin where the same seed’s other runs do. */
export function runs(scenario: Scenario, seeds: number): RunResult[] {
  return Array.from({ length: seeds }, (_, k) => {
    const seed = String(k + 1);
    const id = model.startId(scenario, seed);
    const start = starts.get(id) ?? model.prepare(scenario, seed);
    starts.set(id, start);
    return model.simulate(scenario, seed, { start, observe: { ledger: true } });
  });
}

export const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
