import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { runBatch } from '../../../src/experiment/batch.ts';
import { openResults } from '../../../src/store/results.ts';
import { databaseFile, shardOf } from '../../../src/store/shard.ts';
import { coproduce, folder, ROOT } from '../cli/coproduce.ts';
import { expectSameBytes, experimentOf, exported } from '../store/helpers.ts';
import { startCluster, type TestCluster } from './cluster.ts';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const EXPERIMENT = {
  scenarios: [{ name: 'none' }, { name: 'taught', interventions: [{ id: 1, instrument: 'training', from: 5 }] }],
  set: { 'population.residents': 1000, weeks: 104, burnIn: 20 },
  vary: [{ path: 'learn.efficacyActive', min: 0.02, max: 0.2 }],
  design: { type: 'latin-hypercube', points: 30 },
  seeds: 10,
};

let cluster: TestCluster;
beforeAll(() => {
  cluster = startCluster();
}, 120_000);
afterAll(() => cluster?.stop());

/** Starts the driver against the cluster of the test. */
function drive(file: string, out: string, tasks: number) {
  const words = [
    'dist/cli.js',
    'slurm',
    file,
    '--out',
    out,
    '--tasks',
    `${tasks}`,
    '--poll',
    '1',
    '--sbatch=--no-kill',
  ];
  const child = spawn(process.execPath, words, { cwd: ROOT, env: cluster.env });
  let err = '';
  child.stderr.on('data', (data) => {
    err += data;
  });
  const end = new Promise<{ code: number | null; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, err }));
  });
  return { child, end, said: () => err };
}

async function until(what: string, done: () => boolean, seconds = 60): Promise<void> {
  for (const limit = Date.now() + seconds * 1000; !done(); await wait(100)) {
    if (Date.now() > limit) throw new Error(`${what}: not within ${seconds} seconds\n${cluster.squeue()}`);
  }
}

test('a killed node, a killed task, a killed controller and a killed driver lose nothing', async () => {
  const at = folder({ 'x.json': EXPERIMENT });
  const first = drive(at('x.json'), at('out'), 6);
  await until('two tasks at work', () => cluster.tasks().length >= 2);
  await wait(800);

  // a task dies
  process.kill(cluster.tasks()[0].pid, 'SIGKILL');
  await until('two tasks at work again', () => cluster.tasks().length >= 2);
  await wait(500);

  // a node dies, with what ran on it, and comes back later
  cluster.kill('n2');
  await wait(300);
  expect(cluster.tasks().length).toBeLessThanOrEqual(1);
  await wait(1200);

  // the driver dies, and another one takes over
  first.child.kill('SIGKILL');
  await first.end;
  const second = drive(at('x.json'), at('out'), 6);

  // the controller dies
  await wait(1500);
  cluster.kill('slurmctld');
  await wait(2500);
  cluster.start('slurmctld');
  cluster.start('n2');

  const { code, err } = await second.end;
  expect([code, err]).toEqual([0, expect.stringContaining('600 runs: all are recorded in')]);

  expect(coproduce('batch', at('x.json'), '--out', at('one'), '--quiet').code).toBe(0);
  expectSameBytes(await exported(at('out')), await exported(at('one')));
  const digests = (out: string) => JSON.parse(readFileSync(`${at(out)}/manifest.json`, 'utf8')).digests;
  expect(digests('out')).toEqual(digests('one'));
  expect(readdirSync(at('out')).filter((name) => /-of-|partial/u.test(name))).toEqual([]);
}, 170_000);

test('an array that the controller has lost is submitted again', async () => {
  const at = folder({ 'x.json': { ...EXPERIMENT, seeds: 2 } });
  const { end, said } = drive(at('x.json'), at('out'), 2);
  await until('submission', () => said().includes('submitted array'));
  // gone from the queue without a trace, as after a controller that died before it wrote its state
  const job = /submitted array (\d+)/u.exec(said())?.[1] as string;
  spawn('scancel', [job], { env: cluster.env });
  const { code, err } = await end;
  expect([code, err.match(/submitted array/gu)?.length ?? 0]).toEqual([0, expect.toSatisfy((n: number) => n >= 2)]);
  expect(existsSync(`${at('out')}/results.duckdb`)).toBe(true);
}, 90_000);

test('one task finishes what a batch has begun, in a directory with signs that Slurm replaces', async () => {
  const at = folder({ 'x.json': { ...EXPERIMENT, seeds: 1 } });
  const experiment = experimentOf({ ...EXPERIMENT, seeds: 1 });
  const out = at('p%j%A');
  const results = await openResults(databaseFile(out), experiment, shardOf(experiment.runs, 1, 1));
  await runBatch(experiment, results, createInlineRunner(), { from: 0, to: 5 });
  results.close();
  const { code, err } = await drive(at('x.json'), out, 4).end;
  expect([code, err]).toEqual([0, expect.stringContaining('60 runs: all are recorded in')]);
  expect(err).toContain('a batch has begun these results, so one task goes on with them');
  expect(coproduce('batch', at('x.json'), '--out', at('one'), '--quiet').code).toBe(0);
  expectSameBytes(await exported(out), await exported(at('one')));
  // and nothing is submitted for what is complete
  expect((await drive(at('x.json'), out, 4).end).err).toBe(`60 runs: all are recorded in ${out}\n`);
}, 90_000);
