import { institutionParameters, parameters } from '../../sim/index.ts';
import { csvLine } from '../output/table.ts';
import type { Command } from './options.ts';
import { refuseProblems } from './scenario-options.ts';

const COLUMNS = ['path', 'default', 'min', 'max', 'unit', 'en', 'zh', 'source'] as const;
const FORMATS = ['text', 'csv', 'json'] as const;

export const command: Command = {
  name: 'parameters',
  operands: '',
  summary: 'print the table of all parameters',
  about: [
    'Prints every parameter of the model: its path in a scenario file and for --set, its default and range, its unit, its',
    'meaning in English and Chinese, and where the numbers come from. Under "interventions" a path names the instrument;',
    'a scenario says which intervention by its id (interventions.1.seats), and --set takes either.',
  ],
  options: [{ name: 'format', value: FORMATS.join('|'), help: 'default: text, aligned columns' }],
  examples: [
    ['coproduce parameters', 'to read'],
    ['coproduce parameters --format csv > parameters.csv', 'for a spreadsheet'],
    ['coproduce parameters | grep training', 'what can be set of an instrument'],
  ],
  async run(args) {
    const table = [...parameters, ...institutionParameters.map(rowOf)];
    if (args.operands.length > 0) args.problems.push(`parameters: takes no operand, received "${args.operands[0]}"`);
    const format = args.choice('format', FORMATS) ?? 'text';
    refuseProblems(args);
    if (format === 'json') {
      const rows = table.map((row) => Object.fromEntries(COLUMNS.map((column) => [column, row[column]])));
      process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    } else {
      const rows = [COLUMNS, ...table.map((row) => COLUMNS.map((column) => row[column]))];
      process.stdout.write(format === 'csv' ? rows.map((row) => csvLine(row)).join('') : aligned(rows));
    }
    return 0;
  },
};

/** A row of an institution; a choice between words has these in the place of a unit. */
function rowOf(row: (typeof institutionParameters)[number]) {
  return row.kind === 'choice' ? { ...row, min: null, max: null, unit: row.options.join(' | ') } : row;
}

/** Columns padded with spaces, for a screen of fixed-width letters. */
function aligned(rows: readonly (readonly (string | number | null)[])[]): string {
  const texts = rows.map((row) => row.map((cell) => (cell === null ? '–' : String(cell))));
  const widths = COLUMNS.map((_, i) => Math.max(...texts.map((row) => screenWidth(row[i]!))));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => cell + ' '.repeat(widths[i]! - screenWidth(cell))).join('  ');
  return texts.map((row) => `${line(row).trimEnd()}\n`).join('');
}

/** Chinese characters and full-width punctuation take two columns of a terminal. */
function screenWidth(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(letter) ? 2 : 1),
    0,
  );
}
