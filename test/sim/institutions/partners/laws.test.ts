import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSimulation,
  prepare,
  type RunResult,
  resumeSimulation,
  type Scenario,
  simulate,
} from '../../../../sim/index.ts';
import { poisson } from '../../../../sim/institutions/partners/arrivals.ts';
import { exp } from '../../../../sim/numerics.ts';
import { forAll, parsed, type ScenarioInput, scenarioArbitrary, seedArbitrary } from '../../../helpers/arbitrary.ts';

const withPartners = (input: ScenarioInput, partners: object): Scenario =>
  parsed({ ...input, institutions: { partners } });

const share = (...values: number[]) => fc.constantFrom(...values);
/** Partners in a hurry: many come, settle in at once, earn or lose much, and leave soon. */
const partnersArbitrary = fc.record({
  arrivals: share(1, 6, 20),
  location: share(0.2, 1),
  clarity: share(0.7, 1),
  space: share(0, 150, 1000),
  recruitWeeks: share(0, 1),
  negotiateWeeks: share(0, 1),
  screenWeeks: share(0, 2),
  settleWeeks: share(0, 1),
  passNegotiate: share(0.7, 1),
  use: share(0, 0.03, 0.5),
  pointsPerUse: share(0, 1, 4),
  drift: share(0.04, 1),
  reviewStrength: share(0, 0.5, 1),
  lossMonths: share(1, 2),
  leaveMonth: share(0, 2, 600),
  subsidy: share(0, 1000.01, 110_000),
  subsidyEnds: fc.option(fc.integer({ min: 0, max: 20 })),
  running: share(0, 99.99, 4000),
  materials: share(0, 6000),
  reserve: share(0, 3),
  businessCost: share(0, 6500),
});

const value = ({ institutions }: RunResult, week: number, name: string) =>
  institutions.values[week * institutions.columns.length + institutions.columns.indexOf(`partners_${name}`)]!;

describe('partners', () => {
  it('that touch nobody, or do not come, change no resident in any week', () => {
    const silent = fc.constantFrom({ attachment: 0, trustLoss: 0, materials: 0 }, { arrivals: 0, materials: 0 });
    forAll(12, [scenarioArbitrary, partnersArbitrary, silent, seedArbitrary], (input, partners, nothing, seed) => {
      const without = createSimulation(parsed(input), seed);
      const beside = createSimulation(withPartners(input, { ...partners, ...nothing }), seed);
      while (!without.done) {
        without.step();
        beside.step();
        expect(beside.digest()).toBe(without.digest());
      }
    });
  });

  it('that are disabled are absent', () => {
    forAll(6, [scenarioArbitrary, partnersArbitrary, seedArbitrary], (input, partners, seed) => {
      const disabled = withPartners(input, { ...partners, enabled: false });
      expect(simulate(disabled, seed)).toEqual(simulate(parsed(input), seed));
    });
  });

  it('continue from a snapshot with the bits of a straight run', () => {
    forAll(12, [scenarioArbitrary, partnersArbitrary, fc.nat(30), seedArbitrary], (input, partners, at, seed) => {
      const scenario = withPartners(input, partners);
      const start = prepare(scenario, seed);
      const straight = createSimulation(scenario, seed, { start }).run();
      const first = createSimulation(scenario, seed, { start }).run(at);
      const resumed = resumeSimulation(scenario, seed, first.snapshot(), { start }).run();
      expect(resumed.result()).toEqual(straight.result());
    });
  });

  it('keep within their space, and their money and the fund’s is conserved to the fen in every week', () => {
    forAll(80, [scenarioArbitrary, partnersArbitrary, seedArbitrary], (input, partners, seed) => {
      const result = simulate(withPartners(input, partners), seed, { observe: { ledger: true } });
      const { lines, ledger, weeks } = result;
      const sum: Record<string, number> = {};
      for (let week = 0; week < weeks; week++) {
        lines.forEach((line, k) => {
          const fen = ledger!.fen[week * lines.length + k]!;
          if (line.startsWith('partners.')) expect(Number.isInteger(fen) && fen >= 0).toBe(true);
          sum[line] = (sum[line] ?? 0) + fen;
        });
        const of = (name: string) => sum[`partners.${name}`]!;
        expect(Math.round(value(result, week, 'fund') * 100)).toBe(
          of('subsidy') + of('returned') - of('running') - of('materials'),
        );
        expect(value(result, week, 'fund')).toBeGreaterThanOrEqual(0);
        expect(Math.round(value(result, week, 'cash') * 100)).toBe(
          of('partnerIncome') - of('partnerCost') - of('returned'),
        );
        expect(value(result, week, 'free_space')).toBeGreaterThanOrEqual(0);
        expect(value(result, week, 'free_space')).toBeLessThanOrEqual(partners.space);
        expect(value(result, week, 'publicness')).toBeGreaterThanOrEqual(0);
        expect(value(result, week, 'publicness')).toBeLessThanOrEqual(1);
      }
    });
  });

  it('all went somewhere: who arrived was refused, found no space, serves, left, or is still a candidate', () => {
    const seen = { settled: 0, refused: 0, no_space: 0, exits_sabotage: 0, exits_loss: 0, uses_business: 0 };
    forAll(40, [scenarioArbitrary, partnersArbitrary, seedArbitrary], (input, partners, seed) => {
      const result = simulate(withPartners({ ...input, weeks: input.weeks + 60 }, partners), seed);
      for (let week = 0; week < result.weeks; week++) {
        const of = (name: string) => value(result, week, name);
        expect(of('settled')).toBe(of('serving') + of('exits_sabotage') + of('exits_loss'));
        expect(of('arrived')).toBe(of('settled') + of('refused') + of('no_space') + of('candidates'));
      }
      for (const name of Object.keys(seen) as (keyof typeof seen)[])
        seen[name] += value(result, result.weeks - 1, name);
    });
    // else these laws would hold of nothing
    expect(Object.entries(seen).filter(([, n]) => n === 0)).toEqual([]);
  });
});

describe('the number of candidates', () => {
  it('has the probabilities of a Poisson distribution, by inversion', () => {
    for (const mean of [0.3, 1.5, 4]) {
      let chance = exp(-mean);
      let below = 0;
      for (let n = 0; n < 6; n++) {
        expect(poisson(mean, below + chance / 2, 20)).toBe(n);
        below += chance;
        chance *= mean / (n + 1);
      }
    }
    expect(poisson(0, 1 - 1e-9, 8)).toBe(0);
    expect(poisson(30, 1 - 1e-9, 8)).toBe(8);
  });
});
