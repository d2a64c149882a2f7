/** One run of one scenario with one seed: create, step, run, look at, keep, resume. */
import { type Checkpoint, checkpointId, firstDifference, restoreCheckpoint, takeCheckpoint } from './checkpoint.ts';
import { Murmur128 } from './hash.ts';
import {
  createInstitutionObserve,
  createInstitutions,
  type InstitutionsOfRun,
  institutionSeries,
} from './institutions/assemble.ts';
import { KINDS_OF_INSTRUMENT } from './instruments/index.ts';
import type { InstrumentKind } from './instruments/instrument.ts';
import { digestLedger, fenOf, type Ledger } from './ledger.ts';
import type { Engine, Loops, World } from './loops.ts';
import type { Ties } from './network.ts';
import { createPopulation } from './population.ts';
import { createGroupedObserve, createObserve, groupingBy } from './process/observe.ts';
import { cardsOf, createDeciles, giniOfActs } from './process/summary.ts';
import { seedKey } from './random.ts';
import {
  DECILE_TRAITS,
  type DigestPart,
  EFFORT_COLUMNS,
  MODES,
  type Observe,
  type RunResult,
  SERIES,
} from './result.ts';
import type { Run } from './run.ts';
import type { InstrumentName, Scenario } from './scenario.ts';
import { fingerprint, readSnapshot, writeSnapshot } from './snapshot.ts';
import { assemble, loopsOf, prepare, type Start, startId } from './start.ts';
import { type ColumnArray, copyState, digestState, hashColumn, type Sizes, type State, stateRegion } from './state.ts';
import { createWeek, type Watch } from './week.ts';

export interface SimulationOptions {
  /** From {@link prepare}, to spare population and burn-in; it must have this run's {@link startId}. */
  readonly start?: Start;
  readonly observe?: Observe;
  /** Looks on while weeks run, reading only; see sim/trace.ts. */
  readonly watch?: Watch;
}

/** What whole runs may be given besides: an engine with faster loops. */
export interface RunOptions extends Omit<SimulationOptions, 'watch' | 'observe'> {
  readonly observe?: Observe | undefined;
  readonly engine?: Engine | undefined;
}

export interface Simulation {
  /** Weeks done so far, 0 … `weeks`. */
  readonly week: number;
  readonly done: boolean;
  /** The live columns, for those who draw them; reading only. */
  readonly state: State;
  readonly sizes: Sizes;
  readonly ties: Ties;
  readonly ledger: Ledger;
  /** Columns of the institutions, by full name (`fund.money`); reading only. */
  readonly institutions: Readonly<Record<string, ColumnArray>>;
  /** One week. @throws {RangeError} when the run is done */
  step(): void;
  /** To the end, or to the given number of weeks done. */
  run(until?: number): this;
  /** 32 hex digits over the state as it is now; the list of columns is part of the documentation. */
  digest(part?: DigestPart): string;
  /** What the run has recorded so far. */
  result(): RunResult;
  /** The run as bytes, to be continued by {@link resumeSimulation} with the same bits as a straight run. */
  snapshot(): Uint8Array;
}

/**
 * A run at week 0, after the burn-in.
 *
 * @throws {RangeError} if the start belongs to other parameters or another seed, or a chosen block does not exist
 */
export function createSimulation(scenario: Scenario, seed: string, options: SimulationOptions = {}): Simulation {
  return create(scenario, seed, options);
}

/**
 * A run in progress, which can also be put elsewhere. A class, because an object with getters of its own would cost the
 * engine a shape for every run, and such shapes keep the whole run from the quick part of garbage collection.
 */
class LiveRun implements Simulation {
  week = 0;
  readonly institutions: Readonly<Record<string, ColumnArray>>;
  private readonly weeks: number;
  private readonly live: (week: number) => void;
  private readonly members: InstitutionsOfRun;
  private readonly institutionRows: Float64Array;
  private readonly series: Float64Array;
  private readonly groups: readonly string[];
  private readonly grouped: Float64Array;
  private readonly deciles: Float64Array;

