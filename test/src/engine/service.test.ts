import { describe, expect, test } from 'vitest';
import type { Answer, Task } from '../../../src/engine/protocol.ts';
import { buffersOf, createService, toRunError } from '../../../src/engine/service.ts';
import { fakeModel, result, scenario } from './fakes.ts';

const task = (seed: string, changes: Partial<Task> = {}): Task => ({
  scenario: scenario('plain'),
  seed,
  observe: {},
  share: true,
  threads: 1,
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
    for (const seed of ['1', '2', '3', '4', '1', '5', '1', '2']) service.run(task(seed));
    expect(model.prepared).toEqual(['888/1', '888/2', '888/3', '888/4', '888/5', '888/2']);

    const large = { scenario: scenario('large', { population: { households: 400_000 } }) };
    for (const seed of ['8', '9', '8']) service.run(task(seed, large));
    expect(model.prepared.slice(-3)).toEqual(['400000/8', '400000/9', '400000/8']);
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

  test('hands over each buffer once', () => {
    const series = new Float64Array(4);
    const cards = new Uint8Array(3);
    const spent = new Float64Array(series.buffer);
    const answer: Answer = { ok: true, result: { ...result('a', '1'), series, cards, spent } };
    expect(buffersOf(answer)).toEqual([series.buffer, cards.buffer]);
    expect(buffersOf({ ok: false, error: { name: 'Error', message: '' } })).toEqual([]);
  });
});
