import {
  type InstrumentName,
  type Intervention,
  weeklyCost as modelCost,
  parameters,
  type Scenario,
} from '../../sim/index.ts';
import type { Runner } from '../engine/ensemble.ts';
import { budgetProblems, SPENT, type WeeklyCost } from './budget.ts';
import { MEASURES, type MeasureName, spent } from './measures.ts';
import { type Interval, mean, meanInterval } from './statistics.ts';

export interface FrontierOptions {
  /** CNY that every mix spends. */
  readonly budget: number;
  readonly measure: MeasureName;
  /** The budget is divided in so many equal parts. */
  readonly steps: number;
  /** Seeds of the search at the most; the answer is then checked with as many new ones. */
  readonly seeds: number;
  readonly weeklyCost?: WeeklyCost;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, mixes: number, seeds: number) => void;
}

/** A division of the budget among the interventions of a scenario. */
export interface Mix {
  readonly scenario: Scenario;
  /** Parts of the budget by intervention, in order of id. */
  readonly parts: readonly number[];
  readonly label: string;
}

/** A mix after the check with new seeds. */
export interface Finalist {
  readonly label: string;
  readonly parts: readonly number[];
  readonly mean: number;
  readonly interval: Interval | null;
  /** What it brings above spending nothing, paired. */
  readonly gain: number;
  readonly gainInterval: Interval | null;
  /** The best minus this one, paired, with an interval that holds for all finalists at once. */
  readonly behind: number;
  readonly behindInterval: Interval | null;
  readonly apart: boolean;
}

export interface Frontier {
  readonly measure: MeasureName;
  readonly budget: number;
  readonly instruments: readonly string[];
  readonly steps: number;
  readonly mixes: number;
  /** Mixes that cannot spend the budget, and why. */
  readonly impossible: readonly { readonly label: string; readonly reason: string }[];
  /** How many mixes were still in the race after so many seeds. */
  readonly rounds: readonly { readonly seeds: number; readonly left: number }[];
  readonly checkSeeds: number;
  readonly best: Finalist | null;
  /** Finalists that cannot be told apart from the best, then those that can. */
  readonly others: readonly Finalist[];
}

const FIRST_ROUND = 8;
/** Confidence with which a mix must be worse than the leader to leave the race. */
const DROP = 0.99;
const LEVEL = 0.9;
/** Mixes that are checked: those left in the race, at the most so many, filled up with the best of those that left it. */
const FINALISTS = [4, 12] as const;

/**
 * The best mix of a scenario's instruments at an equal budget, by racing: every division of the budget into equal parts
 * (see {@link allMixes}) runs with 8 seeds; whoever is worse than the leader with 99 % confidence in the paired t-test
 * leaves; the seeds are doubled, up to the limit. The mixes that are left, and at least the best four, run again with as
 * many new seeds, and only those runs give the numbers reported, because a search favours whoever was lucky in it. Maron
 * and Moore (1994), NIPS 6, 59-66; Birattari et al. (2002), GECCO, 11-18.
 */
