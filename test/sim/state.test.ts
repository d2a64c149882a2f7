import murmurHash3 from 'murmurhash3js-revisited';
import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../sim/index.ts';
import {
  COLUMNS,
  type ColumnName,
  createState,
  digestState,
  type Sizes,
  type State,
  stateBytes,
} from '../../sim/state.ts';
import { forAll, parsed, scenarioArbitrary, seedArbitrary } from '../helpers/arbitrary.ts';

const SIZES: Sizes = {
  community: 1,
  block: 2,
  stairwell: 3,
  stairwellFence: 4,
  household: 5,
  householdFence: 6,
  resident: 7,
};

/** The digest by its definition, column by column in order of their names, with somebody else's MurmurHash3 x86-128. */
function digestByTheText(state: State): string {
  const names = (Object.keys(COLUMNS) as ColumnName[]).filter((name) => 'part' in COLUMNS[name]).sort();
  const bytes: number[] = [];
  for (const name of names) {
    bytes.push(...new TextEncoder().encode(name), 0);
    const column = state[name];
    const width = column.BYTES_PER_ELEMENT;
    const view = new DataView(new ArrayBuffer(width));
    for (const value of column) {
      // adding 0 makes 0 of −0
      if (column instanceof Float32Array) view.setFloat32(0, value + 0, true);
      else if (column instanceof Float64Array) view.setFloat64(0, value + 0, true);
      else if (width === 4) view.setUint32(0, value, true);
      else if (width === 2) view.setUint16(0, value, true);
      else view.setUint8(0, value);
      bytes.push(...new Uint8Array(view.buffer));
    }
  }
  return murmurHash3.x86.hash128(Uint8Array.from(bytes));
}

describe('the digest of a state', () => {
  it('hashes names and little-endian bytes of the columns in alphabetical order', () => {
    forAll(10, [scenarioArbitrary, seedArbitrary], (input, seed) => {
      const simulation = createSimulation(parsed(input), seed).run();
      expect(simulation.digest()).toBe(digestByTheText(simulation.state));
    });
  });

  it('takes −0 as 0, and leaves the column as it is', () => {
    const state = createState(SIZES);
    const zero = digestState(state);
    state.motivation[3] = -0;
    expect(digestState(state)).toBe(zero);
    expect(Object.is(state.motivation[3], -0)).toBe(true);
    state.motivation[3] = 1e-30;
    expect(digestState(state)).not.toBe(zero);
  });

  it('changes with any element of any of its columns, and with none of the others', () => {
    const state = createState(SIZES);
    const before = digestState(state);
    for (const name of Object.keys(COLUMNS) as ColumnName[]) {
      const column = state[name];
      column[column.length - 1] = 1;
      expect(digestState(state) !== before, name).toBe('part' in COLUMNS[name]);
      column[column.length - 1] = 0;
    }
    expect(digestState(state)).toBe(before);
  });
});

describe('the columns of a state', () => {
  it('share one buffer, which they fill without overlap', () => {
    const buffer = new ArrayBuffer(stateBytes(SIZES));
    const state = createState(SIZES, buffer);
    const columns = Object.values(state).sort((a, b) => a.byteOffset - b.byteOffset);
    let end = 0;
    for (const column of columns) {
      expect(column.buffer).toBe(buffer);
      expect(column.byteOffset).toBeGreaterThanOrEqual(end);
      end = column.byteOffset + column.byteLength;
    }
    expect(end).toBeLessThanOrEqual(buffer.byteLength);
    expect(() => createState(SIZES, new ArrayBuffer(stateBytes(SIZES) - 8))).toThrow(RangeError);
  });

  it('have the length of their entity', () => {
    const state = createState(SIZES);
    for (const name of Object.keys(COLUMNS) as ColumnName[]) expect(state[name].length).toBe(SIZES[COLUMNS[name].of]);
  });
});
