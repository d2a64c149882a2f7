import { describe, expect, test } from 'vitest';
import { readScenario } from '../../../src/scenario/read.ts';
import { reportProblems } from '../../../src/scenario/report.ts';
import { settings } from '../../../src/scenario/set.ts';
import { filesOf } from './files.ts';

const files = (content: unknown) => filesOf({ 'x.json': content });
const problems = (content: unknown, ...set: string[]) =>
  reportProblems(readScenario('x.json', files(content), settings(set)).problems);
const scenario = (content: unknown, ...set: string[]) => {
  expect(problems(content, ...set)).toEqual([]);
  return readScenario('x.json', files(content), settings(set)).scenario!;
};
const visits = { id: 3, instrument: 'doorVisits', from: 26, to: 38 };
const training = { id: 1, instrument: 'training', whom: { group: 'lowest', trait: 'efficacy' } };

describe('a broken file', () => {
  test('is reported whole, each problem with path, value and what is allowed', () => {
    const file = {
      weks: 5,
      burnIn: 'long',
      population: { flors: 3 },
      traits: { trust: 2 },
      interventions: [
        { ...visits, to: 20, reach: 2 },
        { id: 4, instrument: 'traning' },
        { ...visits, id: 5, whom: { group: 'blocks', blocks: [0, 9] } },
        { ...visits, id: 6, seets: 3 },
      ],
    };
    const names =
      'materials, incentive, training, leaflet, broadcast, recognition, caseSharing, doorVisits, empowerment, digital';
    const keys = 'id, instrument, enabled, from, to, cap, whom, reach, intensity, met, housemates, price';
    expect(problems(file).sort()).toEqual([
      expect.stringMatching(/^x\.json: burnIn: expected a (whole )?number, received "long"$/),
      'x.json: interventions[0].reach: 2 is out of range, allowed is at most 1',
      'x.json: interventions[0].to: 20 is not after from, which is 26',
      `x.json: interventions[1].instrument: "traning" is not one of ${names}; did you mean "training"?`,
      'x.json: interventions[2].whom.blocks[1]: no block 9, the community has blocks 0 to 4',
      `x.json: interventions[3].seets: unknown key; allowed here: ${keys}`,
      'x.json: population.flors: unknown key; did you mean "floors"?',
      'x.json: traits.trust: 2 is out of range, allowed is at most 0.99',
      'x.json: weks: unknown key; did you mean "weeks"?',
    ]);
  });

  test('names the file in which the mistake stands', () => {
    const chain = filesOf({
      's/child.json': {
        extends: 'base.json',
        interventions: [
          { id: 9, instrument: 'leaflet' },
          { id: 2, to: 3 },
        ],
      },
      's/base.json': {
        weeks: 0,
        traits: { trsut: 1 },
        interventions: [training, { id: 2, instrument: 'leaflet', from: 5, reach: 7 }],
      },
    });
    expect(reportProblems(readScenario('s/child.json', chain).problems).sort()).toEqual([
      's/base.json: interventions[1].reach: 7 is out of range, allowed is at most 1',
      's/base.json: traits.trsut: unknown key; did you mean "trust"?',
      's/base.json: weeks: 0 is out of range, allowed is at least 1',
      's/child.json: interventions[1].to: 3 is not after from, which is 5',
    ]);
  });
});

