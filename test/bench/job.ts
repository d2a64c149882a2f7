/**
 * One measurement in a process of its own, so that neither compiled code nor memory of another one is left in it.
 * Started by bench.ts with a job as JSON; prints its answer as JSON.
 */
import { readFileSync } from 'node:fs';
import { COLUMN, prepare, type Scenario, SERIES, simulate, stateBytes } from '../../sim/index.ts';
import { createNodeRunner } from '../../src/engine/node.ts';
import { startThreads } from '../../src/kernel/threads-node.ts';
import { createCommunity, type Program } from './libraries/community.ts';
import { openPath, type Path, type PathName } from './paths.ts';
import { twinScenario } from './twin.ts';

export type Job =
  /** Runs with seeds "1" to `runs`, times of the recorded weeks. */
  | {
      readonly job: 'engine';
      readonly path: PathName;
      readonly residents: number;
      readonly weeks: number;
      readonly runs: number;
    }
  /** One short run, as it is done without sharing anything. */
  | { readonly job: 'memory'; readonly residents: number }
  /** Population and ties. */
  | { readonly job: 'setUp'; readonly residents: number; readonly runs: number }
  | { readonly job: 'library'; readonly library: LibraryName; readonly residents: number; readonly weeks: number }
  | { readonly job: 'ensemble'; readonly residents: number; readonly seeds: number; readonly rounds: number }
  | { readonly job: 'threads'; readonly path: PathName; readonly residents: number; readonly weeks: number };

export type LibraryName = keyof typeof LIBRARIES;
/** Loaded where they are measured, so that they take no memory elsewhere. */
const LIBRARIES = {
  agentscript: async () => (await import('./libraries/agentscript.ts')).createAgentscript,
  flocc: async () => (await import('./libraries/flocc.ts')).createFlocc,
};

export interface Answers {
  readonly engine: {
    readonly residents: number;
    /** Processor time of a recorded week in each run, ns. */
    readonly times: number[];
    /** Residents who acted in each recorded week of the first run. */
    readonly active: number[];
  };
  readonly memory: { readonly stateBytes: number; readonly tieBytes: number; readonly peakKiB: number };
  /** Processor time of each set-up, ns. */
  readonly setUp: { readonly residents: number; readonly times: number[] };
  /** Processor time of the weeks, ns, and the mean rate. */
  readonly library: {
    readonly residents: number;
    readonly time: number;
    readonly rate: number;
    readonly engine: number;
  };
  /** The ensemble on one and on two workers, round by round. */
  readonly ensemble: Readonly<Record<'one' | 'two', Times[]>>;
  /** The recorded weeks but one; null where memory cannot be shared. */
  readonly threads: (Times & { readonly digest: string }) | null;
}

/** Time on the wall, and of the processors for all threads together, ms. */
export interface Times {
  readonly wall: number;
  readonly processor: number;
}

const SEED = '1';
/** Of all threads, ns. */
const processorTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};

/** Of this thread, ns: without the threads that compile and collect garbage beside it. Linux tells; elsewhere of all. */
const threadTime = () => {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return processorTime();
  }
};

async function timed(action: () => Promise<unknown>): Promise<Times> {
  const [wall, processor] = [performance.now(), processorTime()];
  await action();
  return { wall: performance.now() - wall, processor: (processorTime() - processor) / 1e6 };
}

async function open(name: PathName): Promise<Path> {
  const path = await openPath(name, startThreads);
  if (path === null) throw new Error(`this environment has no path “${name}”`);
  return path;
}

/** A week is what a run of `weeks` takes longer than a run of one, so that neither copying nor digests are in it. */
async function engine({ path, residents, weeks, runs }: Extract<Job, { job: 'engine' }>): Promise<Answers['engine']> {
  const { prepare, simulate } = await open(path);
  const [scenario, short] = [twinScenario({ residents }, weeks), twinScenario({ residents }, 1)];
  const times: number[] = [];
  let active: number[] = [];
  for (let run = 1; run <= runs; run++) {
    const seed = String(run);
    const start = prepare(scenario, seed);
    const begun = threadTime();
    simulate(short, seed, { start });
    const between = threadTime();
    const { series } = simulate(scenario, seed, { start });
    times.push((threadTime() - between - (between - begun)) / (weeks - 1));
    if (run > 1) continue;
    active = Array.from({ length: weeks }, (_, week) => series[week * SERIES.length + COLUMN.active!]!);
  }
  return { residents, times, active };
}

