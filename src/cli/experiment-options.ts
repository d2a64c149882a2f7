import { createInterface } from 'node:readline/promises';
import { BatchError } from '../experiment/batch.ts';
import { type Experiment, unvaried } from '../experiment/experiment.ts';
import { idleIn } from '../experiment/idle.ts';
import type { Contents } from '../experiment/outcomes.ts';
import { readExperiment } from '../experiment/read-experiment.ts';
import { counted } from '../output/counted.ts';
import { readScenario } from '../scenario/read.ts';
import { reportProblems } from '../scenario/report.ts';
import { StoreError } from '../store/errors.ts';
import { CliError, FAILURE } from './errors.ts';
import { readText } from './files.ts';
import type { Arguments, OptionSpec } from './options.ts';
import { refuseProblems, warn } from './scenario-options.ts';

export const DIRECTORY: OptionSpec = {
  name: 'out',
  value: 'DIR',
  help: 'directory of the results; it is made when missing',
};
export const YES: OptionSpec = { name: 'yes', help: 'do not ask before a very large experiment' };

export const PARTIAL: OptionSpec = {
  name: 'partial',
  help: 'take what is there, although runs are missing; not while a batch is at work on it',
};
export const MEASURE: OptionSpec = {
  name: 'measure',
  value: 'NAME',
  help: 'which of the kept summaries (default: rateMean, or the first one)',
};

/** Runs from which somebody is asked first. */
const MANY = 1_000_000;

/** The experiment of the only operand; what is wrong joins the other problems. */
export function readExperimentOperand(args: Arguments, command: string): Experiment | null {
  if (args.operands.length !== 1) {
    const received = args.operands.length === 0 ? 'none' : args.operands.length;
    args.problems.push(
      `${command}: expected one experiment file, received ${received}; see "coproduce help ${command}"`,
    );
    return null;
  }
  const [file] = args.operands;
  const { experiment, problems } = readExperiment(file, readText);
  if (problems.some(({ path }) => path === 'scenarios') && readScenario(file, readText).scenario !== null) {
    args.problems.push(`${file}: is a scenario, expected an experiment; "coproduce run" runs scenarios`);
  } else for (const line of reportProblems(problems)) args.problems.push(line);
  if (experiment && args.problems.length === 0) warn(idleIn(experiment));
  return experiment;
}

/** The directory that is the only operand. */
export function readDirectoryOperand(args: Arguments, command: string): string {
  if (args.operands.length !== 1) {
    const received = args.operands.length === 0 ? 'none' : args.operands.length;
    args.problems.push(
      `${command}: expected one directory of results, received ${received}; see "coproduce help ${command}"`,
    );
  }
  return args.operands[0] ?? '';
}

/** The measure that is asked for, else the usual one. */
export function readMeasure(args: Arguments, { measures }: Pick<Contents, 'measures'>): string {
  if (measures.length === 0) {
    args.problems.push(
      `${args.operands[0]}: these results keep no summaries (keep.summaries), so there is nothing to analyse`,
    );
  }
  const asked = measures.length === 0 ? undefined : args.choice('measure', measures);
  refuseProblems(args);
  return asked ?? (measures.includes('rateMean') ? 'rateMean' : measures[0]);
}

/** A required option of a directory. */
export function readOut(args: Arguments): string {
  const out = args.text('out');
  if (out === undefined || out === '') args.problems.push('--out: needs a directory for the results');
  return out ?? '';
}

/** `2/8`: the second of eight parts. */
export function readShard(args: Arguments, experiment: Experiment | null): { index: number; of: number } {
  const given = args.text('shard');
  if (given === undefined) return { index: 1, of: 1 };
  const [, index, of] = (/^(\d+)\/(\d+)$/u.exec(given) ?? []).map(Number);
  if (!(index >= 1 && index <= of)) {
    args.problems.push(`--shard: expected i/n with i from 1 to n, for example 2/8, received "${given}"`);
    return { index: 1, of: 1 };
  }
  if (experiment && of > experiment.runs)
    args.problems.push(`--shard: ${of} parts of ${experiment.runs} runs leave some empty`);
  return { index, of };
}

/** Asks before a very large experiment is begun; without a terminal, or after a no, it ends here. */
export async function askWhenLarge(args: Arguments, experiment: Experiment): Promise<void> {
  const { runs, policies, seeds, spec } = experiment;
  const cells = Math.max(...policies.map(({ scenario }) => scenario.parameters.weeks)) * (spec.keep.series.length + 2);
  const terabytes = (runs * (cells * 3 + 200)) / 1e12;
  const size = terabytes >= 1 ? `${terabytes.toFixed(1)} TB` : `${(terabytes * 1000).toFixed(1)} GB`;
  await askAboutRuns(
    args,
    runs,
    `this experiment has ${count(runs)} runs (${perSeedText(experiment)} × ${count(seeds)} seeds); ${daysOf(runs)}, ` +
      `and its results may take ${size}${unvariedText(experiment)}`,
  );
}

/** Asks before so many runs, when they are very many; the words say what they are for. */
export async function askAboutRuns(args: Arguments, runs: number, words: string): Promise<void> {
  if (runs <= MANY || args.has('yes')) return;
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new CliError([words, 'nothing was begun; add --yes if this is meant']);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${words}\nbegin? (yes/no) `).finally(() => terminal.close());
  if (!/^y(es)?$/iu.test(answer.trim())) throw new CliError(['nothing was begun']);
}

const count = (n: number) => n.toLocaleString('en-US');

/** `2 scenarios × 1,000 points`. */
export function perSeedText({ policies, design }: Experiment): string {
  return `${counted(policies.length, 'scenario')} × ${counted(design.points, 'point')}`;
}

/** How long so many runs may take. */
export function daysOf(runs: number): string {
  const days = Math.ceil(runs / 8_640_000);
  return `at a hundred runs a second it takes ${days === 1 ? 'a day' : `${count(days)} days`}`;
}

/** Which scenarios run the same at every point, because they have nothing of what is varied; empty when none does. */
export function unvariedText(experiment: Experiment): string {
  const names = unvaried(experiment);
  if (names.length === 0) return '';
  const shown =
    names.length > 5 ? `${names.length} scenarios have` : `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'}`;
  return `; ${shown} nothing of what is varied, so the same runs are done at each of the ${count(experiment.design.points)} points`;
}

/** Does something with results; what goes wrong with them is told in words. */
export async function withStoreErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreError) throw new CliError(error.lines, FAILURE);
    if (error instanceof BatchError) {
      throw new CliError([error.message, 'what was recorded is kept; the same command goes on from there'], FAILURE);
    }
    throw error;
  }
}

export { refuseProblems };
