import { describe, expect, test } from 'vitest';
import { COLUMN, normalQuantile, parseScenario, SERIES } from '../../../sim/index.ts';
import type { Runner, RunOutcome } from '../../../src/engine/ensemble.ts';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { findFrontier } from '../../../src/experiment/frontier.ts';
import { keyedUniform } from '../../../src/experiment/keyed.ts';
import { coproduce, folder } from '../cli/coproduce.ts';
import { result } from '../engine/fakes.ts';
import { TWINS } from './twins.ts';

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
  const near = result.others.filter(({ standing }) => standing === 'close').map(({ label }) => label);
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

/** Runs with a participation for every mix and seed, which spend the budget of 1,000 CNY or a share of it. */
function of(
  value: (mix: string, seed: string) => number,
  share: (mix: string, seed: string) => number = () => 1,
  institutions: (mix: string) => number = () => 0,
) {
  const runner: Runner = {
    async *run({ scenarios, seeds }): AsyncGenerator<RunOutcome> {
      for (const [seedIndex, seed] of seeds.entries()) {
        for (const [scenarioIndex, { name }] of scenarios.entries()) {
          const series = new Float64Array(SERIES.length);
          series[COLUMN.rate] = value(name, seed);
          const own = name === 'nothing' ? 0 : 100_000 * share(name, seed);
          const lines = ['1', 'lifts.subsidy', 'lifts.income'];
          const spent = Float64Array.of(own, 100 * institutions(name), 700);
          series[COLUMN.spent] = own / 100 + institutions(name);
          yield { ok: true, scenarioIndex, seedIndex, result: { ...result(name, seed), series, lines, spent } };
        }
      }
    },
    async close() {},
  };
  return runner;
}

const noise = (mix: string, seed: string) => normalQuantile(keyedUniform(`${mix}/${seed}`)(0, 0));

function frontier(runner: Runner, options: object = {}) {
  return findFrontier(parseScenario(TWINS), runner, {
    budget: 1000,
    measure: 'rateMean',
    steps: 4,
    seeds: 16,
    weeklyCost: () => [1, 2, 3].map((id) => ({ id, fen: 100_000 })),
    ...options,
  });
}

