/** Distributions of what is drawn at set-up, against closed forms; tolerances are four standard errors. */
import { describe, expect, it } from 'vitest';
import { AGES, parseScenario } from '../../sim/index.ts';
import { createPopulation, sizeDistribution } from '../../sim/population.ts';
import { seedKey } from '../../sim/random.ts';
import {
  correlation,
  deviation,
  expectBinomial,
  expectWithin,
  mean,
  normalExpectation,
  sum,
} from '../helpers/statistics.ts';

const [YOUNG, MIDDLE, OLDER] = [0, 1, 2];

/** 30,000 households are some 68,000 residents. */
const HOUSEHOLDS = 30_000;
const { parameters } = parseScenario({ population: { households: HOUSEHOLDS } });
const { sizes, state } = createPopulation(parameters, seedKey('population'));

const everyone = Array.from(state.age.keys());
const where = (test: (i: number) => boolean) => everyone.filter(test);
const rented = (i: number) => state.let[state.household[i]!] === 1;
const sizesOfHouseholds = Array.from(state.let, (_, h) => state.householdStart[h + 1]! - state.householdStart[h]!);

/** Mean of the geometric distribution with ratio q, cut at 5: Σ k·q^(k−1) ÷ Σ q^(k−1). */
const truncated = (q: number) => {
  const powers = [1, q, q ** 2, q ** 3, q ** 4];
  return powers.map((power) => power / sum(powers));
};

describe('household sizes', () => {
  it('are geometric on 1 to 5, with the mean of the scenario', () => {
    for (const given of [1, 1.0001, 1.5, 2.26, 3, 4.2, 5]) {
      const cumulative = sizeDistribution(given);
      const p = Array.from(cumulative, (c, k) => c - (k === 0 ? 0 : cumulative[k - 1]!));
      expect(cumulative[4]).toBeCloseTo(1, 12);
      expect(sum(p.map((share, k) => share * (k + 1)))).toBeCloseTo(given, given === 5 ? 4 : 9);
      if (given === 1 || given === 5) continue;
      const q = p[1]! / p[0]!;
      for (const [k, share] of truncated(q).entries()) expect(p[k]).toBeCloseTo(share, 9);
    }
  });

  it('have the mean and variance of that distribution', () => {
    const cumulative = sizeDistribution(parameters.population.householdSize);
    const p = Array.from(cumulative, (c, k) => c - (k === 0 ? 0 : cumulative[k - 1]!));
    const moment = (power: number) => sum(p.map((share, k) => share * (k + 1 - 2.26) ** power));
    expectWithin(mean(sizesOfHouseholds), 2.26, Math.sqrt(moment(2) / HOUSEHOLDS), 'mean');
    // the variance of a sample variance is (μ₄ − σ⁴) ÷ n
    const error = Math.sqrt((moment(4) - moment(2) ** 2) / HOUSEHOLDS);
    expectWithin(deviation(sizesOfHouseholds) ** 2, moment(2), error, 'variance');
    p.forEach((share, k) => {
      const count = sizesOfHouseholds.filter((size) => size === k + 1).length;
      expectBinomial(count, HOUSEHOLDS, share, `households of ${k + 1}`);
    });
  });

  it('fill the number of residents exactly where it is given, the last household cut short', () => {
    for (const residents of [1, 2, 7, 100, 101, 102, 103, 104]) {
      const drawn = createPopulation(parseScenario({ population: { residents } }).parameters, seedKey('1'));
      expect(drawn.sizes.resident).toBe(residents);
      expect(drawn.state.householdStart.at(-1)).toBe(residents);
      expect(drawn.state.household.at(-1)).toBe(drawn.sizes.household - 1);
    }
  });
});

