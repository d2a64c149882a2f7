import { expect, test } from 'vitest';
import { prepare, type RunResult, simulate } from '../../sim/index.ts';
import { firstScenarios, firstSeeds, storeFirstResult } from '../../src/first/first-result.ts';

test('the result that the page is shipped with is what the engine computes (npm run first-result)', async () => {
  const scenarios = firstScenarios();
  const results: RunResult[][] = scenarios.map(() => []);
  for (const seed of firstSeeds()) {
    const start = prepare(scenarios[0]!, seed);
    scenarios.forEach((scenario, i) => {
      results[i]!.push(simulate(scenario, seed, { start, observe: { cards: true } }));
    });
  }
  await expect(`${JSON.stringify(storeFirstResult(results))}\n`).toMatchFileSnapshot(
    '../../src/first/first-result.json',
  );
});
