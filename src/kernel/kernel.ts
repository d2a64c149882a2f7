/**
 * An engine whose loops over residents run in WebAssembly, two or four residents at a time, with the bits of the plain
 * ones. It has one memory, which the run in progress fills and the next one takes over.
 */
import {
  COLUMNS,
  type ColumnName,
  copyState,
  type Engine,
  LOOP_PARTS,
  type Loops,
  type ModelParameters,
  type Run,
  stateBytes,
  type World,
} from '../../sim/index.ts';
import { kernelBytes } from './wasm.ts';

const { PURPOSE, PHASES, ACTS, BOUNDS, EXPONENTIAL, SUMS } = LOOP_PARTS;
const PAGE = 65536;
/** Loops read pairs and sixteens, so they may look a little past the end of an array. */
const PADDING = 64;
/** Room for draws outside of runs lies before everything else: words, and what vectors write past them. */
const DRAWS = { at: PADDING, words: 1024 } as const;

/** What the assembly exports: functions, and a global for every column, table and number it uses. */
interface Exports {
  fillWords(first: number, count: number, c1: number, key0: number, key1: number, into: number): void;
  decide(
    first: number,
    last: number,
    s0: number,
    s1: number,
    interest: number,
    phase: number,
    act: number,
    mode: number,
  ): void;
  spread(first: number, last: number): void;
  effort(first: number, last: number, difficulty: number, phase: number): number;
  learn(
    first: number,
    last: number,
    visibility: number,
    felt: number,
    fromReliability: number,
    fromEffect: number,
  ): void;
  observe(first: number, last: number, into: number): void;
}
/** An instance of the assembly. */
export interface Kernel {
  readonly loops: Exports;
  /** In the order of {@link NAMES}; null where no loop reads what has that name. */
  readonly globals: readonly (WebAssembly.Global | null)[];
}

let compiled: WebAssembly.Module | null = null;

/**
 * Makes an engine, or returns undefined where WebAssembly or its vectors are missing or forbidden; runs then take the
 * plain loops. One engine serves one run at a time.
 */
export function createKernel(): Engine | undefined {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(kernelBytes())) return undefined;
  try {
    compiled ??= new WebAssembly.Module(kernelBytes());
  } catch (refused) {
    // A page's security policy may forbid WebAssembly; anything else is a fault to be seen.
    if (refused instanceof WebAssembly.CompileError) return undefined;
    throw refused;
  }
  const memory = roomFor({ initial: 1 });
  if (!memory) return undefined;
  const kernel = instantiate(compiled, memory);
  let places: Places | null = null;
  return {
    fillWords: wordFiller(memory, kernel),
    adopt(world, parameters) {
      const laid = layOut(memory, world, parameters, 1);
      places = laid.places;
      return laid.world;
    },
    createLoops(run) {
      if (!places) throw new Error('the world of this run was not adopted');
      setGlobals(kernel, globalsOf(memory, places, run, 0));
      return blockLoops(memory, kernel, places, run, 0, 0, run.sizes.block);
    },
  };
}

/** Engines set addresses of gigabytes aside for a memory; where a process may not have so many, there is none. */
export function roomFor(size: WebAssembly.MemoryDescriptor): WebAssembly.Memory | undefined {
  try {
    return new WebAssembly.Memory(size);
  } catch (refused) {
    if (refused instanceof RangeError) return undefined;
    throw refused;
  }
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const globals = NAMES.map((name) => exports[name] ?? null) as Kernel['globals'];
  return { loops: exports as unknown as Exports, globals };
}

/** Draws with vectors, by way of the memory. */
export function wordFiller(memory: WebAssembly.Memory, { loops }: Kernel): Engine['fillWords'] {
  let room = new Uint32Array(memory.buffer, DRAWS.at, DRAWS.words);
  return (words, { k0, k1 }, first, count, c1) => {
    for (let done = 0; done < count; done += DRAWS.words) {
      const length = Math.min(DRAWS.words, count - done);
      loops.fillWords(first + done, length, c1, k0, k1, DRAWS.at);
      // memory that has grown is another buffer; most requests are as long as the one before
      if (room.length !== length || room.buffer !== memory.buffer) {
        room = new Uint32Array(memory.buffer, DRAWS.at, length);
      }
      words.set(room, done);
    }
  };
}

/** Addresses of everything in the memory; working room is there once per thread. */
export interface Places {
  readonly state: number;
  readonly tieStart: number;
  readonly tieTo: number;
  readonly tables: Readonly<Record<TableName, number>>;
  readonly rooms: readonly Readonly<Record<RoomName, number>>[];
  /** The sums of every block, one after the other. */
  readonly sums: number;
}