describe('homes', () => {
  it('fill in order: twelve dwellings to a stairwell, fifteen stairwells to a block', () => {
    const small = createPopulation(parseScenario({ population: { households: 401 } }).parameters, seedKey('1'));
    expect(small.sizes).toMatchObject({ household: 401, stairwell: 34, block: 3 });
    const { stairwellStart, householdStart } = small.state;
    for (let s = 0; s <= 34; s++) expect(stairwellStart[s]).toBe(householdStart[Math.min(12 * s, 401)]);
  });

  it('are let with probability .37 and have 45 to 90 square metres', () => {
    expectBinomial(sum(state.let), HOUSEHOLDS, 0.37, 'let dwellings');
    // uniform: variance (b − a)² ÷ 12
    expectWithin(mean(state.area), 67.5, Math.sqrt(45 ** 2 / 12 / HOUSEHOLDS), 'area');
    expect(Math.min(...state.area)).toBeGreaterThanOrEqual(45);
    expect(Math.max(...state.area)).toBeLessThanOrEqual(90);
  });
});

describe('residents', () => {
  it('are young where they rent, elsewhere older with probability .396/.63, else middle-aged', () => {
    expect(where(rented).every((i) => state.age[i] === YOUNG)).toBe(true);
    const owners = where((i) => !rented(i));
    const older = owners.filter((i) => state.age[i] === OLDER).length;
    expectBinomial(older, owners.length, 0.396 / 0.63, 'older owners');
    expect(owners.every((i) => state.age[i] === OLDER || state.age[i] === MIDDLE)).toBe(true);
  });

  it('follow a joint table of age and tenure where one is given', () => {
    const ageTenure = {
      youngOwner: 0.1,
      middleOwner: 0.2,
      olderOwner: 0.3,
      youngRenter: 0.25,
      middleRenter: 0.1,
      olderRenter: 0.05,
    };
    const scenario = parseScenario({ population: { households: HOUSEHOLDS, ageTenure } });
    const table = createPopulation(scenario.parameters, seedKey('table'));
    const letDwellings = sum(table.state.let);
    expectBinomial(letDwellings, HOUSEHOLDS, 0.4, 'let dwellings');
    const residents = Array.from(table.state.age.keys());
    for (const [tenure, given] of [
      ['owner', [0.1, 0.2, 0.3]],
      ['renter', [0.25, 0.1, 0.05]],
    ] as const) {
      const inside = residents.filter(
        (i) => table.state.let[table.state.household[i]!] === (tenure === 'owner' ? 0 : 1),
      );
      AGES.forEach((name, age) => {
        const count = inside.filter((i) => table.state.age[i] === age).length;
        expectBinomial(count, inside.length, given[age]! / sum(given), `${name} ${tenure}`);
      });
    }
  });

  it('are conditional co-operators, free riders and committed 50 : 30 : 20; one in a hundred leads', () => {
    [0.5, 0.3, 0.2].forEach((share, type) => {
      expectBinomial(where((i) => state.type[i] === type).length, everyone.length, share, `type ${type}`);
    });
    for (const role of [1, 2, 3, 4]) {
      expectBinomial(where((i) => state.role[i] === role).length, everyone.length, 0.01 / 4, `role ${role}`);
    }
    expect(where((i) => state.role[i]! > 4)).toEqual([]);
  });

  it('have logit-normal traits: moments by numerical integration', () => {
    const sigma = (x: number) => 1 / (1 + Math.exp(-x));
    const logit = (p: number) => Math.log(p / (1 - p));
    const check = (column: Float32Array, centre: number, group: number[], what: string) => {
      const trait = (z: number) => sigma(logit(centre) + 0.75 * z);
      const first = normalExpectation(trait);
      const central = (k: number) => normalExpectation((z) => (trait(z) - first) ** k);
      const values = group.map((i) => column[i]!);
      expectWithin(mean(values), first, Math.sqrt(central(2) / values.length), `mean of ${what}`);
      const error = Math.sqrt((central(4) - central(2) ** 2) / values.length);
      expectWithin(deviation(values) ** 2, central(2), error, `variance of ${what}`);
    };
    const young = where((i) => state.age[i] === YOUNG);
    const middle = where((i) => state.age[i] === MIDDLE);
    const older = where((i) => state.age[i] === OLDER);
    check(state.innateMotivation, 0.45, middle, 'motivation at 35–59');
    check(state.innateMotivation, 0.49, older, 'motivation at 60+');
    check(state.innateMotivation, 0.4, young, 'motivation of renters, who are young');
    check(state.innateTrust, 0.6, [...young, ...middle], 'trust below 60');
    check(state.innateTrust, 0.64, older, 'trust at 60+');
    check(state.innateEfficacy, 0.4, everyone, 'efficacy');
  });

  it('have traits whose logits correlate by .25', () => {
    // the mean differs between ages, so within one; the error of a correlation is (1 − ρ²) ÷ √n
    const older = where((i) => state.age[i] === OLDER);
    const logits = [state.innateMotivation, state.innateTrust, state.innateEfficacy].map((column) =>
      older.map((i) => Math.log(column[i]! / (1 - column[i]!))),
    );
    const error = (1 - 0.25 ** 2) / Math.sqrt(older.length);
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      expectWithin(correlation(logits[a]!, logits[b]!), 0.25, error, `traits ${a} and ${b}`);
    }
  });

  it('start with the know-how, costs and circumstances of the specification', () => {
    const uniformError = (width: number, n: number) => width / Math.sqrt(12 * n);
    expectWithin(mean(state.knowHow), 0.25, uniformError(0.3, everyone.length), 'know-how');
    const middle = where((i) => state.age[i] === MIDDLE);
    const others = where((i) => state.age[i] !== MIDDLE);
    const cost = (group: number[]) => mean(group.map((i) => state.cost[i]!));
    expectWithin(cost(middle), 1.1, uniformError(0.8, middle.length), 'cost at 35–59');
    expectWithin(cost(others), 0.8, uniformError(0.8, others.length), 'cost of the others');
    [0, -0.6, 0.5].forEach((shift, type) => {
      const values = where((i) => state.type[i] === type).map((i) => state.circumstances[i]!);
      expectWithin(mean(values), shift, 1 / Math.sqrt(values.length), `circumstances of type ${type}`);
      // the error of a standard deviation of normals is σ ÷ √(2n)
      expectWithin(deviation(values), 1, 1 / Math.sqrt(2 * values.length), `their deviation, type ${type}`);
    });
  });

  it('have interests in the three kinds of project with mean 1', () => {
    const { interestHard, interestSoft, interestService } = state;
    for (const i of everyone) {
      expect(interestHard[i]! + interestSoft[i]! + interestService[i]!).toBeCloseTo(3, 5);
    }
    const error = deviation(interestHard) / Math.sqrt(everyone.length);
    for (const column of [interestHard, interestSoft, interestService])
      expectWithin(mean(column), 1, error, 'interest');
  });
});

