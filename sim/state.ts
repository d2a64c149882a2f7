/**
 * The state of a run: flat typed arrays, all in one buffer, the column with the widest elements first. This table is
 * the one place that says what is stored, how wide, for which entity, and which columns enter a digest.
 */
import { Murmur128 } from './hash.ts';
import type { DigestPart } from './result.ts';
import { utf8 } from './utf8.ts';

const ARRAYS = {
  f64: Float64Array,
  f32: Float32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;
type Dtype = keyof typeof ARRAYS;
type ArrayOf<D extends Dtype> = InstanceType<(typeof ARRAYS)[D]>;
/** Any column. */
export type ColumnArray = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

/** How many there are of each entity; a fence is one longer than what it divides. */
export interface Sizes {
  readonly community: 1;
  readonly block: number;
  readonly stairwell: number;
  readonly stairwellFence: number;
  readonly household: number;
  readonly householdFence: number;
  readonly resident: number;
}

interface Column {
  readonly of: keyof Sizes;
  readonly type: Dtype;
  /** The digest it enters; absent where it is derived within the week or merely an index. */
  readonly part?: DigestPart;
  readonly meaning: string;
}

const person = <D extends Dtype>(type: D, meaning: string) =>
  ({ of: 'resident', type, part: 'residents', meaning }) as const;
const place = <D extends Dtype, E extends keyof Sizes>(of: E, type: D, meaning: string) =>
  ({ of, type, part: 'residents', meaning }) as const;
const scratch = <D extends Dtype, E extends keyof Sizes>(of: E, type: D, meaning: string) =>
  ({ of, type, meaning }) as const;

export const COLUMNS = {
  // what a resident brings
  innateMotivation: person('f32', 'm, 0–1'),
  innateTrust: person('f32', 't₀, 0–1'),
  innateEfficacy: person('f32', 'e₀, 0–1'),
  cost: person('f32', 'cost of time c, logit'),
  circumstances: person('f32', 'ε, logit'),
  interestHard: person('f32', 'ω for hard facilities; the three have mean 1'),
  interestSoft: person('f32', 'ω for the soft environment'),
  interestService: person('f32', 'ω for services'),
  age: person('u8', 'index into AGES'),
  type: person('u8', '0 conditional co-operator, 1 free rider, 2 committed'),
  role: person('u8', '0 resident, 1 formal leader, 2 opinion leader, 3 action leader, 4 elite'),
  household: person('u32', 'index of the household, which is that of its dwelling'),
  // what changes in a resident
  motivation: person('f32', 'M, 0–1'),
  trust: person('f32', 'T, 0–1'),
  efficacy: person('f32', 'E, 0–1'),
  habit: person('f32', 'H, 0–1'),
  knowHow: person('f32', 'K, 0–1'),
  attachment: person('f32', 'X, 0–1'),
  crowding: person('f32', 'Z, 0–1'),
  fatigue: person('f32', 'F, 0–1'),
  arousal: person('f32', 'A, at least 0'),
  recent: person('u32', 'acts of the last 26 weeks as bits, bit 0 this week; stages read the lowest 12'),
  stage: person('u8', 'index into STAGES'),
  mode: person('u8', 'this week’s act: 0 none, else 1 + index into MODES'),
  neighbours: person('u16', 'strength of the ties to those who acted this week'),
  // within the week, and indices
  event: scratch('resident', 'u8', 'this week: 0 none, 1 entry, 2 lapse, 3 return'),
  degree: scratch('resident', 'u16', 'strength of all ties, at least 1'),
  pay: scratch('resident', 'f32', 'hourly wages: offered before Decide, paid after it'),
  relief: scratch('resident', 'f32', 'share of the cost of time that is saved'),
  // households and dwellings
  householdStart: place('householdFence', 'u32', 'first resident of each household'),
  let: place('household', 'u8', '1 if the dwelling is let: its members rent'),
  area: place('household', 'f32', 'area of the dwelling, m²'),
  // stairwells
  stairwellStart: scratch('stairwellFence', 'u32', 'first resident of each stairwell'),
  quality: place('stairwell', 'f32', 'Q, 0–1'),
  // blocks
  effect: place('block', 'f32', 'perceived effect S, 0–1'),
  progress: place('block', 'f32', 'of the current project, 0–1'),
  projectAge: place('block', 'u16', 'weeks since the project began'),
  ordinal: place('block', 'u16', 'number of the current project, from 0'),
  kind: place('block', 'u8', 'index into KINDS'),
  reach: place('block', 'u8', 'index into REACHES'),
  target: place('block', 'u32', 'stairwell that a project with that reach serves'),
  difficulty: place('block', 'f32', 'd, 0–1'),
  visibility: place('block', 'f32', '0–1'),
  promised: scratch('block', 'f64', 'units of government input promised this week'),
  delivered: scratch('block', 'f64', 'units delivered this week'),
  credited: scratch('block', 'f64', 'units delivered, discounted for lateness'),
  deliveryFactor: scratch('block', 'f64', 'factor of the institutions on output'),
  effort: scratch('block', 'f64', 'R of this week'),
  output: scratch('block', 'f64', 'y of this week'),
  outcome: scratch('block', 'u8', 'of the project this week: 0 goes on, 1 completed, 2 failed'),
  // community
  power: scratch('community', 'f64', 'share of decision rights that residents hold this week'),
} as const satisfies Record<string, Column>;

export type ColumnName = keyof typeof COLUMNS;
export type State = { readonly [N in ColumnName]: ArrayOf<(typeof COLUMNS)[N]['type']> };

const NAMES = Object.keys(COLUMNS) as ColumnName[];
const width = (name: ColumnName): number => ARRAYS[COLUMNS[name].type].BYTES_PER_ELEMENT;
const BY_WIDTH = [...NAMES].sort((a, b) => width(b) - width(a));
/** How wide each column is and whom it is of, in the order in which they lie in memory. */
const LAYOUT = BY_WIDTH.map((name) => ({
  name,
  of: COLUMNS[name].of,
  width: width(name),
  make: ARRAYS[COLUMNS[name].type],
}));

/** Bytes of a state of these sizes. */
export function stateBytes(sizes: Sizes): number {
  let bytes = 0;
  for (const { of, width } of LAYOUT) bytes += sizes[of] * width;
  return Math.ceil(bytes / 8) * 8;
}

/**
 * The columns of a state as views of one buffer.
 *
 * @param buffer with {@link stateBytes} bytes from `offset` on; a new one, all zero, when absent. May be shared memory.
 * @param offset a multiple of 8
 * @throws RangeError if the buffer is too small
 */
export function createState(
  sizes: Sizes,
  buffer: ArrayBufferLike = new ArrayBuffer(stateBytes(sizes)),
  offset = 0,
): State {
  let at = offset;
  const columns = {} as Record<ColumnName, ColumnArray>;
  for (const { name, of, width, make } of LAYOUT) {
    columns[name] = new make(buffer as ArrayBuffer, at, sizes[of]);
    at += sizes[of] * width;
  }
  return columns as State;
}

/** All bytes of a state. */
export function stateRegion(state: State, sizes: Sizes): Uint8Array {
  const { buffer, byteOffset } = state[BY_WIDTH[0]!];
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, stateBytes(sizes));
}

