import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '../experiment/experiment.ts';
import { makeDirectory } from '../store/directory.ts';
import { mergeShards } from '../store/merge.ts';
import { publish } from '../store/publish.ts';
import { isReadable } from '../store/repair.ts';
import { databaseFile } from '../store/shard.ts';
import { progressFile, progressOf, stateOfPart } from './reconcile.ts';
import type { Cluster, QueuedTask } from './slurm.ts';

export interface DriveOptions {
  readonly tasks: number;
  /** The shell command of a task; its number is in `SLURM_ARRAY_TASK_ID`. */
  readonly script: string;
  /** More options for `sbatch`. */
  readonly sbatch: readonly string[];
  /** Milliseconds between two looks at the queue. */
  readonly poll: number;
  /** Submissions in a row without a single new run, after which the driver gives up. */
  readonly patience: number;
  readonly onProgress: (recorded: number, failed: number) => void;
  readonly say: (text: string) => void;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** The tasks bring nothing more. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
}

/**
 * Gets every part of an experiment done by a cluster, whatever happens to its nodes, tasks and controller, and joins
 * them. Only result files count: what the queue says tells when to look, never what is done.
 */
export async function drive(
  directory: string,
  experiment: Experiment,
  cluster: Cluster,
  options: DriveOptions,
): Promise<void> {
  const { tasks: of, say, patience } = options;
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const ledger = join(directory, 'slurm', 'jobs.json');
  makeDirectory(join(directory, 'slurm'));
  // an earlier driver may have left tasks in the queue: they are followed, not submitted again
  let jobs = readJobs(ledger);
  let before = -1;
  let vain = 0;
  for (;;) {
    await follow(directory, cluster, jobs, options, sleep);
    const unfinished = await partsToDo(directory, experiment, of);
    const parts = unfinished.length > 0 ? unfinished : await damagedParts(directory, of);
    const { recorded, failed } = progressOf(directory, of);
    options.onProgress(recorded, failed);
    if (parts.length === 0) break;
    const { todo, busy } = split(parts);
    vain = recorded > before ? 0 : vain + 1;
    before = recorded;
    if (vain >= patience)
      throw new ClusterError(
        gaveUp(
          directory,
          parts.map(({ index }) => index),
        ),
      );
    if (todo.length === 0) {
      // the queue has forgotten a task that is still at work
      say(`${busy} parts are still being written by tasks that the queue does not know; waiting for them`);
      await sleep(options.poll);
      continue;
    }
    const job = await submit(todo, experiment, directory, cluster, options, sleep);
    jobs = [...jobs, job];
    await publish(ledger, (write) => write(`${JSON.stringify(jobs)}\n`));
  }
  if (of > 1) await mergeShards(directory);
  for (let index = 1; index <= of; index++) rmSync(progressFile(directory, index, of), { force: true });
  rmSync(ledger, { force: true });
}

function readJobs(ledger: string): string[] {
  try {
    return JSON.parse(readFileSync(ledger, 'utf8')) as string[];
  } catch {
    return [];
  }
}

interface Part {
  readonly index: number;
  readonly busy: boolean;
}

async function partsToDo(directory: string, experiment: Experiment, of: number): Promise<Part[]> {
  const parts: Part[] = [];
  for (let index = 1; index <= of; index++) {
    const state = await stateOfPart(directory, experiment, index, of);
    if (state !== 'complete') parts.push({ index, busy: state === 'busy' });
  }
  return parts;
}

/** Parts that have all their runs, of which some cannot be read; a task that is given them again repairs them. */
async function damagedParts(directory: string, of: number): Promise<Part[]> {
  const parts: Part[] = [];
  for (let index = 1; index <= of; index++) {
    if (!(await isReadable(databaseFile(directory, index, of)))) parts.push({ index, busy: false });
  }
  return parts;
}

function split(parts: readonly Part[]): { todo: number[]; busy: number } {
  const todo = parts.filter(({ busy }) => !busy).map(({ index }) => index);
  return { todo, busy: parts.length - todo.length };
}

function gaveUp(directory: string, parts: readonly number[]): string {
  return (
    `parts ${parts.join(', ')} brought no new run in several submissions; what is done is kept. ` +
    `Their own words are in ${join(directory, 'slurm')}; the same command tries again`
  );
}

async function submit(
  parts: readonly number[],
  experiment: Experiment,
  directory: string,
  cluster: Cluster,
  { script, sbatch, say, poll, patience }: DriveOptions,
  sleep: (ms: number) => Promise<void>,
): Promise<string> {
  // Slurm puts numbers in the place of %A and %a, and would of a directory's own signs as well
  const log = join(directory.replaceAll('%', '%%'), 'slurm', '%A_%a.log');
  for (let attempt = 1; ; attempt++) {
    const answer = await cluster.submit(parts, experiment.name, log, script, sbatch);
    if ('job' in answer) {
      say(`submitted array ${answer.job} with ${parts.length} tasks`);
      return answer.job;
    }
    // the controller may be starting again
    if (attempt >= 5 * patience) throw new ClusterError(`cannot submit: ${answer.problem}`);
    if (attempt === 1) say(`cannot submit now: ${answer.problem}; trying again`);
    await sleep(poll);
  }
}

/** Waits until the queue knows none of the jobs any more. */
async function follow(
  directory: string,
  cluster: Cluster,
  jobs: readonly string[],
  { poll, tasks: of, onProgress, say }: DriveOptions,
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  let silent = false;
  for (let empty = 0; jobs.length > 0; ) {
    const queued = await cluster.queue(jobs);
    if (queued === null && !silent) say('the controller of the cluster does not answer; waiting for it');
    silent = queued === null;
    const { recorded, failed } = progressOf(directory, of);
    onProgress(recorded, failed);
    if (queued !== null) {
      await releaseHeld(cluster, queued, say);
      // twice in a row: a task that is being requeued is between two states for a moment
      empty = queued.length === 0 ? empty + 1 : 0;
      if (empty >= 2) return;
    }
    await sleep(poll);
  }
}

/** Slurm holds back a task whose start has failed, for somebody to look at it; here it may simply be tried again. */
async function releaseHeld(
  cluster: Cluster,
  queued: readonly QueuedTask[],
  say: (text: string) => void,
): Promise<void> {
  for (const { job, task, state, reason } of queued) {
    if (state !== 'PENDING' || !/held/iu.test(reason)) continue;
    say(`task ${job}_${task} was held back (${reason}); released`);
    await cluster.release(job, task);
  }
}
