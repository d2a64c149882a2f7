import { expect, test } from 'vitest';
import { parseScenario } from '../../../sim/index.ts';
import { scenarioAt } from '../../../src/experiment/experiment.ts';
import { openWhole } from '../../../src/store/merge.ts';
import { folder } from '../cli/coproduce.ts';
import { batch, experimentOf, TINY } from '../store/helpers.ts';

const MATERIALS = { id: 1, instrument: 'materials', units: 0.2, from: 1 };
const TRAINING = { id: 3, instrument: 'training', seats: 2, from: 2 };

const switched = (enabled: boolean) => ({
  ...TINY,
  scenarios: [{ name: 'both', interventions: [{ ...MATERIALS, enabled }, TRAINING] }],
  vary: [{ path: 'interventions.1.enabled', values: [true, false] }],
  keep: { ledger: true },
});

test('a scenario remembers what it has and leaves disabled', () => {
  const { interventions, disabled } = parseScenario({ interventions: [{ ...MATERIALS, enabled: false }, TRAINING] });
  expect(interventions.map(({ id }) => id)).toEqual([3]);
  expect(disabled).toEqual({ interventions: [{ id: 1, instrument: 'materials' }], institutions: [] });
  expect(parseScenario({ interventions: [TRAINING] })).not.toHaveProperty('disabled');
});

test.each([true, false])(
  'an intervention can be switched on and off by a design, being enabled: %s',
  async (enabled) => {
    const experiment = experimentOf(switched(enabled));
    const ids = (point: number) => scenarioAt(experiment, 0, point).interventions.map(({ id }) => id);
    expect([ids(0), ids(1)]).toEqual([[1, 3], [3]]);

    const at = folder();
    await batch(experiment, at('out'));
    const database = await openWhole(at('out'));
    const rows = await database.rows(
      'SELECT point, line, intervention, instrument, count(*) FROM ledger JOIN runs USING (run) GROUP BY ALL ORDER BY ALL',
    );
    database.close();
    // by the name of the line and not by its place, which is another where the first intervention is off
    expect(rows.map((row) => row.slice(0, 4).map(String))).toEqual([
      ['0', '1', '1', 'materials'],
      ['0', '3', '3', 'training'],
      ['1', '3', '3', 'training'],
    ]);
  },
);
