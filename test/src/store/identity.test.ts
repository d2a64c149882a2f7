import { expect, test } from 'vitest';
import { institutionParameters } from '../../../sim/index.ts';
import { PROBES, probe } from '../../../src/store/identity.ts';

type Row = (typeof institutionParameters)[number];
const [, { institutions, ...community }] = PROBES as [
  unknown,
  { institutions: Record<string, Record<string, unknown>> },
];
const names = [...new Set(institutionParameters.map(({ path }) => path.split('.')[1]))];

/** Other values that a setting may have, near to the one it has. */
function others(row: Row, value: unknown): unknown[] {
  if (row.kind === 'choice') return row.options.filter((option) => option !== value);
  if (value === null) return [row.min, (row.min + row.max) / 2];
  const near = [0.9, 1.1, 0.5, 1.5].map((factor) => (value as number) * factor);
  const values = row.integer ? [(value as number) - 1, (value as number) + 1, ...near.map(Math.round)] : near;
  return values.filter((other) => other >= row.min && other <= row.max && other !== value);
}

test('every institution is at work in the probe of the engine', () => {
  expect(Object.keys(institutions).sort()).toEqual([...names].sort());
});

test.each(names)('the probe notices most numbers in the mechanisms of %s', (name) => {
  const usual = probe([{ ...community, institutions }]);
  const rows = institutionParameters.filter(({ path }) => path.split('.')[1] === name);
  const unnoticed = rows.filter((row) => {
    const key = row.path.split('.')[2];
    const own = institutions[name];
    return !others(row, own[key] ?? row.default).some(
      (value) =>
        probe([{ ...community, institutions: { ...institutions, [name]: { ...own, [key]: value } } }]) !== usual,
    );
  });
  // a mechanism has several numbers, so that a changed one is noticed although one in five is not
  expect(unnoticed.map(({ path }) => path).slice(Math.floor(0.2 * rows.length))).toEqual([]);
});