/** A copy of a state in a buffer of its own, or at an offset of another. */
export function copyState(state: State, sizes: Sizes, buffer?: ArrayBufferLike, offset = 0): State {
  const copy = createState(sizes, buffer, offset);
  stateRegion(copy, sizes).set(stateRegion(state, sizes));
  return copy;
}

/** The columns that enter a part of the digest, in the order in which they are hashed. */
export function digestColumns(part: DigestPart): ColumnName[] {
  return NAMES.filter((name) => (COLUMNS[name] as Column).part === part).sort();
}

const DIGESTED = digestColumns('residents');

/** The 128-bit digest of the persons and blocks of a state, as 32 hex digits. */
export function digestState(state: State): string {
  const hash = new Murmur128();
  for (const name of DIGESTED) hashColumn(hash, name, state[name]);
  return hash.hex();
}

/** What goes before a column in a digest, by its name: made once, because every run hashes the same names. */
const headings = new Map<string, Uint8Array>();

function headingOf(name: string): Uint8Array {
  const known = headings.get(name);
  if (known) return known;
  const heading = utf8(`${name}\0`);
  headings.set(name, heading);
  return heading;
}

/** Adds a column to a digest: its name, a zero byte and its bytes, with −0 taken as 0. */
export function hashColumn(hash: Murmur128, name: string, column: ColumnArray): void {
  hash.update(headingOf(name));
  hash.update(bytesOf(withoutNegativeZero(column)));
}

function bytesOf(column: ColumnArray): Uint8Array {
  return new Uint8Array(column.buffer as ArrayBuffer, column.byteOffset, column.byteLength);
}

/** The column itself where it has no −0, or else a copy with 0 in its place. */
function withoutNegativeZero(column: ColumnArray): ColumnArray {
  if (column instanceof Float32Array) return firstNegativeZero32(column) < 0 ? column : plusZero(column.slice());
  if (column instanceof Float64Array) return firstNegativeZero64(column) < 0 ? column : plusZero(column.slice());
  return column;
}

// one loop for each width, because a loop over both would look at the type of every value
function firstNegativeZero32(column: Float32Array): number {
  for (let i = 0; i < column.length; i++) if (column[i] === 0 && 1 / column[i]! < 0) return i;
  return -1;
}

function firstNegativeZero64(column: Float64Array): number {
  for (let i = 0; i < column.length; i++) if (column[i] === 0 && 1 / column[i]! < 0) return i;
  return -1;
}

/** Adding 0 turns −0 into 0 and leaves everything else. */
function plusZero<A extends Float32Array | Float64Array>(column: A): A {
  for (let i = 0; i < column.length; i++) column[i] = column[i]! + 0;
  return column;
}

/** Who knows whom, as network.ts draws it: neighbour lists, static and shared by all runs of a population. */
export interface Ties {
  /** `start[i] … start[i + 1]` are the places of resident i's neighbours in `to`. Length residents + 1. */
  readonly start: Uint32Array;
  readonly to: Uint32Array;
}
