import { describe, expect, test } from 'vitest';
import type { Progress, RunOutcome } from '../../../src/engine/ensemble.ts';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { createPool } from '../../../src/engine/pool.ts';
import { collect, expected, fakeModel, fakeWorkers, labels, scenarios, seeds, wait } from './fakes.ts';

const request = { scenarios: scenarios(3), seeds: seeds(9) };
/** Different for every run, and not in their order. */
const uneven = ({ seed, scenario }: { seed: string; scenario: { name: string } }) =>
  wait((Number(seed) * 7 + scenario.name.charCodeAt(1) * 5) % 11);

describe('order', () => {
  test.each([1, 2, 7, 30])('outcomes of %i workers come seed by seed and equal those of this thread', async (size) => {
    const inline = await collect(createInlineRunner(fakeModel()).run(request));
    const pool = createPool(fakeWorkers(uneven).spawn, size);
    const pooled = await collect(pool.run(request));
    expect(labels(pooled)).toEqual(expected(request));
    expect(pooled).toEqual(inline);
    await pool.close();
  });

  test('nothing to do gives nothing and starts nobody', async () => {
    const workers = fakeWorkers();
    const pool = createPool(workers.spawn, 2);
    expect(await collect(pool.run({ scenarios: [], seeds: seeds(2) }))).toEqual([]);
    expect(await collect(pool.run({ scenarios: scenarios(2), seeds: [] }))).toEqual([]);
    expect(workers.started).toBe(0);
  });

  test('starts no more workers than there are runs, and keeps them for the next ensemble', async () => {
    const workers = fakeWorkers();
    const pool = createPool(workers.spawn, 8);
    for (let i = 0; i < 3; i++) await collect(pool.run({ scenarios: scenarios(1), seeds: seeds(2) }));
    expect(workers.started).toBe(2);
    await pool.close();
    expect(workers.terminated).toBe(2);
  });

  test.each([
    ['short', 0, 600],
    ['longer', 30, 10],
  ])('outcomes stream, and whoever does not pull is not run over by %s runs', async (_, ms, most) => {
    const workers = fakeWorkers(() => (ms > 0 ? wait(ms) : undefined));
    const pool = createPool(workers.spawn, 2);
    const outcomes = pool.run({ scenarios: scenarios(1), seeds: seeds(1000) })[Symbol.asyncIterator]();
    await outcomes.next();
    await wait(300);
    expect(workers.begun.length).toBeLessThan(most);
    await outcomes.return?.();
    expect(workers.begun.length).toBeLessThan(most);
  });
});

describe('progress', () => {
  test('counts every run once', async () => {
    const seen: Progress[] = [];
    const mixed = { scenarios: scenarios(2), seeds: ['1', 'bad', '2'] };
    const pool = createPool(fakeWorkers(uneven).spawn, 3);
    await collect(pool.run(mixed, { onProgress: (progress) => seen.push(progress) }));
    expect(seen.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seen.at(-1)).toEqual({ done: 6, failed: 2, total: 6 });
    await pool.close();
  });

  test('an error of the listener is not swallowed', async () => {
    const pool = createPool(fakeWorkers().spawn, 2);
    const onProgress = () => {
      throw new Error('listener broke');
    };
    await expect(collect(pool.run(request, { onProgress }))).rejects.toThrow('listener broke');
    expect(labels(await collect(pool.run(request)))).toEqual(expected(request));
    await pool.close();
  });
});

