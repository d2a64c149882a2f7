import { expect, test, vi } from 'vitest';
import type { EnsembleRequest, Runner } from '../../../src/engine/ensemble.ts';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { runBatch } from '../../../src/experiment/batch.ts';
import { Table } from '../../../src/store/appending.ts';
import { openResults } from '../../../src/store/results.ts';
import { databaseFile, shardOf } from '../../../src/store/shard.ts';
import { folder } from '../cli/coproduce.ts';
import { experimentOf, TINY } from './helpers.ts';

const experiment = experimentOf(TINY);
const open = (directory: string) => openResults(databaseFile(directory), experiment, shardOf(experiment.runs, 1, 1));

/** Runs in this thread, of which the one with a number waits until it is let go. */
function holding(number: number): Runner & { readonly letGo: () => void } {
  const inner = createInlineRunner();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return {
    letGo: () => letGo(),
    async *run(request: EnsembleRequest) {
      let run = 0;
      for await (const outcome of inner.run(request)) {
        if (run++ === number) await held;
        yield outcome;
      }
    },
    close: () => inner.close(),
  };
}

test('what is recorded is made safe while the next run goes on and on', async () => {
  const results = await open(folder()('out'));
  const runner = holding(7);
  const working = runBatch(experiment, results, runner, results.shard);
  await vi.waitFor(() => expect(results.safe).toBe(7), { timeout: 20_000 });
  expect(results.recorded).toBe(7);
  runner.letGo();
  await working;
  expect(results.safe).toBe(experiment.runs);
  results.close();
});

test('a run of which only a part could be added is not recorded, and none after it', async () => {
  const at = folder();
  const results = await open(at('out'));
  await runBatch(experiment, results, createInlineRunner(), { from: 0, to: 4 });
  expect(results.safe).toBe(4);
  const addNumbers = vi.spyOn(Table.prototype, 'addNumbers');
  let rows = 0;
  addNumbers.mockImplementation(() => {
    // in the middle of the third run that follows
    if (++rows === 15) throw new Error('No space left');
  });
  const whole = { from: 0, to: experiment.runs };
  await expect(runBatch(experiment, results, createInlineRunner(), whole)).rejects.toThrow(/space/);
  addNumbers.mockRestore();
  results.close();

  const again = await open(at('out'));
  expect(again.recorded).toBe(4);
  await runBatch(experiment, again, createInlineRunner(), whole);
  const [[runs, series]] = await again.database.rows(
    'SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM series)',
  );
  expect([Number(runs), Number(series)]).toEqual([experiment.runs, 6 * experiment.runs]);
  again.close();
});
