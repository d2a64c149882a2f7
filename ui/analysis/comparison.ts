/** The runs of the scenarios on the page, brought into the form that sentences, tables and charts read. */
import type { CostPerAct, Lab, MeasureName, RunSummary, Scenario } from '../../src/lab.ts';
import type { ScenarioEntry } from '../state/content.ts';
import type { Identity } from '../theme.ts';
import { type Bands, bandsOf } from './bands.ts';
import { type Effect, effectOf } from './effect.ts';

/** One scenario with its runs. */
export interface Arm {
  readonly entry: ScenarioEntry;
  readonly scenario: Scenario;
  readonly identity: Identity;
  /** By seed; `undefined` while it is missing. */
  readonly runs: readonly (RunSummary | undefined)[];
  readonly done: number;
  /** Residents taking part per 100, by week, over runs. */
  readonly level: Bands;
  /** The same as difference from the baseline, paired by seed; `null` for the baseline. */
  readonly gap: Bands | null;
  readonly values: Readonly<Record<MeasureName, Float64Array>>;
  readonly effects: Readonly<Record<MeasureName, Effect | null>> | null;
  readonly costPerAct: CostPerAct | null;
}

export interface Comparison {
  readonly seeds: readonly string[];
  readonly baseline: Arm;
  readonly policies: readonly Arm[];
  readonly arms: readonly Arm[];
  /** Runs of every arm are complete. */
  readonly complete: boolean;
  /** The CNY that every policy spent alike, or `null`. */
  readonly sameBudget: number | null;
}

export interface ArmInput {
  readonly entry: ScenarioEntry;
  readonly scenario: Scenario;
  readonly identity: Identity;
  readonly runs: readonly (RunSummary | undefined)[];
}

const HUNDRED = 100;

/** Curves in residents per 100. */
export function levelCurves(runs: readonly (RunSummary | undefined)[]): (Float64Array | undefined)[] {
  return runs.map((run) => run?.rate.map((share) => share * HUNDRED));
}

export function gapCurves(
  policy: readonly (RunSummary | undefined)[],
  baseline: readonly (RunSummary | undefined)[],
): (Float64Array | undefined)[] {
  return policy.map((run, i) => {
    const other = baseline[i];
    if (!run || !other || run.rate.length !== other.rate.length) return undefined;
    return run.rate.map((share, week) => (share - other.rate[week]!) * HUNDRED);
  });
}

const present = (curves: readonly (Float64Array | undefined)[]) => curves.filter((curve) => curve !== undefined);

function valuesOf(lab: Lab, runs: readonly (RunSummary | undefined)[]): Record<MeasureName, Float64Array> {
  const entries = lab.measureNames.map((name) => [
    name,
    Float64Array.from(runs, (run) => run?.measures[name] ?? Number.NaN),
  ]);
  return Object.fromEntries(entries) as Record<MeasureName, Float64Array>;
}

function armOf(lab: Lab, input: ArmInput, baseline: ArmInput): Arm {
  const values = valuesOf(lab, input.runs);
  const shared = {
    ...input,
    done: input.runs.filter(Boolean).length,
    level: bandsOf(present(levelCurves(input.runs))),
    values,
  };
  if (input === baseline) return { ...shared, gap: null, effects: null, costPerAct: null };
  const others = valuesOf(lab, baseline.runs);
  const acts = (runs: ArmInput['runs']) => Float64Array.from(runs, (run) => run?.acts ?? Number.NaN);
  return {
    ...shared,
    gap: bandsOf(present(gapCurves(input.runs, baseline.runs))),
    effects: Object.fromEntries(
      lab.measureNames.map((name) => [name, effectOf(lab, values[name], others[name])]),
    ) as Record<MeasureName, Effect | null>,
    costPerAct:
      shared.done === 0
        ? null
        : lab.costPerAct(
            { acts: acts(input.runs), cost: values.cost },
            { acts: acts(baseline.runs), cost: others.cost },
          ),
  };
}

/** @param inputs the baseline first */
export function compare(lab: Lab, seeds: readonly string[], inputs: readonly ArmInput[]): Comparison {
  const [first] = inputs as readonly [ArmInput, ...ArmInput[]];
  const arms = inputs.map((input) => armOf(lab, input, first));
  const policies = arms.slice(1);
  return {
    seeds,
    baseline: arms[0]!,
    policies,
    arms,
    complete: arms.every((arm) => arm.done === seeds.length),
    sameBudget: sameBudget(lab, policies),
  };
}

/** Equal cost: the same caps, and on every seed spent within the tolerance of the model's own comparison. */
function sameBudget(lab: Lab, policies: readonly Arm[]): number | null {
  const caps = policies.map(({ scenario }) => capOf(scenario));
  const cap = caps[0];
  if (policies.length < 2 || !cap || caps.some((other) => other !== cap)) return null;
  const [least, most] = lab.equalSpending;
  const within = (spent: number) => Number.isNaN(spent) || (spent >= least * cap && spent <= most * cap);
  return policies.every(({ values }) => values.cost.every(within)) ? cap : null;
}

/** The most that a scenario may spend in CNY; `null`: no limit. */
export function capOf({ interventions, parameters }: Scenario): number | null {
  const own = interventions.reduce<number | null>(
    (sum, { cap }) => (sum === null || cap === null ? null : sum + cap),
    0,
  );
  const common = parameters.budget.cap;
  return own === null || own === 0 ? common : common === null ? own : Math.min(own, common);
}
