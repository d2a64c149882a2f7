/** What goes wrong around a batch. The lines are many because every fault needs a setting of its own. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { prepare, simulate, startId } from '../../../sim/index.ts';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { createPool } from '../../../src/engine/pool.ts';
import type { WorkerLink } from '../../../src/engine/protocol.ts';
import { createService } from '../../../src/engine/service.ts';
import { BatchError, retryRuns } from '../../../src/experiment/batch.ts';
import { openDatabase } from '../../../src/store/duckdb.ts';
import { openResults } from '../../../src/store/results.ts';
import { databaseFile, shardOf } from '../../../src/store/shard.ts';
import { coproduce, folder, start } from '../cli/coproduce.ts';
import { batch, damage, expectSameBytes, experimentOf, exported, mount, someAreSafe, TINY, until } from './helpers.ts';

/** Why a test is left out. */
const NEVER = 'nobody may mount a file system here';

const LONGER = { ...TINY, set: { 'population.residents': 400, weeks: 52, burnIn: 20 }, seeds: 200 };
const words = (at: (name: string) => string, ...more: string[]) => ['batch', at('x.json'), '--out', at('out'), ...more];

describe('a batch refuses to go on with something else', () => {
  test('when the experiment has changed, naming what', () => {
    const at = folder({ 'x.json': TINY });
    expect(coproduce(...words(at)).code).toBe(0);
    writeFileSync(at('x.json'), JSON.stringify({ ...TINY, seeds: 6, set: { ...TINY.set, 'traits.trust': 0.5 } }));
    const { code, lines } = coproduce(...words(at));
    expect(code).toBe(1);
    expect(lines).toEqual([
      `${at('out')}/results.duckdb: the experiment has changed since these results were begun`,
      '  seeds was 5, is now 6',
      '  scenarios.none.traits.trust was 0.6, is now 0.5',
      '  scenarios.taught.traits.trust was 0.6, is now 0.5',
      'nothing was touched; give another directory with --out, or go back to what it was',
    ]);
    // what an experiment is called in words may change
    writeFileSync(at('x.json'), JSON.stringify({ ...TINY, title: { en: 'New', zh: '新' } }));
    expect(coproduce(...words(at)).code).toBe(0);
  });

  test('when a setting of an institution has changed, or an institution has come', () => {
    const under = (institutions: object) => ({ scenarios: [{ name: 'fund', institutions }], set: TINY.set, seeds: 2 });
    const at = folder({ 'x.json': under({ fund: { grant: 5000 } }) });
    expect(coproduce(...words(at)).code).toBe(0);
    writeFileSync(at('x.json'), JSON.stringify(under({ fund: { grant: 5001 } })));
    expect(coproduce(...words(at)).lines[1]).toBe('  scenarios.fund.institutions.fund.grant was 5000, is now 5001');
    writeFileSync(at('x.json'), JSON.stringify(under({ fund: { grant: 5000 }, lifts: {} })));
    expect(coproduce(...words(at)).lines[1]).toMatch(/^ {2}scenarios\.fund\.institutions\.lifts was absent, is now \{/);
    writeFileSync(at('x.json'), JSON.stringify(under({ fund: { grant: 5000 } })));
    expect(coproduce(...words(at)).code).toBe(0);
  });

  test('when another engine began it', async () => {
    const at = folder({ 'x.json': TINY });
    expect(coproduce(...words(at)).code).toBe(0);
    const database = await openDatabase(databaseFile(at('out')));
    await database.run(`UPDATE meta SET value = replace(value, '"version":"', '"version":"9.') WHERE key = 'engine'`);
    database.close();
    const { code, err } = coproduce(...words(at));
    expect(code).toBe(1);
    expect(err).toMatch(/another engine began these results\n {2}engine version was "9\./);
  });
});

test('a second process on the same directory is told who has it', async () => {
  const at = folder({ 'x.json': LONGER });
  const { child, end } = start(...words(at, '--workers', '1', '--quiet'));
  await until('a beginning', () => existsSync(`${at('out')}/manifest.json`));
  const { code, err } = coproduce(...words(at));
  child.kill('SIGTERM');
  await end;
  expect(code).toBe(1);
  expect(err).toBe(
    `${at('out')}/results.duckdb: process ${child.pid} is at work on it; wait for its end, or stop it with Ctrl-C (a batch goes on later), and try again\n`,
  );
});

test('a damaged database is set aside, what can be read is kept, and the result is the same', async () => {
  const at = folder({ 'x.json': { ...LONGER, seeds: 20 } });
  expect(coproduce(...words(at, '--quiet')).code).toBe(0);
  const whole = await exported(at('out'));
  const file = databaseFile(at('out'));
  const middle = statSync(file).size >> 1;
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(300_000, 0x5a), 0, 300_000, middle);
  closeSync(descriptor);
  const before = coproduce('export', at('out'));
  expect([before.code, before.err]).toEqual([
    1,
    expect.stringMatching(/results\.duckdb: is damaged \(.*\)\ngive the batch command with --repair/),
  ]);
  const repaired = coproduce(...words(at, '--repair'));
  expect(repaired.err).toMatch(/set aside as .*results\.duckdb\.damaged-1; \d+ runs could be read and are kept/);
  expect(repaired.code).toBe(0);
  expectSameBytes(await exported(at('out')), whole);
});

test('damage far from the beginning is found by --repair, which keeps the runs before it', async () => {
  const at = folder({ 'x.json': { ...TINY, set: { ...TINY.set, weeks: 52 }, seeds: 400 } });
  expect(coproduce(...words(at, '--quiet')).code).toBe(0);
  const whole = await exported(at('out'));
  const file = databaseFile(at('out'));
  await damage(file, 'series');
  // neither to go on nor to count needs what is damaged
  expect(coproduce(...words(at)).lines).toEqual([`2,400 runs: all are recorded in ${at('out')}`]);
  const repaired = coproduce(...words(at, '--repair'));
  const kept = Number(/damaged-1; (\d+) runs could be read and are kept/u.exec(repaired.err)?.[1]);
  expect(kept).toBeGreaterThanOrEqual(512);
  expect(kept).toBeLessThan(2400);
  expect(repaired.code).toBe(0);
  expectSameBytes(await exported(at('out')), whole);
  // of what is whole nothing is set aside
  expect(coproduce(...words(at, '--repair')).lines).toEqual([`2,400 runs: all are recorded in ${at('out')}`]);
  expect(readdirSync(at('out')).filter((name) => name.includes('damaged'))).toEqual(['results.duckdb.damaged-1']);
}, 120_000);

test('a repair for which there is no room leaves all as it was', async (context) => {
  const small = mount('size=200m');
  if (small === null) return context.skip(NEVER);
  const at = folder({ 'x.json': { ...TINY, set: { ...TINY.set, weeks: 52 }, seeds: 400 } });
  const into = (...more: string[]) => coproduce('batch', at('x.json'), '--out', small, '--quiet', ...more);
  expect(into().code).toBe(0);
  const whole = await exported(small);
  rmSync(`${small}/tables`, { recursive: true });
  await damage(databaseFile(small), 'series');
  const before = readdirSync(small);
  const bytes = readFileSync(databaseFile(small));
  execFileSync('mount', ['-o', `remount,size=${bytes.length + 500_000}`, small]);
  const { code, err } = into('--repair');
  expect([code, err]).toEqual([1, expect.stringContaining('no space is left to write to')]);
  expect(readdirSync(small)).toEqual(before);
  expect(readFileSync(databaseFile(small)).equals(bytes)).toBe(true);
  execFileSync('mount', ['-o', 'remount,size=200m', small]);
  expect(into('--repair').code).toBe(0);
  expectSameBytes(await exported(small), whole);
}, 60_000);

test('a damaged log costs what is in it only, and results of something else are no repair', async () => {
  const at = folder({ 'x.json': TINY });
  expect(coproduce(...words(at, '--quiet')).code).toBe(0);
  const whole = await exported(at('out'));
  rmSync(at('out/tables'), { recursive: true });
  const file = databaseFile(at('out'));
  const database = await openDatabase(file);
  await database.run('PRAGMA disable_checkpoint_on_shutdown');
  await database.run('DELETE FROM runs WHERE run = 29');
  database.close();
  const log = readFileSync(`${file}.wal`).fill(0x5a, 60, 70);
  writeFileSync(`${file}.wal`, log);
  expect(coproduce('export', at('out')).err).toContain('is damaged');

  const before = readdirSync(at('out'));
  writeFileSync(at('x.json'), JSON.stringify({ ...TINY, seeds: 6 }));
  const refused = coproduce(...words(at, '--repair'));
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('seeds was 5, is now 6')]);
  expect(readdirSync(at('out'))).toEqual(before);
  expect(readFileSync(`${file}.wal`).equals(log)).toBe(true);

  writeFileSync(at('x.json'), JSON.stringify(TINY));
  const repaired = coproduce(...words(at, '--repair'));
  expect([repaired.code, repaired.err]).toEqual([0, expect.stringContaining('damaged-1; 30 runs could be read')]);
  expect(readFileSync(`${file}.damaged-1.wal`).equals(log)).toBe(true);
  expectSameBytes(await exported(at('out')), whole);
});

