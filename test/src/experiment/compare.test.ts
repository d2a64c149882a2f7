/** Comparisons of synthetic runs whose answers are known, and one of the model itself. */
import { describe, expect, test } from 'vitest';
import { COLUMN, type RunResult, type Scenario, SERIES, simulate } from '../../../sim/index.ts';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { ComparisonError, type ComparisonOptions, compareScenarios } from '../../../src/experiment/compare.ts';
import { formatComparison } from '../../../src/experiment/format.ts';
import { MEASURES } from '../../../src/experiment/measures.ts';
import { fakeModel, scenario, seeds } from '../engine/fakes.ts';

const WEEKS = 40;
const RESIDENTS = 1000;
const weeks = { weeks: WEEKS };

/** What a scenario does in the synthetic model: acts a week, CNY in all; each seed adds its own luck to everything. */
interface Effect {
  readonly acts: number;
  readonly cny: number;
  /** Acts that only even seeds have more. */
  readonly even?: number;
  /** CNY that an institution spends beside the interventions. */
  readonly beside?: number;
}

function synthetic(name: string, seed: string, { acts, cny, even = 0, beside = 0 }: Effect): RunResult {
  const luck = Number(seed);
  const active = 50 + luck + acts + (luck % 2 === 0 ? even : 0);
  const series = new Float64Array(WEEKS * SERIES.length);
  const put = (week: number, column: string, value: number) => {
    series[week * SERIES.length + COLUMN[column]] = value;
  };
  for (let week = 0; week < WEEKS; week++) {
    // one peak of four weeks
    const now = active + (week >= 10 && week < 14 ? 20 : 0);
    put(week, 'active', now);
    put(week, 'rate', now / RESIDENTS);
    put(week, 'sustained', week >= WEEKS - 12 ? 30 : 0);
    put(week, 'trust', 0.5);
  }
  put(0, 'spent', cny + beside);
  // the first `active` residents are regulars; every second one rents
  const cards = Uint8Array.from({ length: RESIDENTS }, (_, i) => (i < active ? 1 : 0) | (i % 2 === 1 ? 8 : 0));
  return {
    scenario: name,
    seed,
    weeks: WEEKS,
    residents: RESIDENTS,
    series,
    grouped: null,
    cards,
    deciles: null,
    effort: null,
    institutions: { columns: [], values: new Float64Array(0) },
    lines: beside > 0 ? ['1', 'lifts.grants'] : ['1'],
    gini: 0.9,
    spent: Float64Array.of(cny * 100, beside * 100),
    digests: { residents: '', institutions: '', ledger: '' },
  };
}

function compare(
  effects: Record<string, Effect>,
  seedList: string[],
  { own = {}, fails = [], ...options }: ComparisonOptions & { own?: Record<string, object>; fails?: string[] } = {},
) {
  const scenarios = Object.keys(effects).map((name) => scenario(name, { ...weeks, ...own[name] }));
  const runner = createInlineRunner({
    ...fakeModel(),
    simulate({ name }: Scenario, seed: string) {
      if (fails.includes(`${name}/${seed}`)) throw new Error('broke');
      return synthetic(name, seed, effects[name]);
    },
  });
  return compareScenarios(scenarios, seedList, runner, options);
}

const baseline = { acts: 0, cny: 0 };
const interventions = [{ id: 1, instrument: 'training', from: 0, price: 300 }];

