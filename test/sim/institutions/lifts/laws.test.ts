import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, resumeSimulation, simulate } from '../../../../sim/index.ts';
import { splitFen } from '../../../../sim/institutions/lifts/money.ts';
import { LEADING_ROLES } from '../../../../sim/institutions/lifts/settings.ts';
import { forAll, parsed, populationArbitrary, scenarioArbitrary, seedArbitrary } from '../../../helpers/arbitrary.ts';
import { institutionValue } from '../../../helpers/institutions.ts';

/** Settings with which much happens within a few weeks. */
const lively = fc.record(
  {
    ...Object.fromEntries(LEADING_ROLES.map((role) => [role, fc.constantFrom('none', 'direct', 'embedded')])),
    hazard: fc.constantFrom(0.2, 1),
    members: fc.constantFrom(0, 0.07, 0.5),
    price: fc.constantFrom(600_000, 333_333.33, 0),
    subsidyA: fc.constantFrom(0, 99_999.99, 2_000_000),
    cap: fc.option(fc.integer({ min: 0, max: 2_000_000 })),
    proposalWeeks: fc.constantFrom(0, 1),
    shortest: fc.constantFrom(0, 2),
    longest: fc.constantFrom(2, 6),
    objectionWeeks: fc.constantFrom(0, 1),
    contractWeeks: fc.constantFrom(0, 3),
    buildingWeeks: fc.constantFrom(0, 3),
    restWeeks: fc.constantFrom(0, 3),
    payOff1: fc.constantFrom(-0.6, 0.3),
    withdrawal: fc.constantFrom(0.01, 0.5),
    severalHomes: fc.constantFrom(0, 0.1, 1),
  },
  {
    requiredKeys: [
      'hazard',
      'proposalWeeks',
      'shortest',
      'longest',
      'objectionWeeks',
      'contractWeeks',
      'buildingWeeks',
    ],
  },
);
const eager = { bystander: { base: -2 }, newcomer: { base: -2 } };
const community = { weeks: 20, burnIn: 4, interventions: [], decide: eager };
const withLifts = (population: object, settings: object) =>
  parsed({ ...community, population, institutions: { lifts: settings } } as never);

describe('lifts', () => {
  it('change nothing in residents while nobody proposes, or where nothing is learnt from them', () => {
    forAll(40, [populationArbitrary, lively, seedArbitrary], (population, settings, seed) => {
      const off = simulate(parsed({ ...community, population } as never), seed).digests.residents;
      const digest = (more: object) =>
        simulate(withLifts(population, { ...settings, ...more }), seed).digests.residents;
      expect(digest({ enabled: false })).toBe(off);
      expect(digest({ hazard: 0 })).toBe(off);
      expect(digest({ feedback: 0 })).toBe(off);
    });
  });

  it('keep money to the fen: owners pay what subsidies leave, and public money keeps to its cap in every week', () => {
    let lifts = 0;
    forAll(1000, [populationArbitrary, lively, seedArbitrary], (population, settings, seed) => {
      const scenario = withLifts(population, settings);
      const simulation = createSimulation(scenario, seed).run();
      const result = simulation.result();
      const all = (column: string) =>
        (simulation.institutions[`lifts.${column}`] as Float64Array).reduce((a, b) => a + b, 0);
      const line = (name: string) => result.spent[result.lines.indexOf(`lifts.${name}`)]!;
      expect(line('subsidy') + line('owners')).toBe(line('lifts'));
      expect(all('paid')).toBe(line('owners'));
      expect(all('received')).toBe(line('compensation'));
      for (const fen of result.spent) expect(Number.isSafeInteger(fen)).toBe(true);
      const cap = settings.cap == null ? Number.POSITIVE_INFINITY : Number(settings.cap) * 100;
      let spent = 0;
      for (let week = 0; week < result.weeks; week++) {
        for (const name of ['subsidy', 'compensation', 'leading']) {
          spent += Math.round(institutionValue(result, `lifts_${name}`, week) * 100);
        }
        expect(spent).toBeLessThanOrEqual(cap);
      }
      expect(spent).toBe(line('subsidy') + line('compensation') + line('leading'));
      lifts += institutionValue(result, 'lifts_running') > 0 ? 1 : 0;
    });
    expect(lifts).toBeGreaterThan(50);
  });

  it('have every stairwell in one stage, and approvals that only rise', () => {
    forAll(60, [populationArbitrary, lively, seedArbitrary], (population, settings, seed) => {
      const result = simulate(withLifts(population, settings), seed);
      const stages = result.institutions.columns.slice(0, 8);
      let before = 0;
      for (let week = 0; week < result.weeks; week++) {
        expect(stages.reduce((sum, name) => sum + institutionValue(result, name, week), 0)).toBeCloseTo(1, 12);
        const approved = institutionValue(result, 'lifts_approved', week);
        expect(approved).toBeGreaterThanOrEqual(before);
        before = approved;
      }
    });
  });

  it('resume with the bits of a straight run', () => {
    forAll(40, [scenarioArbitrary, lively, seedArbitrary, fc.nat()], (input, settings, seed, k) => {
      const scenario = parsed({ ...input, institutions: { lifts: settings } } as never);
      const straight = createSimulation(scenario, seed);
      const snapshot = straight.run(k % (input.weeks + 1)).snapshot();
      expect(resumeSimulation(scenario, seed, snapshot).run().result()).toEqual(straight.run().result());
    });
  });

  it('split money into whole parts that add up', () => {
    const weights = fc.array(fc.constantFrom(0, 1, 1.3, 1.6, 1.9, 7), { minLength: 1, maxLength: 30 });
    forAll(2000, [weights, fc.integer({ min: 0, max: 1e9 })], (given, amount) => {
      const parts = new Float64Array(given.length);
      splitFen(amount, Float64Array.from(given), parts, given.length);
      const all = given.reduce<number>((a, b) => a + b, 0);
      if (all > 0) expect(parts.reduce((a, b) => a + b, 0)).toBe(amount);
      parts.forEach((part, j) => {
        expect(Number.isInteger(part)).toBe(true);
        if (all > 0) expect(Math.abs(part - (amount * given[j]!) / all)).toBeLessThanOrEqual(1);
      });
    });
  });
});
