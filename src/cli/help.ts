import type { Command, OptionSpec } from './options.ts';
import { HELP } from './options.ts';

/** What `coproduce` alone says. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length), 'help'.length);
  const entry = (name: string, summary: string) => `  ${name.padEnd(width)}  ${summary}`;
  return [
    'Coproduce: an agent-based laboratory of how residents come to take part in making their own public services.',
    '',
    'Usage: coproduce <command> [options]',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => entry(name, summary)),
    entry('help', 'explain a command: coproduce help run'),
    '',
    'Options:',
    '  --help     show this text, or the text of a command',
    '  --version  show the version',
    '',
    'Examples:',
    ...commands.slice(0, 3).map(({ examples }) => `  ${examples[0]![0]}`),
    '',
    'Exit codes: 0 done, 1 something failed, 2 the input is wrong (every problem is listed), 130 interrupted.',
    '',
  ].join('\n');
}

/** What `coproduce help run` says: what it does, how it is called, every option with its default, examples. */
export function commandHelp({ name, operands, about, options, examples }: Command): string {
  const usage = ['Usage: coproduce', name, operands, '[options]'].filter((word) => word !== '').join(' ');
  return [
    ...about,
    '',
    usage,
    '',
    'Options:',
    ...[...options, HELP].flatMap(optionLines),
    '',
    'Examples:',
    ...examples.flatMap(([line, purpose]) => [`  # ${purpose}`, `  ${line}`]),
    '',
  ].join('\n');
}

const INDENT = 22;
const WIDTH = 120;

function optionLines({ name, value, help }: OptionSpec): string[] {
  const head = `  --${name}${value === undefined ? '' : ` ${value}`}`;
  const lines: string[] = [];
  let line = '';
  for (const word of help.split(' ')) {
    if (line !== '' && INDENT + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line += (line === '' ? '' : ' ') + word;
  }
  lines.push(line);
  const indented = lines.map((text) => ' '.repeat(INDENT) + text);
  return head.length + 2 > INDENT ? [head, ...indented] : [head.padEnd(INDENT) + lines[0], ...indented.slice(1)];
}
