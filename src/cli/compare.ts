import { ComparisonError, compareScenarios } from '../experiment/compare.ts';
import { COMPARISON_FORMATS, formatComparison } from '../experiment/format.ts';
import { CliError, FAILURE } from './errors.ts';
import type { Command } from './options.ts';
import { progressReporter } from './progress.ts';
import { chooseRunner } from './runner.ts';
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

const MOST_BUDGET = 1e10;

export const command: Command = {
  name: 'compare',
  operands: 'FILE FILE… --seeds N',
  summary: 'compare policies with the first scenario, seed by seed',
  about: [
    'Runs every scenario with the same seeds and compares each with the first: differences of participation, quality and',
    'cost with their intervals, who joined and who left, what an additional act costs, which policy can be called better.',
  ],
  options: [
    {
      name: 'seeds',
      value: 'N',
      help: 'how many seeds, 1 … N; intervals need at least 2, 64 are a good number (default: 1)',
    },
    { name: 'seed', value: 'TEXT', help: 'the seeds are TEXT/1 … TEXT/N instead' },
    {
      name: 'budget',
      value: 'CNY',
      help: 'compare at equal cost: refuse policies that cannot spend exactly this much (default: no)',
    },
    WEEKS,
    SET,
    WORKERS,
    OUT,
    { name: 'format', value: COMPARISON_FORMATS.join('|'), help: 'default: as the ending of --out says, else text' },
    QUIET,
  ],
  examples: [
    [
      'coproduce compare scenarios/baseline.json scenarios/training.json scenarios/door-visits.json --seeds 64',
      'two policies',
    ],
    [
      'coproduce compare scenarios/baseline.json scenarios/training.json scenarios/combined.json --seeds 64 --budget 390000',
      'at equal cost',
    ],
    [
      'coproduce compare scenarios/baseline.json scenarios/no-power.json --seeds 16 --out power.json',
      'every number, for another program',
    ],
  ],
  async run(args) {
    expectFiles(args, 'compare', 2, Number.POSITIVE_INFINITY);
    const scenarios = readScenarios(args);
    const seeds = readSeeds(args);
    const createRunner = chooseRunner(args, scenarios, seeds);
    const format = readFormat(args, COMPARISON_FORMATS);
    const budget = args.whole('budget', 1, MOST_BUDGET);
    const output = openCheckedOutput(args);
    const runner = createRunner();
    const progress = progressReporter(args.has('quiet'));
    try {
      const options = { onProgress: progress.show, ...(budget === undefined ? {} : { budget }) };
      const comparison = await compareScenarios(scenarios, seeds, runner, options);
      progress.end();
      for (const { scenario, seed, error } of comparison.failures) {
        process.stderr.write(
          `${scenario}, seed ${JSON.stringify(seed)}: run failed: ${error.name}: ${error.message}\n`,
        );
      }
      await output.write(formatComparison(comparison, format));
      output.commit();
      return comparison.failures.length > 0 ? FAILURE : 0;
    } catch (error) {
      if (error instanceof ComparisonError) throw new CliError(error.problems);
      throw error;
    } finally {
      progress.end();
      output.discard();
      await runner.close();
    }
  },
};