describe('a frontier', () => {
  test('checks all that are left in the race, however many', async () => {
    const { rounds, best, others } = await frontier(of(noise), { steps: 6 });
    const left = rounds.at(-1)!.left;
    // 28 mixes that differ by luck alone, each dropped twice with a chance of 1 % or so
    expect(left).toBeGreaterThan(12);
    expect(best).not.toBe(null);
    expect(others).toHaveLength(left - 1);
  });

  test('chooses on the seeds of the search, never on those that it reports, and names who is ahead in these', async () => {
    const turning = (mix: string, seed: string) =>
      noise(mix, seed) / 10 + (mix === (seed.startsWith('check/') ? 'mix-0-1-0' : 'mix-1-0-0') ? 1 : 0);
    const { best, others } = await frontier(of(turning), { steps: 1 });
    expect(best!.parts).toEqual([1, 0, 0]);
    expect(others.map(({ parts, standing }) => [parts.indexOf(1), standing])).toEqual([
      [1, 'ahead'],
      [2, 'close'],
    ]);
  });

  test('shows what was spent in the check, and leaves out who does not keep to the budget there', async () => {
    const share = (mix: string, seed: string) =>
      seed.startsWith('check/') ? (mix === 'mix-1-0-0' ? 0.9 : seed === 'check/3' ? 0.985 : 0.995) : 1;
    const { best, others, impossible } = await frontier(
      of((mix) => (mix === 'mix-1-0-0' ? 1 : 0), share),
      { steps: 1 },
    );
    expect(impossible).toEqual([
      { label: 'training (1) 100 %', reason: 'spent 90.0 % of the budget with seed "check/1"' },
    ]);
    for (const { spent } of [best!, ...others]) expect(spent).toEqual([0.985, 0.995]);
  });

  test('holds the budget against what interventions spent, and shows what institutions spent beside them', async () => {
    const institutions = (mix: string) => (mix === 'nothing' ? 100 : mix === 'mix-1-0-0' ? 27_000.1 : 3000);
    const runner = of(
      (mix) => (mix === 'mix-1-0-0' ? 1 : 0),
      () => 1,
      institutions,
    );
    const { best, others, impossible, institutions: mean } = await frontier(runner, { steps: 1 });
    expect(impossible).toEqual([]);
    expect([best!, ...others].map((row) => [row.spent, row.institutions])).toEqual([
      [[1, 1], expect.closeTo(27_000.1, 6)],
      [[1, 1], 3000],
      [[1, 1], 3000],
    ]);
    expect(mean).toBeCloseTo(33_000.1 / 3, 6);

    const half = of(
      () => 0,
      () => 0.5,
      () => 27_000,
    );
    const none = await frontier(half, { steps: 1 });
    expect([none.best, none.institutions]).toEqual([null, 27_000]);
    expect((await frontier(of(noise), { steps: 1 })).institutions).toBe(0);
    expect((await frontier(of(noise), { steps: 1, weeklyCost: () => [] })).institutions).toBe(null);
  });

  test('is not asked for the least cost, which is whose money is left', async () => {
    await expect(frontier(of(noise), { measure: 'cost' })).rejects.toThrow(
      'cost is the same for every mix, since each spends the budget; choose one of rateEnd, ratePeak, rateMean,',
    );
  });

  test('says why a mix drops out whose dose is not scaled to its money', async () => {
    const input = {
      weeks: 16,
      burnIn: 4,
      population: { residents: 60 },
      interventions: ['incentive', 'empowerment', 'digital', 'training'].map((instrument, id) => ({
        id,
        instrument,
        from: 0,
      })),
    };
    const { impossible } = await findFrontier(parseScenario(input), createInlineRunner(), {
      budget: 3900,
      measure: 'rateMean',
      steps: 1,
      seeds: 8,
    });
    const reasons = new Map(impossible.map(({ label, reason }) => [label, reason]));
    expect([...reasons.keys()].sort()).toEqual(['digital 100 %', 'empowerment 100 %', 'incentive 100 %']);
    expect(reasons.get('incentive 100 %')).toMatch(
      /^spent [\d.]+ % of the budget with seed "1"; incentive is not scaled: give it more pay, weeks or residents$/u,
    );
    expect(reasons.get('empowerment 100 %')).toMatch(
      /^spent 51\.3 % of the budget with seed "1"; empowerment is not scaled: it takes whole weeks of its price, /u,
    );
    expect(reasons.get('digital 100 %')).toMatch(
      /the cap is 3,900 CNY; digital is not scaled: give it more weeks or residents$/u,
    );
  });

  test('of the gap between owners and renters looks for the one nearest to zero', async () => {
    const gaps: Record<string, number> = { 'mix-1-0-0': -0.3, 'mix-0-1-0': 0.1, 'mix-0-0-1': 0.2, nothing: -0.4 };
    const inner = of(() => 0);
    const runner: Runner = {
      ...inner,
      async *run(request) {
        for await (const outcome of inner.run(request)) {
          if (!outcome.ok) continue;
          // of 100 owners and 100 renters so many are regulars; a card has the regular in bit 0 and the renter in bit 3
          const gap = gaps[outcome.result.scenario] + 0.01 * (outcome.seedIndex % 3);
          const regulars = [50 + Math.round(100 * gap), 50];
          const cards = Uint8Array.from({ length: 200 }, (_, i) => ((i % 2) << 3) | Number(i >> 1 < regulars[i % 2]));
          yield { ...outcome, result: { ...outcome.result, cards } };
        }
      },
    };
    const { best, others } = await frontier(runner, { steps: 1, measure: 'tenureGap' });
    expect([best!, ...others].map(({ parts }) => parts.indexOf(1))).toEqual([1, 2, 0]);
    expect(others.map(({ behind }) => behind)).toEqual([expect.closeTo(0.1, 9), expect.closeTo(0.18, 1)]);
  });

  test('ends in words where a run does not define the measure', async () => {
    await expect(frontier(of(() => Number.NaN))).rejects.toThrow(
      'training (1) 100 %, seed "1": rateMean is not defined for this run',
    );
  });
});

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
  expect(out).toContain('3 mixes of training (1), training (2), leaflet in parts of 1/1 of 30,000 CNY, efficacyEnd');
  expect(
    coproduce(
      'frontier',
      at('s.json'),
      '--budget',
      '30000',
      '--set',
      'interventions.leaflet.enabled=false',
      '--set',
      'interventions.2.enabled=false',
      '--seeds',
      '8',
    ).out,
  ).toMatch(/^training is the only instrument[\s\S]*spent, %[\s\S]*training 100 % /u);
  expect(coproduce('frontier', at('s.json')).err).toContain('--budget: needs the CNY');

  const { code: none, out: words } = coproduce('frontier', at('s.json'), '--budget', '300000000', '--steps', '1');
  expect(none).toBe(1);
  expect(words).toContain('3 of them are left out, since every mix must spend 98–100 % of the budget on every seed:');
  expect(words).toContain('leaflet 100 %: intervention 3 (leaflet) cannot spend its cap: 30 weeks at full cost are ');
  expect(words).toMatch(/no mix spends the budget\n$/);
  const many = { ...TWINS, interventions: Array.from({ length: 8 }, (_, id) => ({ id, instrument: 'leaflet' })) };
  const large = folder({ 's.json': many });
  expect(coproduce('frontier', large('s.json'), '--budget', '30000', '--steps', '20')).toMatchObject({
    code: 2,
    err: '--steps: 20 parts among 8 interventions make 888,030 mixes, allowed are 100,000\n',
  });
  const owners = folder({ 's.json': { ...TWINS, population: { residents: 300, ageTenure: { youngRenter: 1 } } } });
  expect(
    coproduce('frontier', owners('s.json'), '--budget', '30000', '--measure', 'tenureGap', '--steps', '1'),
  ).toMatchObject({
    code: 1,
    err: 'training (1) 100 %, seed "1": tenureGap is not defined for this run\n',
  });
});

