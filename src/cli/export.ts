import { makeDirectory } from '../store/directory.ts';
import type { Database } from '../store/duckdb.ts';
import { EXPORT_FORMATS, exportTables } from '../store/export.ts';
import { PARTIAL, readDirectoryOperand, refuseProblems } from './experiment-options.ts';
import type { Command } from './options.ts';
import { QUIET } from './scenario-options.ts';
import { withResults } from './with-results.ts';

export const command: Command = {
  name: 'export',
  operands: 'DIR',
  summary: 'write the results of an experiment as tables',
  about: [
    'Writes the results in DIR as three tidy tables: runs (a row per run: parameters, seed, summaries, digest), series (a row',
    'per run and week) and ledger (a row per run, week and intervention that did something). Parts of several machines are',
    'joined first. Rows are sorted; the same experiment gives the same bytes however it was interrupted or divided.',
  ],
  options: [
    { name: 'format', value: EXPORT_FORMATS.join('|'), help: 'default: parquet' },
    { name: 'out', value: 'DIR', help: 'where the tables go (default: beside the results)' },
    PARTIAL,
    QUIET,
  ],
  examples: [
    ['coproduce export results', 'runs.parquet, series.parquet and ledger.parquet in results'],
    ['coproduce export results --format csv --out tables', 'for a spreadsheet'],
    ['coproduce export results --partial --format csv', 'a look at a batch that was stopped before its end'],
  ],
  async run(args) {
    const directory = readDirectoryOperand(args, 'export');
    const format = args.choice('format', EXPORT_FORMATS) ?? 'parquet';
    refuseProblems(args);
    const out = args.text('out') ?? directory;
    const write = async (database: Database) => {
      makeDirectory(out);
      const files = await exportTables(database, out, format);
      if (!args.has('quiet')) process.stderr.write(`${files.join('\n')}\n`);
      return 0;
    };
    return withResults(args, directory, 'interrupted; no table was written', write, out);
  },
};
