/** Runs the engine in a browser's worker: digests of scenarios, and weeks per second. */
import type { Scenario } from '../../../sim/index.ts';
import { startThreads } from '../../../src/kernel/threads-browser.ts';
import { type Digests, digestAll } from '../digests.ts';
import { openPath } from '../paths.ts';

export interface Work {
  readonly scenarios: readonly Scenario[];
  readonly seed: string;
  /** Also how fast this scenario runs. */
  readonly timed: Scenario | null;
}
export type Message =
  | { readonly kind: 'alive'; readonly done: string }
  | { readonly kind: 'done'; readonly digests: Digests; readonly weeksPerSecond: number | null }
  | { readonly kind: 'failed'; readonly error: string };

const say = (message: Message) => postMessage(message);

/** Weeks of whole runs from one start until a second has passed, after two runs in which the code is compiled. */
async function weeksPerSecond(scenario: Scenario): Promise<number> {
  const { prepare, simulate } = (await openPath('kernel', startThreads)) ?? (await openPath('plain', startThreads))!;
  const start = prepare(scenario, '1');
  let weeks = 0;
  let time = 0;
  for (let run = 0; run < 3 || time < 1000; run++) {
    const begun = performance.now();
    const result = simulate(scenario, '1', { start });
    if (run < 2) continue;
    time += performance.now() - begun;
    weeks += result.weeks;
  }
  return (weeks * 1000) / time;
}

addEventListener('message', async ({ data }: MessageEvent<Work>) => {
  try {
    const digests = await digestAll(data.scenarios, data.seed, startThreads, (done) => say({ kind: 'alive', done }));
    say({ kind: 'done', digests, weeksPerSecond: data.timed && (await weeksPerSecond(data.timed)) });
  } catch (thrown) {
    say({ kind: 'failed', error: String(thrown) });
  }
});
