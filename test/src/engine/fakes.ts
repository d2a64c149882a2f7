/// <reference path="../../../src/engine/comlink-node-adapter.d.ts" />
import { MessageChannel } from 'node:worker_threads';
import { expose, wrap } from 'comlink';
import nodeEndpoint, { type NodeEndpoint } from 'comlink/dist/esm/node-adapter.mjs';
import { parseScenario, type RunResult, type Scenario } from '../../../sim/index.ts';
import type { RunOutcome } from '../../../src/engine/ensemble.ts';
import type { Answer, Task, WireTask, WorkerApi, WorkerLink } from '../../../src/engine/protocol.ts';
import { createAsking, createReceiver } from '../../../src/engine/sending.ts';
import { createService, type Model } from '../../../src/engine/service.ts';

export function scenario(name: string, input: object = {}): Scenario {
  return parseScenario({ name, ...input });
}

export function scenarios(count: number): Scenario[] {
  return Array.from({ length: count }, (_, i) => scenario(`s${i}`));
}

export function seeds(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i + 1}`);
}

/** A result that tells which run it is of. */
export function result(scenarioName: string, seed: string): RunResult {
  return {
    scenario: scenarioName,
    seed,
    weeks: 1,
    residents: 1,
    series: Float64Array.of(scenarioName.length, Number(seed)),
    grouped: null,
    cards: null,
    deciles: null,
    effort: null,
    institutions: { columns: [], values: new Float64Array(0) },
    lines: [],
    gini: 0,
    spent: new Float64Array(0),
    digests: { residents: scenarioName, institutions: seed, ledger: '' },
  };
}

/** A model without dynamics; its seed "bad" throws. Counts what it is asked. */
export function fakeModel(): Model & { readonly prepared: string[]; readonly simulated: string[] } {
  const prepared: string[] = [];
  const simulated: string[] = [];
  return {
    prepared,
    simulated,
    startId: ({ parameters }, seed) => `${parameters.population.households}/${seed}`,
    prepare(scenario, seed) {
      const id = this.startId(scenario, seed);
      prepared.push(id);
      return { id } as ReturnType<Model['prepare']>;
    },
    simulate({ name }, seed) {
      if (seed === 'bad') throw new RangeError(`no luck with ${seed}`);
      simulated.push(`${name}/${seed}`);
      return result(name, seed);
    },
  };
}

export interface FakeWorkers {
  spawn(): WorkerLink;
  readonly started: number;
  readonly terminated: number;
  /** Name and seed of every task that a worker began, in order. */
  readonly begun: string[];
}

/**
 * Workers that live in this thread behind real message ports and comlink.
 *
 * @param behave is asked before every task; it may wait, and throwing from it kills the worker
 */
export function fakeWorkers(behave: (task: Task, worker: number) => Promise<void> | void = () => {}): FakeWorkers {
  const counts = { started: 0, terminated: 0 };
  const begun: string[] = [];
  return {
    begun,
    get started() {
      return counts.started;
    },
    get terminated() {
      return counts.terminated;
    },
    spawn() {
      const number = counts.started++;
      const { port1, port2 } = new MessageChannel();
      const service = createService(fakeModel());
      let crash: (error: Error) => void = () => {};
      let dead = false;
      let queue = Promise.resolve();
      const work = async (task: Task): Promise<Answer> => {
        if (dead) return new Promise(() => {});
        begun.push(`${task.scenario.name}/${task.seed}`);
        try {
          await behave(task, number);
        } catch (error) {
          dead = true;
          crash(error as Error);
          return new Promise(() => {});
        }
        return service.run(task);
      };
      // a worker does one task after the other
      const receive = createReceiver();
      const run = (sent: readonly WireTask[]) => {
        const tasks = sent.map(receive);
        const answers = queue.then(async () => {
          const done: Answer[] = [];
          for (const task of tasks) done.push(await work(task));
          return done;
        });
        queue = answers.then(() => {});
        return answers;
      };
      expose({ ready: () => true, run }, nodeEndpoint(port2 as unknown as NodeEndpoint));
      const api = wrap<WorkerApi>(nodeEndpoint(port1 as unknown as NodeEndpoint));
      return {
        ready: () => api.ready(),
        run: createAsking((tasks) => api.run(tasks)),
        onCrash(listener) {
          crash = listener;
        },
        async terminate() {
          dead = true;
          counts.terminated++;
          port1.close();
        },
      };
    },
  };
}

export async function collect(outcomes: AsyncIterable<RunOutcome>): Promise<RunOutcome[]> {
  const all: RunOutcome[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

/** "scenario/seed" of what came, with a mark where it failed. */
export function labels(outcomes: readonly RunOutcome[]): string[] {
  return outcomes.map((o) => (o.ok ? `${o.result.scenario}/${o.result.seed}` : `${o.scenario}/${o.seed} failed`));
}

/** The order that every runner owes. */
export function expected(request: { scenarios: readonly Scenario[]; seeds: readonly string[] }): string[] {
  return request.seeds.flatMap((seed) => request.scenarios.map(({ name }) => `${name}/${seed}`));
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
