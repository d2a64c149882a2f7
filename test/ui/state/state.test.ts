import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parameters } from '../../../sim/index.ts';
import { presets } from '../../../src/presets.ts';
import { communityOf, fitBudget, fullCost, plannedTotal, split, withoutEmptyCaps } from '../../../ui/state/budget.ts';
import { type Content, reduce } from '../../../ui/state/content.ts';
import { begin, record, redo, seal, undo } from '../../../ui/state/history.ts';
import { entryOf, interventionsOf, LEVERS, setLever, setPath } from '../../../ui/state/levers.ts';

const rows = new Map(parameters.map((row) => [row.path, row]));
const defaults = (instrument: string, field: string) =>
  (rows.get(`interventions.${instrument}.${field}`) ?? rows.get(`interventions.*.${field}`))?.default ?? null;
const parameter = (path: string) => rows.get(path)?.default ?? null;
const documentOf = (key: string) => presets.find((preset) => preset.key === key)!.document;
const lever = (name: string) => LEVERS.find((one) => one.name === name)!;

describe('one budget', () => {
  test('is cut into whole CNY that make it exactly', () => {
    fc.assert(
      fc.property(fc.nat(1e7), fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 }), (total, weights) => {
        const parts = split(total, weights);
        const sum = parts.reduce((a, b) => a + b, 0);
        expect(sum).toBe(weights.some((weight) => weight > 0) ? total : 0);
        parts.forEach((part, i) => {
          if (weights[i] === 0) expect(part).toBe(0);
        });
      }),
      { seed: 1 },
    );
  });

  test('is what every policy may spend and, at full doses, can spend', () => {
    for (const key of ['training', 'combined', 'door-visits', 'funding-materials']) {
      const document = documentOf(key);
      const community = communityOf(document, parameter);
      for (const budget of [50_000, 195_000]) {
        const fitted = fitBudget(document, budget, community, defaults);
        const caps = interventionsOf(fitted).map(({ cap }) => cap as number);
        expect(
          caps.reduce((a, b) => a + b, 0),
          key,
        ).toBe(budget);
        expect(plannedTotal(fitted, community, defaults), `${key} at ${budget}`).toBeCloseTo(budget, 6);
      }
    }
  });

  test('moves from lever to lever', () => {
    const document = documentOf('combined');
    const community = communityOf(document, parameter);
    const changed = setLever(document, lever('training'), { seats: 10 });
    const at = interventionsOf(changed).findIndex(({ instrument }) => instrument === 'training');
    const fitted = fitBudget(changed, 195_000, community, defaults, at);
    const caps = interventionsOf(fitted).map(({ cap }) => cap as number);
    expect(caps[at]).toBe(fullCost(interventionsOf(changed)[at]!, community, defaults));
    expect(caps.reduce((a, b) => a + b, 0)).toBe(195_000);
    expect(caps[0]).toBe(caps[2]);
  });

  const capsOf = (document: (typeof presets)[0]['document']) => interventionsOf(document).map(({ cap }) => cap);

  test('of 0 is no trap: the next one is shared as if it had never been', () => {
    for (const key of ['training', 'combined', 'door-visits', 'funding-materials']) {
      const document = documentOf(key);
      const community = communityOf(document, parameter);
      const nothing = fitBudget(document, 0, community, defaults);
      expect(plannedTotal(nothing, community, defaults), key).toBe(0);
      const again = fitBudget(nothing, 195_000, community, defaults);
      const caps = capsOf(again) as number[];
      expect(
        caps.reduce((a, b) => a + b, 0),
        key,
      ).toBe(195_000);
      expect(Math.min(...caps), key).toBeGreaterThan(0);
      expect(plannedTotal(again, community, defaults), key).toBeCloseTo(195_000, 6);
      const freed = withoutEmptyCaps(nothing);
      expect(capsOf(freed), key).not.toContain(0);
      expect(plannedTotal(freed, community, defaults), key).toBeGreaterThan(0);
      expect(withoutEmptyCaps(again)).toBe(again);
    }
  });

  test('that one lever took all of comes back to the others when it gives, and to one that is changed', () => {
    const start = fitBudget(documentOf('combined'), 195_000, communityOf(documentOf('combined'), parameter), defaults);
    const community = communityOf(start, parameter);
    const at = (name: string) =>
      interventionsOf(start).findIndex((entry) =>
        (lever(name).instruments as readonly unknown[]).includes(entry.instrument),
      );
    const set = (document: typeof start, name: string, field: string, value: number) =>
      fitBudget(setLever(document, lever(name), { [field]: value }), 195_000, community, defaults, at(name));
    const all = set(start, 'training', 'seats', 60);
    expect(capsOf(all)[at('training')]).toBe(195_000);
    expect(capsOf(all)[at('materials')]).toBe(0);
    const less = capsOf(set(all, 'training', 'seats', 5)) as number[];
    expect(Math.min(...less)).toBeGreaterThan(0);
    expect(less.reduce((a, b) => a + b, 0)).toBe(195_000);
    const other = capsOf(set(all, 'materials', 'units', 0.1)) as number[];
    expect(other[at('materials')]).toBeGreaterThan(0);
    expect(other.reduce((a, b) => a + b, 0)).toBe(195_000);
  });
});

