import { afterAll, expect, test, vi } from 'vitest';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { createNodeRunner } from '../../../src/engine/node.ts';
import { createLab } from '../../../src/lab.ts';
import { createStorage } from '../../../src/share/storage.ts';
import { scenarioAt } from '../../../ui/state/content.ts';
import { LEVERS, setLever } from '../../../ui/state/levers.ts';
import { createStore } from '../../../ui/state/store.ts';

const previewer = createNodeRunner(2);
afterAll(() => previewer.close());

test('a lever that moves while an earlier preview is being computed has its own, with the last value it was moved to', async () => {
  const runner = createInlineRunner();
  const lab = createLab({
    version: 'test',
    runner,
    previewer,
    viewer: { frames: () => Promise.reject(new Error('nobody looks')) } as never,
    first: { scenarios: [] },
  });
  const noStorage = createStorage(() => {
    throw new Error('blocked');
  });
  const store = createStore({ lab, storage: noStorage, workers: 2, language: 'en', theme: 'light', projector: false });
  const { focus } = store.content.value;
  const { document } = scenarioAt(store.content.value, focus);
  const training = LEVERS.find(({ name }) => name === 'training')!;
  const moved = (seats: number) => setLever(document, training, { seats });
  const seeds = store.seeds.value.slice(0, 8);
  const last: number[][] = [];
  for await (const outcome of runner.run({ scenarios: [lab.parse(moved(25)).scenario!], seeds })) {
    if (outcome.ok) last.push([...lab.summarize(outcome).rate]);
  }

  // the warm-up that the page begins when it has been there for a while
  const warmUp = store.ensembles.preview(store.comparison.value.baseline.scenario, seeds);
  for (const seats of [15, 20, 25]) store.drag({ type: 'document', slot: focus, document: moved(seats) });
  await vi.waitFor(
    () => {
      const runs = store.preview.value?.runs ?? [];
      expect(runs.length).toBeGreaterThanOrEqual(2);
      expect(runs.map(({ rate }) => [...rate])).toEqual(last.slice(0, runs.length));
    },
    { timeout: 20_000 },
  );
  expect(store.preview.value!.slot).toBe(focus);
  expect(await warmUp).toHaveLength(8);
  store.drop();
  expect(store.preview.value).toBeNull();
});