test('a repair that somebody ends leaves the damaged file in its place, and the next one keeps what can be read', async () => {
  const at = folder({ 'x.json': { ...TINY, set: { ...TINY.set, weeks: 104 }, seeds: 800 } });
  expect(coproduce(...words(at, '--quiet')).code).toBe(0);
  const whole = await exported(at('out'));
  rmSync(at('out/tables'), { recursive: true });
  const file = databaseFile(at('out'));
  await damage(file, 'series');
  const before = readdirSync(at('out'));
  const bytes = readFileSync(file);
  const isPartial = (name: string) => name.startsWith('.results.duckdb.');
  for (const [signal, ended, said] of [
    ['SIGINT', 130, `interrupted; nothing was repaired, ${file} is as it was\n`],
    ['SIGKILL', null, ''],
  ] as const) {
    const { child, end } = start(...words(at, '--repair'));
    const watcher = watch(at('out'), (_, name) => {
      if (name === null || !isPartial(name)) return;
      watcher.close();
      child.kill(signal);
    });
    expect(await end).toEqual({ code: ended, err: said });
    // who is killed cannot remove what nobody sees
    expect(readdirSync(at('out')).filter((name) => !isPartial(name))).toEqual(before);
    if (signal === 'SIGINT') expect(readdirSync(at('out'))).toEqual(before);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  }
  const repaired = coproduce(...words(at, '--repair'));
  expect(Number(/damaged-1; (\d+) runs could be read/u.exec(repaired.err)?.[1])).toBeGreaterThanOrEqual(512);
  expectSameBytes(await exported(at('out')), whole);
}, 120_000);

