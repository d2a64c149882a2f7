import { type RunResult, type Scenario, weeklyCost } from '../../sim/index.ts';
import type { Runner, RunnerOptions } from '../engine/ensemble.ts';
import { budgetProblems, budgetReport, type WeeklyCost } from './budget.ts';
import type { Comparison, FailedRun, PolicyReport, ScenarioReport } from './comparison.ts';
import { contrast, costPerAct, summarize } from './contrast.ts';
import { countFlows, type FlowCounts, summarizeFlows } from './flows.ts';
import { acts, MEASURE_NAMES, MEASURES, type MeasureName, spentByInterventions } from './measures.ts';
import { breakEven, type Ranked, rank } from './ranking.ts';

export interface ComparisonOptions extends RunnerOptions {
  /** Compare at equal cost: the CNY that every policy's caps must make and that it must spend. */
  readonly budget?: number;
  /** What every intervention would spend in a week; the model's own unless a test says otherwise. */
  readonly weeklyCost?: WeeklyCost;
}

/** Why scenarios cannot be compared; `message` has one line per problem. */
export class ComparisonError extends Error {
  override readonly name = 'ComparisonError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** The numbers of one scenario by seed, `NaN` where its run failed. */
interface Values extends Record<MeasureName, Float64Array> {
  readonly acts: Float64Array;
  /** CNY that interventions spent, which is what a budget is of. */
  readonly interventions: Float64Array;
}

/**
 * Runs every scenario with the same seeds and compares each with the first one, seed by seed: the same residents with
 * the same luck. Only a few numbers of every run are kept.
 *
 * @throws {ComparisonError} before anything is run, when scenarios cannot be compared
 */
export async function compareScenarios(
  scenarios: readonly Scenario[],
  seeds: readonly string[],
  runner: Runner,
  options: ComparisonOptions = {},
): Promise<Comparison> {
  const { budget, weeklyCost: costOf = weeklyCost, ...runnerOptions } = options;
  refuse([
    ...requestProblems(scenarios, seeds),
    ...(budget === undefined ? [] : scenarios.slice(1).flatMap((s) => budgetProblems(s, budget, seeds[0], costOf))),
  ]);

  const values = scenarios.map(() => emptyValues(seeds.length));
  const flows = scenarios.map((): FlowCounts[] => []);
  const failures: FailedRun[] = [];
  let baselineCards: Uint8Array | null = null;
  for await (const outcome of runner.run({ scenarios, seeds, observe: { cards: true } }, runnerOptions)) {
    const { scenarioIndex, seedIndex } = outcome;
    // outcomes come seed by seed, the baseline first
    if (scenarioIndex === 0) baselineCards = outcome.ok ? outcome.result.cards : null;
    if (!outcome.ok) {
      failures.push({ scenario: outcome.scenario, seed: outcome.seed, error: outcome.error });
      continue;
    }
    record(values[scenarioIndex], seedIndex, outcome.result);
    const { cards } = outcome.result;
    const counts = baselineCards && cards && scenarioIndex > 0 ? countFlows(baselineCards, cards) : null;
    if (counts) flows[scenarioIndex].push(counts);
  }
  return report(scenarios, seeds, values, flows, failures, budget);
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new ComparisonError(problems);
}

function requestProblems(scenarios: readonly Scenario[], seeds: readonly string[]): string[] {
  const problems: string[] = [];
  if (scenarios.length < 2) problems.push(`expected at least 2 scenarios, received ${scenarios.length}`);
  if (seeds.length < 1) problems.push('expected at least 1 seed, received none');
  const twice = (texts: readonly string[]) => new Set(texts.filter((text, i) => texts.indexOf(text) !== i));
  for (const name of twice(scenarios.map((s) => s.name))) problems.push(`two scenarios have the name ${name}`);
  for (const seed of twice(seeds)) problems.push(`seed ${seed} is given twice`);
  const weeks = scenarios[0]?.parameters.weeks;
  for (const { name, parameters } of scenarios) {
    if (parameters.weeks !== weeks)
      problems.push(`${name}: has ${parameters.weeks} weeks, ${scenarios[0].name} ${weeks}`);
  }
  return problems;
}

function emptyValues(seeds: number): Values {
  const missing = () => new Float64Array(seeds).fill(Number.NaN);
  const measures = Object.fromEntries(MEASURE_NAMES.map((name) => [name, missing()]));
  return { ...(measures as Record<MeasureName, Float64Array>), acts: missing(), interventions: missing() };
}

function record(values: Values, seedIndex: number, result: RunResult): void {
  for (const name of MEASURE_NAMES) values[name][seedIndex] = MEASURES[name].of(result);
  values.acts[seedIndex] = acts(result);
  values.interventions[seedIndex] = spentByInterventions(result);
}

function eachMeasure<T>(make: (name: MeasureName) => T): Record<MeasureName, T> {
  return Object.fromEntries(MEASURE_NAMES.map((name) => [name, make(name)])) as Record<MeasureName, T>;
}

function scenarioReport({ name, title }: Scenario, values: Values): ScenarioReport {
  const present = (numbers: Float64Array) => numbers.filter((value) => !Number.isNaN(value));
  return {
    name,
    title: title.en,
    runs: present(values.acts).length,
    measures: eachMeasure((measure) => summarize(present(values[measure]))),
  };
}

function report(
  scenarios: readonly Scenario[],
  seeds: readonly string[],
  values: readonly Values[],
  flows: readonly (readonly FlowCounts[])[],
  failures: readonly FailedRun[],
  budget: number | undefined,
): Comparison {
  const policies = scenarios.slice(1).map((scenario, i): PolicyReport => {
    const own = values[i + 1];
    return {
      ...scenarioReport(scenario, own),
      differences: eachMeasure((name) => contrast(own[name], values[0][name], MEASURES[name].better)),
      costPerAct: costPerAct(own, values[0]),
      residents: summarizeFlows(flows[i + 1]),
    };
  });
  const pairsOf = policies.flatMap((_, a) => policies.slice(a + 1).map((_, k) => [a, a + 1 + k] as const));
  const named = (measure: Ranked['measure'], i: number) => [policies[i].name, values[i + 1][measure]] as const;
  const costed = (i: number) => [scenarios[i + 1], policies[i].costPerAct] as const;
  return {
    weeks: scenarios[0].parameters.weeks,
    seeds,
    failures,
    baseline: scenarioReport(scenarios[0], values[0]),
    policies,
    ranking: (['rateMean', 'rateEnd'] as const).flatMap((measure) =>
      pairsOf.map(([a, b]) => rank(measure, named(measure, a), named(measure, b))),
    ),
    breakEven: pairsOf.flatMap(([a, b]) => breakEven(costed(a), costed(b)) ?? []),
    budget:
      budget === undefined
        ? null
        : {
            cap: budget,
            policies: policies.map(({ name }, i) =>
              budgetReport(
                name,
                budget,
                Array.from(values[i + 1].interventions, (v) => (Number.isNaN(v) ? null : v)),
              ),
            ),
          },
  };
}
