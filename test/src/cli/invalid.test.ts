import { expect, test } from 'vitest';
import { invalidText } from '../../../src/cli/invalid.ts';
import { experimentOf } from '../store/helpers.ts';

const group = (whom: object) => ({ id: 1, instrument: 'training', whom });

test('a design whose scenarios are all valid has nothing to tell', () => {
  expect(invalidText(experimentOf({ scenarios: [{ name: 'none' }] }))).toBeNull();
});

test('every problem is told once, with the first place where it is', () => {
  const experiment = experimentOf({
    scenarios: [{ name: 'none' }, { name: 'taught', interventions: [group({ group: 'everyone' })] }],
    design: {
      type: 'list',
      points: [
        {},
        { 'traits.knowHowMin': 0.6 },
        { 'traits.knowHowMin': 0.7, 'traits.costMin': 0.9, 'traits.costMax': 0.1 },
        { 'interventions.1.whom.group': 'lot' },
      ],
    },
  });
  expect(invalidText(experiment)?.split('\n')).toEqual([
    '5 of 8 scenarios of the design are not valid, so their runs will be recorded as failed:',
    '  none, point 1: traits.knowHowMin: 0.6 is above knowHowMax, which is 0.4',
    '  none, point 2: traits.costMin: 0.9 is above costMax, which is 0.1',
    '  taught, point 3: interventions[0].whom.share: expected a number, received nothing',
  ]);
});

test('one problem is told in one line, and no more than ten are told', () => {
  const scenarios = (many: number) =>
    Array.from({ length: many }, (_, i) => ({
      name: `p${i}`,
      interventions: Array.from({ length: i + 1 }, (_, j) => ({ ...group({ group: 'everyone' }), id: j + 1 })),
    }));
  const lots = { type: 'list', points: [{}, { 'interventions.*.whom.group': 'lot' }] };
  expect(invalidText(experimentOf({ scenarios: scenarios(1), design: lots }))).toBe(
    '1 of 2 scenarios of the design are not valid, so their runs will be recorded as failed: ' +
      'p0, point 1: interventions[0].whom.share: expected a number, received nothing',
  );
  const lines = invalidText(experimentOf({ scenarios: scenarios(13), design: lots }))!.split('\n');
  expect(lines).toHaveLength(12);
  expect(lines[10]).toContain('p9, point 1: interventions[9].whom.share');
  expect(lines[11]).toBe('  and 3 other problems');
});
