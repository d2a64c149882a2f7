import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { threefry2x32 } from '../../../sim/index.ts';
import { coproduce, folder, start } from '../cli/coproduce.ts';
import { expectSameBytes, exported, someAreSafe, until } from './helpers.ts';

/** Moments of death in ms after the start of the process: keyed, so the same in every run of the test. */
const MOMENTS = Array.from({ length: 20 }, (_, i) => 60 + (threefry2x32(20, 26, i, 0)[0] % 1100));

const EXPERIMENT = {
  scenarios: [{ name: 'none' }, { name: 'taught', interventions: [{ id: 1, instrument: 'training', from: 5 }] }],
  set: { 'population.residents': 400, weeks: 52, burnIn: 20 },
  vary: [{ path: 'learn.efficacyActive', min: 0.02, max: 0.2 }],
  design: { type: 'latin-hypercube', points: 100 },
  seeds: 8,
};

test('a batch that is killed at 20 moments and goes on gives the same bytes as one that is not', async () => {
  const at = folder({ 'x.json': EXPERIMENT });
  const batch = (out: string) => ['batch', at('x.json'), '--out', at(out), '--workers', '2', '--quiet'];
  expect(coproduce(...batch('straight')).code).toBe(0);

  const ends: number[] = [];
  for (const moment of MOMENTS) {
    const { child, end } = start(...batch('killed'));
    const timer = setTimeout(() => child.kill('SIGKILL'), moment);
    const { code } = await end;
    clearTimeout(timer);
    ends.push(code ?? -1);
  }
  // nearly all were really killed under way; that is what the size of the experiment is for
  expect(ends.filter((code) => code === -1).length).toBeGreaterThanOrEqual(15);
  expect(coproduce(...batch('killed')).code).toBe(0);
  expectSameBytes(await exported(at('killed')), await exported(at('straight')));
  const manifests = ['killed', 'straight'].map((out) => JSON.parse(readFileSync(`${at(out)}/manifest.json`, 'utf8')));
  expect(manifests[0].digests).toHaveLength(1600);
  expect(manifests[0].digests).toEqual(manifests[1].digests);
  expect(manifests[0].status).toBe('complete');
}, 120_000);

test('an export that is killed leaves whole files or none', async () => {
  const at = folder({ 'x.json': { ...EXPERIMENT, design: { type: 'latin-hypercube', points: 20 } } });
  expect(coproduce('batch', at('x.json'), '--out', at('out'), '--quiet').code).toBe(0);
  const whole = await exported(at('out'));
  for (const moment of [150, 220, 290, 360]) {
    const { child, end } = start('export', at('out'), '--out', at('tables'), '--format', 'csv');
    const timer = setTimeout(() => child.kill('SIGKILL'), moment);
    await end;
    clearTimeout(timer);
  }
  const there = (() => {
    try {
      return readdirSync(at('tables')).filter((name) => !name.startsWith('.'));
    } catch {
      return [];
    }
  })();
  for (const name of there) expect(readFileSync(`${at('tables')}/${name}`).equals(whole[name])).toBe(true);
  expect(coproduce('export', at('out'), '--out', at('tables'), '--format', 'csv').code).toBe(0);
  for (const table of ['runs', 'series', 'ledger']) {
    expect(readFileSync(`${at('tables')}/${table}.csv`).equals(whole[`${table}.csv`])).toBe(true);
  }
});

test('Ctrl-C says what is kept, and the same command goes on', async () => {
  const at = folder({ 'x.json': EXPERIMENT });
  const words = ['batch', at('x.json'), '--out', at('out')];
  const { child, end } = start(...words);
  await until('the first runs', () => someAreSafe(at('out')));
  child.kill('SIGINT');
  const { code, err } = await end;
  expect(code).toBe(130);
  expect(err).toMatch(/interrupted; [1-9]\d* of 1600 runs are recorded, the same command goes on/);
  const again = coproduce(...words);
  expect(again.code).toBe(0);
  expect(again.err).toMatch(/[1-9]\d* of 1600 runs are there already, going on/);
});
