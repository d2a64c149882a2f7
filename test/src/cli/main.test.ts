import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { institutionParameters, parameters } from '../../../sim/index.ts';
import { coproduce, ROOT } from './coproduce.ts';

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  run: ['seed', 'seeds', 'weeks', 'set', 'workers', 'out', 'format', 'by', 'quiet', 'help'],
  compare: ['seed', 'seeds', 'weeks', 'set', 'workers', 'out', 'format', 'budget', 'quiet', 'help'],
  digest: ['seed', 'weekly', 'part', 'weeks', 'set', 'help'],
  schema: ['experiment', 'help'],
  parameters: ['format', 'help'],
  batch: ['out', 'workers', 'shard', 'retry-failed', 'repair', 'yes', 'quiet', 'help'],
  export: ['format', 'out', 'partial', 'quiet', 'help'],
  summary: ['partial', 'out', 'format', 'help'],
  sensitivity: ['measure', 'resamples', 'partial', 'self-test', 'out', 'format', 'help'],
  slurm: ['out', 'tasks', 'sbatch', 'poll', 'yes', 'quiet', 'help'],
  replicates: ['precision', 'measure', 'most', 'workers', 'out', 'format', 'yes', 'quiet', 'help'],
  frontier: ['budget', 'measure', 'steps', 'seeds', 'weeks', 'set', 'workers', 'out', 'format', 'quiet', 'help'],
  report: ['measure', 'partial', 'out', 'help'],
};

test.skipIf(process.platform === 'win32')('the command can be executed, however often it is built', () => {
  expect(statSync(join(ROOT, 'dist/cli.js')).mode & 0o111).toBe(0o111);
});

describe('help', () => {
  test.each([[], ['--help'], ['-h'], ['help']])('%j lists the commands', (...args) => {
    const { code, out, err } = coproduce(...args);
    expect([code, err]).toEqual([0, '']);
    for (const command of Object.keys(OPTIONS)) expect(out).toContain(`\n  ${command} `);
  });

  test.each(Object.keys(OPTIONS))('of %s explains every option and gives three examples', (command) => {
    const { code, out } = coproduce('help', command);
    expect(code).toBe(0);
    expect(coproduce(command, '--help').out).toBe(out);
    expect(coproduce(command, 'no-such-file.json', '-h').out).toBe(out);
    expect(out).toContain(`Usage: coproduce ${command}`);
    expect([...out.matchAll(/^ {2}--([a-z-]+)/gm)].map((match) => match[1]).sort()).toEqual(
      [...OPTIONS[command]].sort(),
    );
    expect(out.match(/^ {2}coproduce /gm)).toHaveLength(3);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(140);
  });

  test('--version is the package’s', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(coproduce('--version')).toMatchObject({ code: 0, out: `${version}\n` });
  });
});

describe('mistakes', () => {
  test.each([
    [['rum'], '"rum" is not a command; did you mean "run"?'],
    [['help', 'digset'], '"digset" is not a command; did you mean "digest"?'],
    [['frobnicate'], `"frobnicate" is not a command; commands are ${Object.keys(OPTIONS).join(', ')}`],
    [['--versoin'], '--versoin: unknown option; did you mean "--version"?'],
    [['schema', 'x'], 'schema: takes no operand, received "x"'],
    [['parameters', '--format', 'xml'], '--format: "xml" is not one of text, csv, json'],
  ])('%j', (args, line) => {
    expect(coproduce(...args)).toMatchObject({ code: 2, out: '', lines: [line] });
  });

  test('are reported all at once, those of options, files and --set together', () => {
    const { code, out, lines } = coproduce(
      ...['run', 'nowhere.json', 'scenarios', '--seeds', '0', '--sedes', '4', '--workers=x', '--by', 'height'],
      ...['--format', 'xml', '--weeks', '0', '--set', 'weks=3', '--out', 'nowhere/x.csv', '--seed', '--quiet=1'],
    );
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(lines.sort()).toEqual(
      [
        '--sedes: unknown option; did you mean "--seeds"?',
        '--seed: needs a value, TEXT',
        'run: expected one scenario file, received 3; see "coproduce help run"',
        'nowhere.json: no such file',
        'scenarios: is a directory, expected a file',
        '4: no such file',
        '--weeks 0: 0 is out of range, allowed is at least 1',
        '--set weks=3: unknown path; did you mean "weeks"?',
        '--seeds: expected a whole number from 1 to 1000000, received "0"',
        '--workers: expected a whole number from 1 to 256, received "x"',
        '--by: "height" is not one of age, tenure, block, stage, type, role',
        '--format: "xml" is not one of csv, json, ndjson',
        '--out nowhere/x.csv: its directory does not exist',
      ].sort(),
    );
  });

  test('a scenario and an experiment taken for each other are told by their kind, not by every key', () => {
    const [scenario, experiment] = ['scenarios/baseline.json', 'scenarios/experiments/policies.json'];
    const told = `${experiment}: is an experiment, expected a scenario; "coproduce batch" runs experiments`;
    expect(coproduce('compare', scenario, experiment, '--set', 'weks=3')).toMatchObject({
      code: 2,
      lines: expect.arrayContaining([told, expect.stringMatching(/^--set weks=3: unknown path/)]),
    });
    expect(coproduce('run', experiment).lines).toEqual([told]);
    expect(coproduce('batch', scenario)).toMatchObject({
      code: 2,
      lines: [
        `${scenario}: is a scenario, expected an experiment; "coproduce run" runs scenarios`,
        '--out: needs a directory for the results',
      ],
    });
  });

  test('an option is not silently overruled by a second one', () => {
    expect(coproduce('run', 'scenarios/baseline.json', '--seed', '1', '--seed', '2').lines).toEqual([
      '--seed: given more than once',
    ]);
    expect(coproduce('run').lines).toEqual([
      'run: expected one scenario file, received none; see "coproduce help run"',
    ]);
  });
});

describe('schema and parameters', () => {
  test('the schema beside the scenarios is the current one', () => {
    const { code, out } = coproduce('schema');
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(join(ROOT, 'scenarios/scenario.schema.json'), 'utf8'));
    expect(JSON.stringify(JSON.parse(out), null, 2)).toBe(out.trimEnd());
  });

  test('the table is the same in every format', () => {
    const csv = coproduce('parameters', '--format', 'csv').out;
    const json = JSON.parse(coproduce('parameters', '--format', 'json').out);
    const text = coproduce('parameters').out.split('\n');
    expect(csv.startsWith('path,default,min,max,unit,en,zh,source\nweeks,156,1,5000,weeks,')).toBe(true);
    const paths = [...parameters, ...institutionParameters].map((row) => row.path);
    expect(json.map((row: { path: string }) => row.path)).toEqual(paths);
    expect(text).toHaveLength(paths.length + 2);
    expect(text.slice(1, -1).map((line) => line.split(' ')[0])).toEqual(paths);
    expect(csv).toContain('\ninterventions.*.cap,,0,1000000000,CNY,Most it may spend; no limit when absent,');
  });
});