describe('failure', () => {
  test('a run that throws is an outcome, the others go on', async () => {
    const mixed = { scenarios: scenarios(2), seeds: ['1', 'bad', '2'] };
    const pool = createPool(fakeWorkers().spawn, 2);
    const outcomes = await collect(pool.run(mixed));
    expect(labels(outcomes)).toEqual(['s0/1', 's1/1', 's0/bad failed', 's1/bad failed', 's0/2', 's1/2']);
    expect(outcomes[2]).toMatchObject({ scenarioIndex: 0, seedIndex: 1, error: { name: 'RangeError' } });
    await pool.close();
  });

  test.each([1, 2, 7])('with %i workers, a run whose worker dies once is tried again', async (size) => {
    let crashes = 0;
    const workers = fakeWorkers(({ seed }) => {
      if (seed === '4' && crashes++ === 0) throw new Error('out of memory');
    });
    const pool = createPool(workers.spawn, size);
    expect(labels(await collect(pool.run(request)))).toEqual(expected(request));
    expect(crashes).toBeGreaterThan(1);
    await pool.close();
    expect(workers.terminated).toBe(workers.started);
  });

  test.each([1, 2, 7])('with %i workers, only the runs that kill their workers fail', async (size) => {
    const workers = fakeWorkers(async (task) => {
      await uneven(task);
      if (task.seed === '4') throw new Error('out of memory');
    });
    const pool = createPool(workers.spawn, size);
    const outcomes = await collect(pool.run(request));
    expect(labels(outcomes)).toEqual(
      expected(request).map((label) => (label.endsWith('/4') ? `${label} failed` : label)),
    );
    const error = { name: 'WorkerError', message: 'its worker stopped 2 times, last with: out of memory' };
    expect(outcomes.filter((o) => !o.ok).map((o) => !o.ok && o.error)).toEqual([error, error, error]);
    // twice each, and for a worker at most once more with others in its hands, of which nobody knew who it was
    const deaths = workers.begun.filter((label) => label.endsWith('/4')).length;
    expect(deaths).toBeGreaterThanOrEqual(6);
    expect(deaths).toBeLessThanOrEqual(6 + size);
    await pool.close();
  });

  test('a run that kills its worker in the middle of a group is found among the others', async () => {
    const workers = fakeWorkers(({ seed }) => {
      if (seed === '150') throw new Error('out of memory');
    });
    const pool = createPool(workers.spawn, 1);
    const many = { scenarios: scenarios(1), seeds: seeds(300) };
    const outcomes = await collect(pool.run(many));
    expect(labels(outcomes)).toEqual(expected(many).map((l) => (l === 's0/150' ? `${l} failed` : l)));
    // with others, then twice alone; those before it were done in vain once
    expect(workers.begun.filter((label) => label === 's0/150')).toHaveLength(3);
    await pool.close();
  });

  test('when no worker can start, every run fails in words and without end', async () => {
    let spawned = 0;
    const pool = createPool(() => {
      spawned++;
      throw new Error('no such file');
    }, 3);
    const outcomes = await collect(pool.run({ scenarios: scenarios(2), seeds: seeds(100) }));
    expect(outcomes).toHaveLength(200);
    expect(outcomes.every((o) => !o.ok && o.error.message.endsWith('no such file'))).toBe(true);
    expect(spawned).toBeLessThan(20);
    await pool.close();
  });

  test('misuse is refused in words', async () => {
    expect(() => createPool(fakeWorkers().spawn, 0)).toThrow('at least 1 worker, received 0');
    const pool = createPool(fakeWorkers().spawn, 1);
    const first = pool.run(request)[Symbol.asyncIterator]();
    await first.next();
    await expect(collect(pool.run(request))).rejects.toThrow('busy with another ensemble');
    await first.return?.();
    expect(await collect(pool.run(request))).toHaveLength(27);
    await pool.close();
    await expect(collect(pool.run(request))).rejects.toThrow('closed');
  });
});

describe('cancellation', () => {
  /** Outcomes up to the error, and the error. */
  async function until(outcomes: AsyncIterable<RunOutcome>): Promise<[RunOutcome[], unknown]> {
    const before: RunOutcome[] = [];
    try {
      for await (const outcome of outcomes) before.push(outcome);
    } catch (error) {
      return [before, error];
    }
    return [before, null];
  }

  test.each([1, 2, 7])('with %i workers, ends at once, what is complete in order is given', async (size) => {
    const abort = new AbortController();
    const workers = fakeWorkers(async ({ seed }) => {
      // from the fifth seed on, runs would take for ever; the others so long that each is answered by itself
      await (Number(seed) >= 5 ? new Promise(() => {}) : wait(25));
    });
    const pool = createPool(workers.spawn, size);
    const onProgress = ({ done }: Progress) => {
      if (done === 12) setTimeout(() => abort.abort(), 5);
    };
    const [outcomes, error] = await until(pool.run(request, { signal: abort.signal, onProgress }));
    expect(labels(outcomes)).toEqual(expected(request).slice(0, 12));
    expect(error).toMatchObject({ name: 'AbortError', message: 'cancelled after 12 of 27 runs' });
    const { begun, terminated } = workers;
    expect(terminated).toBeGreaterThan(0);
    await wait(20);
    expect(workers.begun).toHaveLength(begun.length);

    // the pool itself goes on
    const next = { scenarios: scenarios(2), seeds: seeds(3) };
    expect(labels(await collect(pool.run(next)))).toEqual(expected(next));
    await pool.close();
  });

  test('before the start: nothing is begun', async () => {
    const workers = fakeWorkers();
    const [outcomes, error] = await until(createPool(workers.spawn, 2).run(request, { signal: AbortSignal.abort() }));
    expect([outcomes, error]).toMatchObject([[], { name: 'AbortError' }]);
    expect(workers.started).toBe(0);
  });

  test('in this thread: between two runs', async () => {
    const abort = new AbortController();
    const onProgress = ({ done }: Progress) => {
      if (done === 4) abort.abort();
    };
    const [outcomes, error] = await until(
      createInlineRunner(fakeModel()).run(request, { signal: abort.signal, onProgress }),
    );
    expect(labels(outcomes)).toEqual(expected(request).slice(0, 4));
    expect(error).toMatchObject({ name: 'AbortError' });
  });

  test('closing ends a running ensemble too', async () => {
    const pool = createPool(fakeWorkers(() => new Promise(() => {})).spawn, 2);
    const ended = until(pool.run(request));
    await wait(5);
    await pool.close();
    expect(await ended).toMatchObject([[], { name: 'AbortError' }]);
  });
});
