/**
 * Scenarios cross to a worker once, not with every run: a sender numbers them and a receiver keeps them by number. Both
 * forget alike, so that neither grows without end and no answer about it is needed.
 */
import type { Scenario } from '../../sim/index.ts';
import type { Task, WireTask, WorkerApi, WorkerLink } from './protocol.ts';

/** Scenarios that a worker keeps; an experiment asks for at most half as many at a time. */
const KEPT = 1024;

/** Turns tasks into what is sent; one for each worker. */
export function createSender(): (task: Task) => WireTask {
  const numbers = new WeakMap<Scenario, number>();
  let next = 0;
  return ({ scenario, ...rest }) => {
    const known = numbers.get(scenario);
    if (known !== undefined && known >= next - KEPT) return { ...rest, scenario: known, given: null };
    numbers.set(scenario, next);
    return { ...rest, scenario: next++, given: scenario };
  };
}

/** Turns what was received, in the order in which it was sent, into tasks. */
export function createReceiver(): (task: WireTask) => Task {
  const kept = new Map<number, Scenario>();
  return ({ scenario: number, given, ...rest }) => {
    if (given) {
      kept.set(number, given);
      kept.delete(number - KEPT);
    }
    const scenario = kept.get(number);
    if (!scenario) throw new Error(`scenario ${number} was not sent, or is forgotten`);
    return { ...rest, scenario };
  };
}

/** What a link to a worker does with tasks: sends them, with their scenarios where the worker has not got them. */
export function createAsking(run: WorkerApi['run']): WorkerLink['run'] {
  const send = createSender();
  return (tasks) => run(tasks.map(send));
}
