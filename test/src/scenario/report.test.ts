import { expect, test } from 'vitest';
import { nearest, reportProblems } from '../../../src/scenario/report.ts';

test('a suggestion is made only when it is near enough', () => {
  expect(nearest('form', ['from', 'to'])).toBe('from');
  expect(nearest('Households', ['households', 'residents'])).toBe('households');
  expect(nearest('houshold', ['households', 'householdSize'])).toBe('households');
  expect(nearest('ot', ['to', 'id'])).toBe(null);
  expect(nearest('tо', ['to'])).toBe('to');
  expect(nearest('banana', ['weeks', 'burnIn'])).toBe(null);
});

test('few allowed keys are listed, many are not, and equal lines are said once', () => {
  const unknown = (known: string[]) => ({
    where: 'x.json',
    path: 'a.b',
    message: 'unknown key',
    unknown: { key: 'zzzzzz', known },
  });
  const many = Array.from({ length: 13 }, (_, i) => `key${i}`);
  expect(reportProblems([unknown(['c', 'd']), unknown(['c', 'd']), unknown(many)])).toEqual([
    'x.json: a.b: unknown key; allowed here: c, d',
    'x.json: a.b: unknown key',
  ]);
});

test('names that contain the word are suggested where none is near to it', () => {
  const known = ['lifts_approvedA', 'lifts_approvedB', 'lifts_approvedC', 'lifts_approvedD', 'lifts_approvedE', 'rate'];
  const unknown = (key: string) => ({ where: 'x.json', path: 'a', message: 'unknown key', unknown: { key, known } });
  expect(reportProblems([unknown('Approved')])).toEqual([
    'x.json: a: unknown key; did you mean "lifts_approvedA" or "lifts_approvedB" or "lifts_approvedC" or "lifts_approvedD"?',
  ]);
  // two letters say nothing
  expect(reportProblems([unknown('li')])[0]).toContain('unknown key; allowed here: lifts_approvedA, ');
});
