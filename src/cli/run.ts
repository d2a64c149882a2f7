import { DIMENSIONS, institutionSeries } from '../../sim/index.ts';
import { FORMATS, tableText } from '../output/table.ts';
import { FAILURE } from './errors.ts';
import type { Command } from './options.ts';
import { progressReporter } from './progress.ts';
import { chooseRunner, reportFailures, threadsPerRun } from './runner.ts';
import {
  expectFiles,
  OUT,
  openCheckedOutput,
  QUIET,
  readFormat,
  readScenarios,
  readSeeds,
  SET,
  WEEKS,
  WORKERS,
} from './scenario-options.ts';

export const command: Command = {
  name: 'run',
  operands: 'FILE',
  summary: 'run a scenario and print its weekly series',
  about: [
    'Runs the scenario FILE once per seed and writes one row per seed and week: who takes part, in which stage, the',
    "residents' traits, quality, projects and money. The same seed gives the same bytes on every machine.",
  ],
  options: [
    {
      name: 'seed',
      value: 'TEXT',
      help: 'the seed, any text (default: 1); with --seeds N the seeds are TEXT/1 … TEXT/N',
    },
    { name: 'seeds', value: 'N', help: 'run N seeds, 1 … N (default: one run)' },
    WEEKS,
    SET,
    WORKERS,
    OUT,
    { name: 'format', value: FORMATS.join('|'), help: 'default: as the ending of --out says, else csv' },
    {
      name: 'by',
      value: DIMENSIONS.join('|'),
      help: 'a row per group and week instead, with the columns by and group',
    },
    QUIET,
  ],
  examples: [
    ['coproduce run scenarios/training.json --seed 1', 'the weekly series of one run'],
    ['coproduce run scenarios/training.json --seeds 64 --out training.csv', '64 runs on all cores, into a file'],
    [
      'coproduce run scenarios/baseline.json --set population.households=500 --weeks 52 --by age',
      'a smaller community, by age group',
    ],
  ],
  async run(args) {
    expectFiles(args, 'run', 1, 1);
    const scenarios = readScenarios(args);
    const seeds = readSeeds(args);
    const createRunner = chooseRunner(args, scenarios, seeds);
    const format = readFormat(args, FORMATS);
    const by = args.choice('by', DIMENSIONS);
    const output = openCheckedOutput(args);
    const runner = createRunner();
    const progress = progressReporter(args.has('quiet'));
    let failed = false;
    try {
      const outcomes = runner.run(
        { scenarios, seeds, observe: by === undefined ? {} : { by }, threads: threadsPerRun(args, seeds.length) },
        { onProgress: progress.show },
      );
      const reported = reportFailures(outcomes, () => {
        progress.end();
        failed = true;
      });
      const columns = institutionSeries(scenarios[0]!);
      for await (const piece of tableText(reported, format, by !== undefined, columns)) await output.write(piece);
      output.commit();
    } finally {
      progress.end();
      output.discard();
      await runner.close();
    }
    return failed ? FAILURE : 0;
  },
};
