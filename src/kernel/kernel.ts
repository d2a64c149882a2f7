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
  type Run,
  stateBytes,
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
  spread(residents: number): void;
  learn(
    first: number,
    last: number,
    visibility: number,
    felt: number,
    fromReliability: number,
    fromEffect: number,
  ): void;
  observe(first: number, last: number): void;
}
type Globals = Readonly<Record<string, WebAssembly.Global>>;

let compiled: WebAssembly.Module | null = null;

/** Whether this environment runs 128-bit vectors; where it does not, runs take the plain loops. */
export function kernelWorks(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(kernelBytes());
}

/**
 * Makes an engine, or returns undefined where WebAssembly or its vectors are missing or forbidden.
 * One engine serves one run at a time.
 */
export function createKernel(): Engine | undefined {
  try {
    if (!kernelWorks()) return undefined;
    compiled ??= new WebAssembly.Module(kernelBytes());
    const memory = new WebAssembly.Memory({ initial: 1 });
    const instance = new WebAssembly.Instance(compiled, { env: { memory } });
    return engineOver(memory, instance.exports as unknown as Exports & Globals);
  } catch (refused) {
    // A page's security policy may forbid WebAssembly; anything else is a fault to be seen.
    if (refused instanceof WebAssembly.CompileError) return undefined;
    throw refused;
  }
}

function engineOver(memory: WebAssembly.Memory, kernel: Exports & Globals): Engine {
  const set = (name: string, value: number) => {
    (kernel[name] as WebAssembly.Global).value = value;
  };

  return {
    adopt({ sizes, state, ties }, parameters) {
      // the first bytes stay free, so that no array lies at address 0
      let next = PADDING;
      const place = (bytes: number): number => {
        const at = next;
        next = (next + bytes + PADDING + 15) & ~15;
        return at;
      };
      const largest = LOOP_PARTS.largestBlock({ sizes, state, parameters });
      const room = { ...TABLES, utility: 8 * largest, lacking: 8 * largest, words: 4 * largest, sums: 8 * SUMS };
      for (const [name, bytes] of Object.entries(room)) set(name, place(bytes));
      const [atState, atStart, atTo] = [stateBytes(sizes), ties.start.byteLength, ties.to.byteLength].map(place) as [
        number,
        number,
        number,
      ];
      set('tieStart', atStart);
      set('tieTo', atTo);

      const missing = Math.ceil(next / PAGE) - memory.buffer.byteLength / PAGE;
      if (missing > 0) memory.grow(missing);
      const start = new Uint32Array(memory.buffer, atStart, ties.start.length);
      const to = new Uint32Array(memory.buffer, atTo, ties.to.length);
      start.set(ties.start);
      to.set(ties.to);
      return { sizes, state: copyState(state, sizes, memory.buffer, atState), ties: { start, to } };
    },

    createLoops(run) {
      for (const [name, table] of Object.entries(tablesOf(run))) {
        const at = (kernel[name] as WebAssembly.Global).value as number;
        new Uint8Array(memory.buffer, at, table.byteLength).set(
          new Uint8Array(table.buffer, table.byteOffset, table.byteLength),
        );
      }
      for (const [name, value] of Object.entries(numbersOf(run))) set(name, value);
      for (const name of Object.keys(COLUMNS) as ColumnName[]) {
        // `let` is a word of the assembly's language
        const known = name === 'let' ? 'rented' : name;
        if (kernel[known] instanceof WebAssembly.Global) set(known, run.state[name].byteOffset);
      }
      return loopsOver(memory, kernel, run);
    },
  };
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
  modeWeights: 8 * 9,
  rates: 8 * 15,
} as const;

function tablesOf(run: Run): Readonly<Record<keyof typeof TABLES, Float64Array | Uint8Array>> {
  const { mode, learn } = run.parameters;
  const { nextStage, whatHappened } = LOOP_PARTS.transitions(run.parameters.decide.sustainedActs);
  return {
    ...LOOP_PARTS.utilityTables(run),
    ...BOUNDS,
    actsOf: ACTS,
    nextStage,
    whatHappened,
    roots: EXPONENTIAL.roots,
    modeWeights: Float64Array.of(
      mode.voiceEfficacy,
      0, // of power, which may change from week to week
      mode.labourMotivation,
      mode.labourMiddle,
      mode.contributionOwner,
      mode.contributionTrust,
      mode.oversightEfficacy,
      mode.oversightTrust,
      mode.needed,
    ),
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

function loopsOver(memory: WebAssembly.Memory, kernel: Exports & Globals, run: Run): Loops {
  const { state, sizes, parameters } = run;
  const address = (name: string) => (kernel[name] as WebAssembly.Global).value as number;
  const interests = [state.interestHard, state.interestSoft, state.interestService].map((column) => column.byteOffset);
  const sums = new Float64Array(memory.buffer, address('sums'), SUMS);
  const modeWeights = new Float64Array(memory.buffer, address('modeWeights'), 9);
  const VOICE_POWER = 1;
  return {
    decide(b, week) {
      const [first, last] = LOOP_PARTS.residentsOf(run, b);
      const [firstStairwell, lastStairwell] = LOOP_PARTS.stairwellsOf(run, b);
      modeWeights[VOICE_POWER] = parameters.mode.voicePower * (state.power[0]! - LOOP_PARTS.REFERENCE_POWER);
      kernel.decide(
        first,
        last,
        firstStairwell,
        lastStairwell,
        interests[state.kind[b]!]!,
        PHASES.indexOf(LOOP_PARTS.phaseOf(run, b)),
        LOOP_PARTS.counter(week, PURPOSE.act, 0),
        LOOP_PARTS.counter(week, PURPOSE.mode, 0),
      );
    },
    spread: () => kernel.spread(sizes.resident),
    learn(b) {
      const [first, last] = LOOP_PARTS.residentsOf(run, b);
      const { visibility, felt, fromReliability, fromEffect } = LOOP_PARTS.climateOf(run, b);
      kernel.learn(first, last, visibility, felt, fromReliability, fromEffect);
    },
    sums(b) {
      kernel.observe(...LOOP_PARTS.residentsOf(run, b));
      return sums;
    },
  };
}
