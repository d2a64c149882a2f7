import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { presets, type ScenarioDocument } from '../../../src/presets.ts';
import { decodeLink, encodeLink, LONGEST_LINK, readComparison } from '../../../src/share/link.ts';
import { applyPatch, difference, sameJson } from '../../../src/share/patch.ts';
import type { SharedState } from '../../../src/share/shared-state.ts';

const documentOf = (key: string) => presets.find((preset) => preset.key === key)!.document;

const state = (changes: Partial<SharedState> = {}): SharedState => ({
  scenarios: [
    { slot: 0, preset: 'baseline', document: documentOf('baseline') },
    { slot: 1, preset: 'training', document: documentOf('training') },
  ],
  focus: 1,
  seeds: { count: 50, base: '' },
  view: 'difference',
  panel: 'moved',
  budget: 195_000,
  language: 'zh',
  lesson: { hidden: ['pay'], locked: ['runs'], curtain: true },
  ...changes,
});

const raw = (content: unknown) => `1.${deflateRawSync(JSON.stringify(content)).toString('base64url')}`;

describe('a link', () => {
  test('restores everything', async () => {
    const reading = await decodeLink(await encodeLink(state(), presets), presets);
    expect(reading).toEqual({ state: state(), unread: [] });
  });

  test('of six changed scenarios has at most 2,000 characters', async () => {
    const keys = ['baseline', 'training', 'combined', 'door-visits', 'incentive-wage', 'funding-materials'];
    const scenarios = keys.map((key, slot) => ({
      slot,
      preset: key,
      document: {
        ...documentOf(key),
        name: `${key}-2`,
        title: { en: `My own version of ${key}`, zh: `我的${key}方案` },
        decide: { pay: 0.3 + slot / 10, wantedQuality: 0.7 },
      } as ScenarioDocument,
    }));
    const link = await encodeLink(state({ scenarios, seeds: { count: 200, base: 'a seed of my own' } }), presets);
    expect(link.length).toBeLessThan(LONGEST_LINK - 100);
  });

  test('made by an old version of this page stays readable', async () => {
    // taken on 21 November 2026; never to be changed
    const old = raw({
      s: [
        [0, 'baseline'],
        [1, 'training', { weeks: 104 }],
      ],
      f: 1,
      n: 20,
      v: 1,
      p: 'cost',
      l: 'zh',
    });
    const { state: read, unread } = await decodeLink(`#${old}`, presets);
    expect(unread).toEqual([]);
    expect(read).toMatchObject({
      focus: 1,
      seeds: { count: 20, base: '' },
      view: 'difference',
      panel: 'cost',
      language: 'zh',
    });
    expect(read!.scenarios[1]!.document).toEqual({ ...documentOf('training'), weeks: 104 });
  });

  test('names what it could not read and keeps the rest', async () => {
    const content = { s: [[0, 'baseline'], [1, 'training', { weks: 3, weeks: -1 }], 7], n: 0, q: 1 };
    const { state: read, unread } = await decodeLink(raw(content), presets);
    expect(unread.join()).toMatch(/q/);
    expect(unread).toEqual(
      expect.arrayContaining(['q', 'scenario 2: weks', 'scenario 2: weeks', 'scenario 3', 'seeds']),
    );
    expect(read!.scenarios.map(({ document }) => document)).toEqual([documentOf('baseline'), documentOf('training')]);
  });

  test('never throws, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `1.${text}`),
          fc.json().map((json) => raw(JSON.parse(json))),
        ),
        async (text) => {
          const { state: read, unread } = await decodeLink(text, presets);
          expect(read !== null || unread.length > 0).toBe(true);
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });

  test('that unfolds to gigabytes is refused', async () => {
    const bomb = `1.${deflateRawSync(Buffer.alloc(50_000_000)).toString('base64url')}`;
    expect(await decodeLink(bomb, presets)).toEqual({ state: null, unread: ['link'] });
  });
});

test('files hold the same state as links', () => {
  const file = JSON.parse(JSON.stringify({ coproduce: 1, ...state() }));
  expect(readComparison(file, presets)).toEqual({ state: state(), unread: [] });
  expect(readComparison({ ...file, coproduce: 2 }, presets).state).toBeNull();
});

test('a patch applied to the old document gives the new one', () => {
  const json = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.jsonValue({ maxDepth: 2 }),
  ) as fc.Arbitrary<ScenarioDocument>;
  fc.assert(
    fc.property(json, json, (from, to) => sameJson(applyPatch(from, difference(from, to)), to)),
    { seed: 1 },
  );
});
