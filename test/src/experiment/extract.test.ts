import { describe, expect, test } from 'vitest';
import { COLUMN, parseScenario, type RunResult, SERIES, simulate } from '../../../sim/index.ts';
import type { Runner } from '../../../src/engine/ensemble.ts';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { createNodeRunner } from '../../../src/engine/node.ts';
import { bare, extract, type Keep, keptWeeks } from '../../../src/experiment/extract.ts';
import { MEASURE_NAMES, MEASURES } from '../../../src/experiment/measures.ts';
import { folder } from '../cli/coproduce.ts';
import { batch, expectSameBytes, experimentOf, exported } from '../store/helpers.ts';

const small = { population: { residents: 40 }, burnIn: 3 };
const training = { id: 1, instrument: 'training', from: 2, to: 9, seats: 2 };
const visits = { id: 2, instrument: 'doorVisits', from: 5 };
const RESULTS: readonly RunResult[] = [
  { ...small, weeks: 1 },
  { ...small, weeks: 17, interventions: [training, visits] },
  { ...small, weeks: 30, interventions: [training], institutions: { fund: { grant: 9000 }, partners: {} } },
].map((scenario, i) => simulate(parseScenario(scenario), `extract ${i}`, { observe: { cards: true, ledger: true } }));
/** Of a ledger in which doses cost nothing and payments go without a dose. */
const APART: RunResult = {
  ...RESULTS[1],
  ledger: {
    doses: RESULTS[1].ledger!.doses.map((_, at) => (at % 3 === 0 ? 2 : 0)),
    fen: RESULTS[1].ledger!.fen.map((_, at) => (at % 3 === 1 ? 70 : 0)),
  },
};
const NOTHING: Keep = { series: [], weeks: 'none', summaries: [], ledger: false };

/** A value of a week, read from the result itself. */
function valueAt({ series, institutions: { columns, values } }: RunResult, name: string, week: number): number {
  if (name in COLUMN) return series[week * SERIES.length + COLUMN[name as keyof typeof COLUMN]];
  const place = columns.indexOf(name);
  return place < 0 ? Number.NaN : values[week * columns.length + place];
}

describe('what is kept of a run', () => {
  test.each(RESULTS)('its weeks, for every way to say which, of $weeks weeks', (result) => {
    const series = ['spent', 'rate', 'fund_proposed', 'partners_cash', 'active'];
    const all = Array.from({ length: result.weeks }, (_, week) => week);
    const ways: [Keep['weeks'], number[]][] = [
      ['none', []],
      ['all', all],
      [{ every: 1 }, all],
      // the last week of every four
      [{ every: 4 }, all.filter((week) => week % 4 === 3)],
      [{ every: 5000 }, []],
      [[0, 3, 16, 29, 4999], [0, 3, 16, 29].filter((week) => week < result.weeks)],
      // in the order in which they are named
      [[7, 0], [7, 0].filter((week) => week < result.weeks)],
    ];
    for (const [weeks, expected] of ways) {
      const keep = { ...NOTHING, series, weeks };
      expect(keptWeeks(keep, result.weeks)).toEqual(expected);
      const rows = expected.flatMap((week) => series.map((name) => valueAt(result, name, week)));
      expect(extract(keep, result)).toEqual({
        summaries: new Float64Array(0),
        series: Float64Array.from(rows),
        ledger: new Float64Array(0),
      });
    }
  });

  test.each(RESULTS)('its summaries, of $weeks weeks', (result) => {
    const parts = [
      [0, null],
      [0, 1],
      [5, 12],
      [3, 4999],
    ] as const;
    for (const series of ['rate', 'spent', 'partners_cash']) {
      for (const [from, to] of parts) {
        const values: number[] = [];
        for (let week = from; week < Math.min(to ?? result.weeks, result.weeks); week++) {
          values.push(valueAt(result, series, week));
        }
        const some = values.length > 0 && !values.includes(Number.NaN);
        let sum = 0;
        for (const value of values) sum += value;
        const sorted = [...values].sort((a, b) => a - b);
        const expected = {
          mean: some ? sum / values.length : Number.NaN,
          // of no weeks nothing is known, while zeros have a sum
          sum: some ? sum : Number.NaN,
          min: some ? sorted[0] : Number.NaN,
          max: some ? sorted[sorted.length - 1] : Number.NaN,
          last: some ? values[values.length - 1] : Number.NaN,
        };
        const statistics = Object.keys(expected) as (keyof typeof expected)[];
        const summaries = statistics.map((statistic) => ({ name: 'x', series, statistic, from, to }));
        expect([...extract({ ...NOTHING, summaries }, result).summaries]).toEqual(statistics.map((s) => expected[s]));
      }
    }
    const measured = extract({ ...NOTHING, summaries: [...MEASURE_NAMES] }, result).summaries;
    expect([...measured]).toEqual(MEASURE_NAMES.map((name) => MEASURES[name].of(result)));
  });

  test.each([...RESULTS, APART])(
    'its ledger, without the weeks in which nothing happened, of $weeks weeks',
    (result) => {
      const { weeks, lines, ledger } = result;
      const kept = extract({ ...NOTHING, ledger: true }, result).ledger;
      const doses = new Float64Array(weeks * lines.length);
      const fen = new Float64Array(weeks * lines.length);
      let before = -1;
      for (let at = 0; at < kept.length; at += 4) {
        const [week, line, d, f] = kept.subarray(at, at + 4);
        expect(d !== 0 || f !== 0).toBe(true);
        const place = week * lines.length + line;
        expect(place).toBeGreaterThan(before);
        before = place;
        doses[place] = d;
        fen[place] = f;
      }
      // with nothing where there is no entry it is the whole ledger again
      expect([doses, fen]).toEqual([Float64Array.from(ledger!.doses), Float64Array.from(ledger!.fen)]);
      expect(kept.length > 0).toBe(lines.length > 0);
    },
  );
});

test('what is left of a result tells of whom it is, and nothing else', () => {
  for (const result of RESULTS) {
    const { scenario, seed, weeks, residents, lines, gini, digests } = result;
    const left = bare(result);
    expect(left).toMatchObject({ scenario, seed, weeks, residents, lines, gini, digests });
    expect(left.ledger).toBeUndefined();
    expect(Object.values(left).filter((value) => ArrayBuffer.isView(value) && value.byteLength > 0)).toEqual([]);
  }
});

test('what workers extract is recorded as the same bytes as what is extracted of whole results here', async () => {
  const at = folder();
  const experiment = experimentOf({
    scenarios: [
      { name: 'none' },
      { name: 'taught', interventions: [training, visits] },
      { name: 'fund', interventions: [training], institutions: { fund: { grant: 9000 } } },
    ],
    set: { 'population.residents': 40, weeks: 30, burnIn: 3 },
    vary: [{ path: 'traits.trust', values: [0.4, 0.6] }],
    keep: { series: ['active', 'fund_proposed', 'spent'], weeks: { every: 3 } },
    seeds: 4,
  });
  const inline = createInlineRunner();
  // without a word about what is kept a runner gives whole results, and the store extracts
  const whole: Runner = {
    run: ({ keep: _keep, ...request }, options) => inline.run(request, options),
    close: () => inline.close(),
  };
  await batch(experiment, at('here'), { runner: whole });
  await batch(experiment, at('workers'), { runner: createNodeRunner(2) });
  const files = await exported(at('here'));
  expectSameBytes(await exported(at('workers')), files);
  expect(files['ledger.csv'].toString().split('\n').length).toBeGreaterThan(100);
});