describe('first projects', () => {
  it('are ¾ hard, ⅛ soft, ⅛ service; ¼ reach a stairwell, ½ a block, ¼ the community; progress is uniform', () => {
    const many = parseScenario({
      population: { households: 20_000, floors: 1, dwellingsPerFloor: 1, stairwellsPerBlock: 4 },
    });
    const { sizes: counts, state: blocks } = createPopulation(many.parameters, seedKey('projects'));
    const tally = (column: Uint8Array, code: number) => column.reduce((n, value) => n + (value === code ? 1 : 0), 0);
    [0.75, 0.125, 0.125].forEach((p, kind) => {
      expectBinomial(tally(blocks.kind, kind), counts.block, p, `kind ${kind}`);
    });
    [0.25, 0.5, 0.25].forEach((p, reach) => {
      expectBinomial(tally(blocks.reach, reach), counts.block, p, `reach ${reach}`);
    });
    expectWithin(mean(blocks.progress), 0.5, 1 / Math.sqrt(12 * counts.block), 'progress');
    for (const place of [0, 1, 2, 3]) {
      const count = blocks.target.reduce((n, s) => n + (s % 4 === place ? 1 : 0), 0);
      expectBinomial(count, counts.block, 0.25, `stairwell ${place} is served`);
    }
  });
});

it('has as many residents as its households hold', () => {
  expect(sizes.resident).toBe(sum(sizesOfHouseholds));
});
