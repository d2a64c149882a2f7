import { availableParallelism } from 'node:os';
import type { Scenario } from '../../sim/index.ts';
import { createNodeRunner } from '../engine/node.ts';
import { type Finalist, type Frontier, findFrontier } from '../experiment/frontier.ts';
import { MEASURE_NAMES } from '../experiment/measures.ts';
import { short, shortInterval, textTable } from '../output/text-table.ts';
import { FAILURE } from './errors.ts';
import type { Command } from './options.ts';
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

export const command: Command = {
  name: 'frontier',
  operands: 'FILE --budget CNY',
  summary: 'the best mix of instruments at an equal budget',
  about: [
    'Divides the budget in equal parts among the interventions of the scenario FILE in every possible way, each dose scaled so',
    'that its money is spent in its weeks, and lets the mixes race: 8 seeds for all; whoever is worse than the leader with 99 %',
    'confidence leaves; the seeds are doubled up to the limit. Those left run again with new seeds, which alone give the numbers.',
    'Runners-up that cannot be told apart from the best are named as such.',
  ],
  options: [
    { name: 'budget', value: 'CNY', help: 'what every mix spends' },
    { name: 'measure', value: 'NAME', help: `what is best: one of ${MEASURE_NAMES.join(', ')} (default: rateMean)` },
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
    const measure = args.choice('measure', MEASURE_NAMES) ?? 'rateMean';
    const steps = args.whole('steps', 1, 20) ?? 4;
    const seeds = args.whole('seeds', 8, 100_000) ?? 32;
    const workers = args.whole('workers', 1, MOST_WORKERS) ?? availableParallelism();
    if (scenario && scenario.interventions.length === 0)
      args.problems.push(`${args.operands[0]}: has no intervention to spend money on`);
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
    } finally {
      output.discard();
      await runner.close();
    }
  },
};

function text({ measure, budget, mixes, impossible, rounds, checkSeeds, best, others, steps }: Frontier): string {
  const parts = [`${mixes} mixes in parts of 1/${steps} of ${budget.toLocaleString('en-US')} CNY, ${measure}\n`];
  if (impossible.length > 0) {
    const shown = impossible.slice(0, MOST_SHOWN).map(({ label, reason }) => `  ${label}: ${reason}\n`);
    const more = impossible.length - shown.length;
    parts.push(
      `${impossible.length} of them cannot spend the budget:\n`,
      ...shown,
      ...(more > 0 ? [`  and ${more} more\n`] : []),
    );
  }
  if (rounds.length > 0)
    parts.push(`search: ${rounds.map(({ seeds, left }) => `${left} left after ${seeds} seeds`).join(', ')}\n`);
  if (best === null) return `${parts.join('')}no mix can spend the budget\n`;
  const cells = (f: Finalist) => [
    f.label,
    short(f.mean),
    shortInterval(f.interval),
    short(f.gain),
    shortInterval(f.gainInterval),
    f === best ? '' : short(f.behind),
    f === best ? '' : shortInterval(f.behindInterval),
    f === best ? 'best' : f.apart ? 'behind' : 'cannot be told apart',
  ];
  parts.push(
    `checked with ${checkSeeds} new seeds:\n\n`,
    textTable([
      ['mix', 'mean', '90 %', 'above nothing', '90 %', 'behind best', '90 % jointly', ''],
      ...[best, ...others].map(cells),
    ]),
  );
  const close = others.filter(({ apart }) => !apart).length;
  parts.push(
    close === 0
      ? '\nno other mix comes near\n'
      : `\n${close} runner${close === 1 ? '' : 's'}-up cannot be told apart from the best\n`,
  );
  return parts.join('');
}
