import { expect, test } from 'vitest';
import { parseScenario, simulate } from '../../sim/index.ts';
import { kit } from '../../src/kit.ts';
import type { Ensemble } from '../../ui/data/ensemble.ts';
import { fundEn } from '../../ui/i18n/institutions/fund.en.ts';
import { fundZh } from '../../ui/i18n/institutions/fund.zh.ts';
import { FATES, fundData, ITEM_FLOWS, MONEY_KINDS, RATES } from '../../ui/institutions/fund-data.ts';

const scenarios = [
  null,
  { power: 0.7, minAwareness: 0, minParticipation: 0, minTurnout: 0 },
  { publicity: 0, aware: 0 },
].map((fund, k) => parseScenario({ weeks: 104, burnIn: 12, institutions: fund ? { fund } : {} }, `scenario-${k}`));
const ensemble = {
  outcomes: scenarios.flatMap((scenario, scenarioIndex) =>
    ['1', '2'].map((seed, seedIndex) => ({ ok: true, scenarioIndex, seedIndex, result: simulate(scenario, seed) })),
  ),
  scenarios: scenarios.map(({ name }, slot) => ({ slot, label: name, name })),
  baseline: 0,
} as unknown as Ensemble;

test('only scenarios with a fund are shown, the focus where it has one, else the first', () => {
  expect(fundData(ensemble, 2, kit).shown!.who.slot).toBe(2);
  expect(fundData(ensemble, 0, kit).focus).toBe(1);
  expect(fundData(ensemble, 0, kit).scenarios.map(({ place }) => place)).toEqual([1, 2]);
  expect(fundData({ ...ensemble, outcomes: ensemble.outcomes.slice(0, 2) }, 0, kit).shown).toBeNull();
});

test('nothing is lost between the steps', () => {
  const { items, voids, delivered, satisfaction } = fundData(ensemble, 1, kit).shown!;
  const collected = items.proposed - items.turnedAway;
  const left = collected - items.malformed - items.merged - items.ineligible + items.returned;
  expect(left + items.reviewedCommittee).toBeCloseTo(items.reviewed, 9);
  expect(items.reviewed - items.votedDown - items.voided - items.unfunded).toBeCloseTo(items.funded, 9);
  expect(items.funded).toBeGreaterThan(2);
  expect(voids).toEqual([0, 0, 0, 0]);
  expect(delivered).toBeGreaterThan(0.85);
  expect(satisfaction).toBeGreaterThan(0.5);
});

test('rates, money and acts are what runs say', () => {
  const data = fundData(ensemble, 1, kit);
  const [lively, silent] = data.scenarios;
  for (const name of RATES) expect(lively!.rates[name].length).toBe(4);
  expect(Math.max(...silent!.rates.awareness)).toBe(0);
  expect(MONEY_KINDS.map((kind) => silent!.money[kind])).toEqual([0, 0, 0]);
  expect(MONEY_KINDS.reduce((sum, kind) => sum + lively!.money[kind], 0)).toBeGreaterThan(100_000);
  for (const fate of FATES) {
    expect(lively!.acting[fate]).toBeGreaterThan(0.2);
    expect(silent!.acting[fate]).toBeNaN();
  }
  expect(fundData(ensemble, 2, kit).shown!.voids).toEqual([1, 1, 1, 1]);
});

test('its words are in both languages, with the same values in them, and name every flow', () => {
  const placeholders = (message: string) => [...new Set(message.match(/\{\w+/g) ?? [])].sort();
  expect(Object.keys(fundZh)).toEqual(Object.keys(fundEn));
  for (const key of Object.keys(fundEn) as (keyof typeof fundEn)[]) {
    expect([key, placeholders(fundZh[key])]).toEqual([key, placeholders(fundEn[key])]);
    expect([key, /[\u4e00-\u9fff]/.test(fundZh[key]), /[\u4e00-\u9fff]/.test(fundEn[key])]).toEqual([key, true, false]);
  }
  for (const name of ITEM_FLOWS) expect(fundEn).toHaveProperty([`fund.flow.${name}`]);
});