export async function findFrontier(scenario: Scenario, runner: Runner, options: FrontierOptions): Promise<Frontier> {
  const { budget, measure, steps, seeds: most, weeklyCost = modelCost, onProgress } = options;
  const nothing: Scenario = { ...scenario, name: 'nothing', interventions: [] };
  const mixes = allMixes(scenario, budget, steps, weeklyCost);
  const impossible: { label: string; reason: string }[] = [];
  const able = mixes.filter((mix) => {
    const problems = budgetProblems(mix.scenario, budget, '1', weeklyCost).map((line) =>
      line.replace(`${mix.scenario.name}: `, ''),
    );
    if (problems.length > 0) impossible.push({ label: mix.label, reason: problems.join('; ') });
    return problems.length === 0;
  });

  const rounds: { seeds: number; left: number }[] = [];
  const dropped: { mix: Mix; values: number[] }[] = [];
  let racing = able.map((mix) => ({ mix, values: [] as number[] }));
  for (let n = 0; racing.length > 1 && n < most; ) {
    const until = Math.min(most, n === 0 ? FIRST_ROUND : 2 * n);
    const seeds = Array.from({ length: until - n }, (_, i) => `${n + i + 1}`);
    const table = await runMixes(
      racing.map(({ mix }) => mix.scenario),
      seeds,
    );
    for (const [i, entry] of racing.entries()) entry.values.push(...table[i].values);
    // equal cost is part of the question: who cannot keep to it on some seed is out
    racing = racing.filter(({ mix }, i) => {
      const wrong = table[i].spent.find((share) => share < SPENT[0] || share > SPENT[1]);
      if (wrong === undefined) return true;
      impossible.push({ label: mix.label, reason: `spent ${(100 * wrong).toFixed(1)} % of the budget on some seed` });
      return false;
    });
    n = until;
    const stay = keep(racing);
    dropped.push(...racing.filter((entry) => !stay.includes(entry)));
    racing = stay;
    rounds.push({ seeds: n, left: racing.length });
    if (racing.length === 0) break;
  }

  const byMean = (a: { values: number[] }, b: { values: number[] }) => direction() * (mean(b.values) - mean(a.values));
  const left = racing.sort(byMean).slice(0, FINALISTS[1]);
  const finalists = [...left, ...dropped.sort(byMean).slice(0, Math.max(0, FINALISTS[0] - left.length))];
  const seeds = Array.from({ length: most }, (_, i) => `check/${i + 1}`);
  const checked =
    finalists.length === 0 ? [] : await runMixes([nothing, ...finalists.map(({ mix }) => mix.scenario)], seeds);
  const ranking = rankFinalists(
    finalists.map(({ mix }) => mix),
    checked.map(({ values }) => values),
  );
  return {
    measure,
    budget,
    instruments: scenario.interventions.map(({ id, instrument }) => `${instrument} (${id})`),
    steps,
    mixes: mixes.length,
    impossible,
    rounds,
    checkSeeds: most,
    best: ranking[0] ?? null,
    others: [...ranking.slice(1).filter(({ apart }) => !apart), ...ranking.slice(1).filter(({ apart }) => apart)],
  };

  /** The measure and the share of the budget spent, by scenario and seed. */
  async function runMixes(scenarios: readonly Scenario[], seeds: readonly string[]) {
    const table = scenarios.map(() => ({ values: [] as number[], spent: [] as number[] }));
    let done = 0;
    const observe = measure === 'tenureGap' ? { cards: true } : {};
    for await (const outcome of runner.run(
      { scenarios, seeds, observe },
      options.signal ? { signal: options.signal } : {},
    )) {
      if (!outcome.ok)
        throw new Error(`${outcome.scenario}, seed ${outcome.seed}: run failed: ${outcome.error.message}`);
      const row = table[outcome.scenarioIndex];
      row.values.push(MEASURES[measure].of(outcome.result));
      row.spent.push(spent(outcome.result) / budget);
      onProgress?.(++done, scenarios.length, seeds.length);
    }
    return table;
  }

  /** Those who are not worse than the leader with great confidence. */
  function keep(entries: typeof racing): typeof racing {
    if (entries.length < 2) return entries;
    const leader = entries.reduce((a, b) => (better(mean(b.values), mean(a.values)) ? b : a));
    return entries.filter((entry) => {
      const interval = meanInterval(
        entry.values.map((value, i) => direction() * (leader.values[i] - value)),
        DROP,
      );
      return entry === leader || interval === null || interval[0] <= 0;
    });
  }

  function better(a: number, b: number): boolean {
    return MEASURES[measure].better(a, b);
  }

  /** 1 where more is better, else −1. */
  function direction(): number {
    return better(1, 0) ? 1 : -1;
  }

  function rankFinalists(mixesLeft: readonly Mix[], [base, ...values]: readonly (readonly number[])[]): Finalist[] {
    const best = values.reduce((at, own, i) => (better(mean(own), mean(values[at])) ? i : at), 0);
    const joint = 1 - (1 - LEVEL) / Math.max(1, values.length - 1);
    const rows = mixesLeft.map(({ label, parts }, i): Finalist => {
      const own = values[i];
      const gains = own.map((value, j) => value - base[j]);
      const behind = own.map((value, j) => direction() * (values[best][j] - value));
      const behindInterval = i === best ? null : meanInterval(behind, joint);
      return {
        label,
        parts,
        mean: mean(own),
        interval: meanInterval(own, LEVEL),
        gain: mean(gains),
        gainInterval: meanInterval(gains, LEVEL),
        behind: mean(behind),
        behindInterval,
        apart: behindInterval !== null && behindInterval[0] > 0,
      };
    });
    return [rows[best], ...rows.filter((_, i) => i !== best).sort((a, b) => a.behind - b.behind)].filter(
      (row) => row !== undefined,
    );
  }
}

