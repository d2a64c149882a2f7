/** The real worker threads, from the built `dist/`. */
import { describe, expect, test } from 'vitest';
import type { RunOutcome } from '../../../src/engine/ensemble.ts';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { createNodeRunner, startThread } from '../../../src/engine/node.ts';
import { createPool } from '../../../src/engine/pool.ts';
import { createRunner, runEnsemble } from '../../../src/engine/run-ensemble.ts';
import { collect, scenario, seeds } from './fakes.ts';

const small = { weeks: 30, burnIn: 20, population: { households: 40 } };
const request = {
  scenarios: [
    scenario('baseline', small),
    scenario('training', { ...small, interventions: [{ id: 1, instrument: 'training', from: 5 }] }),
    scenario('larger', { ...small, population: { households: 70 } }),
  ],
  seeds: [...seeds(6), '种子', ''],
  observe: { by: 'age', cards: true, deciles: true, effort: true },
} as const;

describe('worker threads', () => {
  test.each([1, 2, 7])('%i of them give the bits of this thread, in the same order', async (size) => {
    const inline = await collect(createInlineRunner().run(request));
    expect(inline.every((outcome) => outcome.ok)).toBe(true);
    const runner = createNodeRunner(size);
    const threads = await collect(runner.run(request));
    await runner.close();
    expect(threads).toEqual(inline);
  });

  test('a run that throws crosses as data', async () => {
    // the lower bound on blocks holds for the scenario, but seed by seed some blocks may be missing: here, all of them
    const broken = structuredClone(request.scenarios[0]) as unknown as { interventions: unknown[] };
    broken.interventions = [
      {
        id: 3,
        enabled: true,
        instrument: 'leaflet',
        from: 0,
        to: null,
        cap: null,
        whom: { group: 'blocks', blocks: [99] },
      },
    ];
    const outcomes = await runEnsemble(
      { scenarios: [request.scenarios[0], broken as never], seeds: ['1'] },
      { workers: 2 },
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false]);
    expect(outcomes[1]).toMatchObject({ scenario: 'baseline', seed: '1', error: { name: 'RangeError' } });
  });

  test.each([
    ['ends', 'process.exit(3)', 'the thread ended with exit code 3'],
    ['throws while loading', 'throw new Error("broken file")', 'broken file'],
  ])('a thread that %s is a failure in words', async (_, code, message) => {
    const pool = createPool(() => startThread(new URL(`data:text/javascript,${encodeURIComponent(code)}`)), 2);
    const outcomes = await collect(pool.run({ scenarios: request.scenarios, seeds: ['1'] }));
    await pool.close();
    expect(outcomes.map((o) => o.ok || o.error.name)).toEqual(['WorkerError', 'WorkerError', 'WorkerError']);
    expect(outcomes.every((o) => !o.ok && o.error.message.endsWith(message))).toBe(true);
  });

  test('cancellation ends a run that is under way', async () => {
    // minutes of work, if nobody ended it
    const long = {
      scenarios: [scenario('long', { population: { households: 40_000 }, weeks: 5000 })],
      seeds: seeds(4),
    };
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    const error: unknown = await runEnsemble(long, { workers: 2, signal: abort.signal }).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'AbortError', outcomes: [] as RunOutcome[] });
  });
});

describe('choice of a runner', () => {
  test('one small run stays in this thread, and gives the same', async () => {
    const one = { scenarios: [request.scenarios[0]], seeds: ['1'] };
    const [here] = await runEnsemble(one);
    const [there] = await runEnsemble(one, { workers: 1 });
    expect(here).toEqual(there);
    const none = await createRunner({ scenarios: request.scenarios, seeds: ['1'] }, 0);
    expect(await collect(none.run(one))).toEqual([here]);
  });
});
