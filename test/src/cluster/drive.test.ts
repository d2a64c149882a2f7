import { spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ClusterError, drive } from '../../../src/cluster/drive.ts';
import { type Cluster, createSlurm, type QueuedTask, ranges } from '../../../src/cluster/slurm.ts';
import { repairResults } from '../../../src/store/repair.ts';
import { databaseFile, shardOf } from '../../../src/store/shard.ts';
import { folder, ROOT } from '../cli/coproduce.ts';
import { batch, damage, expectSameBytes, experimentOf, exported, TINY } from '../store/helpers.ts';

const TINY_EXPERIMENT = experimentOf(TINY);
const OF = 4;

/** A cluster that does tasks as soon as somebody looks at its queue, unless the script of the test says otherwise. */
function fakeCluster(
  directory: string,
  misfortune: (task: number, attempt: number) => 'lost' | 'torn' | 'rotten' | 'held' | null = () => null,
  experiment = TINY_EXPERIMENT,
) {
  const attempts = new Map<number, number>();
  const queued: QueuedTask[] = [];
  const said: string[] = [];
  let jobs = 0;
  const cluster: Cluster = {
    missing: async () => null,
    async submit(tasks) {
      const job = String(++jobs);
      for (const task of tasks) {
        const attempt = (attempts.get(task) ?? 0) + 1;
        attempts.set(task, attempt);
        const fate = misfortune(task, attempt);
        if (fate === 'held') queued.push({ job, task, state: 'PENDING', reason: 'launch failed requeued held' });
        else if (fate !== 'lost') {
          if (attempt > 1)
            await repairResults(
              databaseFile(directory, task, OF),
              experiment,
              shardOf(experiment.runs, task, OF),
            ).catch(() => {});
          await batch(experiment, directory, { index: task, of: OF });
          if (fate === 'torn') truncateSync(databaseFile(directory, task, OF), 5000);
          if (fate === 'rotten') await damage(databaseFile(directory, task, OF), 'series');
        }
      }
      return { job };
    },
    queue: async () => [...queued],
    async release(job, task) {
      queued.splice(
        queued.findIndex((entry) => entry.job === job && entry.task === task),
        1,
      );
      await batch(experiment, directory, { index: task, of: OF });
    },
  };
  const options = {
    tasks: OF,
    script: '',
    sbatch: [],
    poll: 1,
    patience: 3,
    onProgress() {},
    say: (text: string) => said.push(text),
    sleep: async () => {},
  };
  return { cluster, options, said, attempts };
}

async function whole(at: (name: string) => string, experiment = TINY_EXPERIMENT) {
  await batch(experiment, at('straight'));
  return exported(at('straight'));
}

describe('the driver of a cluster', () => {
  test('gets everything done, and joins it to the bytes of one machine', async () => {
    const at = folder();
    const { cluster, options, said } = fakeCluster(at('out'));
    await drive(at('out'), TINY_EXPERIMENT, cluster, options);
    expect(said).toEqual(['submitted array 1 with 4 tasks']);
    expectSameBytes(await exported(at('out')), await whole(at));
  });

  test('submits again what was lost or cut short, and nothing else', async () => {
    const at = folder();
    const fates = (task: number, attempt: number) =>
      attempt > 1 ? null : task === 2 ? 'lost' : task === 3 ? 'torn' : null;
    const { cluster, options, said, attempts } = fakeCluster(at('out'), fates);
    await drive(at('out'), TINY_EXPERIMENT, cluster, options);
    expect(said).toEqual(['submitted array 1 with 4 tasks', 'submitted array 2 with 2 tasks']);
    expect([...attempts]).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
      [4, 1],
    ]);
    expectSameBytes(await exported(at('out')), await whole(at));
  });

  test('submits again what has all its runs and cannot be read', async () => {
    const at = folder();
    const longer = experimentOf({ ...TINY, set: { ...TINY.set, weeks: 52 }, seeds: 100 });
    const fates = (task: number, attempt: number) => (task === 2 && attempt === 1 ? 'rotten' : null);
    const { cluster, options, said } = fakeCluster(at('out'), fates, longer);
    await drive(at('out'), longer, cluster, options);
    expect(said).toEqual(['submitted array 1 with 4 tasks', 'submitted array 2 with 1 tasks']);
    expectSameBytes(await exported(at('out')), await whole(at, longer));
  });

  test('releases tasks that the cluster holds back', async () => {
    const at = folder();
    const { cluster, options, said } = fakeCluster(at('out'), (task) => (task === 1 ? 'held' : null));
    await drive(at('out'), TINY_EXPERIMENT, cluster, options);
    expect(said[1]).toBe('task 1_1 was held back (launch failed requeued held); released');
  });

  test('waits for a controller that does not answer', async () => {
    const at = folder();
    const { cluster, options, said } = fakeCluster(at('out'));
    let silent = 3;
    const queue: Cluster['queue'] = async (jobs) => (silent-- > 0 ? null : cluster.queue(jobs));
    await drive(at('out'), TINY_EXPERIMENT, { ...cluster, queue }, options);
    expect(said).toEqual([
      'submitted array 1 with 4 tasks',
      'the controller of the cluster does not answer; waiting for it',
    ]);
  });

  test('gives up, in words, when submissions bring nothing, and keeps what there is', async () => {
    const at = folder();
    const { cluster, options } = fakeCluster(at('out'), (task) => (task === 4 ? 'lost' : null));
    await expect(drive(at('out'), TINY_EXPERIMENT, cluster, options)).rejects.toThrow(ClusterError);
    const healthy = fakeCluster(at('out'));
    await drive(at('out'), TINY_EXPERIMENT, healthy.cluster, healthy.options);
    expect([...healthy.attempts]).toEqual([[4, 1]]);
  });
});

test('numbers of tasks are written as Slurm reads them', () => {
  expect(ranges([1, 2, 3, 7, 9, 10])).toBe('1-3,7,9-10');
});

test('a queue that has forgotten a job is an empty one, a dead controller is none', async () => {
  const slurm = (code: number, err: string, out = '') => createSlurm(async () => ({ code, out, err }));
  expect(await slurm(1, 'slurm_load_jobs error: Invalid job id specified').queue(['7'])).toEqual([]);
  expect(
    await slurm(1, 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)').queue(['7']),
  ).toBeNull();
  expect(await slurm(0, '', '7|3|RUNNING|None\n').queue(['7'])).toEqual([
    { job: '7', task: 3, state: 'RUNNING', reason: 'None' },
  ]);
});

test('without Slurm, it says so and what to do instead', () => {
  const at = folder({ 'x.json': TINY });
  writeFileSync(at('none'), '');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['dist/cli.js', 'slurm', at('x.json'), '--out', at('out'), '--tasks', '2'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, PATH: '/nowhere' },
    },
  );
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^there is no Slurm here: .* use "coproduce batch"/)]);
});
