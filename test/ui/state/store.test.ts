import { expect, test } from 'vitest';
import { createInlineRunner } from '../../../src/engine/inline.ts';
import { createLab } from '../../../src/lab.ts';
import { createStorage } from '../../../src/share/storage.ts';
import { leverEditor } from '../../../ui/shell/lever-editor.ts';
import { scenarioAt } from '../../../ui/state/content.ts';
import { entryOf, LEVERS } from '../../../ui/state/levers.ts';
import { createStore } from '../../../ui/state/store.ts';

function newStore(storage = createStorage(() => globalThis.localStorage)) {
  const idle = { ...createInlineRunner(), run: () => new ReadableStream() as never };
  const lab = createLab({
    version: 'test',
    runner: idle,
    previewer: idle,
    viewer: { frames: () => Promise.reject(new Error('nobody looks')) } as never,
    first: { scenarios: [] },
  });
  return createStore({ lab, storage, workers: 1, language: 'en', theme: 'light', projector: false });
}

test('what the model refuses changes nothing and is said in words, until something is accepted', () => {
  const store = newStore();
  const before = store.content.value;
  const set = (path: string, value: number) => store.dispatch({ type: 'parameter', slot: 'all', path, value });
  for (const [path, value, why] of [
    ['population.households', 900_000, /at most 2000000/],
    ['population.areaMin', 500, /is above areaMax/],
    ['population.conditionalShare', 1, /with conditionalShare it makes/],
    ['traits.knowHowMin', 1, /is above knowHowMax/],
  ] as const) {
    expect(set(path, value), path).toBe(false);
    expect(store.message.value!.text).toMatch(why);
    expect(store.content.value).toBe(before);
    expect(store.canUndo.value).toBe(false);
  }
  store.language.value = 'zh';
  set('population.areaMin', 500);
  expect(store.message.value!.text).toMatch(/^未作更改/);
  expect(set('population.households', 200)).toBe(true);
  expect(store.message.value).toBeNull();
});

test('a change during a replay ends it and is made to what there is now', () => {
  const store = newStore();
  const training = LEVERS.find(({ name }) => name === 'training')!;
  const entry = () => entryOf(scenarioAt(store.content.value, store.content.value.focus).document, training)!;
  const before = entry();
  leverEditor(store, training).set({ seats: 20 });

  store.replay();
  expect(entry()).toEqual(before);
  const editor = leverEditor(store, training);
  editor.set({ price: 500 });
  expect(store.replaying.value).toBe(false);
  expect(entry()).toEqual({ ...before, seats: 20, price: 500 });

  store.replay();
  editor.drag({ to: 60 });
  store.drop();
  expect(store.replaying.value).toBe(false);
  expect(entry()).toEqual({ ...before, seats: 20, price: 500, to: 60 });

  store.replay();
  store.undo();
  expect(store.replaying.value).toBe(false);
  expect(entry()).toEqual({ ...before, seats: 20, price: 500 });
  store.undo();
  expect(entry()).toEqual({ ...before, seats: 20 });
  store.replay();
  store.redo();
  expect(entry()).toEqual({ ...before, seats: 20, price: 500 });
});

test('a case study is added, and all scenarios moved to its community, in one step', () => {
  const store = newStore();
  const before = store.content.value;
  for (const { key, document } of store.lab.presets.filter((preset) => preset.document.institutions !== undefined)) {
    expect(store.dispatch({ type: 'add', preset: key, document, moves: true }), key).toBe(true);
    const { scenarios, focus } = store.content.value;
    expect(scenarioAt(store.content.value, focus).preset).toBe(key);
    for (const entry of scenarios) expect(entry.document.population, key).toEqual(document.population);
    store.undo();
    expect(store.content.value).toBe(before);
  }
  expect(store.canUndo.value).toBe(false);
});
