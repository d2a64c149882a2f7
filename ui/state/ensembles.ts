import type { Lab, RunOutcome, RunSummary, Scenario } from '../../src/lab.ts';

export interface RunFailure {
  readonly seed: string;
  readonly scenario: string;
  readonly message: string;
}

export type Status =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly done: number; readonly total: number; readonly secondsLeft: number | null }
  | { readonly kind: 'cancelled'; readonly done: number; readonly total: number }
  /** It would take long, so it waits to be asked. */
  | { readonly kind: 'waiting'; readonly seconds: number; readonly residents: number }
  | { readonly kind: 'broken'; readonly message: string };

interface Wanted {
  readonly scenarios: readonly Scenario[];
  readonly seeds: readonly string[];
}

/** Longer ensembles start only when asked for. */
const LONG_SECONDS = 45;
/** Nanoseconds of a processor for one resident and week, until it has been measured. */
const ASSUMED_PACE = 150;
const NOTIFY_EVERY = 80;
/** Numbers kept from runs of scenarios that are no longer shown, so that undo is immediate. */
const MOST_KEPT_NUMBERS = 40_000_000;
const MANY_RESIDENTS = 100_000;

/** Residents of a scenario, as far as they are known before it is run. */
export function residentsOf({ parameters: { population } }: Scenario): number {
  return population.residents ?? population.households * population.householdSize;
}

function work(scenario: Scenario): number {
  return residentsOf(scenario) * (scenario.parameters.weeks + scenario.parameters.burnIn);
}

/**
 * Keeps the runs that are shown complete: what is wanted and not yet there is computed, what is there is kept. Results
 * are filed under what decides their numbers, so renaming computes nothing and undo finds everything again.
 */
