/**
 * A run between two weeks as bytes: a header, then every array that the rest of the run depends on or reports. A
 * snapshot only fits the scenario, seed and observations it was taken from, which the header's fingerprint ensures.
 */
import { Murmur128 } from './hash.ts';
import type { ColumnArray } from './state.ts';
import { utf8 } from './utf8.ts';

const MAGIC = 0x52504f43; // "COPR" in little-endian bytes
export const SNAPSHOT_VERSION = 1;
const FINGERPRINT = 32;
const HEADER = 16 + FINGERPRINT;

type Section = ColumnArray;

const bytes = (section: Section) =>
  new Uint8Array(section.buffer as ArrayBuffer, section.byteOffset, section.byteLength);

/** A fingerprint of what a snapshot belongs to: 32 hex digits. */
export function fingerprint(of: unknown): string {
  return new Murmur128().update(utf8(JSON.stringify(of))).hex();
}

export function writeSnapshot(week: number, print: string, sections: readonly Section[]): Uint8Array {
  const length = sections.reduce((sum, section) => sum + section.byteLength, HEADER);
  const snapshot = new Uint8Array(length);
  const header = new Uint32Array(snapshot.buffer, 0, 4);
  header.set([MAGIC, SNAPSHOT_VERSION, week, length]);
  snapshot.set(utf8(print), 16);
  let offset = HEADER;
  for (const section of sections) {
    snapshot.set(bytes(section), offset);
    offset += section.byteLength;
  }
  return snapshot;
}

/**
 * Reads a snapshot back into the sections it was written from and returns its week.
 *
 * @throws {RangeError} if it is no snapshot, of another version, of another run, or cut short
 */
export function readSnapshot(snapshot: Uint8Array, print: string, sections: readonly Section[]): number {
  const length = sections.reduce((sum, section) => sum + section.byteLength, HEADER);
  if (snapshot.byteLength < HEADER) throw new RangeError(`not a snapshot: ${snapshot.byteLength} bytes`);
  // A copy that begins at an even place; a Node buffer's own `slice` would be a view of a larger one.
  const copy = new Uint8Array(snapshot);
  const header = new Uint32Array(copy.buffer, 0, 4);
  if (header[0] !== MAGIC) throw new RangeError('not a snapshot: it does not begin with COPR');
  if (header[1] !== SNAPSHOT_VERSION) {
    throw new RangeError(`snapshot of version ${header[1]}, this engine reads version ${SNAPSHOT_VERSION}`);
  }
  const written = String.fromCharCode(...copy.subarray(16, HEADER));
  if (written !== print) throw new RangeError('snapshot of another scenario, seed or observation');
  if (header[3] !== length || snapshot.byteLength !== length) {
    throw new RangeError(`snapshot has ${snapshot.byteLength} bytes, expected ${length}`);
  }
  let offset = HEADER;
  for (const section of sections) {
    bytes(section).set(copy.subarray(offset, offset + section.byteLength));
    offset += section.byteLength;
  }
  return header[2]!;
}
