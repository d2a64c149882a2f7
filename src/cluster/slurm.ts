import { execFile } from 'node:child_process';

/** What a command of the cluster said. */
export interface Answer {
  /** `null`: there is no such command here. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command; handed in, so that the driver can be tested without a cluster. */
export type Execute = (command: string, args: readonly string[]) => Promise<Answer>;

const PATIENCE = 60_000;

export const execute: Execute = (command, args) =>
  new Promise((resolve) => {
    execFile(command, [...args], { timeout: PATIENCE, maxBuffer: 1 << 26 }, (error, out, err) => {
      const missing = (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code: missing ? null : code, out, err: err || (error?.message ?? '') });
    });
  });

/** A task of an array that the queue still knows. */
export interface QueuedTask {
  readonly job: string;
  readonly task: number;
  readonly state: string;
  readonly reason: string;
}

/** The cluster as the driver needs it. */
export interface Cluster {
  /** Why there is none here, in words; `null` when there is one. */
  missing(): Promise<string | null>;
  /** Submits an array of tasks and returns its number; `null` with the reason when that fails now. */
  submit(
    tasks: readonly number[],
    name: string,
    log: string,
    script: string,
    options: readonly string[],
  ): Promise<{ job: string } | { problem: string }>;
  /** Tasks of the jobs that wait or run; `null` when the controller does not answer. */
  queue(jobs: readonly string[]): Promise<QueuedTask[] | null>;
  release(job: string, task: number): Promise<void>;
}

export function createSlurm(run: Execute = execute): Cluster {
  return {
    async missing() {
      const { code, err } = await run('sbatch', ['--version']);
      if (code === null) {
        return 'there is no Slurm here: the command sbatch is not found. Run this on a login node of the cluster, or use "coproduce batch" (with --shard i/n on several machines)';
      }
      return code === 0 ? null : `Slurm does not answer: ${firstLine(err)}`;
    },
    async submit(tasks, name, log, script, options) {
      const { code, out, err } = await run('sbatch', [
        '--parsable',
        `--array=${ranges(tasks)}`,
        `--job-name=${name}`,
        `--output=${log}`,
        '--open-mode=append',
        '--requeue',
        ...options,
        `--wrap=${script}`,
      ]);
      const job = /^(\d+)/mu.exec(out)?.[1];
      if (code === 0 && job !== undefined) return { job };
      return { problem: firstLine(err) };
    },
    async queue(jobs) {
      if (jobs.length === 0) return [];
      const { code, out, err } = await run('squeue', [
        '--noheader',
        '--array',
        `--jobs=${jobs.join(',')}`,
        '--format=%F|%K|%T|%r',
      ]);
      // a job that has left the controller's memory is no job any more
      if (code !== 0) return /Invalid job id/iu.test(err) ? (jobs.length === 1 ? [] : single(jobs, this)) : null;
      return out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [job, task, state, reason] = line.split('|');
          return { job, task: Number(task), state, reason };
        });
    },
    async release(job, task) {
      await run('scontrol', ['release', `${job}_${task}`]);
    },
  };
}

/** Asks for every job on its own, where one of them is not known any more. */
async function single(jobs: readonly string[], cluster: Cluster): Promise<QueuedTask[] | null> {
  const tasks: QueuedTask[] = [];
  for (const job of jobs) {
    const found = await cluster.queue([job]);
    if (found === null) return null;
    tasks.push(...found);
  }
  return tasks;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] || 'it gave no reason';
}

/** `1-3,7`. */
export function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let j = i;
    while (j + 1 < numbers.length && numbers[j + 1] === numbers[j] + 1) j++;
    parts.push(i === j ? `${numbers[i]}` : `${numbers[i]}-${numbers[j]}`);
    i = j + 1;
  }
  return parts.join(',');
}
