import { describe, expect, test, vi } from 'vitest';
import { createFrames, parseScenario } from '../../sim/index.ts';
import { createInlineViewer } from '../../src/engine/viewer.ts';
import { createFrameStore, type FrameStore, pack, unpack } from '../../ui/residents/frames.ts';
import { cellAt, cellOf, createGeometry, neighbourOf } from '../../ui/residents/geometry.ts';
import { countStages, createPainter, rgb } from '../../ui/residents/paint.ts';

const small = parseScenario({ name: 'small', weeks: 20, burnIn: 20, population: { residents: 300 } });
const layout = createFrames(small, 's').layout;

describe('the map', () => {
  test.each([
    ['resident', 572, 300],
    ['dwelling', 150, 70],
    ['stairwell', 30, 20],
  ] as const)('draws each %s apart and inside', (level, width, height) => {
    const geometry = createGeometry(layout, width, height, 26);
    expect(geometry.level).toBe(level);
    const places = new Set(Array.from(geometry.x, (x, c) => `${x},${geometry.y[c]}`));
    expect(places.size).toBe(geometry.x.length);
    expect(Math.max(...geometry.x) + geometry.pitch).toBeLessThanOrEqual(width);
    expect(Math.max(...geometry.y) + geometry.pitch).toBeLessThanOrEqual(height);
    expect(Math.min(...geometry.x, ...geometry.y)).toBeGreaterThanOrEqual(0);
  });

  test('finds a resident where it draws it, and a cell where a resident is', () => {
    const geometry = createGeometry(layout, 572, 300, 26);
    const middle = geometry.pitch / 2;
    for (let i = 0; i < layout.residents; i++)
      expect(cellAt(geometry, geometry.x[i] + middle, geometry.y[i] + middle)).toBe(i);
    expect(cellAt(geometry, -50, -50)).toBe(-1);
    const dwellings = createGeometry(layout, 150, 70, 26);
    for (let i = 0; i < layout.residents; i++) {
      const cell = cellOf(dwellings, i);
      expect(layout.householdStart[cell]).toBeLessThanOrEqual(i);
      expect(layout.householdStart[cell + 1]).toBeGreaterThan(i);
    }
  });

  test('arrow keys go to a neighbour and come back', () => {
    const geometry = createGeometry(layout, 572, 300, 26);
    const right = neighbourOf(geometry, 40, 'right');
    expect(geometry.x[right]).toBeGreaterThan(geometry.x[40]);
    expect(neighbourOf(geometry, right, 'left')).toBe(40);
    const last = Array.from(geometry.x).indexOf(Math.max(...geometry.x));
    expect(neighbourOf(geometry, last, 'right')).toBe(last);
  });

  test('paints sustained residents full, newcomers pale, the lapsed hollow and bystanders small', () => {
    const geometry = createGeometry(layout, 572, 300, 26);
    const palette = {
      paper: rgb('#ffffff'),
      hue: rgb('#3333ff'),
      outline: rgb('#767672'),
      faint: rgb('#b0b0aa'),
      newcomer: 0.42,
    };
    const painter = createPainter(geometry, palette);
    const pixels = new Uint32Array(geometry.width * geometry.height);
    painter.paint(
      pixels,
      Uint8Array.from({ length: layout.residents }, (_, i) => i % 4),
      'stage',
    );
    const at = (i: number, dx: number, dy: number) =>
      pixels[(geometry.y[i] + dy) * geometry.width + geometry.x[i] + dx];
    const middle = painter.size >> 1;
    expect(at(2, 0, 0)).toBe(0xffff3333);
    expect(at(2, middle, middle)).toBe(0xffff3333);
    expect(at(1, 0, 0)).not.toBe(0xffff3333);
    expect(at(3, 0, 0)).toBe(0xff727676);
    expect(at(3, middle, middle)).toBe(0xffffffff);
    expect(at(0, 0, 0)).toBe(0xffffffff);
    expect(at(0, middle, middle)).toBe(0xffaab0b0);
  });

  test('counts stages whether or not residents act', () => {
    expect(countStages(Uint8Array.from([0, 1, 2, 3, 5, 6, 6]))).toEqual([1, 2, 3, 1]);
  });
});

describe('the store of frames', () => {
  test('packs and unpacks any number of residents', () => {
    for (const n of [0, 1, 3, 4, 5, 1001]) {
      const frame = Uint8Array.from({ length: n }, (_, i) => (i * 7) % 4);
      expect(unpack(pack(frame), new Uint8Array(n))).toEqual(frame);
    }
  });

  test('has every week in the end, as the run has it', async () => {
    const viewer = createInlineViewer();
    const store = await new Promise<FrameStore>((resolve, reject) => {
      createFrameStore({
        weeks: 20,
        shown: 'stage',
        ask: (from, to, shown) => viewer.frames({ scenario: small, seed: 's', from, to, shown }),
        onReady: (given) => given.ready === 20 && resolve(given),
        onError: reject,
      });
    });
    const frames = createFrames(small, 's');
    for (const week of [0, 1, 10, 19]) expect(store.get(week)).toEqual(frames.at(week));
    expect(store.get(20)).toBeNull();
  });

  test('stops asking once closed, and tells of an error', async () => {
    const ask = vi.fn(async () => {
      throw new Error('the worker died');
    });
    const error = await new Promise((resolve) => {
      createFrameStore({ weeks: 20, shown: 'stage', ask, onError: resolve });
    });
    expect(error).toEqual(new Error('the worker died'));
    const viewer = createInlineViewer();
    const asked = vi.fn((from: number, to: number) => viewer.frames({ scenario: small, seed: 's', from, to }));
    const store = createFrameStore({ weeks: 20, shown: 'stage', ask: asked });
    store.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked).toHaveBeenCalledTimes(1);
    expect(store.ready).toBe(0);
  });
});
