import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { coproduce, folder } from './coproduce.ts';

const file = (name: string) => `scenarios/${name}.json`;
const SMALL = ['--set', 'population.households=60', '--set', 'burnIn=5', '--weeks', '60'];
const compare = (...args: string[]) =>
  coproduce('compare', file('baseline'), file('training'), file('door-visits'), ...args);

describe('compare', () => {
  test('names every policy, in every format', () => {
    const at = folder();
    const { code, out, err } = compare(...SMALL, '--seeds', '3');
    expect([code, err]).toEqual([0, '']);
    expect(compare(...SMALL, '--seeds', '3', '--workers', '1').out).toBe(out);
    for (const name of ['baseline', 'training', 'door-visits']) expect(out).toContain(name);
    const json = JSON.parse(compare(...SMALL, '--seeds', '3', '--format', 'json').out);
    expect(json.policies.map((policy: { name: string }) => policy.name)).toEqual(['training', 'door-visits']);
    expect(compare(...SMALL, '--seeds', '3', '--out', at('x.csv'))).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(at('x.csv'), 'utf8')).toBe(compare(...SMALL, '--seeds', '3', '--format', 'csv').out);
  });

  test('refuses too few files, equal names and bad values, all at once', () => {
    expect(coproduce('compare', file('baseline'), '--seeds', 'x').lines).toEqual([
      'compare: expected at least 2 scenario files, received 1; see "coproduce help compare"',
      '--seeds: expected a whole number from 1 to 1000000, received "x"',
    ]);
    expect(coproduce('compare', file('baseline'), file('baseline')).code).toBe(2);
    expect(compare('--budget', '-5').code).toBe(2);
  });

  test('at equal cost refuses a policy that cannot spend the budget, in words', () => {
    const { code, out, lines } = coproduce(
      'compare',
      file('baseline'),
      file('leaflets'),
      '--budget',
      '390000',
      '--seeds',
      '2',
    );
    expect([code, out]).toEqual([2, '']);
    expect(lines.join('\n')).toContain('leaflets');
  });
});
