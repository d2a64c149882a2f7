#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { nearest } from '../scenario/report.ts';
import { CliError, FAILURE } from './errors.ts';
import { commandHelp, overview } from './help.ts';
import { handleInterrupts } from './interrupt.ts';
import { type Command, parseOptions } from './options.ts';

/** Every command, loaded when it is needed. */
const COMMANDS: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  run: () => import('./run.ts'),
  compare: () => import('./compare.ts'),
  digest: () => import('./digest.ts'),
  schema: () => import('./schema.ts'),
  parameters: () => import('./parameters.ts'),
  batch: () => import('./batch.ts'),
  export: () => import('./export.ts'),
  summary: () => import('./summary.ts'),
  sensitivity: () => import('./sensitivity.ts'),
  slurm: () => import('./slurm.ts'),
  replicates: () => import('./replicates.ts'),
  frontier: () => import('./frontier.ts'),
  report: () => import('./report.ts'),
};

async function load(name: string): Promise<Command> {
  const names = Object.keys(COMMANDS);
  if (names.includes(name)) return (await COMMANDS[name]!()).command;
  const near = nearest(name, [...names, 'help']);
  const hint = near === null ? `; commands are ${names.join(', ')}` : `; did you mean "${near}"?`;
  throw new CliError([`${JSON.stringify(name)} is not a command${hint}`]);
}

async function helpText(name: string | undefined): Promise<string> {
  if (name !== undefined) return commandHelp(await load(name));
  return overview(await Promise.all(Object.keys(COMMANDS).map(load)));
}

async function main([first, ...rest]: readonly string[]): Promise<number> {
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    process.stdout.write(await helpText(first === 'help' ? rest.find((word) => !word.startsWith('-')) : undefined));
    return 0;
  }
  if (first === '--version') {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (first.startsWith('-')) {
    const near = nearest(first.replace(/^-+/, ''), ['help', 'version']);
    throw new CliError([
      `${first}: unknown option${near === null ? '; a command comes first' : `; did you mean "--${near}"?`}`,
    ]);
  }
  const command = await load(first);
  const args = parseOptions(rest, command.options);
  if (args.has('help')) {
    process.stdout.write(commandHelp(command));
    return 0;
  }
  return command.run(args);
}

/** The one place that turns errors into words and exit codes. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CliError) {
    process.stderr.write(`${error.lines.join('\n')}\n`);
    return error.exitCode;
  }
  const { code, stack, message } = error as NodeJS.ErrnoException;
  if (code === 'EPIPE') return 0;
  // a disk that is full, a file that is gone: the system's words suffice; anything else is a mistake of the program
  process.stderr.write(
    `${code?.startsWith('E') && !code.startsWith('ERR_') ? message : `unexpected error: ${stack ?? error}`}\n`,
  );
  return FAILURE;
}

// Whoever reads our output may stop reading (`| head`); that is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(exitCodeOf(error)));
process.stderr.on('error', () => {});
handleInterrupts();
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.exitCode = exitCodeOf(error);
  },
);
