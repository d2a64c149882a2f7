import { availableParallelism } from 'node:os';
import { createNodeRunner } from '../engine/node.ts';
import { BatchError } from '../experiment/batch.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { LEAST_SEEDS } from '../experiment/few-seeds.ts';
import { MEASURE_NAMES } from '../experiment/measures.ts';
import { neededReplicates, PointError, type Replicates } from '../experiment/replicates.ts';
import { short, shortInterval, textTable } from '../output/text-table.ts';
import { BAD_INPUT, CliError, FAILURE } from './errors.ts';
import { askAboutRuns, daysOf, perSeedText, readExperimentOperand, unvariedText, YES } from './experiment-options.ts';
import type { Arguments, Command } from './options.ts';
import { MOST_WORKERS } from './runner.ts';
import { OUT, openCheckedOutput, QUIET, readFormat, WORKERS } from './scenario-options.ts';

const FORMATS = ['text', 'json'] as const;
const MOST = 1_000_000;
/** Milliseconds between two signs of progress. */
const SHOW_EVERY = 100;

export const command: Command = {
  name: 'replicates',
  operands: 'FILE --precision P',
  summary: 'how many seeds until an answer is precise enough',
  about: [
    'Runs the scenarios of the experiment FILE seed by seed until the 90 % interval of the difference of every scenario from the',
    `first is narrower than P, and says after how many seeds that was: at least ${LEAST_SEEDS}. Differences are paired by seed, unless the`,
    'experiment gives every run luck of its own; where a design has several points, a seed counts with its mean over them.',
    'It decides on the seeds in their order, so the answer is the same with any number of workers. Stopping at the first narrow',
    'interval makes it cover slightly less than 90 %. Where the answer is not precise enough it ends with exit code 1.',
  ],
  options: [
    {
      name: 'precision',
      value: 'P',
      help: 'width of the interval from end to end, in the unit of the measure; .005 is half a point of participation',
    },
    { name: 'measure', value: 'NAME', help: `one of ${MEASURE_NAMES.join(', ')} (default: rateMean)` },
    { name: 'most', value: 'N', help: 'seeds after which it is given up (default: 1000)' },
    WORKERS,
    OUT,
    { name: 'format', value: FORMATS.join('|'), help: 'default: as the ending of --out says, else text' },
    YES,
    QUIET,
  ],
  examples: [
    ['coproduce replicates scenarios/experiments/a-first-look.json --precision 0.004', 'seconds'],
    ['coproduce replicates experiment.json --precision 20000 --measure cost', 'in CNY'],
    ['coproduce replicates experiment.json --precision 0.002 --out seeds.json', 'with the width after every seed'],
  ],
  async run(args) {
    const experiment = readExperimentOperand(args, 'replicates');
    const precision = readPrecision(args);
    const measure = args.choice('measure', MEASURE_NAMES) ?? 'rateMean';
    const most = args.whole('most', LEAST_SEEDS, MOST) ?? 1000;
    const workers = args.whole('workers', 1, MOST_WORKERS) ?? availableParallelism();
    const format = readFormat(args, FORMATS);
    if (experiment && args.problems.length === 0) await ask(args, experiment, most);
    const output = openCheckedOutput(args);
    const runner = createNodeRunner(workers);
    const terminal = process.stderr.isTTY === true && !args.has('quiet');
    let last = performance.now();
    try {
      const result = await neededReplicates(experiment as Experiment, runner, {
        precision,
        measure,
        most,
        onProgress(runs, seeds, width) {
          if (!terminal || performance.now() - last < SHOW_EVERY) return;
          last = performance.now();
          const widest = width === null ? '' : `, widest interval ${short(width)}`;
          process.stderr.write(`\r\x1b[K${runs} runs, ${seeds} seeds done${widest}`);
        },
      });
      if (terminal) process.stderr.write('\r\x1b[K');
      await output.write(
        format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : text(result, experiment as Experiment),
      );
      output.commit();
      return result.reached ? 0 : FAILURE;
    } catch (error) {
      if (error instanceof PointError) throw new CliError([`${args.operands[0]}: ${error.message}`], BAD_INPUT);
      if (error instanceof BatchError) throw new CliError([error.message], FAILURE);
      throw error;
    } finally {
      output.discard();
      await runner.close();
    }
  },
};