describe('compareScenarios', () => {
  test('measures of a run', () => {
    const run = synthetic('x', '4', { acts: 6, cny: 12.34 });
    expect(MEASURES.rateEnd.of(run)).toBeCloseTo(0.06, 14);
    expect(MEASURES.ratePeak.of(run)).toBeCloseTo(0.08, 14);
    expect(MEASURES.rateMean.of(run)).toBeCloseTo(0.062, 14);
    expect(MEASURES.sustainedEnd.of(run)).toBeCloseTo(0.03, 14);
    expect(MEASURES.trustEnd.of(run)).toBe(0.5);
    expect(MEASURES.tenureGap.of(run)).toBe(0);
    expect(MEASURES.tenureGap.of({ ...run, cards: null })).toBeNaN();
    expect(MEASURES.cost.of(run)).toBeCloseTo(12.34, 12);
    expect(MEASURES.ratePeak.of({ ...run, weeks: 3 })).toBeCloseTo(0.06, 14);
  });

  test('differences, verdicts, costs, residents', async () => {
    const c = await compare(
      { baseline, good: { acts: 10, cny: 4000, even: 2 }, idle: { acts: 0, cny: 500 } },
      seeds(8),
    );
    const [good, idle] = c.policies;
    expect(c).toMatchObject({ weeks: WEEKS, failures: [], budget: null });
    expect(c.baseline.measures.rateEnd.mean).toBeCloseTo((50 + 4.5) / RESIDENTS, 12);
    expect(good.measures.rateEnd.median).toBeCloseTo((60 + 5.5) / RESIDENTS, 2);
    const { rateMean } = good.differences;
    expect(rateMean.mean).toBeCloseTo(0.011, 12);
    expect(rateMean).toMatchObject({ runs: 8, more: 8, better: 8, verdict: 'more in 8 of 8' });
    expect(rateMean.quantiles[0]).toBeCloseTo(0.01, 12);
    expect(rateMean.quantiles[1]).toBeCloseTo(0.012, 12);
    // differences 10 and 12 acts alternate: variance 8/7; luck 1 … 8 has variance 6
    expect(rateMean.varianceReduction).toBeGreaterThan((6 + 6) / (8 / 7));
    expect(good.differences.trustEnd).toMatchObject({ mean: 0, same: 8, verdict: 'cannot tell' });
    expect(good.differences.cost).toMatchObject({ mean: 4000, better: 0 });
    expect(good.costPerAct.estimate).toBeCloseTo(4000 / (11 * WEEKS), 10);
    expect(good.residents?.[0]).toMatchObject({ group: 'everyone', left: { mean: 0 }, joined: { mean: 11 } });
    expect(good.residents?.find(({ group }) => group === 'renter')?.joined.mean).toBeCloseTo(5.5, 12);
    expect(idle.costPerAct.verdict).toBe('no additional acts');
    expect(idle.differences.rateEnd.verdict).toBe('cannot tell');
  });

  test('an order is stated only beyond 0.2 points', async () => {
    const c = await compare(
      {
        baseline,
        a: { acts: 10, cny: 100 },
        b: { acts: 8.1, cny: 100, even: 0.05 },
        c: { acts: 5, cny: 100 },
      },
      seeds(8),
    );
    const above = (x: string, y: string) =>
      c.ranking.filter(({ a, b }) => a === x && b === y).map((pair) => pair.above);
    expect(above('a', 'b')).toEqual([null, null]);
    expect(above('a', 'c')).toEqual(['a', 'a']);
    expect(above('b', 'c')).toEqual(['b', 'b']);
    expect(c.ranking).toHaveLength(6);
  });

  test('break-even prices', async () => {
    const c = await compare(
      { baseline, cheap: { acts: 10, cny: 4000, even: 1 }, dear: { acts: 10, cny: 8000, even: 1 }, nothing: baseline },
      seeds(6),
      {
        own: { cheap: { interventions }, dear: { interventions: [...interventions, { ...interventions[0], id: 2 }] } },
      },
    );
    expect(c.breakEven).toHaveLength(1);
    expect(c.breakEven[0]).toMatchObject({ cheaper: 'cheap', dearer: 'dear', dearerPrice: null });
    expect(c.breakEven[0].factor).toBeCloseTo(2, 12);
    expect(c.breakEven[0].cheaperPrice?.even).toBeCloseTo(600, 9);
  });

  test('failed runs are left out in pairs, and reported', async () => {
    const effects = { baseline, a: { acts: 1, cny: 1 }, b: { acts: 2, cny: 1 } };
    const c = await compare(effects, seeds(6), { fails: ['baseline/2', 'a/3'] });
    expect(c.failures.map(({ scenario, seed, error }) => [scenario, seed, error.message])).toEqual([
      ['baseline', '2', 'broke'],
      ['a', '3', 'broke'],
    ]);
    expect(c.policies.map(({ runs }) => runs)).toEqual([5, 6]);
    expect(c.policies.map(({ differences }) => differences.rateEnd.runs)).toEqual([4, 5]);
    expect(c.policies.map(({ residents }) => residents?.[0].runs)).toEqual([4, 5]);
    expect(c.ranking[0].runs).toBe(5);
    expect(formatComparison(c, 'text')).toContain('Left out: baseline with seed "2" failed: broke');
  });

  test('what cannot be compared is refused, all at once', async () => {
    const error = await compare({ baseline, a: baseline }, ['1', '1'], { own: { a: { weeks: 10 } } }).catch((e) => e);
    expect(error).toBeInstanceOf(ComparisonError);
    expect(error.problems).toEqual(['seed 1 is given twice', 'a: has 10 weeks, baseline 40']);
    await expect(compare({ baseline }, [])).rejects.toThrow('expected at least 2 scenarios, received 1');
    const twice = [scenario('x'), scenario('x')];
    await expect(compareScenarios(twice, ['1'], createInlineRunner(fakeModel()))).rejects.toThrow('the name x');
  });
});