/** Finds a place for a world, its tables and the working room of some threads, and copies the world there. */
export function layOut(
  memory: WebAssembly.Memory,
  { sizes, state, ties }: World,
  parameters: ModelParameters,
  threads: number,
): { readonly places: Places; readonly world: World } {
  // the first bytes stay free, so that no array lies at address 0
  let next = DRAWS.at + 4 * DRAWS.words + PADDING;
  const place = (bytes: number): number => {
    const at = next;
    next = (next + bytes + PADDING + 15) & ~15;
    return at;
  };
  const placeAll = <N extends string>(sizesOf: Readonly<Record<N, number>>) => {
    const placed = {} as Record<N, number>;
    for (const name in sizesOf) placed[name] = place(sizesOf[name]);
    return placed;
  };
  const largest = LOOP_PARTS.largestBlock({ sizes, state, parameters });
  const room = { utility: 8 * largest, lacking: 8 * largest, words: 4 * largest, modeWeights: 8 * MODE_WEIGHTS };
  const places: Places = {
    tables: placeAll(TABLES),
    rooms: Array.from({ length: threads }, () => placeAll(room)),
    sums: place(8 * SUMS * sizes.block),
    state: place(stateBytes(sizes)),
    tieStart: place(ties.start.byteLength),
    tieTo: place(ties.to.byteLength),
  };
  const missing = Math.ceil(next / PAGE) - memory.buffer.byteLength / PAGE;
  if (missing > 0) memory.grow(missing);
  const start = new Uint32Array(memory.buffer, places.tieStart, ties.start.length);
  const to = new Uint32Array(memory.buffer, places.tieTo, ties.to.length);
  start.set(ties.start);
  to.set(ties.to);
  const world = { sizes, state: copyState(state, sizes, memory.buffer, places.state), ties: { start, to } };
  return { places, world };
}

/** Writes the tables of a run into the memory and returns the value of every global, in order, for one of its threads. */
export function globalsOf(memory: WebAssembly.Memory, places: Places, run: Run, thread: number): Float64Array {
  const room = places.rooms[thread]!;
  const all = new Uint8Array(memory.buffer);
  const tables = tablesOf(run);
  for (const name of TABLE_NAMES) {
    const { buffer, byteOffset, byteLength } = tables[name];
    all.set(new Uint8Array(buffer, byteOffset, byteLength), places.tables[name]);
  }
  new Float64Array(memory.buffer, room.modeWeights, MODE_WEIGHTS).set(modeWeightsOf(run));
  const values = new Float64Array(NAMES.length);
  let at = 0;
  for (const name of COLUMN_NAMES) values[at++] = run.state[name].byteOffset;
  values[at++] = places.tieStart;
  values[at++] = places.tieTo;
  for (const name of TABLE_NAMES) values[at++] = places.tables[name]!;
  for (const name of ROOM_NAMES) values[at++] = room[name]!;
  values.set(numbersOf(run), at);
  return values;
}

export function setGlobals({ globals }: Kernel, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const global = globals[i];
    if (global) global.value = values[i];
  }
}

/** Bytes of the tables that the assembly looks things up in. */
const TABLES = {
  weights: 8 * 32,
  sociability: 8 * 3,
  leading: 8 * 5,
  below: BOUNDS.below.byteLength,
  above: BOUNDS.above.byteLength,
  actsOf: ACTS.byteLength,
  nextStage: 64,
  whatHappened: 64,
  roots: EXPONENTIAL.roots.byteLength,
  rates: 8 * 15,
} as const;
type TableName = keyof typeof TABLES;
const TABLE_NAMES = Object.keys(TABLES) as TableName[];

const ROOM_NAMES = ['utility', 'lacking', 'words', 'modeWeights'] as const;
type RoomName = (typeof ROOM_NAMES)[number];

const NUMBER_NAMES = [
  'key0',
  'key1',
  'housemate',
  'payWeight',
  'saving',
  'wantedQuality',
  'skillFloor',
  'offPhase',
  'stepsPerUnit',
  'stepHigh',
  'stepLow',
  'anyPay',
  'anyRelief',
  'anyContact',
] as const;

const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];

/** The globals of the assembly: where columns, ties, tables and working room lie, and numbers. */
const NAMES: readonly string[] = [
  // `let` is a word of the assembly's language
  ...COLUMN_NAMES.map((name) => (name === 'let' ? 'rented' : name)),
  'tieStart',
  'tieTo',
  ...TABLE_NAMES,
  ...ROOM_NAMES,
  ...NUMBER_NAMES,
];

const MODE_WEIGHTS = 9;
const VOICE_POWER = 1;