async function memory({ residents }: Extract<Job, { job: 'memory' }>): Promise<Answers['memory']> {
  const scenario = twinScenario({ residents }, 2, 2);
  (await open('kernel')).simulate(scenario, SEED);
  const peakKiB = process.resourceUsage().maxRSS;
  const { sizes, ties } = prepare(twinScenario({ residents }, 1, 0), SEED);
  const tieBytes = ties.start.byteLength + ties.to.byteLength;
  return { stateBytes: stateBytes(sizes), tieBytes, peakKiB };
}

async function setUp({ residents, runs }: Extract<Job, { job: 'setUp' }>): Promise<Answers['setUp']> {
  const { prepare } = await open('kernel');
  const scenario = twinScenario({ residents }, 1, 0);
  const times = Array.from({ length: runs }, (_, run) => {
    const begun = threadTime();
    prepare(scenario, String(run + 1));
    return threadTime() - begun;
  });
  return { residents, times };
}

async function library({ library: name, residents, weeks }: Extract<Job, { job: 'library' }>) {
  const scenario = twinScenario({ residents }, weeks);
  const create = await LIBRARIES[name]();
  const program: Program = create(createCommunity(scenario, SEED));
  const counts: number[] = [];
  const warm = Math.min(4, weeks - 1);
  let begun = 0;
  for (let week = 0; week < weeks; week++) {
    if (week === warm) begun = threadTime();
    counts.push(program.week());
  }
  const time = ((threadTime() - begun) * weeks) / (weeks - warm);
  return { residents, time, rate: meanOf(counts) / residents, engine: meanRate(scenario) };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function meanRate(scenario: Scenario): number {
  const { series, weeks } = simulate(scenario, SEED);
  return meanOf(Array.from({ length: weeks }, (_, week) => series[week * SERIES.length + COLUMN.rate!]!));
}

async function ensemble({ residents, seeds, rounds }: Extract<Job, { job: 'ensemble' }>): Promise<Answers['ensemble']> {
  const scenario = twinScenario({ residents });
  const runners = { one: createNodeRunner(1), two: createNodeRunner(2) };
  const once = async (name: keyof typeof runners, count: number) => {
    const request = { scenarios: [scenario], seeds: Array.from({ length: count }, (_, i) => String(i + 1)) };
    for await (const outcome of runners[name].run(request)) if (!outcome.ok) throw new Error(outcome.error.message);
  };
  // workers start with the first runs; what a run does only once is compiled beside some hundred more of every worker
  await once('one', 400);
  await once('two', 800);
  const times: Record<keyof typeof runners, Times[]> = { one: [], two: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ['one', 'two'] as const) times[name].push(await timed(() => once(name, seeds)));
  }
  await Promise.all(Object.values(runners).map((runner) => runner.close()));
  return times;
}

async function threaded({
  path: name,
  residents,
  weeks,
}: Extract<Job, { job: 'threads' }>): Promise<Answers['threads']> {
  const path = await openPath(name, startThreads);
  if (path === null) return null;
  const start = path.prepare(twinScenario({ residents }, weeks), SEED);
  let digest = '';
  const timeOf = (count: number) =>
    timed(async () => {
      digest = path.simulate(twinScenario({ residents }, count), SEED, { start }).digests.residents;
    });
  const short = await timeOf(1);
  const whole = await timeOf(weeks);
  path.close();
  return { wall: whole.wall - short.wall, processor: whole.processor - short.processor, digest };
}

function answer(job: Job): Answers[keyof Answers] | Promise<Answers[keyof Answers]> {
  switch (job.job) {
    case 'engine':
      return engine(job);
    case 'memory':
      return memory(job);
    case 'setUp':
      return setUp(job);
    case 'library':
      return library(job);
    case 'ensemble':
      return ensemble(job);
    case 'threads':
      return threaded(job);
  }
}

process.stdout.write(JSON.stringify(await answer(JSON.parse(process.argv[2]!))));