  constructor(
    private readonly seed: string,
    private readonly startedAt: string,
    private readonly observe: Observe,
    private readonly inner: Run,
    loops: Loops,
    watch: Watch | undefined,
  ) {
    const { scenario } = inner;
    this.weeks = scenario.parameters.weeks;
    this.members = createInstitutions(inner);
    this.institutions = this.members.columns;
    this.institutionRows = new Float64Array(this.weeks * institutionSeries(scenario).length);
    this.series = new Float64Array(this.weeks * SERIES.length);
    this.groups = observe.by ? groupingBy(inner, observe.by).groups : [];
    this.grouped = new Float64Array(this.weeks * this.groups.length * SERIES.length);
    this.deciles = new Float64Array(observe.deciles ? this.weeks * DECILE_TRAITS.length * 9 : 0);
    const { members } = this.members;
    const observers = [
      createObserve(inner, loops, this.series),
      ...(observe.by ? [createGroupedObserve(inner, observe.by, this.grouped)] : []),
      ...(observe.deciles ? [createDeciles(inner, this.deciles)] : []),
      ...(members.length > 0 ? [createInstitutionObserve(inner, members, this.institutionRows)] : []),
    ];
    this.live = createWeek(inner, loops, this.members, observers, watch);
  }

  get done(): boolean {
    return this.week >= this.weeks;
  }

  get state(): State {
    return this.inner.state;
  }

  get sizes(): Sizes {
    return this.inner.sizes;
  }

  get ties(): Ties {
    return this.inner.ties;
  }

  get ledger(): Ledger {
    return this.inner.ledger;
  }

  step(): void {
    if (this.done) throw new RangeError(`the run is done after ${this.weeks} weeks`);
    this.live(this.week);
    this.week++;
  }

  run(until = this.weeks): this {
    while (this.week < Math.min(until, this.weeks)) this.step();
    return this;
  }

  digest(part: DigestPart = 'residents'): string {
    if (part === 'residents') return digestState(this.state);
    if (part === 'ledger') return digestLedger(this.ledger);
    const hash = new Murmur128();
    for (const name of Object.keys(this.institutions).sort()) hashColumn(hash, name, this.institutions[name]!);
    return hash.hex();
  }

  result(): RunResult {
    const { inner, observe, ledger } = this;
    return {
      scenario: inner.scenario.name,
      seed: this.seed,
      weeks: this.weeks,
      residents: inner.sizes.resident,
      series: this.series.slice(),
      grouped: observe.by ? { by: observe.by, groups: this.groups, values: this.grouped.slice() } : null,
      cards: observe.cards ? cardsOf(inner) : null,
      deciles: observe.deciles ? this.deciles.slice() : null,
      effort: inner.effortTable?.slice() ?? null,
      institutions: { columns: institutionSeries(inner.scenario), values: this.institutionRows.slice() },
      lines: ledger.lines.map(({ name }) => name),
      gini: giniOfActs(inner),
      spent: ledger.spent.slice(),
      ...(observe.ledger ? { ledger: { doses: ledger.doses.slice(), fen: ledger.fen.slice() } } : {}),
      digests: {
        residents: this.digest('residents'),
        institutions: this.digest('institutions'),
        ledger: this.digest('ledger'),
      },
    };
  }

  snapshot(): Uint8Array {
    return writeSnapshot(this.week, this.print(), this.sections());
  }

  restore(snapshot: Uint8Array): void {
    this.week = readSnapshot(snapshot, this.print(), this.sections());
  }

  checkpoint(): Checkpoint {
    const { scenario } = this.inner;
    const id = checkpointId(this.startedAt, scenario, this.observe);
    return takeCheckpoint(id, scenario, this.week, this.columns(), this.ledger);
  }

  goTo(checkpoint: Checkpoint): void {
    restoreCheckpoint(checkpoint, this.columns(), this.ledger);
    this.week = checkpoint.week;
  }

  private columns(): ColumnArray[] {
    const { effortTable } = this.inner;
    return [
      stateRegion(this.state, this.sizes),
      ...Object.values(this.institutions),
      this.institutionRows,
      this.series,
      this.grouped,
      this.deciles,
      ...(effortTable ? [effortTable] : []),
    ];
  }

  private sections(): ColumnArray[] {
    const { doses, fen, spent, over } = this.ledger;
    return [doses, fen, spent, over, ...this.columns()];
  }

