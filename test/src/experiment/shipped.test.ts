import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readText } from '../../../src/cli/files.ts';
import { readExperiment } from '../../../src/experiment/read-experiment.ts';
import { experimentJsonSchema } from '../../../src/experiment/schema.ts';
import { reportProblems } from '../../../src/scenario/report.ts';

const FOLDER = 'scenarios/experiments';
const names = readdirSync(FOLDER).filter((name) => name !== 'experiment.schema.json');

test('the schema beside the experiments is what coproduce schema --experiment prints', () => {
  expect(JSON.parse(readFileSync(`${FOLDER}/experiment.schema.json`, 'utf8'))).toEqual(experimentJsonSchema());
});

test('the first experiment in the alphabet is a small one', () => {
  const { experiment } = readExperiment(`${FOLDER}/${names.sort()[0]}`, readText);
  expect(experiment!.runs).toBeLessThanOrEqual(100);
  expect(experiment!.policies[0].scenario.parameters.population.residents).toBeLessThanOrEqual(300);
});

describe.each(names)('%s', (name) => {
  test('can be read, and speaks both languages', () => {
    const { experiment, problems } = readExperiment(`${FOLDER}/${name}`, readText);
    expect(reportProblems(problems)).toEqual([]);
    const { title, about, $schema } = experiment!.spec;
    expect($schema).toBe('./experiment.schema.json');
    for (const text of [title, about]) {
      expect(text.en).toMatch(/[a-z]/);
      expect(text.zh).toMatch(/\p{Script=Han}/u);
    }
    // the text names the number of runs
    expect(about.en).toContain(` ${experiment!.runs} runs`);
    expect(about.zh).toContain(`${experiment!.runs}次运行`);
  });
});
