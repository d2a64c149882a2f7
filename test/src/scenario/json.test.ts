import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../src/scenario/json.ts';

const texts = (text: string) => parseJson(text, 'x.json').problems.map((p) => [p.where, p.path, p.message].join(' | '));

describe('parseJson', () => {
  test('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text, 'x.json').value).toEqual(JSON.parse(text));
      }),
    );
  });

  test('accepts exactly what JSON.parse accepts, and never throws', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      '.',
      'e',
      'true',
      'nul',
      '"',
      '\\',
      '\n',
      ' ',
      '\t',
      '/',
      "'",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (words) => {
        const text = words.join('');
        let accepted = true;
        try {
          JSON.parse(text);
        } catch {
          accepted = false;
        }
        const { value, problems } = parseJson(text, 'x.json');
        expect(value !== undefined).toBe(accepted);
        if (!accepted) expect(problems).toHaveLength(1);
      }),
      { numRuns: 2000 },
    );
  });

  test('passes over a byte order mark', () => {
    expect(parseJson('\uFEFF{"weeks": 5}', 'x.json')).toEqual({ value: { weeks: 5 }, problems: [] });
    expect(texts('\uFEFF{"weeks" 5}')[0]).toContain('line 1, column 10');
  });

  test.each([
    ['', 'line 1, column 1: the file is empty, expected a JSON object'],
    [
      '{\n  "weeks": 5,\n}',
      'line 3, column 1: unexpected "}" after a comma; nothing follows the last comma, so remove it',
    ],
    ['{\n  "weeks" 5\n}', 'line 2, column 11: unexpected "5"; a colon is missing after a key'],
    ['{\r\n  "weeks": 5\r\n  "burnIn": 5\r\n}', 'line 3, column 3: unexpected "\\""; a comma is missing before it'],
    ['[1 2]', 'line 1, column 4: unexpected "2"; a comma is missing before it'],
    ['["a" "b"]', 'line 1, column 6: unexpected "\\""; a comma is missing before it'],
    ["{'weeks': 5}", 'line 1, column 2: unexpected "\'"; texts and keys stand in double quotes'],
    ['{weeks: 5}', 'line 1, column 2: unexpected "weeks"; texts and keys stand in double quotes'],
    [
      '{"weeks": None}',
      'line 1, column 11: unexpected "None"; expected a number, a text in double quotes, true, false or null',
    ],
    ['{"weeks": 5 // half a year\n}', 'line 1, column 13: unexpected "/"; JSON has no comments'],
    ['{', 'line 1, column 2: the file ends too early; a bracket or a quotation mark is not closed'],
    ['{"weeks": 5', 'line 1, column 12: the file ends too early; a bracket or a quotation mark is not closed'],
    ['{"title": "half', 'line 1, column 16: the file ends too early; a bracket or a quotation mark is not closed'],
    [
      '{"title": "two\nlines"}',
      'line 1, column 15: a line break, tab or control character in a text must be written \\n, \\t or \\u…',
    ],
  ])('%j', (text, message) => {
    expect(texts(text)).toEqual([`x.json |  | ${message}`]);
  });

  test('survives any depth of brackets', () => {
    expect(texts('['.repeat(200_000))).toHaveLength(1);
    expect(texts('['.repeat(200_000) + ']'.repeat(200_000))).toHaveLength(1);
  });

  test('names every duplicate key with both places', () => {
    expect(
      texts(
        '{"weeks": 1,\n "population": {"floors": 2, "floors": 3},\n "weeks": 4, "weeks": 5, "a": [{"b": 1, "b": 2}]}',
      ),
    ).toEqual([
      'x.json | population.floors | line 2, column 30: duplicate key, already given in line 2, column 17',
      'x.json | weeks | line 3, column 2: duplicate key, already given in line 1, column 2',
      'x.json | weeks | line 3, column 14: duplicate key, already given in line 1, column 2',
      'x.json | a[0].b | line 3, column 41: duplicate key, already given in line 3, column 33',
    ]);
    expect(parseJson('{"weeks": 1, "weeks": 2}', 'x.json').value).toEqual({ weeks: 2 });
    expect(texts('{"constructor": 1, "__proto__": 2}')).toEqual([]);
  });
});