/** What of an instrument grows with its money; the others are given as they are until their money is spent. */
const DOSE: Readonly<Partial<Record<InstrumentName, string>>> = {
  materials: 'units',
  training: 'seats',
  leaflet: 'reach',
  broadcast: 'reach',
  recognition: 'reach',
  caseSharing: 'reach',
  doorVisits: 'reach',
};
/** A little more than the money, so that it is really spent whatever luck decides. */
const MARGIN = 1.05;

/**
 * Every way to divide the budget in `steps` equal parts among the interventions. Each keeps its weeks and its public;
 * its dose is scaled so that its part of the money is spent in them.
 */
export function allMixes(scenario: Scenario, budget: number, steps: number, weeklyCost: WeeklyCost): Mix[] {
  const { interventions, parameters } = scenario;
  const weekly = new Map(weeklyCost(scenario, '1').map(({ id, fen }) => [id, fen]));
  return divisions(steps, interventions.length).map((parts) => {
    const chosen = interventions.filter((_, i) => parts[i] > 0);
    // caps in whole fen; what rounding leaves goes to the last one
    const caps = chosen.map((intervention) =>
      Math.floor((budget * 100 * parts[interventions.indexOf(intervention)]) / steps),
    );
    caps[caps.length - 1] += Math.round(budget * 100) - caps.reduce((a, b) => a + b, 0);
    const label = interventions
      .map(({ instrument }, i) => ({ instrument, percent: Math.round((100 * parts[i]) / steps) }))
      .filter(({ percent }) => percent > 0)
      .map(({ instrument, percent }) => `${instrument} ${percent} %`)
      .join(', ');
    const funded = chosen.map((intervention, i) => {
      const { from, to, id } = intervention;
      const weeks = Math.max(1, Math.min(to ?? parameters.weeks, parameters.weeks) - from);
      return { ...scaledDose(intervention, (MARGIN * caps[i]) / ((weekly.get(id) ?? 0) * weeks)), cap: caps[i] / 100 };
    });
    return { parts, label, scenario: { ...scenario, name: `mix-${parts.join('-')}`, interventions: funded } };
  });
}

function scaledDose(intervention: Intervention, factor: number): Intervention {
  const dose = DOSE[intervention.instrument];
  if (dose === undefined || !Number.isFinite(factor)) return intervention;
  const row = parameters.find(({ path }) => path === `interventions.${intervention.instrument}.${dose}`);
  const value = (intervention as unknown as Record<string, number>)[dose] * factor;
  const limited = Math.min(row?.max ?? value, row?.integer ? Math.ceil(value) : value);
  return { ...intervention, [dose]: limited };
}

function divisions(steps: number, kinds: number): number[][] {
  if (kinds === 0) return [];
  if (kinds === 1) return [[steps]];
  return Array.from({ length: steps + 1 }, (_, i) => steps - i).flatMap((first) =>
    divisions(steps - first, kinds - 1).map((rest) => [first, ...rest]),
  );
}
