import { beforeAll, describe, expect, test } from 'vitest';
import { parseScenario, type RunResult, simulate } from '../../../sim/index.ts';
import { kit } from '../../../src/kit.ts';
import type { Ensemble } from '../../../ui/data/ensemble.ts';
import { INSTITUTION_WORDS as WORDS } from '../../../ui/i18n/institutions/index.ts';
import { partnersEn } from '../../../ui/i18n/institutions/partners.en.ts';
import { partnersZh } from '../../../ui/i18n/institutions/partners.zh.ts';
import { partnersSummary, partnersTable } from '../../../ui/institutions/partners.ts';
import { partnersData } from '../../../ui/institutions/partners-data.ts';

const common = { weeks: 104, burnIn: 10, population: { households: 120 } };
const partners = { arrivals: 4, location: 1, use: 0.3 };
const scenarios = [
  parseScenario({ ...common, name: 'none' }),
  parseScenario({ ...common, name: 'partners', institutions: { partners } }),
  parseScenario({ ...common, name: 'ends', institutions: { partners: { ...partners, use: 0, subsidyEnds: 26 } } }),
];
const ids = ['Baseline', 'A Partners', 'B End'].map((label, slot) => ({ slot, label, name: label }));
let ensemble: Ensemble;
let results: RunResult[];

beforeAll(() => {
  const outcomes = ['1', '2', '3'].flatMap((seed, seedIndex) =>
    scenarios.map((scenario, scenarioIndex) => {
      return {
        ok: true as const,
        scenarioIndex,
        seedIndex,
        result: simulate(scenario, seed, { observe: { ledger: true } }),
      };
    }),
  );
  results = outcomes.map(({ result }) => result);
  ensemble = { outcomes, scenarios: ids, baseline: 0 };
});

describe('the picture of partners', () => {
  test('shows what the ledger has: a year’s subsidy, and what partners returned in it', () => {
    const { shown, scenarios: lines } = partnersData(ensemble, 1, kit);
    expect(shown!.subsidy).toBeCloseTo(110_000, 6);
    const own = results.filter(({ scenario }) => scenario === 'partners');
    const fen = own.reduce((sum, { lines: names, ledger }) => {
      const at = names.indexOf('partners.returned');
      for (let week = 52; week < 104; week++) sum += ledger!.fen[week * names.length + at]!;
      return sum;
    }, 0);
    expect(shown!.returned).toBeGreaterThan(0);
    expect(shown!.returned).toBeCloseTo(fen / 100 / own.length, 6);
    expect(lines[0]!.lines.returned.mean[103]).toBeCloseTo(shown!.returned / 1000, 9);
  });

  test('kinds make up all partners, and publicness is a share', () => {
    const { shown, scenarios: lines } = partnersData(ensemble, 1, kit);
    const all = shown!.kinds.reduce((sum, { serving }) => sum + serving[103]!, 0);
    expect(all).toBeCloseTo(lines[0]!.lines.serving.mean[103]!, 12);
    expect(all).toBeGreaterThan(0);
    for (const share of lines[0]!.lines.publicness.mean) expect(share >= 0 && share <= 100).toBe(true);
  });

  test('counts the funds that have closed', () => {
    expect(partnersData(ensemble, 1, kit).shown!.closed).toBe(0);
    expect(partnersData(ensemble, 2, kit).shown!.closed).toBe(3);
  });

  test('says in both languages what it shows, and that there is nothing where nobody has partners', () => {
    const nobody = { ...ensemble, outcomes: ensemble.outcomes.filter(({ scenarioIndex }) => scenarioIndex === 0) };
    for (const words of [WORDS.en, WORDS.zh]) {
      const data = partnersData(ensemble, 1, kit);
      expect(partnersSummary(data, words)).toContain('A Partners');
      expect(partnersSummary(data, words)).not.toMatch(/partners\.|\{|NaN/);
      expect(partnersTable(data, words).rows.length).toBe(8);
      expect(partnersSummary(partnersData(nobody, 1, kit), words)).toBe(words.t('partners.none'));
    }
  });

  test('has its words in both languages, with the same values in them', () => {
    const keys = Object.keys(partnersEn) as (keyof typeof partnersEn)[];
    const held = (message: string) => new Set(message.match(/\{\w+/g) ?? []);
    expect(Object.keys(partnersZh).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([key, held(partnersZh[key])]).toEqual([key, held(partnersEn[key])]);
  });
});
