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

/** What the assembly exports: functions, and a global for every column, table and number it uses. */
interface Exports {
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
type Globals = Readonly<Record<string, WebAssembly.Global>>;
/** An instance of the assembly. */
export type Kernel = Exports & Globals;

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
  const memory = new WebAssembly.Memory({ initial: 1 });
  const kernel = instantiate(compiled, memory);
  let places: Places | null = null;
  return {
    adopt(world, parameters) {
      const laid = layOut(memory, world, parameters, 1);
      places = laid.places;
      return laid.world;
    },
    createLoops(run) {
      if (!places) throw new Error('the world of this run was not adopted');
      setGlobals(kernel, globalsOf(memory, places, run, 0));
      return blockLoops(memory, kernel, places, run, 0, run.sizes.block);
    },
  };
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernel;
}

/** Addresses of everything in the memory; working room is there once per thread. */
export interface Places {
  readonly state: number;
  readonly tieStart: number;
  readonly tieTo: number;
  readonly tables: Readonly<Record<string, number>>;
  readonly rooms: readonly Readonly<Record<string, number>>[];
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
  let next = PADDING;
  const place = (bytes: number): number => {
    const at = next;
    next = (next + bytes + PADDING + 15) & ~15;
    return at;
  };
  const placeAll = (sizesOf: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(sizesOf).map(([name, bytes]) => [name, place(bytes)]));
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

/** Writes the tables of a run into the memory and returns the value of every global for one of its threads. */
export function globalsOf(
  memory: WebAssembly.Memory,
  places: Places,
  run: Run,
  thread: number,
): Readonly<Record<string, number>> {
  for (const [name, table] of Object.entries(tablesOf(run))) {
    const { buffer, byteOffset, byteLength } = table;
    new Uint8Array(memory.buffer, places.tables[name]!, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
  }
  const modeWeights = new Float64Array(memory.buffer, places.rooms[thread]!.modeWeights!, MODE_WEIGHTS);
  modeWeights.set(modeWeightsOf(run));
  // `let` is a word of the assembly's language
  const columns = (Object.keys(COLUMNS) as ColumnName[]).map((name) => [
    name === 'let' ? 'rented' : name,
    run.state[name].byteOffset,
  ]);
  const { tieStart, tieTo, tables, rooms } = places;
  return { ...numbersOf(run), ...Object.fromEntries(columns), tieStart, tieTo, ...tables, ...rooms[thread] };
}

export function setGlobals(kernel: Kernel, globals: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(globals)) {
    // columns that no loop reads have no global
    if (kernel[name] instanceof WebAssembly.Global) kernel[name].value = value;
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

function tablesOf(run: Run): Readonly<Record<keyof typeof TABLES, Float64Array | Uint8Array>> {
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

function numbersOf({ key, parameters, uses }: Run): Readonly<Record<string, number>> {
  return {
    key0: key.k0,
    key1: key.k1,
    housemate: parameters.ties.housemate,
    payWeight: parameters.decide.pay,
    saving: parameters.decide.knowHow,
    wantedQuality: parameters.decide.wantedQuality,
    stepsPerUnit: EXPONENTIAL.stepsPerUnit,
    stepHigh: EXPONENTIAL.stepHigh,
    stepLow: EXPONENTIAL.stepLow,
    anyPay: Number(uses.pay),
    anyRelief: Number(uses.relief),
    anyContact: Number(uses.contact),
  };
}

/** The loops over blocks `from` … `to` of a run. */
export function blockLoops(
  memory: WebAssembly.Memory,
  kernel: Kernel,
  places: Places,
  run: Run,
  from: number,
  to: number,
): Loops {
  const { state, parameters } = run;
  const interests = [state.interestHard, state.interestSoft, state.interestService].map((column) => column.byteOffset);
  const modeWeights = new Float64Array(memory.buffer, (kernel.modeWeights as WebAssembly.Global).value, MODE_WEIGHTS);
  const sums = new Float64Array(memory.buffer, places.sums, SUMS * run.sizes.block);
  return {
    decide(week) {
      modeWeights[VOICE_POWER] = parameters.mode.voicePower * (state.power[0]! - LOOP_PARTS.REFERENCE_POWER);
      const act = LOOP_PARTS.counter(week, PURPOSE.act, 0);
      const mode = LOOP_PARTS.counter(week, PURPOSE.mode, 0);
      for (let b = from; b < to; b++) {
        const [first, last] = LOOP_PARTS.residentsOf(run, b);
        const [s0, s1] = LOOP_PARTS.stairwellsOf(run, b);
        const phase = PHASES.indexOf(LOOP_PARTS.phaseOf(run, b));
        kernel.decide(first, last, s0, s1, interests[state.kind[b]!]!, phase, act, mode);
      }
    },
    spread() {
      if (to > from) kernel.spread(LOOP_PARTS.residentsOf(run, from)[0], LOOP_PARTS.residentsOf(run, to - 1)[1]);
    },
    learn() {
      for (let b = from; b < to; b++) {
        const [first, last] = LOOP_PARTS.residentsOf(run, b);
        const { visibility, felt, fromReliability, fromEffect } = LOOP_PARTS.climateOf(run, b);
        kernel.learn(first, last, visibility, felt, fromReliability, fromEffect);
      }
    },
    sum() {
      for (let b = from; b < to; b++) {
        const [first, last] = LOOP_PARTS.residentsOf(run, b);
        kernel.observe(first, last, places.sums + 8 * SUMS * b);
      }
    },
    sums: (b) => sums.subarray(SUMS * b, SUMS * (b + 1)),
  };
}
