import { beforeAll, describe, expect, test } from 'vitest';
import { COLUMN, parseScenario, type RunResult, SERIES } from '../../sim/index.ts';
import type { RunOutcome } from '../../src/engine/ensemble.ts';
import { createInlineRunner } from '../../src/engine/inline.ts';
import { countFlows, summarizeFlows } from '../../src/experiment/flows.ts';
import { kit, quantileSorted } from '../../src/kit.ts';
import { costSummary, costTable } from '../../ui/charts/cost.ts';
import { flowSummary, flowTable } from '../../ui/charts/flow.ts';
import { groupsSummary, groupsTable } from '../../ui/charts/groups.ts';
import { modeAttributeSummary, modeAttributeTable } from '../../ui/charts/mode-attribute.ts';
import { moneySummary, moneyTable } from '../../ui/charts/money.ts';
import { stagesSummary, stagesTable } from '../../ui/charts/stages.ts';
import { traitsSummary, traitsTable } from '../../ui/charts/traits.ts';
import { costData } from '../../ui/data/cost.ts';
import { type Ensemble, lineOf, seriesValue } from '../../ui/data/ensemble.ts';
import { FLOWS, flowData, groupsData } from '../../ui/data/flow.ts';
import { modeAttributeData } from '../../ui/data/mode-attribute.ts';
import { moneyData } from '../../ui/data/money.ts';
import { STAGES_SHOWN, stagesData } from '../../ui/data/stages.ts';
import { traitsData } from '../../ui/data/traits.ts';
import { WORDS } from '../../ui/i18n/index.ts';

const common = { weeks: 52, burnIn: 26, population: { households: 60 } };
const scenarios = [
  parseScenario({ ...common, name: 'baseline' }),
  parseScenario({
    ...common,
    name: 'visits',
    interventions: [{ id: 1, instrument: 'doorVisits', from: 4, to: 40 }],
  }),
  parseScenario({
    ...common,
    name: 'course',
    interventions: [
      { id: 1, instrument: 'training', from: 4, to: 40, seats: 5 },
      { id: 2, instrument: 'leaflet', from: 4, to: 10 },
    ],
  }),
];
const seeds = ['1', '2', '3', '4', '5', '6'];
const ids = ['Baseline', 'A Visits', 'B Course'].map((label, slot) => ({ slot, label, name: label }));
let ensemble: Ensemble;
let results: RunResult[][];

beforeAll(async () => {
  const outcomes: RunOutcome[] = [];
  const observe = { cards: true, effort: true, deciles: true };
  for await (const outcome of createInlineRunner().run({ scenarios, seeds, observe })) outcomes.push(outcome);
  ensemble = { outcomes, scenarios: ids, baseline: 0 };
  results = scenarios.map((_, place) =>
    outcomes.flatMap((outcome) => (outcome.ok && outcome.scenarioIndex === place ? [outcome.result] : [])),
  );
});

const column = (run: RunResult, name: string) => (week: number) => run.series[week * SERIES.length + COLUMN[name]];
const weeks = Array.from({ length: common.weeks }, (_, week) => week);

describe('stages', () => {
  test('add up to 100 in every week, and are the engine’s', () => {
    const data = stagesData(ensemble, 1, kit);
    expect(data).toMatchObject({ weeks: 52, runs: 6 });
    for (const { lines, place } of data.scenarios) {
      for (const week of weeks) {
        const all = STAGES_SHOWN.reduce((sum, stage) => sum + lines[stage].mean[week], 0);
        expect(all).toBeCloseTo(100, 9);
        const sustained = results[place].map((run) => (100 * column(run, 'sustained')(week)) / run.residents);
        expect(lines.sustained.mean[week]).toBeCloseTo(kit.mean(sustained), 9);
      }
    }
  });

  test('have bands from 30 runs on', () => {
    expect(stagesData(ensemble, 1, kit).scenarios[1].lines.sustained.bands).toBeNull();
    const many = Array.from({ length: 30 }, (_, i) => results[1][i % 6]);
    const line = lineOf(many, seriesValue(kit, 'rate'), kit);
    const values = many.map((run) => column(run, 'rate')(20));
    expect(line.bands?.map((band) => band[20])).toEqual([0.05, 0.25, 0.75, 0.95].map((p) => kit.quantile(values, p)));
  });

  test('quantiles of ordered values are those of the experiment', () => {
    const values = Float64Array.from([3, 1, 4, 1, 5, 9, 2, 6]);
    for (const p of [0, 0.05, 0.3, 0.5, 0.95, 1]) {
      expect(quantileSorted(values.slice().sort(), p)).toBe(kit.quantile(values, p));
    }
    expect(quantileSorted(new Float64Array(), 0.5)).toBeNaN();
  });
});

