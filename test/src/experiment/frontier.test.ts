import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../../sim/index.ts';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { allMixes, findFrontier } from '../../../src/experiment/frontier.ts';
import { coproduce, folder } from '../cli/coproduce.ts';

const TWINS = {
  weeks: 60,
  burnIn: 20,
  population: { residents: 300 },
  interventions: [
    { id: 1, instrument: 'training', from: 5, to: 35 },
    { id: 2, instrument: 'training', from: 5, to: 35 },
    { id: 3, instrument: 'leaflet', from: 5, to: 35, price: 20 },
  ],
};
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
    expect(all.label).toBe('training 100 %');
    expect(all.scenario.interventions).toMatchObject([
      { id: 1, seats: Math.ceil(25 * ((1.05 * 60_000) / 30_000)), cap: 60_000 },
    ]);
  });
});

test('a frontier names the best, those that cannot be told apart, and mixes that cannot spend the money', async () => {
  const result = await findFrontier(parseScenario(TWINS), createInlineRunner(), {
    budget: 30_000,
    measure: 'efficacyEnd',
    steps: 2,
    seeds: 16,
  });
  expect(result.mixes).toBe(6);
  expect(result.rounds[0].seeds).toBe(8);
  // leaflets do nothing to speak of, and the two trainings are the same but for luck
  expect(result.best!.label).toMatch(/^training/);
  const near = result.others.filter(({ apart }) => !apart).map(({ label }) => label);
  expect(near.length).toBeGreaterThan(0);
  for (const label of near) expect(label).not.toContain('leaflet');
  expect(result.best!.gainInterval![0]).toBeGreaterThan(0);
  expect(result.best!.behind).toBe(0);
  const again = await findFrontier(parseScenario(TWINS), createInlineRunner(), {
    budget: 30_000,
    measure: 'efficacyEnd',
    steps: 2,
    seeds: 16,
  });
  expect(again).toEqual(result);
}, 60_000);

test('from the command line', () => {
  const at = folder({ 's.json': TWINS });
  const { code, out, err } = coproduce(
    'frontier',
    at('s.json'),
    '--budget',
    '30000',
    '--steps',
    '1',
    '--seeds',
    '8',
    '--measure',
    'efficacyEnd',
  );
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('3 mixes in parts of 1/1 of 30,000 CNY, efficacyEnd');
  expect(coproduce('frontier', at('s.json')).err).toContain('--budget: needs the CNY');
});