test('a full disk: what is done is kept, and it goes on when there is room', async (context) => {
  const small = mount('size=5m');
  if (small === null) return context.skip(NEVER);
  const at = folder({
    'x.json': { ...LONGER, keep: { series: ['active', 'rate', 'trust', 'efficacy', 'habit', 'quality'] } },
  });
  const into = (out: string) => coproduce('batch', at('x.json'), '--out', out, '--quiet');
  const full = into(small);
  expect([full.code, full.err]).toEqual([
    1,
    expect.stringMatching(
      /no space is left to write to; what was recorded so far is kept\nmake room and give the same command again/,
    ),
  ]);
  execFileSync('mount', ['-o', 'remount,size=200m', small]);
  const database = await openDatabase(databaseFile(small));
  const [[recorded]] = await database.rows('SELECT count(*) FROM runs');
  database.close();
  expect(Number(recorded)).toBeGreaterThan(50);
  expect(into(small).code).toBe(0);
  expect(into(at('straight')).code).toBe(0);
  expectSameBytes(await exported(small), await exported(at('straight')));
});

test('a disk that is full while tables are written: the table is named, and none is left', (context) => {
  const small = mount('size=20k');
  if (small === null) return context.skip(NEVER);
  const at = folder({ 'x.json': { ...TINY, seeds: 100 } });
  expect(coproduce(...words(at)).code).toBe(0);
  const { code, err } = coproduce('export', at('out'), '--out', small, '--format', 'csv');
  expect([code, err]).toEqual([
    1,
    `${small}/runs.csv: no space is left to write to; make room and give the same command again\n`,
  ]);
  expect(readdirSync(small)).toEqual([]);
});