describe('flow', () => {
  test('is what the experiment counts', () => {
    const counts = results[1].map((run, i) => countFlows(results[0][i].cards as Uint8Array, run.cards as Uint8Array));
    const expected = summarizeFlows(counts.flatMap((count) => (count ? [count] : [])))?.[0];
    const data = flowData(ensemble, 1, kit);
    for (const flow of FLOWS) {
      expect(data?.flows[flow].mean).toBeCloseTo(expected?.[flow].mean as number, 9);
      expect([data?.flows[flow].low, data?.flows[flow].high]).toEqual(expected?.[flow].quantiles);
    }
    expect(data?.net.interval).toEqual(expected?.net.interval);
    const total = FLOWS.reduce((sum, flow) => sum + (data?.flows[flow].mean ?? 0), 0);
    expect(total).toBeCloseTo(data?.residents ?? 0, 9);
  });

  test('is not told of the baseline, nor of other residents', () => {
    expect(flowData(ensemble, 0, kit)).toBeNull();
    const outcomes = ensemble.outcomes.map((outcome) =>
      outcome.ok && outcome.scenarioIndex === 1
        ? { ...outcome, result: { ...outcome.result, cards: new Uint8Array(3) } }
        : outcome,
    );
    expect(flowData({ ...ensemble, outcomes }, 1, kit)).toBeNull();
  });

  test('of groups weighs up to that of everyone', () => {
    const { rows } = groupsData(ensemble, 'joined', kit);
    const everyone = flowData(ensemble, 1, kit);
    const owners = rows.find(({ key }) => key === 'owner');
    const all = rows.find(({ key }) => key === 'all');
    expect(all?.marks.map(({ who }) => who.label)).toEqual(['A Visits', 'B Course']);
    expect(owners?.size).toBeLessThan(all?.size as number);
    const perRun = results[1].map((run, i) => {
      const base = results[0][i].cards as Uint8Array;
      const joined = (run.cards as Uint8Array).reduce((sum, card, r) => sum + (card & 1 && !(base[r] & 1) ? 1 : 0), 0);
      return (100 * joined) / run.residents;
    });
    expect(all?.marks[0].value.mean).toBeCloseTo(kit.mean(perRun), 9);
    expect(everyone?.flows.joined.mean).toBeGreaterThan(0);
  });
});

describe('cost, money, traits and modes', () => {
  test('cost has a price where acts can be told, and a break-even price', () => {
    const { points, breakEven } = costData(ensemble, scenarios, 1, kit);
    expect(points.map(({ who }) => who.label)).toEqual(['A Visits', 'B Course']);
    expect(points[0].perAct).toBeCloseTo(points[0].cost.mean / points[0].acts.mean, 9);
    for (const { cheaper, dearer, factor } of breakEven) {
      expect(cheaper).not.toBe(dearer);
      expect(factor).toBeGreaterThanOrEqual(1);
    }
  });

  test('money adds up to what was spent', () => {
    const { rows, totals } = moneyData(ensemble, 1, kit);
    for (const { place, total } of totals) {
      const own = rows.filter((row) => row.place === place).reduce((sum, row) => sum + row.total.mean, 0);
      expect(own).toBeCloseTo(total.mean, 6);
    }
    expect(rows.map(({ instrument }) => instrument)).toEqual(['doorVisits', 'training', 'leaflet']);
  });

  test('traits are the engine’s, and deciles are in order', () => {
    const { panels } = traitsData(ensemble, 2, kit);
    expect(panels.map(({ trait }) => trait)).toEqual(kit.traits);
    const motivation = results[2].map((run) => column(run, 'motivation')(30));
    expect(panels[0].lines[2].line.mean[30]).toBeCloseTo(kit.mean(motivation), 12);
    for (const { deciles } of panels) {
      for (const week of weeks)
        for (let d = 1; d < 5; d++) expect(deciles?.[d][week]).toBeGreaterThanOrEqual(deciles?.[d - 1][week] as number);
    }
  });

  test('modes count every act once by kind and once by reach', () => {
    const data = modeAttributeData(ensemble, 1, kit);
    const sum = (from: number, to: number) =>
      data?.cells.reduce((all, row) => all + row.slice(from, to).reduce((a, { acts }) => a + acts, 0), 0);
    const acts = kit.mean(results[1].map((run) => kit.acts(run)));
    expect(sum(0, 3)).toBeCloseTo(acts, 6);
    expect(sum(3, 6)).toBeCloseTo(acts, 6);
  });
});

describe.each(['en', 'zh'] as const)('words in %s', (locale) => {
  const words = WORDS[locale];

  test('every chart has a table and a sentence without holes', () => {
    const parts = [
      [stagesTable(stagesData(ensemble, 1, kit), words), stagesSummary(stagesData(ensemble, 1, kit), words)],
      [flowTable(flowData(ensemble, 1, kit)!, words), flowSummary(flowData(ensemble, 1, kit)!, words)],
      [groupsTable(groupsData(ensemble, 'net', kit), words), groupsSummary(groupsData(ensemble, 'net', kit), words)],
      [
        costTable(costData(ensemble, scenarios, 1, kit), words),
        costSummary(costData(ensemble, scenarios, 1, kit), words),
      ],
      [traitsTable(traitsData(ensemble, 1, kit), words), traitsSummary(traitsData(ensemble, 1, kit), words)],
      [
        modeAttributeTable(modeAttributeData(ensemble, 1, kit)!, words),
        modeAttributeSummary(modeAttributeData(ensemble, 1, kit)!, words),
      ],
      [moneyTable(moneyData(ensemble, 1, kit), words), moneySummary(moneyData(ensemble, 1, kit), words)],
    ] as const;
    for (const [table, sentence] of parts) {
      const said = [sentence, table.caption, ...table.columns, ...table.rows.flat().map(String)];
      for (const text of said) {
        expect(text).not.toBe('');
        expect(text).not.toMatch(/\{|\}|undefined|NaN|^[a-z]+\.[a-zA-Z0-9.]+$/);
      }
      for (const row of table.rows) expect(row.length).toBe(table.columns.length);
      expect(table.rows.length).toBeGreaterThan(0);
    }
  });
});
