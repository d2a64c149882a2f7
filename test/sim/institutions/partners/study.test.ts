/** The study's figures, and the directions and sizes that the sketch of the mechanism promised. */
import { beforeAll, describe, expect, it } from 'vitest';
import { institutionParameters, type RunResult, type Scenario } from '../../../../sim/index.ts';
import { readText } from '../../../../src/cli/files.ts';
import { createFastModel } from '../../../../src/kernel/model.ts';
import { readScenario } from '../../../../src/scenario/read.ts';

const SEEDS = Array.from({ length: 12 }, (_, i) => String(i + 1));
const NAMES = ['partners', 'centre', 'edge', 'without-review', 'subsidy-ends', 'short-space'] as const;
type Name = (typeof NAMES)[number] | 'fund-alone';
const shipped = (name: string): Scenario => readScenario(`scenarios/s5-${name}.json`, readText).scenario!;

const runs = new Map<Name, RunResult[]>();

beforeAll(() => {
  const model = createFastModel();
  const base = shipped('partners');
  const alone = { ...base, institutions: { partners: { ...base.institutions.partners!, arrivals: 0 } } };
  const scenarios: [Name, Scenario][] = [
    ...NAMES.map((name): [Name, Scenario] => [name, shipped(name)]),
    ['fund-alone', alone],
  ];
  for (const [name] of scenarios) runs.set(name, []);
  for (const seed of SEEDS) {
    const start = model.prepare(base, seed);
    for (const [name, scenario] of scenarios) runs.get(name)!.push(model.simulate(scenario, seed, { start }));
  }
}, 60_000);

const value = ({ institutions }: RunResult, week: number, name: string) =>
  institutions.values[week * institutions.columns.length + institutions.columns.indexOf(`partners_${name}`)]!;
const mean = (name: Name, of: (result: RunResult) => number) =>
  runs.get(name)!.reduce((sum, result) => sum + of(result), 0) / SEEDS.length;
const at = (name: Name, week: number, column: string) => mean(name, (result) => value(result, week, column));
/** Publicness of partners, where there are any. */
const publicness = (name: Name) =>
  mean(name, (result) => value(result, 155, 'publicness') * value(result, 155, 'serving')) / at(name, 155, 'serving');
/** Participation in the third year. */
const rate = (result: RunResult) => {
  const width = result.series.length / result.weeks;
  let sum = 0;
  for (let week = 104; week < 156; week++) sum += result.series[week * width + 2]!;
  return sum / 52;
};
/** CNY returned to the fund in a year, from 0. */
const returned = (result: RunResult, year: number) => {
  let sum = 0;
  for (let week = year * 52; week < (year + 1) * 52; week++) {
    if (Math.floor((3 * (week + 1)) / 13) > Math.floor((3 * week) / 13)) sum += value(result, week, 'inflow');
  }
  return sum;
};

describe('the study', () => {
  it('gives the shares returned and the space, which are the defaults', () => {
    const of = (name: string) => institutionParameters.find(({ path }) => path === `institutions.partners.${name}`)!;
    const figures = {
      serviceMin: 0.1,
      serviceMax: 0.2,
      charging: 0.25,
      training: 0.2,
      donationMin: 0.02,
      donationMax: 0.05,
      space: 1000,
    };
    for (const [name, figure] of Object.entries(figures)) {
      expect(of(name).default).toBe(figure);
      expect(of(name).source).toContain('Zhang 2025');
    }
  });
});

describe('partners', () => {
  it('are two to five after one, two and three years, more each year', () => {
    const [one, two, three] = [51, 103, 155].map((week) => at('partners', week, 'serving'));
    expect(one!).toBeGreaterThan(1.5);
    expect(two!).toBeGreaterThan(one!);
    expect(three!).toBeGreaterThan(two!);
    expect(three!).toBeGreaterThan(3.5);
    expect(three!).toBeLessThan(6);
  });

  it('replace between a tenth and two fifths of the subsidy in the third year', () => {
    expect(mean('partners', (result) => returned(result, 0))).toBeLessThan(
      mean('partners', (result) => returned(result, 1)),
    );
    const replaced = mean('partners', (result) => returned(result, 2)) / 110_000;
    expect(replaced).toBeGreaterThan(0.1);
    expect(replaced).toBeLessThan(0.4);
  });

  it('come to a dense centre rather than to the edge, and are deterred by short space', () => {
    expect(at('centre', 155, 'serving')).toBeGreaterThan(at('partners', 155, 'serving') + 0.5);
    expect(at('edge', 155, 'serving')).toBeLessThan(at('partners', 155, 'serving') - 0.5);
    expect(at('short-space', 155, 'serving')).toBeLessThan(at('partners', 155, 'serving') - 0.5);
    expect(at('short-space', 155, 'no_space')).toBeGreaterThan(at('partners', 155, 'no_space'));
  });

  it('drift where nobody reviews them, and none is then sent away', () => {
    expect(publicness('without-review')).toBeLessThan(publicness('partners') - 0.08);
    expect(at('partners', 155, 'exits_sabotage')).toBeGreaterThan(0.5);
    expect(at('without-review', 155, 'exits_sabotage')).toBe(0);
  });

  it('hardly move participation: by .3 points at most against the same fund without them', () => {
    for (const name of ['partners', 'centre', 'edge', 'without-review', 'short-space'] as const) {
      expect(Math.abs(100 * (mean(name, rate) - mean('fund-alone', rate)))).toBeLessThan(0.3);
    }
  });

  it('are used by consumers rather than customers, and by citizens who take part anyway', () => {
    const [consumers, customers, citizens] = ['consumers', 'customers', 'citizens'].map((role) =>
      at('partners', 155, role),
    );
    expect(consumers!).toBeGreaterThan(5 * citizens!);
    expect(citizens!).toBeGreaterThan(customers!);
  });
});

describe('when the subsidy ends', () => {
  it('the fund lives on for some months, seldom for two years', () => {
    const life = runs.get('subsidy-ends')!.map((result) => {
      let week = 52;
      while (week < result.weeks && value(result, week, 'open') === 1) week++;
      return ((week - 52) * 3) / 13;
    });
    expect(Math.min(...life)).toBeGreaterThanOrEqual(2);
    expect(life.filter((months) => months < 24).length).toBeGreaterThan(SEEDS.length / 2);
    expect(new Set(life).size).toBeGreaterThan(3);
  });

  it('nobody new comes, and what materials gave is lost', () => {
    expect(at('subsidy-ends', 155, 'serving')).toBeLessThan(at('partners', 155, 'serving'));
    expect(mean('subsidy-ends', rate)).toBeLessThan(mean('partners', rate) - 0.003);
  });
});
