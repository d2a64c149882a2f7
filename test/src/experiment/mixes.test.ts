import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INSTRUMENTS, parseScenario } from '../../../sim/index.ts';
import { allMixes, mixCount, NOT_SCALED, percents, scalingHint } from '../../../src/experiment/mixes.ts';
import { TWINS } from './twins.ts';

const flat = () => [1, 2, 3].map((id) => ({ id, fen: 100_000 }));

describe('mixes', () => {
  test('are all divisions of the budget, each with caps that make it', () => {
    const mixes = allMixes(parseScenario(TWINS), 100_000.01, 4, flat);
    expect(mixes).toHaveLength(15);
    for (const { parts, scenario } of mixes) {
      expect(parts.reduce((a, b) => a + b, 0)).toBe(4);
      const fen = scenario.interventions.reduce((sum, { cap }) => sum + Math.round((cap as number) * 100), 0);
      expect(fen).toBe(10_000_001);
    }
    expect(new Set(mixes.map(({ scenario }) => scenario.name)).size).toBe(15);
  });

  test('have doses that spend their part of the money in their weeks', () => {
    const [all] = allMixes(parseScenario(TWINS), 60_000, 2, flat);
    // 25 seats cost 1,000 CNY a week here, so 30 weeks need 2.1 times as many, with the margin
    expect(all.label).toBe('training (1) 100 %');
    expect(all.scenario.interventions).toMatchObject([
      { id: 1, seats: Math.ceil(25 * ((1.05 * 60_000) / 30_000)), cap: 60_000 },
    ]);
  });

  test('keep the doses that do not grow in step with the money, and only those', () => {
    const interventions = INSTRUMENTS.map((instrument, id) => ({ id, instrument, cap: null }));
    const scenario = parseScenario({ ...TWINS, interventions });
    const costs = interventions.map(({ id }) => ({ id, fen: 100_000 }));
    const kept = allMixes(scenario, 15_000, 1, () => costs).flatMap(({ scenario: { interventions } }) => {
      const [{ cap, ...mixed }] = interventions;
      const { cap: _, ...given } = scenario.interventions.find(({ id }) => id === mixed.id)!;
      expect(cap).toBe(15_000);
      return isDeepStrictEqual(mixed, given) ? [mixed.instrument] : [];
    });
    expect(kept).toEqual(NOT_SCALED);
    const hinted = INSTRUMENTS.filter((instrument) => scalingHint({ instrument }) !== '');
    expect(hinted).toEqual(NOT_SCALED);
  });

  test('are as many as counted before any is made', () => {
    for (const steps of [1, 2, 3, 7]) {
      expect(allMixes(parseScenario(TWINS), 100_000, steps, flat)).toHaveLength(mixCount(steps, 3));
    }
    // C(27, 7)
    expect(mixCount(20, 8)).toBe(888_030);
  });

  test('are called by instrument, and by id as well where several have the same one', () => {
    const labels = allMixes(parseScenario(TWINS), 100_000, 3, flat).map(({ label }) => label);
    expect(labels).toContain('training (1) 34 %, training (2) 33 %, leaflet 33 %');
    expect(new Set(labels).size).toBe(10);
  });
});

test('percentages add up to 100, none of them off by a whole one', () => {
  const parts = fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }).filter((list) => list.some((part) => part > 0));
  fc.assert(
    fc.property(parts, (list) => {
      const whole = percents(list);
      const all = list.reduce((a, b) => a + b, 0);
      expect(whole.reduce((a, b) => a + b, 0)).toBe(100);
      for (const [k, part] of list.entries()) expect(Math.abs(whole[k] - (100 * part) / all)).toBeLessThan(1);
    }),
  );
});
