import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulation, resumeSimulation, simulate } from '../../../../sim/index.ts';
import { forAll, parsed, populationArbitrary, scenarioArbitrary, seedArbitrary } from '../../../helpers/arbitrary.ts';
import { institutionValue } from '../../../helpers/institutions.ts';

const settingsArbitrary = fc.record(
  {
    arm: fc.constantFrom('uniform', 'byType', 'reversed', 'byPhase', 'byStage'),
    cap: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 5_000_000 }).map((fen) => fen / 100),
    ),
    from: fc.constantFrom(0, 3),
    spendWeeks: fc.constantFrom(1, 7),
    materialsShare: fc.constantFrom(0, 1 / 3, 1),
    trainingShare: fc.constantFrom(0, 1 / 3, 1),
    materialsPrice: fc.constantFrom(20, 0.5, 0),
    seatPrice: fc.constantFrom(300, 12.34, 0),
    visitPrice: fc.constantFrom(5, 0.05, 0),
  },
  { requiredKeys: ['cap', 'from', 'spendWeeks'] },
);
const community = { weeks: 14, burnIn: 4, interventions: [], decide: { bystander: { base: -2.5 } } };
const withMicro = (population: object, settings: object) =>
  parsed({ ...community, population, institutions: { microInfrastructure: settings } } as never);

/** All that the institution changes, as it is without it. */
const ZERO = {
  cap: 0,
  easy: 0.3,
  difficult: 0.3,
  hidden: 0.5,
  visible: 0.5,
  governmentHard: 0.5,
  governmentSoft: 0.5,
  governmentService: 0.5,
};

describe('micro-infrastructure', () => {
  it('changes nothing in residents when off, or without money and differences between projects', () => {
    forAll(60, [populationArbitrary, settingsArbitrary, seedArbitrary], (population, settings, seed) => {
      const off = simulate(parsed({ ...community, population } as never), seed).digests.residents;
      const digest = (more: object) =>
        simulate(withMicro(population, { ...settings, ...more }), seed).digests.residents;
      expect(digest({ enabled: false })).toBe(off);
      expect(digest(ZERO)).toBe(off);
    });
  });

  it('keeps to its cap in every week and keeps money to the fen: spent or still waiting', () => {
    let exhausted = 0;
    forAll(1000, [populationArbitrary, settingsArbitrary, seedArbitrary], (population, settings, seed) => {
      const scenario = withMicro(population, settings);
      const simulation = createSimulation(scenario, seed).run();
      const result = simulation.result();
      const cap = Math.floor(settings.cap * 100 + 0.5);
      let spent = 0;
      for (let week = 0; week < result.weeks; week++) {
        for (const name of ['materials', 'training', 'visits']) {
          spent += Math.round(institutionValue(result, `microInfrastructure_${name}`, week) * 100);
        }
        expect(spent).toBeLessThanOrEqual(cap);
        if (week < settings.from) expect(spent).toBe(0);
      }
      const waiting = simulation.institutions['microInfrastructure.left'] as Float64Array;
      expect(result.spent.reduce((a, b) => a + b, 0)).toBe(spent);
      expect(spent + waiting.reduce((a, b) => a + b, 0)).toBe(cap);
      for (const fen of waiting) expect(fen >= 0 && Number.isSafeInteger(fen)).toBe(true);
      if (cap > 0 && spent > 0.98 * cap) exhausted++;
    });
    expect(exhausted).toBeGreaterThan(40);
  });

  it('resumes with the bits of a straight run', () => {
    forAll(40, [scenarioArbitrary, settingsArbitrary, seedArbitrary, fc.nat()], (input, settings, seed, k) => {
      const scenario = parsed({ ...input, institutions: { microInfrastructure: settings } } as never);
      const straight = createSimulation(scenario, seed);
      const snapshot = straight.run(k % (input.weeks + 1)).snapshot();
      expect(resumeSimulation(scenario, seed, snapshot).run().result()).toEqual(straight.run().result());
    });
  });

  it('tells effort as the core does, in every group of attributes the same sum', () => {
    forAll(60, [populationArbitrary, settingsArbitrary, seedArbitrary], (population, settings, seed) => {
      const scenario = withMicro(population, settings);
      const result = simulate(scenario, seed, { observe: { effort: true } });
      const modes = ['voice', 'labour', 'contribution', 'oversight'];
      const groups = [
        ['hard', 'soft', 'service'],
        ['stairwell', 'block', 'community'],
        ['easy', 'difficult'],
        ['hidden', 'visible'],
      ];
      modes.forEach((mode, m) => {
        const effort = (attribute: string) =>
          institutionValue(result, `microInfrastructure_effort_${mode}_${attribute}`);
        groups
          .slice(0, 2)
          .flat()
          .forEach((attribute, a) => {
            expect(effort(attribute)).toBeCloseTo(result.effort![2 * (m * 6 + a) + 1]!, 8);
          });
        const sums = groups.map((group) => group.reduce((sum, attribute) => sum + effort(attribute), 0));
        for (const sum of sums) expect(sum).toBeCloseTo(sums[0]!, 8);
      });
    });
  });

  it('counts stage flows that explain who is in which stage', () => {
    forAll(60, [populationArbitrary, settingsArbitrary, seedArbitrary], (population, settings, seed) => {
      const simulation = createSimulation(withMicro(population, settings), seed);
      const at = (stage: number) => simulation.state.stage.reduce((sum, s) => sum + (s === stage ? 1 : 0), 0);
      const before = [0, 1, 2, 3].map(at);
      const result = simulation.run().result();
      const flow = (name: string) => institutionValue(result, `microInfrastructure_${name}`);
      expect(at(0) - before[0]!).toBe(-flow('begins'));
      expect(at(1) - before[1]!).toBe(
        flow('begins') + flow('returns') + flow('slackens') - flow('goesOn') - flow('lapses'),
      );
      expect(at(2) - before[2]!).toBe(flow('goesOn') - flow('slackens'));
      expect(at(3) - before[3]!).toBe(flow('lapses') - flow('returns'));
    });
  });
});
