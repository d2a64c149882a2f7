import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, prepare, resumeSimulation, type Scenario, simulate } from '../../../../sim/index.ts';
import { CELLS, LAYERS } from '../../../../sim/institutions/core/pairs.ts';
import { forAll, parsed, type ScenarioInput, scenarioArbitrary, seedArbitrary } from '../../../helpers/arbitrary.ts';

const NOTHING = { tensionWeight: 0, careRelief: 0, exitPromise: 0 };

const withCore = (input: ScenarioInput, core: object): Scenario => parsed({ ...input, institutions: { core } });

const share = (...values: number[]) => fc.constantFrom(...values);
/** A core in a hurry, so that within a few weeks much happens, the company's leaving too. */
const coreArbitrary = fc.record({
  coreFrom: fc.integer({ min: 0, max: 8 }),
  coreTo: fc.option(fc.integer({ min: 8, max: 30 })),
  cap: fc.option(fc.integer({ min: 0, max: 8_000_000 }).map((fen) => fen / 100)),
  platformPrice: share(0, 99.99, 3000),
  explanationReach: share(0, 0.06, 1),
  explanationPrice: share(0, 5, 0.015),
  surveyWeek: share(0, 4),
  careRelief: share(0, 0.3, 1),
  transferCompany: share(0, 100.01, 120_000),
  transferResidents: share(0, 60_000),
  trial: share(0, 1),
  contract: share(0, 1),
  rent: share(0, 96, 33.33),
  space: share(0, 77.7, 1600),
  parkingSpaces: share(0, 385),
  costHousehold: share(55, 500),
  leaveMonth: share(1, 2, 18),
  capital: share(0, 10_000_000),
});

describe('the core', () => {
  it('of no strength changes nobody, in no week', () => {
    forAll(12, [scenarioArbitrary, coreArbitrary, seedArbitrary], (input, core, seed) => {
      const without = createSimulation(parsed(input), seed);
      const beside = createSimulation(withCore(input, { ...core, ...NOTHING }), seed);
      while (!without.done) {
        without.step();
        beside.step();
        expect(beside.digest()).toBe(without.digest());
      }
    });
  });

  it('that is disabled is absent', () => {
    forAll(6, [scenarioArbitrary, coreArbitrary, seedArbitrary], (input, core, seed) => {
      expect(simulate(withCore(input, { ...core, enabled: false }), seed)).toEqual(simulate(parsed(input), seed));
    });
  });

  it('continues from a snapshot with the bits of a straight run', () => {
    forAll(10, [scenarioArbitrary, coreArbitrary, fc.nat(30), seedArbitrary], (input, core, at, seed) => {
      const scenario = withCore(input, core);
      const start = prepare(scenario, seed);
      const straight = createSimulation(scenario, seed, { start }).run();
      const first = createSimulation(scenario, seed, { start }).run(at);
      const resumed = resumeSimulation(scenario, seed, first.snapshot(), { start }).run();
      expect(resumed.result()).toEqual(straight.result());
    });
  });

  it('keeps its cap in every week, conserves the company’s money to the fen, and keeps tension within 0 and 1', () => {
    const seen = { left: 0, paid: 0, capped: 0 };
    forAll(60, [scenarioArbitrary, coreArbitrary, seedArbitrary], (input, core, seed) => {
      const result = simulate(withCore(input, core), seed, { observe: { ledger: true } });
      const { lines, ledger, weeks, institutions } = result;
      const cap = core.cap === null ? Number.POSITIVE_INFINITY : Math.round(core.cap * 100);
      const publicLines = ['platform', 'explanation', 'survey', 'care', 'transferCompany', 'transferResidents'];
      const column = (name: string) => institutions.columns.indexOf(`core_${name}`);
      const fen = (week: number, name: string) => ledger!.fen[week * lines.length + lines.indexOf(`core.${name}`)]!;
      const total = (name: string) => Array.from({ length: weeks }, (_, w) => fen(w, name)).reduce((a, b) => a + b, 0);
      let spent = 0;
      for (let week = 0; week < weeks; week++) {
        for (const line of publicLines) {
          expect(Number.isInteger(fen(week, line))).toBe(true);
          spent += fen(week, line);
        }
        expect(spent).toBeLessThanOrEqual(cap);
        for (const { name } of CELLS) {
          const tension = institutions.values[week * institutions.columns.length + column(name)]!;
          expect(tension).toBeGreaterThanOrEqual(0);
          expect(tension).toBeLessThanOrEqual(1);
        }
      }
      const income = ['rent', 'parking', 'fee', 'other', 'transferCompany'].reduce((sum, name) => sum + total(name), 0);
      const cash = institutions.values[(weeks - 1) * institutions.columns.length + column('cash')]!;
      expect(Math.round(cash * 100)).toBe(income - total('cost'));
      seen.left += institutions.values[(weeks - 1) * institutions.columns.length + column('left')]!;
      seen.paid += total('fee');
      if (spent > cap * 0.9) seen.capped++;
    });
    // else these laws would hold of nothing
    expect(Object.entries(seen).filter(([, n]) => n === 0)).toEqual([]);
  });
});

describe('the matrix of tension', () => {
  it('holds the twelve pairs and layers that the study names', () => {
    const of = (layer: string) =>
      CELLS.filter((cell) => LAYERS[cell.layer] === layer).map(({ name }) => name.slice(layer.length + 1));
    expect(of('mission')).toEqual(['residents_company', 'residents_units', 'street_company', 'street_units']);
    expect(of('political')).toEqual(['street_residents', 'street_company', 'street_units', 'company_residents']);
    expect(of('operations')).toEqual(['residents_street', 'residents_company', 'units_company', 'street_company']);
  });
});
