import { availableParallelism } from 'node:os';
import { createNodeRunner } from '../engine/node.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { MEASURE_NAMES } from '../experiment/measures.ts';
import { LEAST_SEEDS, neededReplicates, type Replicates } from '../experiment/replicates.ts';
import { short, shortInterval, textTable } from '../output/text-table.ts';
import { FAILURE } from './errors.ts';
import { readExperimentOperand } from './experiment-options.ts';
import type { Command } from './options.ts';
import { MOST_WORKERS } from './runner.ts';
import { OUT, openCheckedOutput, QUIET, readFormat, WORKERS } from './scenario-options.ts';

const FORMATS = ['text', 'json'] as const;
const MOST = 1_000_000;

export const command: Command = {
  name: 'replicates',
  operands: 'FILE --precision P',
  summary: 'how many seeds until an answer is precise enough',
  about: [
    'Runs the scenarios of the experiment FILE seed by seed until the 90 % interval of the paired difference of every scenario',
    'from the first is narrower than P, and says after how many seeds that was. It decides on the seeds in their order, so the',
    'answer is the same with any number of workers. Stopping at the first narrow interval makes it cover slightly less than 90 %.',
  ],
  options: [
    {
      name: 'precision',
      value: 'P',
      help: 'width of the interval, in the unit of the measure; .005 is half a point of participation',
    },
    { name: 'measure', value: 'NAME', help: `one of ${MEASURE_NAMES.join(', ')} (default: rateMean)` },
    { name: 'most', value: 'N', help: 'seeds after which it is given up (default: 1000)' },
    WORKERS,
    OUT,
    { name: 'format', value: FORMATS.join('|'), help: 'default: as the ending of --out says, else text' },
    QUIET,
  ],
  examples: [
    ['coproduce replicates scenarios/experiments/a-first-look.json --precision 0.004', 'seconds'],
    ['coproduce replicates experiment.json --precision 20000 --measure cost', 'in CNY'],
    ['coproduce replicates experiment.json --precision 0.002 --out seeds.json', 'with the width after every seed'],
  ],
  async run(args) {
    const experiment = readExperimentOperand(args, 'replicates');
    const given = args.text('precision');
    const precision = Number(given);
    if (given === undefined) args.problems.push('--precision: needs the width that the interval is to have');
    else if (!(precision > 0)) args.problems.push(`--precision: expected a number above 0, received "${given}"`);
    const measure = args.choice('measure', MEASURE_NAMES) ?? 'rateMean';
    const most = args.whole('most', LEAST_SEEDS, MOST) ?? 1000;
    const workers = args.whole('workers', 1, MOST_WORKERS) ?? availableParallelism();
    const format = readFormat(args, FORMATS);
    const output = openCheckedOutput(args);
    const runner = createNodeRunner(workers);
    try {
      const show = (seeds: number, width: number) => {
        if (process.stderr.isTTY && !args.has('quiet'))
          process.stderr.write(`\r\x1b[K${seeds} seeds, widest interval ${short(width)}`);
      };
      const result = await neededReplicates(experiment as Experiment, runner, {
        precision,
        measure,
        most,
        onProgress: show,
      });
      if (process.stderr.isTTY && !args.has('quiet')) process.stderr.write('\r\x1b[K');
      await output.write(format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : text(result));
      output.commit();
      return result.reached ? 0 : FAILURE;
    } finally {
      output.discard();
      await runner.close();
    }
  },
};

function text({ measure, precision, level, seeds, reached, failed, policies, trace }: Replicates): string {
  const paired = policies.some(({ varianceReduction }) => varianceReduction !== null);
  const what = `${Math.round(level * 100)} % interval of ${measure}`;
  const verdict = reached
    ? `${seeds} seeds: every ${what} is narrower than ${precision}`
    : `${seeds} seeds are not enough: the widest ${what} is still ${short(trace.at(-1)?.width ?? null)}`;
  const parts = [
    `${verdict}${failed > 0 ? ` (${failed} seeds left out, a run of theirs failed)` : ''}\n\n`,
    textTable([
      ['policy', paired ? 'difference' : 'mean', 'interval', 'pairing ×'],
      ...policies.map((row) => [
        row.policy,
        short(row.mean),
        shortInterval(row.interval),
        short(row.varianceReduction),
      ]),
    ]),
  ];
  if (!reached && trace.length > 0) {
    // the width goes with one over the root of the number of seeds
    const wanted = Math.ceil(seeds * (trace[trace.length - 1].width / precision) ** 2);
    parts.push(`\nabout ${wanted} seeds would be, if the spread stays as it is\n`);
  }
  return parts.join('');
}
