import type { EnsembleRequest, Runner, RunnerOptions, RunOutcome } from './ensemble.ts';
import { abortError, outcomeOf, taskOf } from './order.ts';
import type { Answer, WorkerLink } from './protocol.ts';
import { Schedule } from './schedule.ts';
import { toRunError } from './service.ts';

/** How often a run is begun when the worker dies under it. */
const ATTEMPTS = 2;
/** Workers, per seat, that may fail to start one after the other before the rest is given up. */
const FALSE_STARTS = 4;

/** Milliseconds of work that a worker is given at a time where runs are short, and runs at the most. */
const SPELL = 40;
const LARGEST_GROUP = 64;
/** Groups in a worker's hands, so that it goes on while this thread is busy. */
const AHEAD = 2;

/** A place in the pool: its worker, once there was work for one, and the groups of runs it has not answered, in order. */
interface Seat {
  link: WorkerLink | null;
  started: boolean;
  asked: (readonly number[])[];
}

/** One ensemble on its way through the pool. */
interface Job {
  readonly request: EnsembleRequest;
  readonly options: RunnerOptions;
  readonly total: number;
  readonly schedule: Schedule<Seat>;
  /** Outcomes that wait for one before them. */
  readonly early: Map<number, RunOutcome>;
  /** How many workers died under a run. */
  readonly deaths: Map<number, number>;
  /** Since a worker died with several runs in its hands, it gets the next one after an answer: then it is known under which. */
  careful: boolean;
  readonly begun: number;
  given: number;
  done: number;
  failed: number;
  stopped: boolean;
  /** What the caller's own `onProgress` threw. */
  thrown: { readonly value: unknown } | null;
  /** Tells the waiting consumer that something has changed. */
  wake: () => void;
}

/** In the place of a worker that could not even be created. */
function deadLink(thrown: unknown): WorkerLink {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const never = () => new Promise<never>(() => {});
  return {
    ready: never,
    run: never,
    onCrash: (listener) => queueMicrotask(() => listener(error)),
    terminate: async () => {},
  };
}

/**
 * A pool of workers behind the {@link Runner} interface, for any environment: it only knows how to start one.
 *
 * Who does which run depends on speed ({@link Schedule}); outcomes do not, because a run is a pure function of scenario
 * and seed, and they leave in the order of the request. A run during which its worker dies is tried once more on a
 * fresh worker, then it becomes a failed outcome; everything else goes on.
 *
 * @param spawn starts a worker; may throw
 * @param size workers at the most; started when there is work for them, kept until `close`
 */
