import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { progressFile, tellProgress } from '../cluster/reconcile.ts';
import type { Runner } from '../engine/ensemble.ts';
import { createNodeRunner } from '../engine/node.ts';
import { retryRuns, runBatch } from '../experiment/batch.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { counted } from '../output/counted.ts';
import { StoreError } from '../store/errors.ts';
import { manifestOf, readManifest, startSession, writeManifest } from '../store/manifest.ts';
import { finishMerge } from '../store/merge.ts';
import { openReadable, repairResults } from '../store/repair.ts';
import { openResults, type Results } from '../store/results.ts';
import { databaseFile, manifestFile, type Shard, shardOf, shardsIn } from '../store/shard.ts';
import { batchProgress, duration } from './batch-progress.ts';
import { FAILURE } from './errors.ts';
import {
  askWhenLarge,
  DIRECTORY,
  readExperimentOperand,
  readOut,
  readShard,
  refuseProblems,
  withStoreErrors,
  YES,
} from './experiment-options.ts';
import { onInterrupt } from './interrupt.ts';
import { invalidText } from './invalid.ts';
import type { Arguments, Command } from './options.ts';
import { MOST_WORKERS } from './runner.ts';
import { QUIET, WORKERS } from './scenario-options.ts';

export const command: Command = {
  name: 'batch',
  operands: 'FILE --out DIR',
  summary: 'run an experiment, with results that survive interruptions',
  about: [
    'Runs the experiment FILE (scenarios × points of a design × seeds) and records every run in a database in DIR as soon as',
    'it is done. Whatever ends it, the same command goes on where it stopped, and the exported tables are the same bytes.',
    'A run that fails is recorded as such and the others go on. Read the results with export, summary, sensitivity, report.',
  ],
  options: [
    DIRECTORY,
    WORKERS,
    { name: 'shard', value: 'i/n', help: 'only the i-th of n parts, for several machines; export joins them' },
    { name: 'retry-failed', help: 'do the failed runs again' },
    { name: 'repair', help: 'set a damaged database aside, keep the runs that can be read, do the others again' },
    YES,
    QUIET,
  ],
  examples: [
    ['coproduce batch scenarios/experiments/a-first-look.json --out first', 'seconds; then: coproduce export first'],
    ['coproduce batch scenarios/experiments/a-first-look.json --out first', 'again after an interruption: goes on'],
    ['coproduce batch experiment.json --out results --shard 2/8', 'the second of eight machines'],
  ],
  async run(args) {
    const experiment = readExperimentOperand(args, 'batch');
    const out = readOut(args);
    const workers = args.whole('workers', 1, MOST_WORKERS) ?? availableParallelism();
    const part = readShard(args, experiment);
    refuseProblems(args);
    await askWhenLarge(args, experiment as Experiment);
    return withStoreErrors(() => endable((signal) => work(signal, args, experiment as Experiment, out, part, workers)));
  },
};

/** Who ends it early waits for its end, from before the results are opened: a repair may take long. */
function endable(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const interruption = new AbortController();
  const working = work(interruption.signal);
  onInterrupt(async () => {
    interruption.abort();
    // the process is about to leave, so nobody else says what went wrong
    await working.catch((error) => process.stderr.write(`${(error as Error).message}\n`));
  });
  return working;
}

async function work(
  signal: AbortSignal,
  args: Arguments,
  experiment: Experiment,
  out: string,
  part: { index: number; of: number },
  workers: number,
): Promise<number> {
  const shard = await chooseShard(out, experiment, part);
  const file = databaseFile(out, shard.index, shard.of);
  const say = (text: string) => args.has('quiet') || process.stderr.write(`${text}\n`);
  const opened = await openOrRepair(args, file, experiment, shard, say, signal);
  if (opened === null) {
    say(`interrupted; nothing was repaired, ${file} is as it was`);
    return FAILURE;
  }
  const results = opened;
  const total = shard.to - shard.from;
  const before = results.recorded;
  const invalid = before === 0 ? invalidText(experiment) : null;
  if (invalid !== null) say(invalid);
  const manifest = manifestFile(out, shard.index, shard.of);
  const sessions = [...(readManifest(manifest)?.sessions ?? []), startSession(workers, process.argv.slice(2))];
  const session = sessions[sessions.length - 1];
  const progress = batchProgress(total, before, args.has('quiet'));
  let runner: Runner | null = null;
  const started = performance.now();

  async function finish(more: number): Promise<void> {
    if (shard.of > 1) await tellProgress(progressFile(out, shard.index, shard.of), results.recorded, results.failed);
    session.ended = new Date().toISOString();
    session.runs = results.recorded - before + more;
    await writeManifest(manifest, manifestOf(experiment, shard, results, sessions), results.database);
  }

  async function run(): Promise<number> {
    const failures = args.has('retry-failed') ? await results.failedRuns() : [];
    if (before > 0 && before < total) say(`${before} of ${total} runs are there already, going on`);
    if (before < total || failures.length > 0) {
      if (before < total || !existsSync(manifest))
        await writeManifest(manifest, manifestOf(experiment, shard, results, sessions));
      runner = createNodeRunner(Math.min(workers, Math.max(1, total - before, failures.length)));
      const options = { onProgress: follower(progress.show, out, shard), signal };
      await runBatch(experiment, results, runner, shard, options);
      await retryRuns(experiment, failures, results, runner, options);
    }
    progress.end();
    if (results.recorded > before || failures.length > 0 || readManifest(manifest)?.status !== 'complete') {
      await finish(failures.length);
    }
    const done = [results.recorded - before, failures.length] as const;
    say(report(results, total, done, (performance.now() - started) / 1000, out));
    if (results.failed > 0) await reportFailures(results);
    return results.failed > 0 ? FAILURE : 0;
  }

  async function runOrStop(): Promise<number> {
    try {
      return await run();
    } catch (error) {
      if (!signal.aborted) throw error;
      progress.end();
      say(`interrupted; ${results.safe} of ${total} runs are recorded, the same command goes on`);
      // the manifest only tells of them, and a full disk may be why somebody ended it
      await finish(0).catch((problem) => say(`the manifest is not up to date: ${(problem as Error).message}`));
      return FAILURE;
    } finally {
      progress.end();
      await runner?.close();
      results.close();
    }
  }

  return runOrStop();
}