function modeWeightsOf({ parameters: { mode } }: Run): number[] {
  return [
    mode.voiceEfficacy,
    0, // of power, which may change from week to week
    mode.labourMotivation,
    mode.labourMiddle,
    mode.contributionOwner,
    mode.contributionTrust,
    mode.oversightEfficacy,
    mode.oversightTrust,
    mode.needed,
  ];
}

function tablesOf(run: Run): Readonly<Record<TableName, Float64Array | Uint8Array>> {
  const { learn } = run.parameters;
  const { nextStage, whatHappened } = LOOP_PARTS.transitions(run.parameters.decide.sustainedActs);
  return {
    ...LOOP_PARTS.utilityTables(run),
    ...BOUNDS,
    actsOf: ACTS,
    nextStage,
    whatHappened,
    roots: EXPONENTIAL.roots,
    // in the order in which the assembly's `learnPair` numbers them
    rates: Float64Array.of(
      learn.crowdingRise,
      learn.crowdingMax,
      learn.crowdingFall,
      learn.attachmentLoss,
      learn.attachmentGain,
      learn.efficacyActive,
      learn.efficacyWatching,
      learn.trustUp,
      learn.trustDown,
      learn.trustWatching,
      learn.habitRise,
      learn.habitFall,
      learn.knowHow,
      learn.arousalKept,
      learn.fatigueKept,
    ),
  };
}

/** In the order of {@link NUMBER_NAMES}. */
function numbersOf({ key, parameters, uses }: Run): readonly number[] {
  return [
    key.k0,
    key.k1,
    parameters.ties.housemate,
    parameters.decide.pay,
    parameters.decide.knowHow,
    parameters.decide.wantedQuality,
    parameters.produce.skillFloor,
    parameters.produce.offPhase,
    EXPONENTIAL.stepsPerUnit,
    EXPONENTIAL.stepHigh,
    EXPONENTIAL.stepLow,
    Number(uses.pay),
    Number(uses.relief),
    Number(uses.contact),
  ];
}

/** The loops over blocks `from` … `to` of a run, as its thread of that number does them. */
export function blockLoops(
  memory: WebAssembly.Memory,
  { loops }: Kernel,
  places: Places,
  run: Run,
  thread: number,
  from: number,
  to: number,
): Loops {
  const { state, parameters } = run;
  const blocks = run.sizes.block;
  const scale = parameters.produce.effort;
  const interests = [state.interestHard, state.interestSoft, state.interestService].map((column) => column.byteOffset);
  const modeWeights = new Float64Array(memory.buffer, places.rooms[thread]!.modeWeights, MODE_WEIGHTS);
  const sums = Array.from(
    { length: blocks },
    (_, b) => new Float64Array(memory.buffer, places.sums + 8 * SUMS * b, SUMS),
  );
  // bounds once instead of every week: the first resident and the first stairwell of every block
  const residents = new Int32Array(blocks + 1);
  const stairwells = new Int32Array(blocks + 1);
  for (let b = 0; b < blocks; b++) {
    residents[b + 1] = LOOP_PARTS.residentsOf(run, b)[1];
    stairwells[b + 1] = LOOP_PARTS.stairwellsOf(run, b)[1];
  }
  const phaseOf = (b: number) => PHASES.indexOf(LOOP_PARTS.phaseOf(run, b));
  return {
    decide(week) {
      modeWeights[VOICE_POWER] = parameters.mode.voicePower * (state.power[0]! - LOOP_PARTS.REFERENCE_POWER);
      const act = LOOP_PARTS.counter(week, PURPOSE.act, 0);
      const mode = LOOP_PARTS.counter(week, PURPOSE.mode, 0);
      for (let b = from; b < to; b++) {
        const interest = interests[state.kind[b]!]!;
        const [s0, s1] = [stairwells[b]!, stairwells[b + 1]!];
        loops.decide(residents[b]!, residents[b + 1]!, s0, s1, interest, phaseOf(b), act, mode);
      }
    },
    spread() {
      loops.spread(residents[from]!, residents[to]!);
    },
    effort(b) {
      const [first, last] = [residents[b]!, residents[b + 1]!];
      return (scale * loops.effort(first, last, state.difficulty[b]!, phaseOf(b))) / (last - first);
    },
    learn() {
      for (let b = from; b < to; b++) {
        const { visibility, felt, fromReliability, fromEffect } = LOOP_PARTS.climateOf(run, b);
        loops.learn(residents[b]!, residents[b + 1]!, visibility, felt, fromReliability, fromEffect);
      }
    },
    sum() {
      for (let b = from; b < to; b++) loops.observe(residents[b]!, residents[b + 1]!, places.sums + 8 * SUMS * b);
    },
    sums: (b) => sums[b]!,
  };
}
