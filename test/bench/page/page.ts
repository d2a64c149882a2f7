/** Fetches what to do, has a worker do it, and hands the answer back to the script that started this browser. */
import type { Scenario } from '../../../sim/index.ts';
import { createBrowserRunner } from '../../../src/engine/browser.ts';
import type { Answer } from '../browsers.ts';
import type { Message, Work } from './worker.ts';

export interface Task extends Work {
  /** The ensemble that two workers do, timed; null: none. */
  readonly ensemble: { readonly scenario: Scenario; readonly seeds: readonly string[]; readonly rounds: number } | null;
}

const tell = (what: string, body: unknown) =>
  fetch(`${what}${location.search}`, { method: 'POST', body: JSON.stringify(body) });

function work(task: Work): Promise<Extract<Message, { kind: 'done' }>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'the worker could not start')));
    worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'alive') void tell('alive', data.done);
      if (data.kind === 'failed') reject(new Error(data.error));
      if (data.kind !== 'done') return;
      worker.terminate();
      resolve(data);
    });
    worker.postMessage(task);
  });
}

/** The fastest of some rounds on two workers that have started. */
async function timeEnsemble({ scenario, seeds, rounds }: NonNullable<Task['ensemble']>): Promise<number> {
  const runner = createBrowserRunner(2);
  const once = async (count: number) => {
    const begun = performance.now();
    const request = { scenarios: [scenario], seeds: seeds.slice(0, count) };
    for await (const outcome of runner.run(request)) if (!outcome.ok) throw new Error(outcome.error.message);
    return performance.now() - begun;
  };
  await once(6);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await once(seeds.length));
  await runner.close();
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

async function main(): Promise<Answer> {
  const task: Task = await (await fetch(`task.json${location.search}`)).json();
  const { digests, weeksPerSecond } = await work(task);
  const isolated = typeof SharedArrayBuffer === 'function' && crossOriginIsolated;
  const timing = task.ensemble && {
    weeksPerSecond: weeksPerSecond ?? 0,
    ensembleMs: await timeEnsemble(task.ensemble),
  };
  return { userAgent: navigator.userAgent, isolated, digests, timing };
}

main().then(
  (answer) => tell('answer', answer),
  (thrown) => tell('failed', String(thrown)),
);