describe('levers', () => {
  test('add an intervention with the id of the shipped scenarios, change it and leave the rest alone', () => {
    const document = setLever(documentOf('baseline'), lever('training'), { seats: 5 });
    expect(entryOf(document, lever('training'))).toEqual({ id: 3, instrument: 'training', from: 26, to: 78, seats: 5 });
    const more = setLever(document, lever('training'), { seats: 9 });
    expect(interventionsOf(more)).toHaveLength(1);
    expect(documentOf('baseline').interventions).toBeUndefined();
  });

  test('a parameter set to its default again leaves no trace', () => {
    const document = documentOf('baseline');
    const changed = setPath(document, 'decide.pay', 1);
    expect(changed.decide).toEqual({ pay: 1 });
    expect(setPath(changed, 'decide.pay', undefined)).toEqual(document);
  });
});

const content: Content = {
  scenarios: [
    { slot: 0, preset: 'baseline', document: documentOf('baseline') },
    { slot: 1, preset: 'training', document: documentOf('training') },
  ],
  focus: 1,
  seeds: { count: 50, base: '' },
  view: 'level',
  panel: 'outcomes',
  budget: null,
  lesson: null,
};

describe('changes of the content', () => {
  test('any scenario can be the baseline, and back', () => {
    const swapped = reduce(content, { type: 'baseline', slot: 1 });
    expect(swapped.scenarios.map(({ preset }) => preset)).toEqual(['training', 'baseline']);
    expect(swapped.focus).toBe(0);
    expect(reduce(swapped, { type: 'baseline', slot: 1 })).toEqual(content);
  });

  test('six scenarios at the most, with names of their own, in one community', () => {
    let now = reduce(content, { type: 'parameter', slot: 1, path: 'population.households', value: 100 });
    for (let i = 0; i < 8; i++)
      now = reduce(now, { type: 'add', preset: 'training', document: documentOf('training') });
    expect(now.scenarios).toHaveLength(6);
    expect(new Set(now.scenarios.map(({ document }) => document.name)).size).toBe(6);
    for (const { document } of now.scenarios) expect(document.population).toEqual({ households: 100 });
    expect(now.view).toBe('multiples');
  });

  test('undo is 100 deep, a drag is one step, and redo leads back', () => {
    let history = begin(0);
    for (let i = 1; i <= 150; i++) history = record(seal(history), i);
    for (let i = 151; i <= 160; i++) history = record(history, i, 'drag');
    expect(history.past).toHaveLength(100);
    const before = undo(history)!;
    expect(before.present).toBe(150);
    expect(redo(before)!.present).toBe(160);
    let back = history;
    for (let next = undo(back); next; next = undo(back)) back = next;
    expect(back.present).toBe(51);
    expect(undo(back)).toBeNull();
  });
});
