import { availableParallelism } from 'node:os';
import type { Scenario } from '../../sim/index.ts';
import { createNodeRunner } from '../engine/node.ts';
import { SPENT } from '../experiment/budget.ts';
import {
  type Finalist,
  FRONTIER_MEASURES,
  type Frontier,
  FrontierError,
  type FrontierMeasure,
  findFrontier,
  NO_COST,
  type Standing,
} from '../experiment/frontier.ts';
import { mixCount, NOT_SCALED } from '../experiment/mixes.ts';
import { short, shortInterval, textTable } from '../output/text-table.ts';
import { CliError, FAILURE } from './errors.ts';
import type { Arguments, Command } from './options.ts';
import { MOST_WORKERS } from './runner.ts';
import {
  expectFiles,
  OUT,
  openCheckedOutput,
  QUIET,
  readFormat,
  readScenarios,
  SET,
  WEEKS,
  WORKERS,
} from './scenario-options.ts';

const FORMATS = ['text', 'json'] as const;
const MOST_SHOWN = 8;
const MOST_ROWS = 30;
/** More than so many mixes are no race any more. */
const MOST_MIXES = 100_000;

export const command: Command = {
  name: 'frontier',
  operands: 'FILE --budget CNY',
  summary: 'the best mix of instruments at an equal budget',
  about: [
    'Divides the budget in equal parts among the interventions of the scenario FILE in every possible way, each dose scaled so',
    'that its money is spent in its weeks, and lets the mixes race: 8 seeds for all; whoever is worse than the leader with 99 %',
    'confidence leaves; the seeds are doubled up to the limit. The leader is the best. All that are left, and at least four, run',
    'again with new seeds, on which nothing was chosen and which alone give the numbers. Runners-up that cannot be told apart from',
    'the best are named as such. With gini, of which less is better, and tenureGap, of which the nearest to zero is, that is best.',
    `Doses of ${NOT_SCALED.join(', ').replace(/, (?=\w+$)/u, ' and ')} are not scaled, since what they cost does not grow in step with them: a mix`,
    'in which their money is not spent as they are given drops out. The budget is that of the interventions alone: what',
    'institutions spend comes beside it, and is shown.',
  ],
  options: [
    {
      name: 'budget',
      value: 'CNY',
      help: 'what the interventions of every mix spend, at least 98 % of it on every seed',
    },
    {
      name: 'measure',
      value: 'NAME',
      help: `what is best: one of ${FRONTIER_MEASURES.join(', ')} (default: rateMean)`,
    },
    { name: 'steps', value: 'N', help: 'equal parts of the budget (default: 4, so quarters)' },
    { name: 'seeds', value: 'N', help: 'seeds of the search at the most, and of the check (default: 32)' },
    WEEKS,
    SET,
    WORKERS,
    OUT,
    { name: 'format', value: FORMATS.join('|'), help: 'default: as the ending of --out says, else text' },
    QUIET,
  ],
  examples: [
    ['coproduce frontier scenarios/combined.json --budget 390000', 'materials, training, visits in quarters'],
    [
      'coproduce frontier scenarios/combined.json --budget 195000 --steps 6 --measure sustainedEnd',
      'half the money, finer',
    ],
    ['coproduce frontier scenarios/combined.json --budget 390000 --out mixes.json', 'every number'],
  ],
  async run(args) {
    expectFiles(args, 'frontier', 1, 1);
    const [scenario] = readScenarios(args);
    const budget = args.whole('budget', 1, 1e10);
    if (args.text('budget') === undefined) args.problems.push('--budget: needs the CNY that every mix spends');
    const measure = readMeasure(args);
    const steps = args.whole('steps', 1, 20) ?? 4;
    const seeds = args.whole('seeds', 8, 100_000) ?? 32;
    const workers = args.whole('workers', 1, MOST_WORKERS) ?? availableParallelism();
    if (scenario) checkMixes(args, scenario, steps);
    const format = readFormat(args, FORMATS);
    const output = openCheckedOutput(args);
    const runner = createNodeRunner(workers);
    const terminal = process.stderr.isTTY === true && !args.has('quiet');
    try {
      const result = await findFrontier(scenario as Scenario, runner, {
        budget: budget as number,
        measure,
        steps,
        seeds,
        onProgress(done, mixes, count) {
          if (terminal)
            process.stderr.write(`\r\x1b[K${done} of ${mixes * count} runs: ${mixes} mixes, ${count} seeds`);
        },
      });
      if (terminal) process.stderr.write('\r\x1b[K');
      await output.write(format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : text(result));
      output.commit();
      return result.best === null ? FAILURE : 0;
    } catch (error) {
      if (error instanceof FrontierError) throw new CliError([error.message], FAILURE);
      throw error;
    } finally {
      output.discard();
      await runner.close();
    }
  },
};

