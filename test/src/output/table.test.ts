import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RunResult, SERIES } from '../../../sim/index.ts';
import type { RunOutcome } from '../../../src/engine/ensemble.ts';
import { csvLine, FORMATS, type Format, tableColumns, tableText } from '../../../src/output/table.ts';

const WEEKS = 3;

/** A result with a made-up number in every cell, awkward ones among them. */
function resultOf(scenario: string, seed: string, groups: readonly string[] = []): RunResult {
  const number = (i: number) => [i / 7, -0, Number.NaN, 1e21, 5e-324, i][i % 6];
  const values = (n: number) => Float64Array.from({ length: n * WEEKS * SERIES.length }, (_, i) => number(i));
  return {
    scenario,
    seed,
    weeks: WEEKS,
    series: values(1),
    institutions: { columns: [], values: new Float64Array(0) },
    lines: [],
    grouped: groups.length > 0 ? { by: 'age', groups, values: values(groups.length) } : null,
  } as unknown as RunResult;
}

const ok = (result: RunResult): RunOutcome => ({ ok: true, scenarioIndex: 0, seedIndex: 0, result });
const failed: RunOutcome = {
  ok: false,
  scenarioIndex: 0,
  seedIndex: 1,
  scenario: 'a',
  seed: '2',
  error: { name: 'Error', message: 'no' },
};

async function write(outcomes: readonly RunOutcome[], format: Format, grouped = false): Promise<string> {
  async function* stream() {
    yield* outcomes;
  }
  let text = '';
  for await (const piece of tableText(stream(), format, grouped)) text += piece;
  return text;
}

/** A reader of RFC 4180 with LF, written apart from the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n)/gy;
  let row: string[] = [];
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] === '\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('tableText', () => {
  test('has the columns that the manual promises', async () => {
    const instruments =
      'spent_materials,spent_incentive,spent_training,spent_leaflet,spent_broadcast,spent_recognition,' +
      'spent_caseSharing,spent_doorVisits,spent_empowerment,spent_digital';
    const [header] = (await write([], 'csv')).split('\n');
    expect(header).toMatch(
      new RegExp(
        '^scenario,seed,week,residents,active,rate,bystander,newcomer,sustained,lapsed,entries,lapses,returns,' +
          `motivation,trust,efficacy,habit,quality,effect,done,failed,spent,${instruments},voice,labour,contribution,oversight`,
      ),
    );
    expect((await write([], 'csv', true)).startsWith('scenario,seed,week,by,group,residents,active,')).toBe(true);
  });

  test('writes numbers as String does, no number as nothing, and ends every line with LF', async () => {
    const text = await write([ok(resultOf('a', '1'))], 'csv');
    const rows = text.split('\n');
    expect(rows).toHaveLength(WEEKS + 2);
    expect(rows.at(-1)).toBe('');
    expect(rows[1].startsWith('a,1,0,0,0,,1e+21,5e-324,5,0.8571428571428571,0,,')).toBe(true);
    expect(text).not.toContain('\r');
  });

  test.each([false, true])('says the same in every format (grouped: %s)', async (grouped) => {
    const names = ['plain', 'a,b', 'say "x"', 'two\nlines', '种子', ''];
    const outcomes = names.flatMap((name) => [ok(resultOf(name, `${name}/1`, ['18-34', '60+'])), failed]);
    const columns = tableColumns(grouped);
    const [header, ...rows] = readCsv(await write(outcomes, 'csv', grouped));
    expect(header).toEqual(columns);
    expect(rows).toHaveLength(names.length * WEEKS * (grouped ? 2 : 1));
    const texts = ['scenario', 'seed', 'by', 'group'];
    const objects = rows.map((row) =>
      Object.fromEntries(
        row.map((cell, i) => [columns[i], texts.includes(columns[i]) ? cell : cell === '' ? null : Number(cell)]),
      ),
    );
    expect(JSON.parse(await write(outcomes, 'json', grouped))).toEqual(objects);
    const lines = (await write(outcomes, 'ndjson', grouped)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(objects);
    expect(objects[grouped ? 1 : 0]).toMatchObject(grouped ? { week: 0, by: 'age', group: '60+' } : { week: 0 });
  });

  test('is well formed without any run', async () => {
    const texts = await Promise.all(FORMATS.map((format) => write([failed], format)));
    expect(texts.map((text) => text.split('\n').length)).toEqual([2, 2, 1]);
    expect(texts[1]).toBe('[]\n');
  });
});

test('any text survives a CSV line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '种') }), { minLength: 1 }),
      (cells) => {
        expect(readCsv(csvLine(cells))).toEqual([cells]);
      },
    ),
  );
});
