import { deriveSeeds, type Scenario } from '../../sim/index.ts';
import { idleInterventions } from '../scenario/idle.ts';
import { readScenario } from '../scenario/read.ts';
import { reportProblems } from '../scenario/report.ts';
import { settings } from '../scenario/set.ts';
import type { Located } from '../scenario/traced.ts';
import { CliError } from './errors.ts';
import { type Output, openOutput, readText } from './files.ts';
import type { Arguments, OptionSpec } from './options.ts';

/** Options that several commands share, with one meaning everywhere. */
export const SET: OptionSpec = {
  name: 'set',
  value: 'path=value',
  multiple: true,
  help: 'change a parameter, for example population.households=500 or interventions.1.seats=30; may be repeated',
};
export const WEEKS: OptionSpec = {
  name: 'weeks',
  value: 'W',
  help: 'weeks to record (default: 156, or what FILE says)',
};
export const WORKERS: OptionSpec = {
  name: 'workers',
  value: 'N',
  help: 'threads (default: one per processor core; a single small run uses none); the result is the same for any number',
};
export const OUT: OptionSpec = {
  name: 'out',
  value: 'FILE',
  help: 'where to write; - is the standard output (default: -). A file appears only when it is complete',
};
export const QUIET: OptionSpec = { name: 'quiet', help: 'no progress on the standard error' };

export const MOST_SEEDS = 1_000_000;

/** The scenarios of the operands with `--set` and `--weeks` over them; what is wrong joins the other problems. */
export function readScenarios(args: Arguments): readonly Scenario[] {
  const given = settings(args.texts('set'));
  const weeks = args.text('weeks');
  if (weeks !== undefined) given.push({ text: `weeks=${weeks}`, where: `--weeks ${weeks}` });
  const problems: Located[] = [];
  const scenarios = args.operands.flatMap((file) => {
    const reading = readScenario(file, readText, given);
    const own = reading.problems.filter(({ where }) => where === file);
    if (own.some(({ path, unknown }) => path === 'scenarios' && unknown !== undefined)) {
      const message = 'is an experiment, expected a scenario; "coproduce batch" runs experiments';
      problems.push({ where: file, path: '', message }, ...reading.problems.filter(({ where }) => where !== file));
    } else problems.push(...reading.problems);
    return reading.scenario === null ? [] : [reading.scenario];
  });
  args.problems.push(...reportProblems(problems));
  if (args.problems.length === 0) warn(scenarios.flatMap((scenario) => idleInterventions(scenario)));
  return scenarios;
}

/** Says what is allowed but hardly meant. It is no progress, so `--quiet` does not silence it. */
export function warn(sentences: readonly string[]): void {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
}

/** The seeds that `--seed` and `--seeds` mean. */
export function readSeeds(args: Arguments): readonly string[] {
  const base = args.text('seed');
  const count = args.whole('seeds', 1, MOST_SEEDS);
  if (count === undefined) return [base ?? '1'];
  return deriveSeeds(count, base);
}

/** Opens the output, unless something is wrong already; then the place is only tried. Ends the command on any problem. */
export function openCheckedOutput(args: Arguments): Output {
  let output: Output | null = null;
  try {
    output = openOutput(args.text('out'), args.operands);
  } catch (error) {
    args.problems.push(`--out ${args.text('out')}: ${(error as Error).message}`);
  }
  if (output !== null && args.problems.length === 0) return output;
  output?.discard();
  throw new CliError(args.problems);
}

/** The format that is asked for, else the one of the output's file name, else the first. */
export function readFormat<T extends string>(args: Arguments, formats: readonly T[]): T {
  const ending = args.text('out')?.split('.').at(-1)?.toLowerCase();
  return args.choice('format', formats) ?? formats.find((format) => format === ending) ?? formats[0]!;
}

/** A problem when the command did not get the number of files that it works on. */
export function expectFiles(args: Arguments, command: string, min: number, max: number): void {
  const count = args.operands.length;
  if (count >= min && count <= max) return;
  const wanted =
    max === min ? `${min === 1 ? 'one scenario file' : `${min} scenario files`}` : `at least ${min} scenario files`;
  args.problems.push(
    `${command}: expected ${wanted}, received ${count === 0 ? 'none' : count}; see "coproduce help ${command}"`,
  );
}

/** Stops here when something is wrong so far. */
export function refuseProblems(args: Arguments): void {
  if (args.problems.length > 0) throw new CliError(args.problems);
}