test('the command line refuses the cost as a measure, and does not offer it', () => {
  const at = folder({ 's.json': TWINS });
  expect(coproduce('frontier', at('s.json'), '--budget', '30000', '--measure', 'cost')).toMatchObject({
    code: 2,
    out: '',
    err:
      '--measure: cost is the same for every mix, since each spends the budget; choose one of rateEnd, ratePeak, ' +
      'rateMean, sustainedEnd, trustEnd, efficacyEnd, qualityEnd, tenureGap, gini\n',
  });
  const { out } = coproduce('help', 'frontier');
  expect(out).toContain('tenureGap, gini (default: rateMean)');
  expect(out).toContain('Doses of incentive, empowerment and digital are not scaled');
  expect(out).toContain('The budget is that of the interventions alone');
});

test('the command line shows what institutions spend where they do', () => {
  const lifts = {
    weeks: 16,
    burnIn: 4,
    population: { residents: 60 },
    institutions: { lifts: { coordinator: 'direct', organiser: 'direct' } },
    interventions: [
      { id: 3, instrument: 'training', seats: 4, from: 0 },
      { id: 9, instrument: 'leaflet', from: 0 },
    ],
  };
  const at = folder({ 's.json': lifts });
  const args = ['frontier', at('s.json'), '--budget', '1500', '--seeds', '8', '--steps', '1'];
  const { code, out } = coproduce(...args);
  expect(code).toBe(0);
  expect(out).toMatch(
    /\ninstitutions spend [\d,.]+ CNY on average beside the budget, which is that of the interventions\n/u,
  );
  expect(out).toMatch(/mix +spent, % +institutions, CNY +mean /u);
  const { best, institutions } = JSON.parse(coproduce(...args, '--format', 'json').out);
  expect(best.spent[0]).toBeGreaterThanOrEqual(0.98);
  expect(best.spent[1]).toBeLessThanOrEqual(1);
  expect(best.institutions).toBeGreaterThan(0);
  expect(institutions).toBeGreaterThan(0);

  const without = coproduce(...args, '--set', 'institutions.lifts.enabled=false');
  expect(without.code).toBe(0);
  expect(without.out).not.toContain('institutions');
});

test('the command line says by how much the nearest is behind where all are', () => {
  const at = folder({ 's.json': TWINS });
  const { out } = coproduce(
    'frontier',
    at('s.json'),
    ...['--budget', '30000', '--steps', '2', '--seeds', '8', '--measure', 'efficacyEnd'],
    ...['--set', 'interventions.2.enabled=false'],
  );
  expect(out).toMatch(
    /every other mix that was checked is behind; the nearest, training 50 %, leaflet 50 %, by [\d.]+ \(90 % jointly: [\d.]+ … [\d.]+\)\n$/u,
  );
});
