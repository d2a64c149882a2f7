import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SERIES } from '../../../sim/index.ts';
import { TINY } from '../store/helpers.ts';
import { coproduce, folder, start } from './coproduce.ts';

const BASELINE = 'scenarios/baseline.json';
const SMALL = ['--set', 'population.households=60', '--set', 'burnIn=5', '--weeks', '8'];
const small = (...args: string[]) => coproduce('run', BASELINE, ...SMALL, ...args);
const seedsOf = (csv: string) => [
  ...new Set(
    csv
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')[1]),
  ),
];

describe('run', () => {
  test('prints a header and 156 rows of the baseline, twice the same bytes', () => {
    const { code, out, err } = coproduce('run', BASELINE, '--seed', '1');
    expect([code, err]).toEqual([0, '']);
    const rows = out.split('\n');
    expect(rows).toHaveLength(158);
    expect(rows[0]).toBe(['scenario', 'seed', 'week', ...SERIES].join(','));
    expect(rows[156].startsWith('baseline,1,155,')).toBe(true);
    expect(coproduce('run', BASELINE, '--seed', '1').out).toBe(out);
    expect(coproduce('run', BASELINE, '--workers', '1').out).toBe(out);
  });

  test('takes its seeds from --seeds and --seed', () => {
    expect(seedsOf(small().out)).toEqual(['1']);
    expect(seedsOf(small('--seed', '种子').out)).toEqual(['种子']);
    expect(seedsOf(small('--seed', '-1').out)).toEqual(['-1']);
    expect(seedsOf(small('--seeds', '3').out)).toEqual(['1', '2', '3']);
    expect(seedsOf(small('--seeds', '2', '--seed', 'a').out)).toEqual(['a/1', 'a/2']);
  });

  test('gives the same bytes for 1, 2 and 7 workers', () => {
    const one = small('--seeds', '9', '--workers', '1').out;
    expect(one.split('\n')).toHaveLength(9 * 8 + 2);
    expect(small('--seeds', '9', '--workers', '2').out).toBe(one);
    expect(small('--seeds', '9', '--workers', '7').out).toBe(one);
  });

  test('obeys --set and --weeks', () => {
    const { out } = coproduce('run', BASELINE, '--set', 'population.residents=77', '--set', 'burnIn=0', '--weeks', '3');
    expect(
      out
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((row) => row.split(',').slice(2, 4)),
    ).toEqual([
      ['0', '77'],
      ['1', '77'],
      ['2', '77'],
    ]);
  });

  test('says which intervention never begins, and runs all the same', () => {
    const late = 'training: intervention 3 (training) does nothing: it begins in week 26, and the run ends after 20\n';
    const training = 'scenarios/training.json';
    expect(coproduce('run', training, '--weeks', '20', '--quiet')).toMatchObject({ code: 0, err: late });
    expect(coproduce('run', training, '--weeks', '27', '--quiet')).toMatchObject({ code: 0, err: '' });
    expect(coproduce('compare', BASELINE, training, '--weeks', '20', '--seeds', '2', '--quiet').err).toBe(late);
    const at = folder({
      'x.json': { ...TINY, set: { ...TINY.set, weeks: 2 } },
      'varied.json': { ...TINY, set: { ...TINY.set, weeks: 2 }, vary: [{ path: 'weeks', values: [2, 4] }] },
      'late.json': { ...TINY, vary: [{ path: 'interventions.training.from', values: [9, 7] }] },
      'list.json': { ...TINY, vary: [], design: { type: 'list', points: [{ weeks: 1 }, { weeks: 2 }] } },
    });
    expect(coproduce('batch', at('x.json'), '--out', at('x'), '--quiet').err).toBe(
      'taught: intervention 1 (training) does nothing: it begins in week 2, and the run ends after 2\n',
    );
    expect(coproduce('batch', at('varied.json'), '--out', at('varied'), '--quiet').err).toBe('');
    expect(coproduce('batch', at('late.json'), '--out', at('late'), '--quiet').err).toContain('begins in week 7, and');
    expect(coproduce('batch', at('list.json'), '--out', at('list'), '--quiet').err).toContain('run ends after 2\n');
  });

  test.each(['age', 'tenure', 'block', 'stage', 'type', 'role'])('breaks down by %s, and the groups add up', (by) => {
    const rows = small('--by', by)
      .out.trimEnd()
      .split('\n')
      .map((row) => row.split(','));
    expect(rows[0].slice(0, 6)).toEqual(['scenario', 'seed', 'week', 'by', 'group', 'residents']);
    const residents = (week: string) =>
      rows.filter((row) => row[2] === week).reduce((sum, row) => sum + Number(row[5]), 0);
    expect(rows[1][3]).toBe(by);
    expect(residents('7')).toBe(Number(small().out.split('\n')[1].split(',')[3]));
  });

  test('writes the same content as csv, json and ndjson, by --format or by the ending of --out', () => {
    const at = folder();
    const csv = small('--seeds', '2').out;
    for (const name of ['x.csv', 'x.json', 'x.ndjson', 'x.txt']) {
      expect(small('--seeds', '2', '--out', at(name))).toMatchObject({ code: 0, out: '', err: '' });
    }
    expect(readFileSync(at('x.csv'), 'utf8')).toBe(csv);
    expect(readFileSync(at('x.txt'), 'utf8')).toBe(csv);
    expect(small('--seeds', '2', '--format', 'json').out).toBe(readFileSync(at('x.json'), 'utf8'));
    const objects = JSON.parse(readFileSync(at('x.json'), 'utf8')) as Record<string, unknown>[];
    const lines = readFileSync(at('x.ndjson'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(objects);
    const [header, ...rows] = csv
      .trimEnd()
      .split('\n')
      .map((row) => row.split(','));
    expect(objects.map((row) => header.map((name) => String(row[name])))).toEqual(rows);
    expect(readdirSync(at('.')).sort()).toEqual(['x.csv', 'x.json', 'x.ndjson', 'x.txt']);
  });

  test('a failed run is reported and leaves the others’ rows', () => {
    // How many blocks 814 residents fill depends on their households: the third block exists for some seeds only.
    const visits = { id: 1, instrument: 'doorVisits', from: 0, whom: { group: 'blocks', blocks: [2] } };
    const at = folder({
      'edge.json': { population: { residents: 814 }, burnIn: 0, weeks: 4, interventions: [visits] },
    });
    const { code, lines } = coproduce('run', at('edge.json'), '--seeds', '12', '--out', at('x.csv'));
    expect(code).toBe(1);
    const failed = lines.map((line) => /^edge, seed "(\d+)": run failed: /.exec(line)?.[1]);
    expect(failed).not.toContain(undefined);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThan(12);
    const done = seedsOf(readFileSync(at('x.csv'), 'utf8'));
    expect([...done, ...failed].map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(readFileSync(at('x.csv'), 'utf8').split('\n')).toHaveLength(done.length * 4 + 2);
  });
});

describe('an output that cannot be written', () => {
  // Enough runs to take hours: the refusal comes before them.
  const refuse = (path: string) => coproduce('run', BASELINE, '--seeds', '100000', '--out', path);

  test('fails before the run starts', () => {
    const at = folder({ 'file.txt': '' });
    mkdirSync(at('dir'));
    expect(refuse(at('none/x.csv'))).toMatchObject({
      code: 2,
      out: '',
      lines: [`--out ${at('none/x.csv')}: its directory does not exist`],
    });
    expect(refuse(at('dir')).lines).toEqual([`--out ${at('dir')}: is a directory, expected a file`]);
    expect(refuse(at('file.txt/x.csv')).code).toBe(2);
    expect(refuse('').lines).toEqual(['--out : expected a file name']);
    expect(readdirSync(at('.')).sort()).toEqual(['dir', 'file.txt']);
  });

  test('is also the scenario itself, under any name', () => {
    const at = folder({ 'a.json': {} });
    symlinkSync(at('a.json'), at('b.json'));
    for (const name of ['a.json', 'b.json']) {
      expect(coproduce('run', at('a.json'), '--out', at(name)).lines).toEqual([
        `--out ${at(name)}: is one of the scenario files that are read`,
      ]);
    }
    expect(readFileSync(at('a.json'), 'utf8')).toBe('{}');
  });
});

test('an existing file is replaced only at the end, a link is followed, a device is left a device', () => {
  const at = folder({ 'old.csv': 'old' });
  symlinkSync(at('old.csv'), at('link.csv'));
  expect(small('--out', at('link.csv')).code).toBe(0);
  expect(readFileSync(at('old.csv'), 'utf8').startsWith('scenario,')).toBe(true);
  expect(readdirSync(at('.')).sort()).toEqual(['link.csv', 'old.csv']);
  expect(small('--out', '/dev/null').code).toBe(0);
  expect(statSync('/dev/null').isFile()).toBe(false);
});

test.each([
  ['SIGINT', 130, '2'],
  ['SIGTERM', 143, '1'],
] as const)('%s ends with %i and no file under the final name', async (signal, expected, workers) => {
  const at = folder({ 'old.csv': 'old' });
  for (const name of ['x.csv', 'old.csv']) {
    const { child, end } = start(
      'run',
      BASELINE,
      '--seeds',
      '100000',
      '--workers',
      workers,
      '--quiet',
      '--out',
      at(name),
    );
    const partial = () => readdirSync(at('.')).find((file) => file.endsWith('.partial'));
    // until rows of finished runs stand in the temporary file
    while (!(partial() !== undefined && statSync(at(partial()!)).size > 100_000)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill(signal);
    expect(await end).toEqual({ code: expected, err: '' });
    expect(readdirSync(at('.'))).toEqual(['old.csv']);
  }
  expect(readFileSync(at('old.csv'), 'utf8')).toBe('old');
});

test('a large single run can be interrupted at once', async () => {
  const at = folder();
  const { child, end } = start('run', BASELINE, '--set', 'population.households=400000', '--out', at('x.csv'));
  while (!readdirSync(at('.')).some((file) => file.endsWith('.partial'))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  child.kill('SIGINT');
  expect((await end).code).toBe(130);
  // it would be there, had the run been finished first
  expect(existsSync(at('x.csv'))).toBe(false);
});

test('a reader that has enough is no error', async () => {
  const { child, end } = start('run', BASELINE, '--seeds', '2000', '--workers', '2', '--quiet');
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await end).toEqual({ code: 0, err: '' });
});

test('broken files end with 2, every problem of the file on a line of its own', () => {
  const visits = { id: 1, instrument: 'doorVisits' };
  const at = folder({
    'bad.json': {
      extends: 'base.json',
      weks: 4,
      burnIn: 'x',
      traits: { trust: 7 },
      interventions: [
        { ...visits, from: 9, to: 9 },
        { ...visits, id: 2, whom: { group: 'blocks', blocks: [99] } },
      ],
    },
    'base.json': '{"weeks": 5, "weeks": 6}',
    'circle.json': { extends: 'circle.json' },
    'syntax.json': '{\n  "weeks": 5,\n}',
  });
  writeFileSync(at('latin.json'), Buffer.from([0x22, 0xe9, 0x22]));
  const { code, out, lines } = coproduce('run', at('bad.json'));
  expect([code, out]).toEqual([2, '']);
  const bad = at('bad.json');
  expect(lines.map((line) => line.replace('a whole number', 'a number')).sort()).toEqual(
    [
      `${at('base.json')}: weeks: line 1, column 14: duplicate key, already given in line 1, column 2`,
      `${bad}: weks: unknown key; did you mean "weeks"?`,
      `${bad}: burnIn: expected a number, received "x"`,
      `${bad}: traits.trust: 7 is out of range, allowed is at most 0.99`,
      `${bad}: interventions[0].to: 9 is not after from, which is 9`,
      `${bad}: interventions[1].whom.blocks[0]: no block 99, the community has blocks 0 to 4`,
    ].sort(),
  );
  const first = (name: string) => coproduce('run', at(name)).lines[0];
  expect(first('circle.json')).toBe(
    `${at('circle.json')}: extends: circular: ${at('circle.json')} → ${at('circle.json')}`,
  );
  expect(first('syntax.json')).toBe(
    `${at('syntax.json')}: line 3, column 1: unexpected "}" after a comma; nothing follows the last comma, so remove it`,
  );
  expect(first('latin.json')).toBe(`${at('latin.json')}: cannot be read: it is not UTF-8 text`);
  expect(first('syntax.json/x.json')).toBe(
    `${at('syntax.json/x.json')}: no such file, part of the path is not a directory`,
  );
  expect(first('.')).toBe(`${at('.')}: is a directory, expected a file`);
});
