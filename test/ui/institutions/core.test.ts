import { beforeAll, describe, expect, test } from 'vitest';
import { parseScenario, type RunResult, simulate } from '../../../sim/index.ts';
import { CELLS, LAYERS } from '../../../sim/institutions/core/pairs.ts';
import { kit } from '../../../src/kit.ts';
import type { Ensemble } from '../../../ui/data/ensemble.ts';
import { coreEn } from '../../../ui/i18n/institutions/core.en.ts';
import { coreZh } from '../../../ui/i18n/institutions/core.zh.ts';
import { INSTITUTION_WORDS as WORDS } from '../../../ui/i18n/institutions/index.ts';
import { coreSummary, coreTable } from '../../../ui/institutions/core.ts';
import { coreData, INCOMES, LAYER_NAMES, MATRIX } from '../../../ui/institutions/core-data.ts';

const common = { weeks: 104, burnIn: 10, population: { households: 120 } };
const size = { space: 46, parkingSpaces: 11, capital: 285_000, widerArea: 500, transferCompany: 3500 };
const scenarios = [
  parseScenario({ ...common, name: 'none' }),
  parseScenario({ ...common, name: 'core', institutions: { core: size } }),
  parseScenario({ ...common, name: 'poor', institutions: { core: { ...size, rent: 0 } } }),
];
const ids = ['Baseline', 'A Core', 'B Poor'].map((label, slot) => ({ slot, label, name: label }));
let ensemble: Ensemble;
let results: RunResult[];

beforeAll(() => {
  const outcomes = ['1', '2'].flatMap((seed, seedIndex) =>
    scenarios.map((scenario, scenarioIndex) => {
      return { ok: true as const, scenarioIndex, seedIndex, result: simulate(scenario, seed) };
    }),
  );
  results = outcomes.map(({ result }) => result);
  ensemble = { outcomes, scenarios: ids, baseline: 0 };
});

const value = ({ institutions }: RunResult, week: number, name: string) =>
  institutions.values[week * institutions.columns.length + institutions.columns.indexOf(`core_${name}`)]!;

describe('the picture of the core', () => {
  test('has the engine’s pairs and layers', () => {
    expect(LAYER_NAMES).toEqual([...LAYERS]);
    expect(LAYER_NAMES.flatMap((layer) => MATRIX[layer].map((pair) => `${layer}_${pair}`))).toEqual(
      CELLS.map(({ name }) => name),
    );
  });

  test('shows means over runs of the scenario in focus', () => {
    const { shown, scenarios: lines, runs } = coreData(ensemble, 1, kit);
    expect(runs).toBe(2);
    expect(lines.map(({ place }) => place)).toEqual([1, 2]);
    const own = [results[1]!, results[4]!];
    for (const { layer, pair, tension } of shown!.cells) {
      const mean = own.reduce((sum, run) => sum + value(run, 60, `${layer}_${pair}`), 0) / 2;
      expect(tension[60]).toBeCloseTo(mean, 12);
    }
    expect(shown!.cost.length).toBe(24);
    expect(INCOMES.reduce((sum, _, k) => sum + shown!.income[k]!.share, 0)).toBeCloseTo(1, 12);
    expect(shown!.wishes.slice(0, 3).reduce((sum, { wished }) => sum + wished, 0)).toBeCloseTo(1, 12);
    expect(shown!.wishes.slice(3).reduce((sum, { built }) => sum + built, 0)).toBeCloseTo(1, 12);
  });

  test('counts the runs in which the company has left', () => {
    expect(coreData(ensemble, 1, kit).shown!.left).toBe(0);
    expect(coreData(ensemble, 2, kit).shown!.left).toBe(2);
  });

  test('says in both languages what it shows, and that there is nothing where no scenario has the core', () => {
    const nobody = { ...ensemble, outcomes: ensemble.outcomes.filter(({ scenarioIndex }) => scenarioIndex === 0) };
    for (const words of [WORDS.en, WORDS.zh]) {
      const data = coreData(ensemble, 1, kit);
      expect(coreSummary(data, words)).toContain('A Core');
      expect(coreSummary(data, words)).not.toMatch(/core\.|\{|NaN|–\./);
      expect(coreTable(data, words).rows.length).toBe(12);
      expect(coreSummary(coreData(nobody, 1, kit), words)).toBe(words.t('core.none'));
      expect(coreTable(coreData(nobody, 1, kit), words).rows).toEqual([]);
    }
  });

  test('has its words in both languages, with the same values in them', () => {
    const keys = Object.keys(coreEn) as (keyof typeof coreEn)[];
    const held = (message: string) => new Set(message.match(/\{\w+/g) ?? []);
    expect(Object.keys(coreZh).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([key, held(coreZh[key])]).toEqual([key, held(coreEn[key])]);
  });
});