function readMeasure(args: Arguments): FrontierMeasure {
  if (args.text('measure') !== 'cost') return args.choice('measure', FRONTIER_MEASURES) ?? 'rateMean';
  args.problems.push(`--measure: ${NO_COST}`);
  return 'rateMean';
}

function checkMixes(args: Arguments, { interventions }: Scenario, steps: number): void {
  const kinds = interventions.length;
  if (kinds === 0) args.problems.push(`${args.operands[0]}: has no intervention to spend money on`);
  const mixes = mixCount(steps, kinds);
  if (mixes <= MOST_MIXES) return;
  args.problems.push(
    `--steps: ${steps} parts among ${kinds} interventions make ${mixes.toLocaleString('en-US')} mixes, ` +
      `allowed are ${MOST_MIXES.toLocaleString('en-US')}`,
  );
}

function text(result: Frontier): string {
  const { measure, mixes, impossible, rounds, checkSeeds, best, others, steps, instruments } = result;
  const budget = `${result.budget.toLocaleString('en-US')} CNY`;
  const alone = instruments.length === 1;
  const parts = [
    alone
      ? `${instruments[0]} is the only instrument, so it gets all of ${budget} and there is nothing to compare it with but spending nothing; ${measure}\n`
      : `${mixes} mixes of ${instruments.join(', ')} in parts of 1/${steps} of ${budget}, ${measure}\n`,
  ];
  if (impossible.length > 0) {
    const shown = impossible.slice(0, MOST_SHOWN).map(({ label, reason }) => `  ${label}: ${reason}\n`);
    const more = impossible.length - shown.length;
    const who = alone ? 'it is' : impossible.length === 1 ? 'one of them is' : `${impossible.length} of them are`;
    const range = `${100 * SPENT[0]}–${100 * SPENT[1]} %`;
    parts.push(
      `${who} left out, since every mix must spend ${range} of the budget on every seed:\n`,
      ...shown,
      ...(more > 0 ? [`  and ${more} more; --format json has them all\n`] : []),
    );
  }
  if (rounds.length > 0)
    parts.push(`search: ${rounds.map(({ seeds, left }) => `${left} left after ${seeds} seeds`).join(', ')}\n`);
  if (result.institutions !== null && result.institutions > 0)
    parts.push(
      `institutions spend ${short(result.institutions)} CNY on average beside the budget, which is that of the interventions\n`,
    );
  if (best === null) return `${parts.join('')}no mix spends the budget\n`;
  const rows = [best, ...others];
  const hidden = rows.length - MOST_ROWS;
  const spend = rows.some(({ institutions }) => institutions > 0);
  const shown = (column: number) => (spend || column !== INSTITUTIONS) && (!alone || column < COMPARED);
  parts.push(
    `checked with ${checkSeeds} new seeds:\n\n`,
    textTable([
      HEAD.filter((_, i) => shown(i)),
      ...rows.slice(0, MOST_ROWS).map((row) => cells(row).filter((_, i) => shown(i))),
    ]),
    ...(hidden > 0 ? [`and ${hidden} more; --format json has them all\n`] : []),
  );
  if (!alone) parts.push(`\n${verdict(others)}\n`);
  return parts.join('');
}

const HEAD = [
  'mix',
  'spent, %',
  'institutions, CNY',
  'mean',
  '90 %',
  'above nothing',
  '90 %',
  'behind best',
  '90 % jointly',
  '',
];
/** The column for what institutions spend, where they do, and the first of those that compare mixes. */
const INSTITUTIONS = 2;
const COMPARED = 7;
const STANDINGS: Readonly<Record<Standing, string>> = {
  best: 'best',
  close: 'cannot be told apart',
  behind: 'behind',
  ahead: 'ahead in the check',
};

function cells(row: Finalist): string[] {
  const [least, most] = row.spent.map((share) => (100 * share).toFixed(1));
  const first = row.standing === 'best';
  return [
    row.label,
    least === most ? least : `${least} … ${most}`,
    short(row.institutions),
    short(row.mean),
    shortInterval(row.interval),
    short(row.gain),
    shortInterval(row.gainInterval),
    first ? '' : short(row.behind),
    first ? '' : shortInterval(row.behindInterval),
    STANDINGS[row.standing],
  ];
}

function verdict(others: readonly Finalist[]): string {
  if (others.length === 0) return 'no other mix spends the budget';
  const count = (standing: Standing) => others.filter((row) => row.standing === standing).length;
  const [close, ahead] = [count('close'), count('ahead')];
  const lines = [
    ...(ahead > 0
      ? [`${ahead} did better in the check than the leader of the search: more --seeds would tell which is best`]
      : []),
    ...(close > 0 ? [`${close} runner${close === 1 ? '' : 's'}-up cannot be told apart from the best`] : []),
  ];
  if (lines.length > 0) return lines.join('\n');
  const [{ label, behind, behindInterval }] = others;
  return (
    `every other mix that was checked is behind; the nearest, ${label}, by ${short(behind)} ` +
    `(90 % jointly: ${shortInterval(behindInterval)})`
  );
}
