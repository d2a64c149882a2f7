import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Schedule } from '../../../src/engine/schedule.ts';

describe('Schedule', () => {
  test('hands out every run once, whoever asks when and whoever dies', () => {
    const turns = fc.array(
      fc.record({ worker: fc.nat(6), dies: fc.boolean(), idle: fc.boolean(), each: fc.nat(1e6) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.nat(12),
        fc.integer({ min: 1, max: 7 }),
        turns,
        (s, n, size, t) => {
          const schedule = new Schedule<number>(s, n, size);
          const done: number[] = [];
          let given = 0;
          const advance = () => {
            while (done.includes(given)) given++;
          };
          for (const { worker, dies, idle, each } of t) {
            const run = schedule.take(worker % size, given, idle, 1, each);
            if (run === null) continue;
            if (dies) schedule.giveBack(worker % size, [run]);
            else done.push(run);
            advance();
            expect(schedule.left).toBe(s * n - done.length);
          }
          for (let run = schedule.take(0, given, true); run !== null; run = schedule.take(0, given, true)) {
            done.push(run);
            advance();
          }
          expect(schedule.left).toBe(0);
          expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: s * n }, (_, i) => i));
        },
      ),
    );
  });

  test('keeps the scenarios of a seed with one worker', () => {
    const schedule = new Schedule<string>(3, 2, 2);
    const take = (worker: string) => schedule.take(worker, 0, true);
    expect([take('a'), take('b'), take('a'), take('b'), take('a'), take('b')]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  test('gives a worker few runs at a time where they take minutes, so that little is finished before its turn', () => {
    const schedule = new Schedule<string>(8, 2, 2);
    const take = (worker: string, given: number, minutes: number) =>
      schedule.take(worker, given, true, 1, minutes * 60_000);
    expect([take('a', 0, 2), take('b', 0, 2), take('a', 0, 2), take('b', 0, 2)]).toEqual([0, 2, 1, 3]);
    // nor does anybody run far ahead of what was given
    expect([take('a', 0, 60), take('a', 4, 60), take('b', 4, 60), take('a', 4, 60)]).toEqual([null, 4, 5, 6]);
    expect([take('b', 4, 60), take('b', 4, 60), take('b', 8, 60)]).toEqual([7, null, 8]);
  });

  test('gives an idle worker half of what another has not begun', () => {
    const schedule = new Schedule<string>(9, 1, 2);
    expect(schedule.take('a', 0, true)).toBe(0);
    expect(schedule.take('b', 0, false)).toBeNull();
    expect(schedule.take('b', 0, true)).toBe(5);
    expect(schedule.take('a', 0, true)).toBe(1);
  });

  test('does not run far ahead of what was given', () => {
    const schedule = new Schedule<number>(2, 1000, 3);
    let handed = 0;
    while (schedule.take(1 + (handed % 2), 0, true) !== null) handed++;
    expect(handed).toBe(12);
    expect(schedule.take(1, 2, true)).toBe(12);
  });
});
