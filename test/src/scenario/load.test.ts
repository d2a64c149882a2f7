import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../../src/scenario/load.ts';
import { reportProblems } from '../../../src/scenario/report.ts';
import { plain } from '../../../src/scenario/traced.ts';
import { failing, filesOf } from './files.ts';

const load = (files: Record<string, unknown>, file = 's/child.json') => {
  const { name, tree, problems } = loadScenario(file, filesOf(files));
  return { name, raw: tree === null ? null : plain(tree), lines: reportProblems(problems) };
};
const merged = (base: unknown, child: object) => {
  const { raw, lines } = load({ 's/base.json': base, 's/child.json': { extends: 'base.json', ...child } });
  expect(lines).toEqual([]);
  return raw;
};

describe('loadScenario', () => {
  test('takes its name from the file and drops $schema and extends', () => {
    const answer = load({
      's/base.json': { $schema: 'a', weeks: 5 },
      's/child.json': { $schema: 'b', extends: './base.json' },
    });
    expect(answer).toEqual({ name: 'child', raw: { weeks: 5 }, lines: [] });
    expect(load({ 'a.b.JSON': {} }, 'a.b.JSON').name).toBe('a.b');
    expect(load({ 'c:\\s\\x.json': {} }, 'c:\\s\\x.json').name).toBe('x');
  });

  test('follows a chain through folders', () => {
    const files = {
      's/child.json': { extends: '../t/u/middle.json', weeks: 1 },
      't/u/middle.json': { extends: '../base.json', burnIn: 2, weeks: 2 },
      't/base.json': { burnIn: 3, weeks: 3, decide: { helped: 3 } },
    };
    expect(load(files)).toEqual({ name: 'child', raw: { burnIn: 2, weeks: 1, decide: { helped: 3 } }, lines: [] });
    expect(load({ '/x/c.json': { extends: '../b.json' }, '/b.json': { weeks: 1 } }, '/x/c.json').raw).toEqual({
      weeks: 1,
    });
    expect(load({ '../c.json': { extends: '../b.json' }, '../../b.json': { weeks: 1 } }, '../c.json').raw).toEqual({
      weeks: 1,
    });
  });

  test('merges groups field by field and replaces what describes the scenario', () => {
    const base = {
      name: 'b',
      title: { en: 'Base', zh: '基' },
      source: 'here',
      assumptions: [{ en: 'a', zh: '甲' }],
      traits: { trust: 0.5, spread: 1 },
    };
    expect(merged(base, { title: { en: 'Child', zh: '子' }, traits: { trust: 0.7 } })).toEqual({
      title: { en: 'Child', zh: '子' },
      source: 'here',
      assumptions: [{ en: 'a', zh: '甲' }],
      traits: { trust: 0.7, spread: 1 },
    });
    expect(merged(base, { name: 'c', assumptions: [] })).toMatchObject({ name: 'c', assumptions: [] });
  });

  test('merges interventions by id', () => {
    const one = { id: 1, instrument: 'training', seats: 5, whom: { group: 'lowest', trait: 'efficacy', share: 0.5 } };
    const two = { id: 2, instrument: 'leaflet' };
    const of = (...interventions: object[]) => merged({ interventions: [one, two] }, { interventions });
    expect(of({ id: 2, reach: 0.5 }, { id: 3, instrument: 'digital' })).toEqual({
      interventions: [one, { ...two, reach: 0.5 }, { id: 3, instrument: 'digital' }],
    });
    expect(of({ id: 1, instrument: 'training', seats: 6 })).toEqual({ interventions: [{ ...one, seats: 6 }, two] });
    expect(of({ id: 1, instrument: 'broadcast' })).toEqual({
      interventions: [{ id: 1, instrument: 'broadcast' }, two],
    });
    expect(of({ id: 1, whom: { share: 0.2 } })).toEqual({
      interventions: [{ ...one, whom: { group: 'lowest', trait: 'efficacy', share: 0.2 } }, two],
    });
    expect(of({ id: 1, whom: { group: 'everyone' } })).toEqual({
      interventions: [{ ...one, whom: { group: 'everyone' } }, two],
    });
    // a mistake within one file is not merged away
    expect(of({ id: 2, reach: 0.5 }, { id: 2, reach: 0.6 })).toEqual({
      interventions: [one, { ...two, reach: 0.5 }, { id: 2, reach: 0.6 }],
    });
  });

  test('lets households replace inherited residents, and the other way round', () => {
    expect(merged({ population: { residents: 5, floors: 2 } }, { population: { households: 3 } })).toEqual({
      population: { households: 3, floors: 2 },
    });
    expect(merged({ population: { households: 5 } }, { population: { residents: 3 } })).toEqual({
      population: { residents: 3 },
    });
    expect(merged({ population: { households: 5 } }, { population: { residents: null } })).toEqual({
      population: { households: 5, residents: null },
    });
    expect(merged({ population: { households: 5, residents: 6 } }, { weeks: 2 })).toEqual({
      population: { households: 5, residents: 6 },
      weeks: 2,
    });
  });

  test('refuses a circle and names the chain', () => {
    const files = {
      's/a.json': { extends: './b.json' },
      's/b.json': { extends: '../s/c.json' },
      's/c.json': { extends: 'b.json' },
      's/self.json': { extends: 'self.json' },
    };
    expect(load(files, 's/a.json').lines).toEqual(['s/c.json: extends: circular: s/b.json → s/c.json → s/b.json']);
    expect(load(files, 's/self.json').lines).toEqual(['s/self.json: extends: circular: s/self.json → s/self.json']);
    expect(load({ './self.json': { extends: 'self.json' } }, './self.json').lines).toEqual([
      './self.json: extends: circular: ./self.json → self.json',
    ]);
  });

  test.each([
    ['ENOENT', 'no such file'],
    ['ENOTDIR', 'no such file, part of the path is not a directory'],
    ['EISDIR', 'is a directory, expected a file'],
    ['EACCES', 'cannot be read, permission denied'],
    ['ESTALE', 'cannot be read: ESTALE'],
  ])('says %s in words, for a file and for what it extends', (code, words) => {
    const files = { 's/bad.json': failing(code), 's/child.json': { extends: 'bad.json', weeks: 3 } };
    expect(load(files, 's/bad.json')).toEqual({ name: 'bad', raw: null, lines: [`s/bad.json: ${words}`] });
    expect(load(files).lines).toEqual([`s/child.json: extends: s/bad.json: ${words}`]);
  });

  test('refuses what is not an object, and extends that is not a path', () => {
    expect(load({ 'x.json': '[1]' }, 'x.json').lines).toEqual(['x.json: expected an object, received an array']);
    expect(load({ 'x.json': 'null' }, 'x.json').lines).toEqual(['x.json: expected an object, received null']);
    expect(load({ 'x.json': '{"extends": 5}' }, 'x.json').lines).toEqual([
      'x.json: extends: expected the relative path of a scenario file',
    ]);
  });

  test('reports syntax errors and duplicate keys of every file of the chain', () => {
    const files = {
      's/child.json': '{"extends": "base.json", "weeks": 1, "weeks": 2}',
      's/base.json': '{"weeks": 1,, }',
    };
    expect(load(files).lines).toEqual([
      's/child.json: weeks: line 1, column 38: duplicate key, already given in line 1, column 26',
      's/child.json: extends: s/base.json: line 1, column 13: unexpected ","',
    ]);
  });
});