describe('a place that will not do is named, with what it is', () => {
  test('a file where a directory is to be', () => {
    const at = folder({ 'x.json': TINY, file: 'not a directory' });
    const refused = (...args: string[]) => {
      const { code, out, err } = coproduce(...args);
      expect([code, out]).toEqual([1, '']);
      return err;
    };
    const under = 'lies under a file, which is no directory\n';
    expect(refused('batch', at('x.json'), '--out', at('file'))).toBe(`${at('file')}: is a file, not a directory\n`);
    expect(refused('batch', at('x.json'), '--out', at('file/a/b'))).toBe(`${at('file/a/b')}: ${under}`);
    expect(refused('export', at('file'))).toBe(`${at('file')}: is a file, not a directory\n`);
    expect(coproduce(...words(at)).code).toBe(0);
    expect(refused('export', at('out'), '--out', at('file'))).toBe(`${at('file')}: is a file, not a directory\n`);
    expect(refused('export', at('out'), '--out', at('file/sub'))).toBe(`${at('file/sub')}: ${under}`);
    expect(readdirSync(at('.')).sort()).toEqual(['file', 'out', 'x.json']);
  });

  test('a directory where a file is to be', () => {
    const at = folder({ 'x.json': TINY });
    mkdirSync(`${at('out')}/results.duckdb`, { recursive: true });
    const { code, err } = coproduce(...words(at));
    expect([code, err]).toEqual([1, `${at('out')}/results.duckdb: is a directory, not a file\n`]);
  });

  test('a file system that is read-only', (context) => {
    const at = folder({ 'x.json': TINY });
    expect(coproduce(...words(at)).code).toBe(0);
    const readOnly = mount('ro,size=1m');
    context.skip(readOnly === null, NEVER);
    const refused = 'cannot be written, its file system is read-only\n';
    for (const [args, path] of [
      [['batch', at('x.json'), '--out', `${readOnly}`], 'results.duckdb'],
      [['batch', at('x.json'), '--out', `${readOnly}/new/one`], 'new'],
      [['export', at('out'), '--out', `${readOnly}`], 'runs.parquet'],
    ] as const) {
      const { code, err } = coproduce(...args);
      expect([code, err]).toEqual([1, `${readOnly}/${path}: ${refused}`]);
    }
  });
});

test('an experiment of a thousand million runs asks first', async () => {
  const at = folder({ 'x.json': { ...TINY, seeds: 166_666_667 } });
  const { code, lines } = coproduce(...words(at));
  expect(code).toBe(2);
  expect(lines[0]).toMatch(
    /^this experiment has 1,000,000,002 runs \(2 scenarios × 3 points × 166,666,667 seeds\); .* days, and its results may take/,
  );
  expect(lines[1]).toBe('nothing was begun; add --yes if this is meant');
  // it can be begun: nothing is made for runs that have not come yet
  const { child, end } = start(...words(at, '--yes', '--workers', '1'));
  await until('the first runs', () => someAreSafe(at('out')));
  child.kill('SIGTERM');
  const { code: ended, err } = await end;
  expect([ended, err]).toEqual([143, expect.stringMatching(/interrupted; [1-9]\d* of 1000000002 runs are recorded/)]);
}, 20_000);