const TELL_EVERY = 2000;

/** Shows progress here and, for a part of the runs, leaves it where whoever follows all parts finds it. */
function follower(show: (recorded: number, failed: number) => void, out: string, { index, of }: Shard) {
  let last = Date.now();
  return (recorded: number, failed: number) => {
    show(recorded, failed);
    if (of === 1 || Date.now() - last < TELL_EVERY) return;
    last = Date.now();
    tellProgress(progressFile(out, index, of), recorded, failed).catch(() => {});
  };
}

/** The part of the runs that is meant; whole results of earlier parts stand for each of them. */
async function chooseShard(out: string, experiment: Experiment, part: { index: number; of: number }): Promise<Shard> {
  let ways = shardsIn(out);
  if (ways.length > 1 && ways[0].of === 1) {
    await finishMerge(out);
    ways = shardsIn(out);
  }
  if (part.of > 1 && ways.some(({ of }) => of === 1)) return shardOf(experiment.runs, 1, 1);
  const other = ways.find(({ of }) => of !== part.of);
  if (other) {
    throw new StoreError([
      `${out}: holds parts ${other.present.join(', ')} of ${other.of}; go on with --shard i/${other.of}, or join them with export`,
    ]);
  }
  return shardOf(experiment.runs, part.index, part.of);
}

/** The results, repaired where that is needed and asked for; `null` when somebody ended a repair early. */
async function openOrRepair(
  args: Arguments,
  file: string,
  experiment: Experiment,
  shard: Shard,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<Results | null> {
  if (!args.has('repair')) return openResults(file, experiment, shard);
  try {
    return await openReadableOrRepair(file, experiment, shard, say, signal);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function openReadableOrRepair(
  file: string,
  experiment: Experiment,
  shard: Shard,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<Results> {
  try {
    return await openReadable(file, experiment, shard, signal);
  } catch (error) {
    if (!(error instanceof StoreError && error.kind === 'damaged')) throw error;
    const { aside, kept } = await repairResults(file, experiment, shard, signal);
    say(`${file}: was damaged and is set aside as ${aside}; ${kept} runs could be read and are kept`);
    return openResults(file, experiment, shard);
  }
}

function report(
  results: Results,
  total: number,
  [now, again]: readonly [now: number, again: number],
  seconds: number,
  out: string,
): string {
  const failed = results.failed > 0 ? `, ${results.failed} of them failed` : '';
  const runs = counted(total, 'run');
  if (now + again === 0) return `${runs}${failed}: all are recorded in ${out}`;
  const done = [...(now > 0 ? [`${now} now`] : []), ...(again > 0 ? [`${again} of the failed done again`] : [])];
  return `${runs}${failed}, recorded in ${out} (${done.join(', ')}, in ${duration(seconds)})`;
}

const MOST_SHOWN = 10;

async function reportFailures({ database, failed }: Results): Promise<void> {
  const rows = await database.rows(
    `SELECT policy, seed, point, error FROM runs WHERE status = 'failed' ORDER BY run LIMIT ${MOST_SHOWN}`,
  );
  for (const [policy, seed, point, error] of rows) {
    process.stderr.write(`${policy}, seed ${JSON.stringify(seed)}, point ${point}: run failed: ${error}\n`);
  }
  if (failed > MOST_SHOWN) process.stderr.write(`and ${failed - MOST_SHOWN} more; the table runs has them all\n`);
}