function readPrecision(args: Arguments): number {
  const given = args.text('precision');
  const precision = Number(given);
  if (given === undefined) args.problems.push('--precision: needs the width that the interval is to have');
  else if (!(precision > 0 && Number.isFinite(precision)))
    args.problems.push(`--precision: expected a finite number above 0, received "${given}"`);
  return precision;
}

async function ask(args: Arguments, experiment: Experiment, most: number): Promise<void> {
  const runs = most * experiment.design.points * experiment.policies.length;
  await askAboutRuns(
    args,
    runs,
    `this may take ${runs.toLocaleString('en-US')} runs (${perSeedText(experiment)} × up to ${most.toLocaleString('en-US')} seeds, ` +
      `--most); ${daysOf(runs)}${unvariedText(experiment)}`,
  );
}

function text(result: Replicates, experiment: Experiment): string {
  const { measure, precision, level, seeds, reached, paired, policies, trace } = result;
  const [first] = experiment.policies;
  const alone = experiment.policies.length === 1;
  const percent = `${Math.round(level * 100)} %`;
  const what = `${percent} interval of ${alone ? measure : `a difference in ${measure}`}`;
  const how = alone ? '' : paired ? ', paired by seed,' : ', unpaired since every run has luck of its own,';
  const widest = trace.at(-1)?.width;
  const verdict = reached
    ? `${seeds} seeds: ${alone ? 'the' : 'every'} ${what}${how} is narrower than ${precision}`
    : `${seeds} seeds are not enough: ` +
      (widest === undefined
        ? `fewer than ${LEAST_SEEDS} of them count`
        : `the widest ${what}${how} is ${short(widest)}, asked is less than ${precision}`);
  const parts = [`${verdict}\n`, ...notes(result).map((line) => `${line}\n`)];
  const shared = unvariedText(experiment).replace(/^; /u, '');
  if (shared !== '') parts.push(`${shared}\n`);
  const head = ['policy', alone ? 'mean' : `minus ${first.name}`, percent];
  parts.push(
    '\n',
    textTable([
      paired && !alone ? [...head, 'pairing ×'] : head,
      ...policies.map((row) => {
        const cells = [row.policy, short(row.mean), shortInterval(row.interval)];
        return paired && !alone ? [...cells, short(row.varianceReduction)] : cells;
      }),
    ]),
  );
  if (policies.some(({ varianceReduction }) => varianceReduction !== null))
    parts.push('\npairing ×: so many times the seeds would be needed if runs had luck of their own\n');
  if (!reached && widest !== undefined) {
    // the width goes with one over the root of the number of seeds
    const wanted = Math.ceil(seeds * (widest / precision) ** 2);
    parts.push(`\nabout ${wanted.toLocaleString('en-US')} seeds would be enough, if the spread stays as it is\n`);
  }
  return parts.join('');
}

/** What a reader must know beside the numbers: seeds that do not count, and differences that do not vary. */
function notes({ seeds, failed, failure, undefined: undefinedSeeds, measure, policies }: Replicates): string[] {
  const counted = seeds - failed - undefinedSeeds;
  const same = policies.filter(({ interval }) => interval !== null && interval[0] === interval[1]);
  return [
    ...(failed > 0 ? [`${failed} of the seeds are left out, because a run failed; the first: ${failure}`] : []),
    ...(undefinedSeeds > 0
      ? [`${undefinedSeeds} of the seeds are left out, because ${measure} is not defined for a run`]
      : []),
    ...same.map(({ policy }) => `${policy}: all ${counted} values were equal, so the interval has no width`),
  ];
}