describe('runs that fail', () => {
  // at some points the least know-how lies above the most
  const failing = { ...TINY, vary: [{ path: 'traits.knowHowMin', values: [0.2, 0.6] }], seeds: 2 };

  test('are recorded with the reason, the others go on, and the exit code says so', async () => {
    const at = folder({ 'x.json': failing });
    const { code, lines } = coproduce(...words(at));
    expect(code).toBe(1);
    expect(lines[0]).toBe(
      '2 of 4 scenarios of the design are not valid, so their runs will be recorded as failed: ' +
        'none, point 1: traits.knowHowMin: 0.6 is above knowHowMax, which is 0.4',
    );
    expect(lines[1]).toContain('8 runs, 4 of them failed, recorded in');
    expect(lines[2]).toBe(
      'none, seed "1", point 1: run failed: ScenarioError: traits.knowHowMin: 0.6 is above knowHowMax, which is 0.4',
    );
    const files = await exported(at('out'));
    expect(files['runs.csv'].toString().match(/,failed,/g)).toHaveLength(4);
    const again = coproduce(...words(at, '--retry-failed'));
    expect(again.code).toBe(1);
    expect(again.lines[0]).toMatch(
      /8 runs, 4 of them failed, recorded in .* \(4 of the failed done again, in 0:\d\d\)$/,
    );
    expectSameBytes(await exported(at('out')), files);
  });

  test('are done again on demand, and then nothing tells of it', async () => {
    const at = folder();
    const experiment = experimentOf(TINY);
    let healthy = false;
    const model = {
      startId,
      prepare,
      simulate(...[scenario, seed, options]: Parameters<typeof simulate>) {
        if (!healthy && seed === '3') throw new RangeError('Array buffer allocation failed');
        return simulate(scenario, seed, options);
      },
    };
    expect(await batch(experiment, at('out'), { runner: createInlineRunner(model) })).toEqual({
      recorded: 30,
      failed: 6,
    });
    healthy = true;
    const shard = shardOf(experiment.runs, 1, 1);
    const results = await openResults(databaseFile(at('out')), experiment, shard);
    const failed = await results.failedRuns();
    expect(failed).toEqual([12, 13, 14, 15, 16, 17]);
    await retryRuns(experiment, failed, results, createInlineRunner(model));
    expect(results.failed).toBe(0);
    results.close();
    await batch(experiment, at('straight'));
    expectSameBytes(await exported(at('out')), await exported(at('straight')));
  });
});

/** A worker that does runs here, but one seed, or its very start, in a thread without memory, which dies of it. */
function hungry(when: string): () => WorkerLink {
  return () => {
    const service = createService({ startId, prepare, simulate });
    let crash: (error: Error) => void = () => {};
    const die = () => {
      const eat = 'const a = []; for (;;) a.push(new Array(1e4).fill(a.length));';
      const worker = new Worker(eat, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } });
      worker.on('error', (error) => crash(error));
      return new Promise<never>(() => {});
    };
    return {
      ready: async () => (when === 'start' ? die() : true),
      run: async (tasks) => {
        if (when === 'start') return new Promise(() => {});
        return tasks.some(({ seed }) => seed === when) ? die() : tasks.map((task) => service.run(task));
      },
      onCrash(listener) {
        crash = listener;
      },
      async terminate() {},
    };
  };
}

describe('a worker out of memory', () => {
  test('costs the run it was at; the others are done', async () => {
    const at = folder();
    const experiment = experimentOf({ ...TINY, vary: [] });
    const runner = createPool(hungry('2'), 1);
    expect(await batch(experiment, at('out'), { runner })).toEqual({ recorded: 10, failed: 2 });
    const text = (await exported(at('out')))['runs.csv'].toString();
    expect(text).toContain(
      'WorkerError: its worker stopped 2 times, last with: Worker terminated due to reaching memory limit',
    );
  });

  test('before it could do anything ends the batch, says why, and keeps what is done', async () => {
    const at = folder();
    const experiment = experimentOf({ ...TINY, vary: [] });
    await expect(batch(experiment, at('out'), { runner: createPool(hungry('start'), 1) })).rejects.toThrow(BatchError);
    // the first run, which saw its worker die twice, counts as failed
    const { recorded, failed } = await batch(experiment, at('out'));
    expect([recorded, failed <= 2]).toEqual([10, true]);
  });
});

test('the text of the experiment and everything resolved stand in the manifest', () => {
  const at = folder({ 'x.json': TINY });
  expect(coproduce(...words(at)).code).toBe(0);
  const manifest = JSON.parse(readFileSync(`${at('out')}/manifest.json`, 'utf8'));
  expect(JSON.parse(manifest.experiment.text)).toEqual(TINY);
  expect(manifest).toMatchObject({
    status: 'complete',
    runs: 30,
    recorded: 30,
    failed: 0,
    seeds: { count: 5, first: '1', last: '5' },
  });
  expect(manifest.scenarios[1].interventions[0].seats).toBe(2);
  expect(manifest.digests).toHaveLength(30);
  expect(manifest.sessions).toMatchObject([{ runs: 30, workers: expect.any(Number), node: process.version }]);
  copyFileSync(`${at('out')}/manifest.json`, at('m.json'));
});