describe('equal cost', () => {
  const training = { id: 1, instrument: 'training', from: 10, to: 30 };
  const own = (cap: number | null, extra: object = {}) => ({ a: { interventions: [{ ...training, cap }], ...extra } });
  /** 100 CNY a week, so 2,000 in all. */
  const weeklyCost = () => [{ id: 1, fen: 10_000 }];
  const run = (cny: number, changes: object, budget = 1900) =>
    compare({ baseline, a: { acts: 1, cny } }, seeds(3), { own: changes as never, budget, weeklyCost });

  test('caps must make the budget, and must be reached', async () => {
    await expect(run(0, own(1800))).rejects.toThrow('a: its cap is 1,800 CNY, expected 1,900 CNY');
    await expect(run(0, own(null))).rejects.toThrow('a: has no cap on its spending, expected 1,900 CNY');
    await expect(run(0, {})).rejects.toThrow('a: has no intervention, so it cannot spend 1,900 CNY');
    await expect(run(0, own(2100), 2100)).rejects.toThrow(
      'a: intervention 1 (training) cannot spend its cap: 20 weeks at full cost are 2,000 CNY, the cap is 2,100 CNY',
    );
    await expect(run(0, own(null, { budget: { cap: 2100 } }), 2100)).rejects.toThrow(
      'a: cannot spend the budget: all interventions at full cost are 2,000 CNY of 2,100 CNY',
    );
  });

  test('is only called so where 98–100 % of the cap was spent on every seed', async () => {
    const exact = await run(1890, own(null, { budget: { cap: 1900 } }));
    expect(exact.budget?.policies[0]).toMatchObject({ equal: true, verdict: expect.stringContaining('equal cost') });
    expect(exact.budget?.policies[0].shares[0]).toBeCloseTo(1890 / 1900, 12);
    // what an institution spends is no part of it
    const beside = await compare({ baseline, a: { acts: 1, cny: 1890, beside: 27_000 } }, seeds(3), {
      own: own(1900) as never,
      budget: 1900,
      weeklyCost,
    });
    expect(beside.budget).toEqual(exact.budget);
    expect(beside.policies[0].measures.cost.mean).toBe(28_890);
    const short = await run(1800, own(1900));
    expect(short.budget?.policies[0]).toMatchObject({
      equal: false,
      verdict: 'not equal cost: spent 94.7 % to 94.7 % of the cap, outside 98–100 % on 3 of 3 seeds',
    });
    expect(formatComparison(short, 'text')).toContain('a: not equal cost');
  });
});

describe('formatComparison', () => {
  const effects = { baseline, 'door-visits': { acts: 10, cny: 390_000, even: 2 }, 'a,b': { acts: 4, cny: 390_000 } };

  test('text stays within 100 columns and rounds to what the runs support', async () => {
    const text = formatComparison(await compare({ baseline, good: effects['door-visits'] }, seeds(64)), 'text');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    // the half-width of the interval is .02 points
    expect(text).toMatch(
      /^Participation mean % +8\.45 +9\.55 +\+1\.10 +\+1\.00 … \+1\.20 +\+1\.08 … \+1\.12 +64 +more in 64 of 64$/m,
    );
    expect(text).toContain('more in 64 of 64');
    expect(text).toContain('390,000');
    expect(text.endsWith('\n')).toBe(true);
  });

  test('with one seed it says that luck is not shown', async () => {
    const text = formatComparison(await compare({ baseline, good: effects['door-visits'] }, ['1']), 'text');
    expect(text).toContain('only one seed, so luck is not shown');
    expect(text).toContain('cannot tell');
    expect(text).not.toContain('NaN');
  });

  test('csv is long, and quotes what needs it', async () => {
    const c = await compare({ baseline, good: effects['door-visits'] }, ['1', '2']);
    const renamed = { ...c, policies: c.policies.map((policy) => ({ ...policy, name: 'a,"b"' })) };
    const lines = formatComparison(renamed, 'csv').trimEnd().split('\n');
    expect(lines[0]).toBe('scenario,measure,statistic,value');
    expect(lines).toContain('baseline,cost,mean,0');
    expect(lines).toContain('"a,""b""",difference_cost,mean,390000');
    expect(lines).toContain('"a,""b""",difference_rateEnd,verdict,more in 2 of 2');
    expect(lines).toContain('"a,""b""",difference_trustEnd,variance_reduction,');
    expect(lines.every((line) => line.startsWith('baseline,') || /^(scenario,|"a,""b""",)/.test(line))).toBe(true);
  });

  test('json holds everything', async () => {
    const c = await compare({ baseline, good: effects['door-visits'] }, seeds(3));
    expect(JSON.parse(formatComparison(c, 'json'))).toEqual(JSON.parse(JSON.stringify(c)));
  });
});

test('the model itself: a wage against nothing, equal to a comparison by hand', async () => {
  const small = { weeks: 30, burnIn: 10, population: { households: 60 } };
  const wage = { id: 1, instrument: 'incentive', from: 2, pay: 3 };
  const pair = [scenario('baseline', small), scenario('wage', { ...small, interventions: [wage] })];
  const c = await compareScenarios(pair, seeds(4), createInlineRunner());
  const acts = ({ weeks, series }: RunResult) =>
    Array.from({ length: weeks }, (_, w) => series[w * SERIES.length + COLUMN.active]).reduce((a, b) => a + b, 0);
  const extra = seeds(4).map((seed) => acts(simulate(pair[1], seed)) - acts(simulate(pair[0], seed)));
  expect(c.policies[0].costPerAct.acts.mean).toBeCloseTo(extra.reduce((a, b) => a + b, 0) / 4, 10);
  expect(c.policies[0].residents).not.toBeNull();
});