  private print(): string {
    return fingerprint([this.inner.scenario, this.seed, this.observe]);
  }
}

function create(scenario: Scenario, seed: string, options: RunOptions & Pick<SimulationOptions, 'watch'>): LiveRun {
  const { observe = {}, engine } = options;
  const start = options.start ?? prepare(scenario, seed, engine);
  if (options.start && start.id !== startId(scenario, seed)) {
    throw new RangeError('start of other parameters or of another seed');
  }
  checkBlocks(scenario, start.sizes);
  const effort = observe.effort ? new Float64Array(MODES.length * EFFORT_COLUMNS.length * 2) : null;
  const run = assemble(scenario, start.key, worldOf(scenario, start, options), effort);
  return new LiveRun(seed, start.id, observe, run, loopsOf(run, engine), options.watch);
}

/** The world that a run may write to: a start that was made for it alone is used up, a shared one is copied. */
function worldOf({ parameters }: Scenario, start: Start, { engine, start: shared }: RunOptions): World {
  if (engine) return engine.adopt(start, parameters);
  return shared ? { ...start, state: copyState(start.state, start.sizes) } : start;
}

/** Blocks that a scenario names must exist in the population that the seed drew. */
function checkBlocks(scenario: Scenario, sizes: Sizes): void {
  for (const { id, whom } of scenario.interventions) {
    const missing = whom.group === 'blocks' ? whom.blocks.find((b) => b >= sizes.block) : undefined;
    if (missing !== undefined) {
      throw new RangeError(`intervention ${id}: no block ${missing}, the community has blocks 0 to ${sizes.block - 1}`);
    }
  }
}

/**
 * Continues a run from a snapshot: the same bits as if it had never stopped.
 *
 * @throws {RangeError} if the snapshot is of another version, scenario, seed or observation, or cut short
 */
export function resumeSimulation(
  scenario: Scenario,
  seed: string,
  snapshot: Uint8Array,
  options: SimulationOptions = {},
): Simulation {
  const simulation = create(scenario, seed, options);
  simulation.restore(snapshot);
  return simulation;
}

/** A whole run. */
export function simulate(scenario: Scenario, seed: string, options: RunOptions = {}): RunResult {
  return create(scenario, seed, options).run().result();
}

/**
 * A whole run that begins where an earlier one of the seed, under another policy, was the same; and keeps a
 * checkpoint of its own there, for the next change of that policy.
 *
 * @param earlier the checkpoint of that run, if there is one; one that does not fit is not used
 */
export function simulateFrom(
  scenario: Scenario,
  seed: string,
  options: RunOptions & { readonly start: Start },
  earlier: Checkpoint | undefined,
): { readonly result: RunResult; readonly checkpoint: Checkpoint } {
  const simulation = create(scenario, seed, options);
  const fits = earlier?.id === checkpointId(options.start.id, scenario, options.observe ?? {});
  const apart = fits ? firstDifference(earlier.scenario, scenario) : firstPolicy(scenario);
  if (fits && earlier.week <= apart) simulation.goTo(earlier);
  const checkpoint = simulation.run(apart).checkpoint();
  return { result: simulation.run().result(), checkpoint };
}

/** The week in which a scenario's first intervention begins, or the last week without any. */
function firstPolicy({ interventions, parameters }: Scenario): number {
  return Math.min(parameters.weeks, ...interventions.map(({ from }) => from));
}

/**
 * What each intervention would spend in a week in which every dose is served, in fen: with the number of weeks, the
 * most it can spend. For door visits and contacts this is the expectation over reach.
 */
export function weeklyCost(scenario: Scenario, seed: string): { readonly id: number; readonly fen: number }[] {
  const key = seedKey(seed);
  const { sizes, state } = createPopulation(scenario.parameters, key);
  const ties: Ties = { start: new Uint32Array(0), to: new Uint32Array(0) };
  const run = assemble(scenario, key, { sizes, ties, state }, null);
  return scenario.interventions.map((intervention) => {
    const kind = KINDS_OF_INSTRUMENT[intervention.instrument] as InstrumentKind<InstrumentName>;
    return { id: intervention.id, fen: fenOf(1, kind.weeklyCost(run, intervention as never)) };
  });
}
