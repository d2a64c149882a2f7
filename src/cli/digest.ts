import { createSimulation, DIGEST_PARTS, type DigestPart, type Scenario, type Simulation } from '../../sim/index.ts';
import { CliError, FAILURE } from './errors.ts';
import { breathe } from './interrupt.ts';
import type { Arguments, Command } from './options.ts';
import { chooseRunner } from './runner.ts';
import { expectFiles, readScenarios, refuseProblems, SET, WEEKS } from './scenario-options.ts';

export const command: Command = {
  name: 'digest',
  operands: 'FILE --seed TEXT',
  summary: 'print the fingerprint of a run, to compare machines and versions',
  about: [
    'Runs the scenario FILE with one seed and prints the 128-bit digest of its state as 32 hex digits. Equal digests mean',
    'equal state, bit by bit; with --weekly the first differing line tells the week in which two runs part.',
  ],
  options: [
    { name: 'seed', value: 'TEXT', help: 'the seed, any text (default: 1)' },
    { name: 'weekly', help: 'a line per week, "week digest", taken at the end of each week (default: the last only)' },
    { name: 'part', value: DIGEST_PARTS.join('|'), help: 'what the digest covers (default: residents)' },
    WEEKS,
    SET,
  ],
  examples: [
    ['coproduce digest scenarios/baseline.json --seed 1', 'the digest after the last week'],
    [
      'coproduce digest scenarios/training.json --seed 1 --weekly',
      'week by week: equal to the baseline before week 26',
    ],
    ['coproduce digest scenarios/training.json --seed 1 --part ledger', 'only what was spent'],
  ],
  async run(args) {
    expectFiles(args, 'digest', 1, 1);
    const [scenario] = readScenarios(args);
    const part = args.choice('part', DIGEST_PARTS) ?? 'residents';
    refuseProblems(args);
    const seed = args.text('seed') ?? '1';
    if (args.has('weekly')) await printWeekly(createSimulation(scenario, seed), part);
    else process.stdout.write(`${await finalDigest(scenario, seed, part, args)}\n`);
    return 0;
  },
};

async function printWeekly(simulation: Simulation, part: DigestPart): Promise<void> {
  while (!simulation.done) {
    simulation.step();
    process.stdout.write(`${simulation.week - 1} ${simulation.digest(part)}\n`);
    await breathe();
  }
}

/** By a runner, so that a large community leaves this thread free for signals. */
async function finalDigest(scenario: Scenario, seed: string, part: DigestPart, args: Arguments): Promise<string> {
  const runner = chooseRunner(args, [scenario], [seed])();
  try {
    for await (const outcome of runner.run({ scenarios: [scenario], seeds: [seed] })) {
      if (outcome.ok) return outcome.result.digests[part];
      throw new CliError([`run failed: ${outcome.error.name}: ${outcome.error.message}`], FAILURE);
    }
    throw new Error('a runner without outcome');
  } finally {
    await runner.close();
  }
}
