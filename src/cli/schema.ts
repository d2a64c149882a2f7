import { scenarioJsonSchema } from '../../sim/index.ts';
import { experimentJsonSchema } from '../experiment/schema.ts';
import type { Command } from './options.ts';
import { refuseProblems } from './scenario-options.ts';

export const command: Command = {
  name: 'schema',
  operands: '',
  summary: 'print the JSON Schema of scenario or experiment files',
  about: [
    'Prints the JSON Schema (draft 2020-12) of scenario files, made from the parameter table. Editors check and complete',
    'a scenario against it when the file names it in "$schema".',
  ],
  options: [{ name: 'experiment', help: 'the schema of experiment files instead' }],
  examples: [
    ['coproduce schema', 'on the standard output'],
    ['coproduce schema > scenarios/scenario.schema.json', 'beside the scenarios, where their "$schema" points'],
    ['coproduce schema --experiment', 'of experiment files, which hold scenarios'],
  ],
  async run(args) {
    if (args.operands.length > 0) args.problems.push(`schema: takes no operand, received "${args.operands[0]}"`);
    refuseProblems(args);
    const schema = args.has('experiment') ? experimentJsonSchema() : scenarioJsonSchema();
    process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    return 0;
  },
};
