import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Scenario, simulate } from '../sim/index.ts';
import { readText } from '../src/cli/files.ts';
import { readScenario } from '../src/scenario/read.ts';
import { reportProblems } from '../src/scenario/report.ts';

const NAMES = [
  ...['baseline', 'combined', 'door-visits', 'door-visits-12-weeks', 'empowerment', 'funding-broken-promise'],
  ...['funding-materials', 'incentive-small', 'incentive-wage', 'j-community', 'leaflets', 'no-power', 'training'],
  ...['training-lowest-efficacy', 'voice-without-power'],
  ...['s1-by-phase', 's1-by-stage', 's1-by-type', 's1-care', 's1-digital', 's1-micro-infrastructure', 's1-reversed'],
  ...['s1-without-money', 's3-lifts', 's3-lifts-action-leader', 's3-lifts-coordinator', 's3-lifts-elite'],
  ...['s3-lifts-embedded', 's3-lifts-mixed', 's3-lifts-nobody', 's3-lifts-opinion-leader', 's3-lifts-organiser'],
  ...['s3-lifts-visionary'],
  ...['s4-dealt-fates', 's4-elected-council', 's4-grant-ends', 's4-official-deliberation', 's4-residents-decide'],
  ...['s4-slow-reimbursement', 's4-special-fund', 's4-weak-publicity', 's4-without-cap', 's4-without-empowerment'],
  ...['s4-without-oversight'],
  ...['s2-core-stops', 's2-half-rent', 's2-j-community', 's2-without-core', 's2-without-trial', 's5-centre', 's5-edge'],
  ...['s5-partners', 's5-short-space', 's5-subsidy-ends', 's5-without-review'],
];
const EQUAL_COST = ['funding-materials', 'incentive-wage', 'training', 'door-visits', 'combined'];
const CAP = 390_000;

function shipped(name: string): Scenario {
  const { scenario, problems } = readScenario(`scenarios/${name}.json`, readText);
  expect(reportProblems(problems)).toEqual([]);
  return scenario!;
}

test('the shipped set is complete', () => {
  const files = readdirSync('scenarios').filter((name) => name.endsWith('.json') && name !== 'scenario.schema.json');
  expect(files.map((name) => name.replace('.json', '')).sort()).toEqual([...NAMES].sort());
});

describe.each(NAMES)('%s', (name) => {
  test('can be read, and speaks both languages', () => {
    const scenario = shipped(name);
    expect(scenario.name).toBe(name);
    expect(JSON.parse(readFileSync(`scenarios/${name}.json`, 'utf8')).$schema).toBe('./scenario.schema.json');
    expect(scenario.source).not.toBe('');
    expect(scenario.assumptions.length).toBeGreaterThan(0);
    for (const { en, zh } of [scenario.title, scenario.about, ...scenario.assumptions]) {
      expect(en).toMatch(/[a-z]/);
      expect(zh).toMatch(/\p{Script=Han}/u);
    }
  });

  test('starts its policies in week 26; only the lack of power holds from the first week', () => {
    for (const { from, instrument } of shipped(name).interventions) {
      const condition = instrument === 'empowerment' && name !== 'empowerment';
      expect(from).toBe(condition ? 0 : 26);
    }
  });
});

test.each(EQUAL_COST)('%s spends 98 to 100 % of 390,000 CNY on every seed', (name) => {
  const scenario = shipped(name);
  expect(scenario.interventions.reduce((sum, { cap }) => sum + (cap ?? Number.NaN), 0)).toBe(CAP);
  for (let seed = 1; seed <= 16; seed++) {
    const { spent } = simulate(scenario, String(seed));
    const share = spent.reduce((a, b) => a + b, 0) / 100 / CAP;
    expect(share).toBeGreaterThanOrEqual(0.98);
    expect(share).toBeLessThanOrEqual(1);
  }
});

test('J community has its residents within 2 %, and its shares of age and tenure', () => {
  const scenario = shipped('j-community');
  expect(scenario.parameters.population.households).toBe(4199);
  const first = { ...scenario, parameters: { ...scenario.parameters, burnIn: 0, weeks: 1 } };
  for (let seed = 1; seed <= 4; seed++) {
    const { residents, cards } = simulate(first, String(seed), { observe: { cards: true } });
    expect(Math.abs(residents / 9494 - 1)).toBeLessThan(0.02);
    // bits 1–2: age group, bit 3: renter
    const share = (age: number, renter: number) =>
      cards!.filter((card) => ((card >> 1) & 7) === age + 4 * renter).length / residents;
    // members of a household are alike, so the standard error is that of about 4,199 draws: .0077
    expect(Math.abs(share(0, 1) - 0.37)).toBeLessThan(0.035);
    expect(Math.abs(share(2, 0) - 0.396)).toBeLessThan(0.035);
    expect(Math.abs(share(1, 0) - 0.234)).toBeLessThan(0.035);
  }
});
