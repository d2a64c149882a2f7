import { describe, expect, test } from 'vitest';
import type { Checkpoint, Scenario } from '../../../sim/index.ts';
import type { Answer, Task } from '../../../src/engine/protocol.ts';
import { buffersOf, createService, toRunError } from '../../../src/engine/service.ts';
import { fakeModel, result, scenario } from './fakes.ts';

const task = (seed: string, changes: Partial<Task> = {}): Task => ({
  scenario: scenario('plain'),
  seed,
  observe: {},
  share: true,
  threads: 1,
  keep: null,
  again: false,
  ...changes,
});

describe('service', () => {
  test('prepares once for scenarios that share population and burn-in', () => {
    const model = fakeModel();
    const service = createService(model);
    for (const name of ['a', 'b', 'c']) service.run(task('1', { scenario: scenario(name) }));
    service.run(task('2'));
    service.run(task('1'));
    expect(model.prepared).toEqual(['888/1', '888/2']);
    expect(model.simulated).toEqual(['a/1', 'b/1', 'c/1', 'plain/2', 'plain/1']);
  });

  test('keeps the starts used last, and only one of a large community', () => {
    const model = fakeModel();
    const service = createService(model);
    const town = { scenario: scenario('town', { population: { households: 44_000 } }) };
    for (const seed of ['1', '2', '3', '4', '1', '5', '1', '2']) service.run(task(seed, town));
    expect(model.prepared).toEqual(['44000/1', '44000/2', '44000/3', '44000/4', '44000/5', '44000/2']);

    const large = { scenario: scenario('large', { population: { households: 400_000 } }) };
    for (const seed of ['8', '9', '8']) service.run(task(seed, large));
    expect(model.prepared.slice(-3)).toEqual(['400000/8', '400000/9', '400000/8']);
  });

  test('goes on from where the last policy of a seed was the same, where a run will come again', () => {
    const earlier: unknown[] = [];
    const model = {
      ...fakeModel(),
      simulateFrom: (of: Scenario, seed: string, _options: unknown, checkpoint: Checkpoint | undefined) => {
        earlier.push(checkpoint);
        return { result: result(of.name, seed), checkpoint: `${of.name}/${seed}` as unknown as Checkpoint };
      },
    };
    const service = createService(model);
    for (const name of ['a', 'b'])
      for (const seed of ['1', '2']) service.run(task(seed, { scenario: scenario(name), again: true }));
    expect(earlier).toEqual([undefined, undefined, 'a/1', 'a/2']);
  });

  test('does not keep what nothing else can use', () => {
    const model = fakeModel();
    expect(createService(model).run(task('1', { share: false })).ok).toBe(true);
    expect(model.prepared).toEqual([]);
  });

  test('makes errors data', () => {
    const answer = createService(fakeModel()).run(task('bad'));
    expect(answer).toMatchObject({ ok: false, error: { name: 'RangeError', message: 'no luck with bad' } });
    expect(toRunError('text')).toEqual({ name: 'Error', message: 'text' });
  });

  test('hands over each large buffer once', () => {
    const series = new Float64Array(4000);
    const cards = new Uint8Array(30_000);
    const spent = new Float64Array(series.buffer);
    const deciles = new Float64Array(4);
    const answer: Answer = { ok: true, result: { ...result('a', '1'), series, cards, spent, deciles } };
    expect(new Set(buffersOf(answer))).toEqual(new Set([series.buffer, cards.buffer]));
    const none = new Float64Array(0);
    expect(buffersOf({ ...answer, kept: { summaries: none, series, ledger: deciles } })).toEqual([series.buffer]);
    expect(buffersOf({ ok: false, error: { name: 'Error', message: '' } })).toEqual([]);
  });
});