export function createPool(spawn: () => WorkerLink, size: number): Runner {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`a pool needs at least 1 worker, received ${size}`);
  const seats = Array.from({ length: size }, (): Seat => ({ link: null, started: false, asked: [] }));
  const ending = new Set<Promise<void>>();
  let job: Job | null = null;
  let closed = false;
  let falseStarts = 0;

  /** A worker in the middle of a run cannot be asked to leave it, so it is ended. */
  function vacate(seat: Seat): void {
    const end = seat.link?.terminate().catch(() => {});
    Object.assign(seat, { link: null, started: false, asked: [] });
    if (!end) return;
    ending.add(end);
    void end.then(() => ending.delete(end));
  }

  function hire(seat: Seat): WorkerLink {
    let link: WorkerLink;
    try {
      link = spawn();
    } catch (thrown) {
      link = deadLink(thrown);
    }
    link.onCrash((error) => {
      if (seat.link === link) crashed(seat, error);
    });
    link.ready().then(
      () => {
        falseStarts = 0;
        if (seat.link === link) seat.started = true;
      },
      () => {},
    );
    return link;
  }

  function ask(current: Job, seat: Seat, group: readonly number[]): void {
    seat.link ??= hire(seat);
    seat.asked.push(group);
    const { link, asked } = seat;
    const answered = (answers: readonly Answer[]) => {
      if (seat.link !== link) return;
      asked.splice(asked.indexOf(group), 1);
      group.forEach((index, i) => {
        settle(current, index, answers[i]);
      });
      fill(current);
    };
    link.run(group.map((index) => taskOf(current.request, index))).then(answered, (thrown) => {
      const error = toRunError(thrown);
      answered(group.map(() => ({ ok: false, error })));
    });
  }

  /** Hands out runs: a group to every worker, then, while there are plenty, one more to wait in its queue. */
  function fill(current: Job): void {
    const { schedule, given } = current;
    const most = current.careful ? 1 : groupOf(current);
    const ahead = current.careful ? 1 : AHEAD;
    for (let round = 1; round <= ahead; round++) {
      for (const seat of seats) {
        if (current.stopped || (round > 1 && schedule.left <= AHEAD * size)) return;
        if (seat.asked.length >= round) continue;
        // groups grow smaller towards the end, so that workers end together
        const length = Math.max(1, Math.min(most, Math.floor(schedule.left / (AHEAD * size))));
        const group: number[] = [];
        while (group.length < length) {
          const index = schedule.take(seat, given, round === 1 && group.length === 0, AHEAD * most, paceOf(current));
          if (index === null) break;
          group.push(index);
        }
        if (group.length > 0) ask(current, seat, group);
      }
    }
  }

  /** Milliseconds that a worker has taken for a run so far; 0 while too few are done to tell. */
  function paceOf({ done, begun }: Job): number {
    return done < AHEAD * size ? 0 : ((performance.now() - begun) * size) / done;
  }

  /** Runs that take about {@link SPELL} as fast as they went so far. */
  function groupOf(current: Job): number {
    const each = paceOf(current);
    return each === 0 ? 1 : Math.max(1, Math.min(LARGEST_GROUP, Math.round(SPELL / AHEAD / each)));
  }

  function settle(current: Job, index: number, answer: Answer): void {
    const outcome = outcomeOf(current.request, index, answer);
    current.early.set(index, outcome);
    current.done++;
    if (!outcome.ok) current.failed++;
    const { done, failed, total } = current;
    try {
      current.options.onProgress?.({ done, failed, total });
    } catch (value) {
      current.thrown ??= { value };
    }
    current.wake();
  }

  function fail(current: Job, index: number, message: string): void {
    settle(current, index, { ok: false, error: { name: 'WorkerError', message } });
  }

  function crashed(seat: Seat, error: Error): void {
    const hand = seat.asked.flat();
    if (!seat.started) falseStarts++;
    vacate(seat);
    if (!job || job.stopped) return;
    let again = hand;
    if (hand.length > 1) {
      // nobody knows which of them it was: answers that were on their way are lost as well
      job.careful = true;
    } else if (hand.length === 1) {
      const [run] = hand;
      const deaths = (job.deaths.get(run) ?? 0) + 1;
      job.deaths.set(run, deaths);
      if (deaths >= ATTEMPTS) {
        again = [];
        fail(job, run, `its worker stopped ${deaths} times, last with: ${error.message}`);
      }
    }
    job.schedule.giveBack(seat, again);
    if (falseStarts >= FALSE_STARTS * size) giveUp(job, seat, error);
    else fill(job);
  }

  /** No worker can be started: what is left fails without being tried. */
  function giveUp(current: Job, seat: Seat, error: Error): void {
    const message = `${falseStarts} workers in a row could not start, last with: ${error.message}`;
    for (;;) {
      const index = current.schedule.take(seat, Number.POSITIVE_INFINITY, true);
      if (index === null) return;
      fail(current, index, message);
    }
  }

  function stop(current: Job): void {
    current.stopped = true;
    for (const seat of seats) if (seat.asked.length > 0) vacate(seat);
    current.wake();
  }

  async function* outcomes(current: Job): AsyncGenerator<RunOutcome> {
    while (current.given < current.total) {
      const outcome = current.early.get(current.given);
      if (outcome) {
        current.early.delete(current.given++);
        fill(current);
        yield outcome;
      } else if (current.thrown) {
        throw current.thrown.value;
      } else if (current.stopped) {
        throw abortError(current.given, current.total);
      } else {
        await new Promise<void>((resolve) => {
          current.wake = resolve;
        });
      }
    }
  }

  async function* run(request: EnsembleRequest, options: RunnerOptions = {}): AsyncGenerator<RunOutcome> {
    if (closed) throw new Error('this runner is closed');
    if (job) throw new Error('this runner is busy with another ensemble; wait for its end or create another runner');
    const { scenarios, seeds } = request;
    const current: Job = {
      request,
      options,
      total: scenarios.length * seeds.length,
      schedule: new Schedule(scenarios.length, seeds.length, size),
      early: new Map(),
      deaths: new Map(),
      careful: false,
      begun: performance.now(),
      given: 0,
      done: 0,
      failed: 0,
      stopped: options.signal?.aborted ?? false,
      thrown: null,
      wake: () => {},
    };
    const cancel = () => stop(current);
    job = current;
    falseStarts = 0;
    options.signal?.addEventListener('abort', cancel);
    try {
      fill(current);
      yield* outcomes(current);
    } finally {
      options.signal?.removeEventListener('abort', cancel);
      stop(current);
      job = null;
    }
  }

  return {
    run,
    async close() {
      closed = true;
      if (job) stop(job);
      for (const seat of seats) vacate(seat);
      await Promise.all(ending);
    },
  };
}
