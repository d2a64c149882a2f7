import { expect, test } from 'vitest';
import type { Task } from '../../../src/engine/protocol.ts';
import { createReceiver, createSender } from '../../../src/engine/sending.ts';
import { scenario } from './fakes.ts';

const task = (of: Task['scenario'], seed = '1'): Task => ({
  scenario: of,
  seed,
  observe: {},
  share: false,
  threads: 1,
  again: false,
  keep: null,
});

test('a scenario crosses once, and the worker gets every task as it was', () => {
  const [send, receive] = [createSender(), createReceiver()];
  const [a, b] = [scenario('a'), scenario('b')];
  const tasks = [task(a), task(b, '2'), task(a, '3'), task(a, '4'), task(b)];
  const sent = tasks.map(send);
  expect(sent.map(({ given }) => given?.name ?? null)).toEqual(['a', 'b', null, null, null]);
  expect(sent.map((wire) => receive(structuredClone(wire)))).toEqual(tasks);
});

test('both ends forget alike: what was forgotten crosses again, what was not is still there', () => {
  const [send, receive] = [createSender(), createReceiver()];
  const first = scenario('first');
  const base = scenario('many');
  receive(send(task(first)));
  const others = Array.from({ length: 1023 }, (_, i) => ({ ...base, name: `${i}` }));
  for (const other of others) receive(send(task(other)));
  // the oldest that is still kept
  expect(send(task(first)).given).toBeNull();
  expect(receive(send(task(first))).scenario.name).toBe('first');
  receive(send(task({ ...base, name: 'one too many' })));
  const again = send(task(first));
  expect(again.given).toBe(first);
  expect(receive(again).scenario).toBe(first);
  expect(receive(send(task(others[5]))).scenario.name).toBe('5');
});

test('a worker that was never given a scenario says so', () => {
  const wire = createSender()(task(scenario('a')));
  expect(() => createReceiver()({ ...wire, given: null })).toThrow('scenario 0 was not sent');
});
