/** Experiment files, right and wrong. The lines are many because every mistake stands here with all that is said of it. */
import { describe, expect, test } from 'vitest';
import { INSTITUTION_SERIES, SERIES } from '../../../sim/index.ts';
import { placeIn } from '../../../src/experiment/design/design.ts';
import { placeOf, scenarioAt, seedText } from '../../../src/experiment/experiment.ts';
import { readExperiment } from '../../../src/experiment/read-experiment.ts';
import { reportProblems } from '../../../src/scenario/report.ts';
import { filesOf } from '../scenario/files.ts';

const files = {
  'base.json': {},
  'trained.json': { extends: 'base.json', interventions: [{ id: 3, instrument: 'training', seats: 4 }] },
};

function read(experiment: object) {
  return readExperiment('e/x.json', filesOf({ 'e/x.json': experiment, ...prefixed }));
}
const prefixed = Object.fromEntries(Object.entries(files).map(([name, content]) => [`e/${name}`, content]));

function experimentOf(experiment: object) {
  const { experiment: made, problems } = read(experiment);
  expect(reportProblems(problems)).toEqual([]);
  return made!;
}

const NAMES = SERIES.length + INSTITUTION_SERIES.length;
const problemsOf = (experiment: object) => reportProblems(read(experiment).problems);

describe('an experiment', () => {
  test('numbers its runs seed by seed, point by point, policy by policy', () => {
    const experiment = experimentOf({
      scenarios: ['base.json', 'trained.json'],
      vary: [{ path: 'traits.trust', values: [0.5, 0.6, 0.7] }],
      seeds: { count: 4, base: 't' },
    });
    expect([experiment.name, experiment.runs]).toEqual(['x', 24]);
    expect(placeOf(experiment, 0)).toEqual({ run: 0, seed: 0, point: 0, policy: 0 });
    expect(placeOf(experiment, 9)).toEqual({ run: 9, seed: 1, point: 1, policy: 1 });
    expect(seedText(experiment, 1)).toBe('t/2');
    expect(scenarioAt(experiment, 1, 2).parameters.traits.trust).toBe(0.7);
    expect(scenarioAt(experiment, 1, 2).name).toBe('trained');
  });

  test('takes its ranges from the parameter table', () => {
    const { vary } = experimentOf({
      scenarios: ['trained.json'],
      vary: [
        { path: 'traits.trust' },
        { path: 'interventions.3.seats', max: 50 },
        { path: 'interventions.training.from' },
      ],
    });
    expect(vary.map(({ min, max, integer }) => [min, max, integer])).toEqual([
      [0.01, 0.99, false],
      [0, 50, true],
      [0, 5000, true],
    ]);
  });

  test('gives an intervention that only some scenarios have its values there, and leaves the others alone', () => {
    const experiment = experimentOf({
      scenarios: ['base.json', 'trained.json'],
      vary: [{ path: 'interventions.training.seats', values: [1, 9] }],
    });
    expect(scenarioAt(experiment, 0, 1).interventions).toEqual([]);
    expect(scenarioAt(experiment, 1, 1).interventions).toMatchObject([{ seats: 9 }]);
  });

  test('sets values for all scenarios and for one, and takes scenarios written inside it', () => {
    const experiment = experimentOf({
      scenarios: [
        { file: 'base.json', name: 'more', set: { 'traits.trust': 0.7 } },
        { name: 'own', extends: 'trained.json', weeks: 9 },
      ],
      set: { 'population.residents': 50 },
    });
    expect(
      experiment.policies.map(({ name, scenario: { parameters: p } }) => [
        name,
        p.traits.trust,
        p.population.residents,
        p.weeks,
      ]),
    ).toEqual([
      ['more', 0.7, 50, 156],
      ['own', 0.6, 50, 9],
    ]);
  });

  test('takes scenarios by absolute path, and names them as written', () => {
    const files = filesOf({ 'e/x.json': { scenarios: ['/s/a.json', '/s/b.json', '../c.json'] }, '/s/a.json': {} });
    expect(reportProblems(readExperiment('e/x.json', files).problems)).toEqual([
      'e/x.json: scenarios[1]: /s/b.json: no such file',
      'e/x.json: scenarios[2]: c.json: no such file',
    ]);
  });

  test('has points from a list, where what a point does not give stays', () => {
    const experiment = experimentOf({
      scenarios: ['base.json'],
      design: { type: 'list', points: [{}, { 'traits.trust': 0.7 }, { weeks: 10, 'population.householdSize': 2 }] },
    });
    expect(experiment.design.points).toBe(3);
    expect([0, 1, 2].map((i) => scenarioAt(experiment, 0, i).parameters.traits.trust)).toEqual([0.6, 0.7, 0.6]);
    expect(scenarioAt(experiment, 0, 2).parameters.weeks).toBe(10);
  });
});

