import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages } from '../../setup/packages.ts';

/** A real Slurm of two nodes on this machine, without systemd: its daemons can be killed and started again. */
export interface TestCluster {
  readonly env: NodeJS.ProcessEnv;
  /** Ends a daemon and, for a node, everything that ran on it, without a word. */
  kill(daemon: Daemon): void;
  start(daemon: Daemon): void;
  /** The processes of tasks, by the command line that they have. */
  tasks(): { readonly pid: number; readonly command: string }[];
  squeue(): string;
  stop(): void;
}

export type Daemon = 'munged' | 'slurmctld' | 'n1' | 'n2';

/** Installs Slurm where that can be done; says in words what is needed where it cannot. */
export function requireSlurm(): void {
  const there = () =>
    ['slurmctld', 'slurmd', 'munged', 'sbatch'].every((name) => spawnSync('which', [name]).status === 0);
  if (there()) return;
  installPackages('slurm-wlm', 'munge');
  if (there()) return;
  const install = 'apt-get install --no-install-recommends slurm-wlm munge';
  throw new Error(`these tests need a real Slurm, which is not installed and could not be: as root, "${install}"`);
}

export function startCluster(): TestCluster {
  requireSlurm();
  if (process.getuid?.() !== 0) throw new Error('these tests start the daemons of Slurm, which needs root');
  const directory = mkdtempSync(join(tmpdir(), 'coproduce-slurm-'));
  chmodSync(directory, 0o755);
  const at = (name: string) => join(directory, name);
  for (const name of ['state', 'spool-n1', 'spool-n2', 'munge']) mkdirSync(at(name), { mode: 0o755 });
  writeFileSync(at('munge/key'), Buffer.alloc(128, 7), { mode: 0o400 });
  const host = hostname().split('.')[0];
  const port = 20_000 + (process.pid % 20_000);
  writeFileSync(
    at('slurm.conf'),
    [
      'ClusterName=coproduce',
      `SlurmctldHost=${host}(127.0.0.1)`,
      'SlurmUser=root',
      `SlurmctldPort=${port}`,
      'AuthType=auth/munge',
      `AuthInfo=socket=${at('munge/socket')},cred_expire=5`,
      `StateSaveLocation=${at('state')}`,
      `SlurmdSpoolDir=${at('spool-%n')}`,
      `SlurmctldPidFile=${at('slurmctld.pid')}`,
      `SlurmdPidFile=${at('%n.pid')}`,
      `SlurmctldLogFile=${at('slurmctld.log')}`,
      `SlurmdLogFile=${at('%n.log')}`,
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'SwitchType=switch/none',
      'MpiDefault=none',
      'SlurmdParameters=config_overrides',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_CPU',
      'SlurmdTimeout=5',
      'SlurmctldTimeout=5',
      'MessageTimeout=3',
      'KillWait=2',
      'ReturnToService=2',
      'JobRequeue=1',
      'SchedulerParameters=sched_min_interval=0,sched_interval=2,bf_interval=2,batch_sched_delay=0,requeue_delay=0',
      ...['n1', 'n2'].map(
        (n, i) => `NodeName=${n} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${port + 1 + i} CPUs=1 State=UNKNOWN`,
      ),
      'PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP',
      '',
    ].join('\n'),
  );
  const env = { ...process.env, SLURM_CONF: at('slurm.conf') };
  const log = openSync(at('daemons.log'), 'a');
  const pids = new Map<Daemon, number>();
  const munge = ['key-file=key', 'socket=socket', 'pid-file=pid', 'log-file=log', 'seed-file=seed'].map((option) => {
    const [name, file] = option.split('=');
    return `--${name}=${at(`munge/${file}`)}`;
  });
  const commands: Readonly<Record<Daemon, readonly string[]>> = {
    munged: ['munged', '--foreground', '--force', ...munge],
    slurmctld: ['slurmctld', '-D'],
    n1: ['slurmd', '-D', '-N', 'n1'],
    n2: ['slurmd', '-D', '-N', 'n2'],
  };

  const cluster: TestCluster = {
    env,
    start(daemon) {
      const [command, ...args] = commands[daemon];
      const child = spawn(command, args, { env, stdio: ['ignore', log, log], detached: true });
      pids.set(daemon, child.pid as number);
      child.unref();
    },
    kill(daemon) {
      const pid = pids.get(daemon);
      if (pid === undefined) return;
      // a machine that loses power loses its daemon and every process below it
      for (const victim of [pid, ...(daemon.startsWith('n') ? stepsOf(daemon) : [])]) end(victim);
      pids.delete(daemon);
    },
    tasks: () =>
      processes().filter(
        ({ command }) => command.includes('--shard') && command.includes(' batch ') && !command.includes('/bin/sh'),
      ),
    squeue: () => spawnSync('squeue', ['--noheader', '--array'], { env, encoding: 'utf8' }).stdout,
    stop() {
      spawnSync('scancel', ['--full', '--user=root'], { env, timeout: 10_000 });
      for (const daemon of ['n1', 'n2', 'slurmctld', 'munged'] as const) cluster.kill(daemon);
      rmSync(directory, { recursive: true, force: true });
    },
  };

  /** The step daemons of a node (they name their node's spool), and what they started. */
  function stepsOf(node: string): number[] {
    const all = processes();
    const below = (pid: number): number[] =>
      all.filter((p) => p.parent === pid).flatMap((p) => [p.pid, ...below(p.pid)]);
    const steps = all.filter(({ command, pid }) => command.startsWith('slurmstepd') && nodeOf(pid) === node);
    return steps.flatMap(({ pid }) => [...below(pid), pid]);
  }

  function nodeOf(pid: number): string | undefined {
    // a step's task knows its node; the step daemon itself keeps its node's spool directory open
    for (const child of processes().filter((p) => p.parent === pid)) {
      const found = /SLURMD_NODENAME=(\w+)/u.exec(environmentOf(child.pid))?.[1];
      if (found) return found;
    }
    return undefined;
  }

  try {
    cluster.start('munged');
    waitFor('munged', () => existsSync(at('munge/socket')));
    for (const daemon of ['slurmctld', 'n1', 'n2'] as const) cluster.start(daemon);
    waitFor('two idle nodes', () => {
      const { stdout } = spawnSync('sinfo', ['--noheader', '--Node', '--format=%T'], { env, encoding: 'utf8' });
      return (
        stdout
          .trim()
          .split('\n')
          .filter((state) => state === 'idle').length === 2
      );
    });
  } catch (error) {
    const words = existsSync(at('daemons.log')) ? readFileSync(at('daemons.log'), 'utf8').slice(-2000) : '';
    cluster.stop();
    throw new Error(`${(error as Error).message}\n${words}`);
  }
  return cluster;
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

function processes(): { pid: number; parent: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        const parent = Number(
          readFileSync(`/proc/${name}/stat`, 'utf8')
            .replace(/^.*\) \S /su, '')
            .split(' ')[0],
        );
        return [{ pid: Number(name), parent, command }];
      } catch {
        return [];
      }
    });
}

function waitFor(what: string, done: () => boolean): void {
  for (let tries = 0; tries < 100; tries++) {
    if (done()) return;
    execFileSync('sleep', ['0.3']);
  }
  throw new Error(`${what}: not there after 30 seconds`);
}