export class Ensembles {
  status: Status = { kind: 'idle' };
  readonly failures = new Map<string, RunFailure>();
  private readonly runs = new Map<string, Map<string, RunSummary>>();
  private wanted: Wanted = { scenarios: [], seeds: [] };
  private controller: AbortController | null = null;
  private pumping = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private pace = ASSUMED_PACE;
  private allowed = '';
  /** The preview before, over: its workers take one ensemble at a time. */
  private previewed: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly lab: Lab,
    private readonly workers: number,
    private readonly changed: () => void,
  ) {}

  /** The runs of a scenario, seed by seed; `undefined` where there is none yet. */
  runsOf(scenario: Scenario, seeds: readonly string[]): readonly (RunSummary | undefined)[] {
    const key = this.lab.fingerprint(scenario);
    const own = this.runs.get(key);
    const shipped = own === undefined || own.size < seeds.length ? this.shipped(key) : undefined;
    return seeds.map((seed) => own?.get(seed) ?? shipped?.get(seed));
  }

  private shipped(key: string): ReadonlyMap<string, RunSummary> | undefined {
    const runs = this.lab.shipped.get(key);
    return runs && new Map(runs.map((run) => [run.seed, run]));
  }

  /** Says what is shown now. What runs for anything else is given up. */
  want(scenarios: readonly Scenario[], seeds: readonly string[]): void {
    this.wanted = { scenarios, seeds };
    if (this.status.kind === 'cancelled' || this.status.kind === 'waiting') this.status = { kind: 'idle' };
    if (this.controller && !this.isUseful()) this.controller.abort();
    void this.pump();
  }

  /** Starts what waits because it takes long, or what was cancelled. */
  start(): void {
    this.allowed = this.keyOfWanted();
    this.status = { kind: 'idle' };
    void this.pump();
  }

  retry(): void {
    this.failures.clear();
    this.start();
  }

  cancel(): void {
    if (this.status.kind !== 'running') return;
    const { done, total } = this.status;
    this.status = { kind: 'cancelled', done, total };
    this.controller?.abort();
    this.changed();
  }

  /** A few runs at once, for the curve while a lever moves. One preview waits for the one before it. */
  preview(scenario: Scenario, seeds: readonly string[]): Promise<readonly RunSummary[]> {
    const runs = this.previewed.then(() => this.computePreview(scenario, seeds));
    this.previewed = runs.catch(() => {});
    return runs;
  }

  private async computePreview(scenario: Scenario, seeds: readonly string[]): Promise<readonly RunSummary[]> {
    const runs: RunSummary[] = [];
    const started = performance.now();
    for await (const outcome of this.lab.previewer.run({ scenarios: [scenario], seeds, again: true })) {
      if (outcome.ok) runs.push(this.lab.summarize(outcome));
    }
    this.measure(performance.now() - started, work(scenario) * seeds.length, Math.min(this.workers, seeds.length));
    return runs;
  }

  /** How many runs of a scenario can be had within a time. */
  runsWithin(scenario: Scenario, milliseconds: number): number {
    return Math.floor((milliseconds * 1e6 * this.workers) / (work(scenario) * this.pace));
  }

  secondsFor(scenarios: readonly Scenario[], seeds: number): number {
    const all = scenarios.reduce((sum, scenario) => sum + work(scenario), 0) * seeds;
    return (all * this.pace) / (1e9 * this.workers);
  }

  private measure(milliseconds: number, done: number, workers: number): void {
    if (done <= 0) return;
    const measured = (milliseconds * 1e6 * workers) / done;
    this.pace += (Math.min(measured, 20 * ASSUMED_PACE) - this.pace) / 3;
  }

  private keyOfWanted(): string {
    return `${this.wanted.scenarios.map((s) => this.lab.fingerprint(s)).join()}|${this.wanted.seeds.join()}`;
  }

  private missing(): Wanted {
    const { scenarios, seeds } = this.wanted;
    const keys = scenarios.map((scenario) => this.lab.fingerprint(scenario));
    const lacks = (i: number, seed: string) =>
      !this.runs.get(keys[i]!)?.has(seed) && !this.failures.has(`${keys[i]}|${seed}`);
    const first = (i: number) => keys.indexOf(keys[i]!) === i;
    return {
      scenarios: scenarios.filter((_, i) => first(i) && seeds.some((seed) => lacks(i, seed))),
      seeds: seeds.filter((seed) => scenarios.some((_, i) => lacks(i, seed))),
    };
  }

  private running: ReadonlySet<string> = new Set();

  /** Whether what is being computed is exactly a part of what is wanted. */
  private isUseful(): boolean {
    const wanted = new Set(
      this.wanted.scenarios.flatMap((s) => this.wanted.seeds.map((seed) => `${this.lab.fingerprint(s)}|${seed}`)),
    );
    for (const run of this.running) if (!wanted.has(run)) return false;
    return true;
  }

  private async pump(): Promise<void> {
    if (this.pumping) return;
    this.pumping = true;
    try {
      for (;;) {
        const request = this.missing();
        if (request.scenarios.length === 0 || this.status.kind === 'cancelled') break;
        const seconds = this.secondsFor(request.scenarios, request.seeds.length);
        if (seconds > LONG_SECONDS && this.allowed !== this.keyOfWanted()) {
          this.status = { kind: 'waiting', seconds, residents: Math.max(...request.scenarios.map(residentsOf)) };
          break;
        }
        if (!(await this.compute(request))) break;
      }
    } finally {
      this.pumping = false;
      if (this.status.kind === 'running') this.status = { kind: 'idle' };
      this.notifyNow();
    }
  }

  /** One request to the engine. Resolves to whether to look for more. */
  private async compute({ scenarios, seeds }: Wanted): Promise<boolean> {
    const controller = new AbortController();
    this.controller = controller;
    const keys = scenarios.map((scenario) => this.lab.fingerprint(scenario));
    this.running = new Set(keys.flatMap((key) => seeds.map((seed) => `${key}|${seed}`)));
    const started = performance.now();
    const all = scenarios.reduce((sum, scenario) => sum + work(scenario), 0);
    const onProgress = ({ done, total }: { done: number; total: number }) => {
      if (controller.signal.aborted) return;
      const spent = performance.now() - started;
      const secondsLeft = done < 4 ? null : ((spent / done) * (total - done)) / 1000;
      this.status = { kind: 'running', done, total, secondsLeft };
      this.notify();
    };
    onProgress({ done: 0, total: keys.length * seeds.length });
    try {
      const observe = { cards: true, effort: true };
      const outcomes = this.lab.runner.run({ scenarios, seeds, observe }, { signal: controller.signal, onProgress });
      for await (const outcome of outcomes) this.file(keys[outcome.scenarioIndex]!, outcome);
      this.measure(performance.now() - started, all * seeds.length, Math.min(this.workers, keys.length * seeds.length));
      this.forget();
      return true;
    } catch (error) {
      if (controller.signal.aborted) return this.isCancelled() === false;
      this.status = { kind: 'broken', message: error instanceof Error ? error.message : String(error) };
      return false;
    } finally {
      this.controller = null;
      this.running = new Set();
    }
  }

  private isCancelled(): boolean {
    return this.status.kind === 'cancelled';
  }

  private file(key: string, outcome: RunOutcome): void {
    if (!outcome.ok) {
      const { scenario, seed, error } = outcome;
      this.failures.set(`${key}|${seed}`, { scenario, seed, message: error.message });
      return;
    }
    const summary = this.lab.summarize(outcome);
    const kept =
      summary.residents > MANY_RESIDENTS && outcome.seedIndex > 0 && summary.result
        ? { ...summary, result: { ...summary.result, cards: null } }
        : summary;
    const own = this.runs.get(key) ?? new Map<string, RunSummary>();
    own.set(summary.seed, kept);
    this.runs.set(key, own);
  }

  /** Lets go of the oldest scenarios that are not shown when there is too much. */
  private forget(): void {
    const shown = new Set(this.wanted.scenarios.map((scenario) => this.lab.fingerprint(scenario)));
    const size = (own: Map<string, RunSummary>) =>
      [...own.values()].reduce((sum, { rate, result }) => sum + rate.length + (result?.series.length ?? 0), 0);
    let numbers = [...this.runs.values()].reduce((sum, own) => sum + size(own), 0);
    for (const [key, own] of this.runs) {
      if (numbers <= MOST_KEPT_NUMBERS) return;
      if (shown.has(key)) continue;
      numbers -= size(own);
      this.runs.delete(key);
    }
  }

  private notify(): void {
    this.timer ??= setTimeout(() => this.notifyNow(), NOTIFY_EVERY);
  }

  private notifyNow(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.changed();
  }
}