test('lists of any length are read: a list of points, and the values of a parameter', () => {
  const many = Array.from({ length: 200_000 }, (_, i) => 0.1 + i / 1e6);
  const listed = experimentOf({
    scenarios: ['base.json'],
    design: { type: 'list', points: many.map((trust, i) => ({ 'traits.trust': trust, weeks: 20 + (i % 5) })) },
    keep: { summaries: [{ name: 'early', series: 'active', to: 20 }] },
  });
  expect([listed.design.points, listed.design.at(199_999)]).toEqual([200_000, [many[199_999], 24]]);
  const { design, vary } = experimentOf({ scenarios: ['base.json'], vary: [{ path: 'traits.trust', values: many }] });
  expect([design.points, placeIn(vary[0], many[0]), placeIn(vary[0], many[199_999])]).toEqual([200_000, 0, 1]);
});

test('a value that only goes with others is no mistake', () => {
  const { vary } = experimentOf({
    scenarios: ['trained.json'],
    vary: [{ path: 'interventions.3.whom.group', values: ['everyone', 'lot'] }],
  });
  expect(vary[0].values).toEqual(['everyone', 'lot']);
});

describe('a wrong experiment is refused with every problem', () => {
  test.each([
    [{}, ['e/x.json: scenarios: expected an array, received nothing']],
    [{ scenarios: [] }, ['e/x.json: scenarios: [] is out of range, allowed is at least 1 entries']],
    [{ scenarios: ['none.json'] }, ['e/x.json: scenarios[0]: e/none.json: no such file']],
    [
      { scenarios: ['base.json', 'base.json'] },
      ['e/x.json: scenarios[1]: has the name base as scenarios[0] has; give one a "name"'],
    ],
    [
      { scenarios: ['base.json'], sedes: 3, keep: { weeeks: 'all', series: ['ratee'] } },
      [
        `e/x.json: keep.series[0]: "ratee" is not one of the ${NAMES} names that "coproduce schema --experiment" lists; did you mean "rate"?`,
        'e/x.json: keep.weeeks: unknown key; did you mean "weeks"?',
        'e/x.json: sedes: unknown key; did you mean "seeds"?',
      ],
    ],
    [
      { scenarios: ['base.json'], seeds: 0, design: { type: 'lhs', points: 3 } },
      [
        'e/x.json: design.type: "lhs" is not one of list, factorial, latin-hypercube, sobol, morris, saltelli',
        'e/x.json: seeds: 0 is out of range, allowed is at least 1',
      ],
    ],
    [
      { scenarios: ['base.json'], seeds: 'many' },
      ['e/x.json: seeds: expected a number or an object or an array, received "many"'],
    ],
    [
      { scenarios: ['base.json'], vary: [{ path: 'traits.trst' }] },
      ['e/x.json: vary[0].path: "traits.trst": unknown path; did you mean "traits.trust"?'],
    ],
    [
      { scenarios: ['base.json'], vary: [{ path: 'interventions.training.seats' }] },
      ['e/x.json: vary[0].path: no scenario has an intervention that interventions.training.seats could mean'],
    ],
    [
      { scenarios: ['base.json'], vary: [{ path: 'traits.trust', min: -1, max: 2 }] },
      [
        'e/x.json: vary[0].min: -1 is out of range, allowed is at least 0.01',
        'e/x.json: vary[0].max: 2 is out of range, allowed is at most 0.99',
      ],
    ],
    [
      { scenarios: ['base.json'], design: { type: 'sobol', points: 8 } },
      ['e/x.json: vary: a sobol design needs something to vary'],
    ],
    [
      { scenarios: ['base.json'], design: { type: 'list', points: [{ 'traits.trust': 2 }] } },
      ['e/x.json: design.points[0].traits.trust: 2 is out of range, allowed is 0.01 to 0.99'],
    ],
    [
      { scenarios: ['base.json'], keep: { weeks: [156] } },
      ['e/x.json: keep.weeks[0]: no week 156, the runs have weeks 0 to 155'],
    ],
    [
      { scenarios: ['base.json'], vary: [{ path: 'traits.knowHowMin', values: [0.9] }] },
      [
        'e/x.json: vary: the first point makes no valid scenario of base: traits.knowHowMin: 0.9 is above knowHowMax, which is 0.4',
      ],
    ],
    [
      // a seed twice would count as two replicates
      { scenarios: ['base.json'], seeds: ['a', 'b', 'a', 'a'] },
      ['e/x.json: seeds[2]: "a" stands already at seeds[0]', 'e/x.json: seeds[3]: "a" stands already at seeds[0]'],
    ],
    [
      { scenarios: ['base.json'], keep: { series: ['rate', 'rate'], weeks: [3, 3], summaries: ['gini', 'gini'] } },
      [
        'e/x.json: keep.series[1]: "rate" stands already at keep.series[0]',
        'e/x.json: keep.weeks[1]: 3 stands already at keep.weeks[0]',
        'e/x.json: keep.summaries[1]: the name gini is already taken',
      ],
    ],
    [
      {
        scenarios: ['base.json'],
        vary: [{ path: 'traits.trust', values: [0.5, 0.6, 0.5] }, { path: 'traits.trust' }],
      },
      [
        'e/x.json: vary[0].values[2]: 0.5 stands already at vary[0].values[0]',
        'e/x.json: vary[1].path: traits.trust is varied by vary[0] as well',
      ],
    ],
    [
      {
        scenarios: ['base.json', 'trained.json'],
        vary: ['interventions.training.seats', 'interventions.3.seats', 'interventions.*.seats'].map((path) => ({
          path,
          values: [1, 2],
        })),
      },
      [
        'e/x.json: vary[1].path: interventions.3.seats means what vary[0] varies as interventions.training.seats',
        'e/x.json: vary[2].path: interventions.*.seats means what vary[0] varies as interventions.training.seats',
      ],
    ],
    [
      {
        scenarios: ['trained.json'],
        design: {
          type: 'list',
          points: [
            { 'interventions.3.seats': 2 },
            { 'interventions.training.seats': 3 },
            { 'interventions.3.seats': 4, 'interventions.training.seats': 5 },
          ],
        },
      },
      ['e/x.json: design.points[2].interventions.training.seats: means what interventions.3.seats sets in the same'],
    ],
    [
      // what is wrong in form hides nothing of the other parts, and a scenario that is missing nothing of the others
      {
        scenarios: ['base.json', 'none.json', { file: 'trained.json', name: 'x', set: { 'traits.trst': 0.5 } }],
        luck: 'on',
        seeds: ['a', 'a'],
        vary: [
          { path: 'traits.trst' },
          { path: 'interventions.training.seats' },
          { path: 'interventions.leaflet.reach' },
        ],
        weeks: 5,
      },
      [
        'e/x.json: luck: "on" is not one of same, own; did you mean "own"?',
        'e/x.json: weeks: unknown key',
        'e/x.json: scenarios[1]: e/none.json: no such file',
        'e/x.json: scenarios[2].set.traits.trst: unknown path; did you mean "traits.trust"?',
        'e/x.json: seeds[1]: "a" stands already at seeds[0]',
        'e/x.json: vary[0].path: "traits.trst": unknown path; did you mean "traits.trust"?',
      ],
    ],
    [
      // an entry of vary whose form is wrong hides nothing of the others, and they keep their numbers
      {
        scenarios: ['base.json'],
        vary: [
          { path: 'traits.trust', values: [] },
          { path: 'traits.motivation', min: 0.5, max: 0.4 },
          { path: 'traits.efficacy', min: 'low' },
          { path: 'traits.motivation' },
          { path: 'traits.trst' },
        ],
      },
      [
        'e/x.json: vary[0].values: [] is out of range, allowed is at least 1 entries',
        'e/x.json: vary[2].min: expected a number, received "low"',
        'e/x.json: vary[3].path: traits.motivation is varied by vary[1] as well',
        'e/x.json: vary[1].min: 0.5 is above max, which is 0.4',
        'e/x.json: vary[4].path: "traits.trst": unknown path; did you mean "traits.trust"?',
      ],
    ],
    [
      { scenarios: ['base.json'], design: { type: 'sobol' }, vary: [{ path: 5 }], keep: { weeks: [200] } },
      [
        'e/x.json: design.points: expected a number, received nothing',
        'e/x.json: vary[0].path: expected a text, received 5',
        'e/x.json: keep.weeks[0]: no week 200, the runs have weeks 0 to 155',
      ],
    ],
    [
      { scenarios: [{ name: 'own', traits: { trusst: 0.5 }, institutions: { zz: {} } }] },
      [
        'e/x.json: scenarios[0].traits.trusst: unknown key; did you mean "trust"?',
        'e/x.json: scenarios[0].institutions.zz: unknown key; allowed here: core',
      ],
    ],
    [
      { scenarios: [{ file: 'base.json', name: 'x', weeks: 5 }] },
      ['e/x.json: scenarios[0].weeks: unknown key; allowed here: file, name, set'],
    ],
    [
      { scenarios: ['base.json'], keep: { summaries: [{ name: 'x', series: 'ratee', to: 300 }] } },
      ['e/x.json: keep.summaries[0].series: "ratee" is not one of'],
    ],
    [
      {
        scenarios: ['base.json'],
        keep: {
          weeks: { every: 157 },
          summaries: [
            { name: 'a', series: 'rate', to: 300 },
            { name: 'b', series: 'rate', from: 50, to: 20 },
            { name: 'c', series: 'rate', from: 156 },
            { name: 'd', series: 'rate', from: 155, to: 156 },
          ],
        },
      },
      [
        'e/x.json: keep.weeks.every: 157 keeps no week, the runs have 156',
        'e/x.json: keep.summaries[0].to: 300 is beyond week 156, at which the shortest run ends',
        'e/x.json: keep.summaries[1].from: 50 is not before to, which is 20',
        'e/x.json: keep.summaries[2].from: 156 is beyond the last week of the shortest run, 155',
      ],
    ],
    [
      {
        scenarios: ['base.json'],
        vary: [{ path: 'weeks', values: [156, 52] }],
        keep: { summaries: [{ name: 'a', series: 'rate', to: 104 }] },
      },
      ['e/x.json: keep.summaries[0].to: 104 is beyond week 52, at which the shortest run ends'],
    ],
    [
      // an end of the range that is not given is the table's
      {
        scenarios: ['base.json'],
        set: { weeks: 16 },
        vary: [{ path: 'weeks', max: 20 }],
        design: { type: 'latin-hypercube', points: 20 },
        keep: { summaries: [{ series: 'active', from: 10, statistic: 'sum', name: 'lateSum' }] },
      },
      ['e/x.json: keep.summaries[0].from: 10 is beyond the last week of the shortest run, 0'],
    ],
    [
      // a scenario that cannot be read hides nothing of the rest
      {
        scenarios: [{ name: 'a b' }, 'base.json'],
        vary: [{ path: 'traits.trst' }, { path: 'traits.trust', min: 3 }],
        keep: { summaries: ['rateMean', 'rateMean'] },
      },
      [
        'e/x.json: scenarios[0].name: "a b" is not allowed',
        'e/x.json: vary[0].path: "traits.trst": unknown path; did you mean "traits.trust"?',
        'e/x.json: vary[1].min: 3 is above max, which is 0.99',
        'e/x.json: keep.summaries[1]: the name rateMean is already taken',
      ],
    ],
    [
      // entries after one that cannot be read keep their numbers
      {
        scenarios: ['base.json'],
        set: { weeks: 16, 'traits.trust': null },
        seeds: ['a', 5, 'b', 6, 'a'],
        design: { type: 'list', points: [{ 'traits.trust': null }, { 'traits.trust': 2 }] },
        keep: { series: ['nope', 'rate', 'rate'], weeks: [99, 'x', 3, 3], summaries: ['rateMean', {}, 'rateMean'] },
      },
      [
        'e/x.json: set.traits.trust: expected a number or a text or boolean, received null',
        'e/x.json: seeds[1]: expected a text, received 5',
        'e/x.json: seeds[3]: expected a text, received 6',
        'e/x.json: design.points[0].traits.trust: expected a number or a text or boolean, received null',
        'e/x.json: keep.series[0]: "nope" is not one of',
        'e/x.json: keep.weeks[1]: expected a number, received "x"',
        'e/x.json: keep.summaries[1].name: expected a text, received nothing',
        'e/x.json: keep.summaries[1].series: nothing is not one of',
        'e/x.json: seeds[4]: "a" stands already at seeds[0]',
        'e/x.json: design.points[1].traits.trust: 2 is out of range, allowed is 0.01 to 0.99',
        'e/x.json: keep.series[2]: "rate" stands already at keep.series[1]',
        'e/x.json: keep.weeks[0]: no week 99, the runs have weeks 0 to 15',
        'e/x.json: keep.weeks[3]: 3 stands already at keep.weeks[2]',
        'e/x.json: keep.summaries[2]: the name rateMean is already taken',
      ],
    ],
    [
      // a wrong setting leaves the scenario as it is without it
      {
        scenarios: ['trained.json'],
        set: { 'interventions.3.from': 'x', weekz: 3 },
        vary: [{ path: 'interventions.9.seats' }, { path: 'traits.trust', min: 0.9, max: 0.2 }],
        keep: { weeks: [156] },
      },
      [
        'e/x.json: set.interventions.3.from: expected a number, received "x"',
        'e/x.json: set.weekz: unknown path; did you mean "weeks"?',
        'e/x.json: vary[0].path: no scenario has an intervention that interventions.9.seats could mean',
        'e/x.json: vary[1].min: 0.9 is above max, which is 0.2',
        'e/x.json: keep.weeks[0]: no week 156, the runs have weeks 0 to 155',
      ],
    ],
    [
      // without any scenario the table is there, but neither interventions nor how long the runs are
      {
        scenarios: ['none.json'],
        vary: [
          { path: 'traits.trst' },
          { path: 'traits.trust', min: 0.9, max: 0.2 },
          { path: 'traits.motivation', values: [3, 0.5, 0.5] },
          { path: 'interventions.9.seats', min: 4, max: 3 },
          { path: 'interventions.training.seats', min: -1 },
        ],
        keep: { series: ['rate', 'rate'], weeks: [156], summaries: [{ name: 'a', series: 'rate', from: 9, to: 5 }] },
      },
      [
        'e/x.json: scenarios[0]: e/none.json: no such file',
        'e/x.json: vary[0].path: "traits.trst": unknown path; did you mean "traits.trust"?',
        'e/x.json: vary[1].min: 0.9 is above max, which is 0.2',
        'e/x.json: vary[2].values[0]: 3 is out of range, allowed is',
        'e/x.json: vary[2].values[2]: 0.5 stands already at vary[2].values[1]',
        'e/x.json: vary[3].min: 4 is above max, which is 3',
        'e/x.json: vary[4].min: -1 is out of range, allowed is at least 0',
        'e/x.json: keep.series[1]: "rate" stands already at keep.series[0]',
        'e/x.json: keep.summaries[0].from: 9 is not before to, which is 5',
      ],
    ],
    [
      {
        scenarios: ['base.json'],
        design: { type: 'sobol', points: 0 },
        seeds: { count: 0, bse: 'x' },
        keep: { series: ['rate', 5, 'rate'], summaries: [5, { name: 'gini', series: 'rate', off: 1 }, 'gini'] },
      },
      [
        'e/x.json: design.points: 0 is out of range, allowed is at least 1',
        'e/x.json: seeds.count: 0 is out of range, allowed is at least 1',
        'e/x.json: seeds.bse: unknown key; did you mean "base"?',
        'e/x.json: keep.series[1]: 5 is not one of',
        'e/x.json: keep.summaries[0]: 5 is not one of rateEnd,',
        'e/x.json: keep.summaries[1].off: unknown key',
        'e/x.json: keep.series[2]: "rate" stands already at keep.series[0]',
        'e/x.json: keep.summaries[2]: the name gini is already taken',
      ],
    ],
    [
      { scenarios: 'base.json', seeds: ['a', 'a'], set: { weeks: 6000 }, keep: { weeks: [200] } },
      [
        'e/x.json: scenarios: expected an array, received "base.json"',
        'e/x.json: seeds[1]: "a" stands already at seeds[0]',
      ],
    ],
    [
      { scenarios: ['base.json'], set: { weeks: 6000 }, keep: { weeks: [200] } },
      ['e/x.json: set.weeks: 6000 is out of range, allowed is at most 5000'],
    ],
    [
      // a mistyped word, wherever it stands; what another value of the point may put right is no mistake
      {
        scenarios: ['base.json', 'trained.json'],
        vary: [
          { path: 'interventions.training.whom.group', values: ['everone', 'everyone', 'lott', 'lot'] },
          { path: 'interventions.3.enabled', values: [true, 'no'] },
          { path: 'interventions.3.whom.share', values: [0.5, 2] },
        ],
      },
      [
        'e/x.json: vary[0].values[0]: "everone" is not one of everyone, lot, blocks, age, tenure, stage, non-participants, leaders, lowest, highest; did you mean "everyone"?',
        'e/x.json: vary[0].values[2]: "lott" is not one of everyone, lot, blocks, age, tenure, stage, non-participants, leaders, lowest, highest; did you mean "lot"?',
        'e/x.json: vary[1].values[1]: expected boolean, received "no"',
      ],
    ],
    [
      {
        scenarios: ['trained.json'],
        design: {
          type: 'list',
          points: ['everyone', 'lott', 'lot', 'lott'].map((group) => ({
            'interventions.3.whom.group': group,
            ...(group === 'lot' ? { 'interventions.3.whom.share': 0.5 } : {}),
          })),
        },
      },
      [
        'e/x.json: design.points[1].interventions.3.whom.group: "lott" is not one of everyone, lot,',
        'e/x.json: design.points[3].interventions.3.whom.group: "lott" is not one of everyone, lot,',
      ],
    ],
    [
      // words that only another instrument takes, and those of an institution
      {
        scenarios: [{ name: 'told', interventions: [{ id: 1, instrument: 'materials' }], institutions: { lifts: {} } }],
        vary: [
          { path: 'interventions.1.whom.group', values: ['everyone', 'leaders'] },
          { path: 'institutions.lifts.coordinator', values: ['none', 'directt'] },
        ],
      },
      [
        'e/x.json: vary[0].values[1]: "leaders" is not possible for materials, which go to blocks; allowed are everyone,',
        'e/x.json: vary[1].values[1]: "directt" is not one of none, direct, embedded',
      ],
    ],
    [
      // the same id is another instrument in another scenario, where the setting would have had no effect
      {
        scenarios: ['trained.json', { name: 'told', interventions: [{ id: 3, instrument: 'leaflet' }] }],
        vary: [{ path: 'interventions.3.seats' }],
      },
      ['e/x.json: vary[0].path: "interventions.3.seats" in told: unknown path'],
    ],
  ])('%j', (experiment, expected) => {
    const found = problemsOf(experiment);
    expect(found.map((line) => expected.find((start) => line.startsWith(start)) ?? line).sort()).toEqual(
      [...expected].sort(),
    );
  });

  test('where the file is no JSON', () => {
    const { problems } = readExperiment('x.json', filesOf({ 'x.json': '{"scenarios": [,]}' }));
    expect(reportProblems(problems)[0]).toMatch(/^x\.json: line 1, column 16: unexpected/);
  });
});
