import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ClusterError, drive } from '../cluster/drive.ts';
import { progressOf } from '../cluster/reconcile.ts';
import { createSlurm } from '../cluster/slurm.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { counted } from '../output/counted.ts';
import { openDatabase } from '../store/duckdb.ts';
import { completeness } from '../store/merge.ts';
import { checkIdentity } from '../store/results.ts';
import { databaseFile, shardOf, shardsIn } from '../store/shard.ts';
import { batchProgress } from './batch-progress.ts';
import { CliError, FAILURE } from './errors.ts';
import {
  askWhenLarge,
  DIRECTORY,
  readExperimentOperand,
  readOut,
  refuseProblems,
  withStoreErrors,
  YES,
} from './experiment-options.ts';
import { onInterrupt } from './interrupt.ts';
import type { Arguments, Command } from './options.ts';
import { QUIET } from './scenario-options.ts';

const MOST_TASKS = 10_000;

export const command: Command = {
  name: 'slurm',
  operands: 'FILE --out DIR --tasks N',
  summary: 'run an experiment on a Slurm cluster',
  about: [
    'Cuts the experiment FILE into N parts, submits them as an array, follows it, submits again what is missing, and joins the',
    'parts in DIR, which every node must see under the same path: the same bytes as "coproduce batch" gives on one machine.',
    'Ctrl-C ends the following only; the same command goes on following, or submits what has been lost.',
  ],
  options: [
    DIRECTORY,
    { name: 'tasks', value: 'N', help: 'parts, each a task of the array' },
    {
      name: 'sbatch',
      value: 'OPTION',
      multiple: true,
      help: 'an option for sbatch, written --sbatch=--partition=short; may be repeated',
    },
    { name: 'poll', value: 'SECONDS', help: 'between two looks at the queue (default: 10)' },
    YES,
    QUIET,
  ],
  examples: [
    ['coproduce slurm experiment.json --out results --tasks 32', 'one processor for each of 32 tasks'],
    [
      'coproduce slurm experiment.json --out results --tasks 8 --sbatch=--cpus-per-task=4 --sbatch=--time=2:00:00',
      'four workers in each of 8',
    ],
    ['coproduce export results', 'then, as after a batch'],
  ],
  async run(args) {
    const experiment = readExperimentOperand(args, 'slurm');
    const out = resolve(readOut(args));
    const tasks = args.whole('tasks', 1, Math.min(MOST_TASKS, experiment?.runs ?? MOST_TASKS));
    if (tasks === undefined && args.text('tasks') === undefined)
      args.problems.push('--tasks: needs the number of parts');
    const poll = args.whole('poll', 1, 3600) ?? 10;
    refuseProblems(args);
    await askWhenLarge(args, experiment as Experiment);
    const cluster = createSlurm();
    const missing = await cluster.missing();
    if (missing !== null) throw new CliError([missing], FAILURE);
    return withStoreErrors(() => work(args, experiment as Experiment, out, tasks as number, poll));
  },
};

async function work(
  args: Arguments,
  experiment: Experiment,
  out: string,
  tasks: number,
  poll: number,
): Promise<number> {
  const say = (text: string) => args.has('quiet') || process.stderr.write(`${text}\n`);
  const other = shardsIn(out).find(({ of }) => of !== tasks && of !== 1);
  if (other) throw new CliError([`${out}: holds parts of ${other.of}; go on with --tasks ${other.of}`]);
  const begun = existsSync(databaseFile(out));
  // whole results that a batch has begun are gone on with as they are, by one task
  const parts = begun ? 1 : tasks;
  if (!begun || (await wholeIn(out, experiment)).recorded < experiment.runs) {
    if (parts < tasks) say(`${out}: a batch has begun these results, so one task goes on with them`);
    const progress = batchProgress(experiment.runs, progressOf(out, parts).recorded, args.has('quiet'));
    onInterrupt(() => {
      progress.end();
      say('the tasks go on; the same command follows them again');
    });
    try {
      await drive(out, experiment, createSlurm(), {
        tasks: parts,
        script: script(args.operands[0], out, parts),
        sbatch: args.texts('sbatch'),
        poll: poll * 1000,
        patience: 3,
        onProgress: progress.show,
        say: (text) => {
          progress.end();
          say(text);
        },
      });
    } catch (error) {
      if (error instanceof ClusterError) throw new CliError([error.message], FAILURE);
      throw error;
    } finally {
      progress.end();
    }
  }
  const { recorded, failed } = await wholeIn(out, experiment);
  const words = `${counted(recorded, 'run')}${failed > 0 ? `, ${failed} of them failed` : ''}`;
  if (recorded < experiment.runs) throw new CliError([`${out}: ${words} of ${experiment.runs} are recorded`], FAILURE);
  say(`${words}: all are recorded in ${out}`);
  return failed > 0 ? FAILURE : 0;
}

/** What whole results hold, which must be those of the experiment. */
async function wholeIn(out: string, experiment: Experiment): Promise<{ recorded: number; failed: number }> {
  const database = await openDatabase(databaseFile(out), true);
  try {
    await checkIdentity(database, experiment, shardOf(experiment.runs, 1, 1));
    return await completeness(database);
  } finally {
    database.close();
  }
}

/** What a task does: its part of the batch, going on where an earlier attempt ended. Failed runs are no failed task. */
function script(file: string, out: string, tasks: number): string {
  const words = [process.execPath, process.argv[1], 'batch', resolve(file), '--out', out, '--shard'].map(shellQuoted);
  return `${words.join(' ')} "$SLURM_ARRAY_TASK_ID/${tasks}" --workers "\${SLURM_CPUS_PER_TASK:-1}" --repair --yes --quiet`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