describe('--set', () => {
  test('reaches every kind of parameter', () => {
    const result = scenario(
      { population: { residents: 100 }, interventions: [training, visits] },
      'population.households=500',
      'weeks=52',
      'decide.bystander.base=-4',
      'population.ageTenure={"middleOwner":1}',
      'interventions.1.seats=30',
      'interventions.doorVisits.to=null',
      'interventions.*.cap=1000',
      'interventions.1.whom.share=0.5',
      'interventions.1.whom.group=lot',
    );
    expect(result.parameters).toMatchObject({
      weeks: 52,
      population: { households: 500, residents: null, ageTenure: { middleOwner: 1, youngRenter: 0 } },
      decide: { bystander: { base: -4 } },
    });
    expect(result.interventions).toMatchObject([
      { id: 1, seats: 30, cap: 1000, whom: { group: 'lot', share: 0.5 } },
      { id: 3, to: null, cap: 1000 },
    ]);
  });

  test('of residents replaces households of the file; of both is refused', () => {
    expect(scenario({ population: { households: 5 } }, 'population.residents=7').parameters.population.residents).toBe(
      7,
    );
    expect(problems({}, 'population.households=5', 'population.residents=7')).toEqual([
      '--set population.residents=7: give either households or residents, received both',
    ]);
  });

  test('the last of two wins', () => {
    expect(scenario({}, 'weeks=5', 'weeks=6').parameters.weeks).toBe(6);
  });

  test('leaves what is broken in the file to the file', () => {
    const broken = { population: 5, interventions: [null, { ...visits, to: 'x' }] };
    expect(problems(broken, 'population.floors=3', 'interventions.*.cap=10')).toEqual(problems(broken));
    expect(problems('{"__proto__": {"weeks": 3}, "constructor": 1}')).toEqual([
      'x.json: __proto__: unknown key',
      'x.json: constructor: unknown key',
    ]);
  });

  test('can mend a file', () => {
    expect(scenario({ weeks: 0 }, 'weeks=6').parameters.weeks).toBe(6);
  });

  test('is reported whole, in its order, with suggestions', () => {
    expect(
      problems(
        { interventions: [training] },
        'weks=5',
        'households=5',
        'nonsense',
        '=3',
        'completely.other=1',
        'interventions.2.seats=1',
        'interventions.trainig.seats=1',
        'interventions.1.seets=1',
        'interventions.1.id=4',
      ),
    ).toEqual([
      '--set weks=5: unknown path; did you mean "weeks"?',
      '--set households=5: unknown path; did you mean "population.households"?',
      '--set nonsense: expected path=value',
      '--set =3: expected path=value',
      '--set completely.other=1: unknown path; "coproduce parameters" lists all paths',
      '--set interventions.2.seats=1: no intervention "2", the scenario has 1 (training)',
      '--set interventions.trainig.seats=1: no intervention "trainig", the scenario has 1 (training); did you mean "training"?',
      '--set interventions.1.seets=1: unknown path; did you mean "interventions.1.seats"?',
      '--set interventions.1.id=4: id cannot be set, it says which intervention is meant',
    ]);
  });

  test('values are checked and blamed on the option, also where they spoil a value of the file', () => {
    expect(
      problems(
        { burnIn: 200, interventions: [visits] },
        'weeks=0',
        'ties.leader=many',
        'interventions.3.from=80',
        'interventions.3.whom.group=lot',
      ).sort(),
    ).toEqual([
      '--set interventions.3.from=80: interventions[0].to: 38 is not after from, which is 80',
      '--set interventions.3.whom.group=lot: interventions[0].whom.share: expected a number, received nothing',
      expect.stringMatching(/^--set ties.leader=many: expected a (whole )?number, received "many"$/),
      '--set weeks=0: 0 is out of range, allowed is at least 1',
      'x.json: burnIn: 200 is out of range, allowed is at most 127',
    ]);
    expect(
      problems(
        { interventions: [{ ...visits, whom: { group: 'blocks', blocks: [3] } }] },
        'weeks=5',
        'population.households=10',
      ),
    ).toEqual([
      '--set population.households=10: interventions[0].whom.blocks[0]: no block 3, the community has blocks 0 to 0',
    ]);
  });

  test('is checked even when the file cannot be read', () => {
    expect(problems('{', 'weks=1', 'weeks=0', 'interventions.1.seats=3')).toEqual([
      'x.json: line 1, column 2: the file ends too early; a bracket or a quotation mark is not closed',
      '--set weks=1: unknown path; did you mean "weeks"?',
      '--set weeks=0: 0 is out of range, allowed is at least 1',
    ]);
  });
});
