import { availableParallelism } from 'node:os';
import type { Scenario } from '../../sim/index.ts';
import type { Runner, RunOutcome } from '../engine/ensemble.ts';
import { createInlineRunner } from '../engine/inline.ts';
import { createNodeRunner } from '../engine/node.ts';
import type { Arguments } from './options.ts';

export const MOST_WORKERS = 256;
/** Resident-weeks up to which a single run is done sooner here than a worker starts, and a signal waits unnoticed. */
const SMALL = 2_000_000;

/** Workers as asked for; a single small run stays in this thread, whatever is larger leaves it free for signals. */
export function chooseRunner(args: Arguments, scenarios: readonly Scenario[], seeds: readonly string[]): () => Runner {
  const asked = args.whole('workers', 1, MOST_WORKERS);
  return () => {
    const runs = scenarios.length * seeds.length;
    const { weeks, burnIn, population } = scenarios[0]!.parameters;
    const residents = population.residents ?? population.households * population.householdSize;
    if (runs === 1 && asked === undefined && residents * (weeks + burnIn) <= SMALL) return createInlineRunner();
    return createNodeRunner(Math.min(asked ?? availableParallelism(), runs));
  };
}

/** Threads for each run where there are fewer runs than workers: the processors that would be idle. Only large runs use them. */
export function threadsPerRun(args: Arguments, runs: number): number {
  const workers = args.whole('workers', 1, MOST_WORKERS) ?? availableParallelism();
  return Math.max(1, Math.floor(workers / runs));
}

/** Passes successful outcomes on; reports failed ones on stderr and counts them. */
export async function* reportFailures(
  outcomes: AsyncIterable<RunOutcome>,
  onFailure: () => void,
): AsyncGenerator<RunOutcome> {
  for await (const outcome of outcomes) {
    if (!outcome.ok) {
      const { name, message } = outcome.error;
      process.stderr.write(
        `${outcome.scenario}, seed ${JSON.stringify(outcome.seed)}: run failed: ${name}: ${message}\n`,
      );
      onFailure();
    }
    yield outcome;
  }
}
