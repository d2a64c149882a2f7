import { type Intervention, weeklyCost as modelCost, type RunResult, type Scenario } from '../../sim/index.ts';
import type { Runner } from '../engine/ensemble.ts';
import { budgetProblems, SPENT, type WeeklyCost } from './budget.ts';
import { MEASURE_NAMES, MEASURES, type MeasureName, spent, spentByInterventions } from './measures.ts';
import { allMixes, interventionNames, type Mix, scalingHint } from './mixes.ts';
import { extent, type Interval, mean, meanInterval } from './statistics.ts';

/** All but the cost: at an equal budget it would name as best whoever leaves most of the money. */
export type FrontierMeasure = Exclude<MeasureName, 'cost'>;
export const FRONTIER_MEASURES = MEASURE_NAMES.filter((name): name is FrontierMeasure => name !== 'cost');
/** Why the cost is none of them. */
export const NO_COST = `cost is the same for every mix, since each spends the budget; choose one of ${FRONTIER_MEASURES.join(', ')}`;

export interface FrontierOptions {
  /** CNY that the interventions of every mix spend; what institutions spend comes beside it. */
  readonly budget: number;
  readonly measure: FrontierMeasure;
  /** The budget is divided in so many equal parts. */
  readonly steps: number;
  /** Seeds of the search at the most; those left are then checked with as many new ones. */
  readonly seeds: number;
  readonly weeklyCost?: WeeklyCost;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, mixes: number, seeds: number) => void;
}

/** How a mix stands to the best one in the check. */
export type Standing = 'best' | 'close' | 'behind' | 'ahead';

/** A mix in the check with new seeds. */
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
  readonly standing: Standing;
  /** The least and the most that its interventions spent on a seed, as shares of the budget. */
  readonly spent: Interval;
  /** CNY that institutions spent beside them, on average. */
  readonly institutions: number;
}

export interface Frontier {
  readonly measure: FrontierMeasure;
  readonly budget: number;
  /**
   * CNY that institutions spent beside it, on average over the mixes reported, or over all that ran where none is;
   * `null` where none ran.
   */
  readonly institutions: number | null;
  readonly instruments: readonly string[];
  readonly steps: number;
  readonly mixes: number;
  /** Mixes that do not spend the budget, and why. */
  readonly impossible: readonly { readonly label: string; readonly reason: string }[];
  /** How many mixes were still in the race after so many seeds. */
  readonly rounds: readonly { readonly seeds: number; readonly left: number }[];
  readonly checkSeeds: number;
  /** The leader of the search; the check, on which nothing was chosen, says what it brings. */
  readonly best: Finalist | null;
  /** The others that were checked, the nearest to the best first. */
  readonly others: readonly Finalist[];
}

/** A run without which there is no answer failed, or does not define the measure. */
export class FrontierError extends Error {
  override readonly name = 'FrontierError';
}

const FIRST_ROUND = 8;
/** Confidence with which a mix must be worse than the leader to leave the race. */
const DROP = 0.99;
const LEVEL = 0.9;
/** Mixes that are checked at the least: those left in the race, filled up with the best of those that left it. */
const FINALISTS = 4;

/** What came of a mix, by seed. */
interface Row {
  readonly values: number[];
  /** Shares of the budget that its interventions spent. */
  readonly spent: number[];
  /** What may help those that left money. */
  readonly hints: string[];
  /** CNY that institutions spent beside them. */
  readonly institutions: number[];
}

interface Entry {
  readonly mix: Mix;
  readonly values: number[];
}

/**
 * The best mix of a scenario's instruments at an equal budget, by racing: every division of the budget into equal parts
 * (see {@link allMixes}) runs with 8 seeds; whoever is worse than the leader with 99 % confidence in the paired t-test
 * leaves; the seeds are doubled, up to the limit. The leader is the best. All mixes that are left, and at least four, run
 * again with as many new seeds, and only those runs give the numbers reported: a search favours whoever was lucky in it,
 * so nothing is chosen on the seeds that are reported. Maron and Moore (1994), NIPS 6, 59-66; Birattari et al. (2002),
 * GECCO, 11-18.
 *
 * @throws {FrontierError} where a run fails or does not define the measure, and where the measure is the cost
 */
export async function findFrontier(scenario: Scenario, runner: Runner, options: FrontierOptions): Promise<Frontier> {
  const { budget, measure, steps, seeds: most, weeklyCost = modelCost, onProgress } = options;
  if ((measure as MeasureName) === 'cost') throw new FrontierError(NO_COST);
  const turned = turn(measure);
  const mixes = allMixes(scenario, budget, steps, weeklyCost);
  const impossible: { label: string; reason: string }[] = [];
  const able = mixes.filter((mix) => {
    const problems = budgetProblems(mix.scenario, budget, '1', weeklyCost, scalingHint).map((line) =>
      line.replace(`${mix.scenario.name}: `, ''),
    );
    if (problems.length > 0) impossible.push({ label: mix.label, reason: problems.join('; ') });
    return problems.length === 0;
  });

  const ran: number[] = [];
  const rounds: { seeds: number; left: number }[] = [];
  const dropped: Entry[] = [];
  let racing: Entry[] = able.map((mix) => ({ mix, values: [] }));
  for (let n = 0; racing.length > 1 && n < most; ) {
    const until = Math.min(most, n === 0 ? FIRST_ROUND : 2 * n);
    const seeds = Array.from({ length: until - n }, (_, i) => `${n + i + 1}`);
    const table = await runMixes(
      racing.map(({ mix }) => mix),
      seeds,
    );
    for (const [i, entry] of racing.entries()) entry.values.push(...table[i].values);
    racing = racing.filter(({ mix }, i) => keptTo(mix, table[i], seeds));
    n = until;
    const stay = keep(racing);
    dropped.push(...racing.filter((entry) => !stay.includes(entry)));
    racing = stay;
    rounds.push({ seeds: n, left: racing.length });
  }

  const left = byScore(racing);
  const finalists = [...left, ...byScore(dropped).slice(0, Math.max(0, FINALISTS - left.length))].map(({ mix }) => mix);
  const checked = await check(finalists);
  const [best, ...others] = checked;
  const beside = best ? checked.map(({ institutions }) => institutions) : ran;
  return {
    measure,
    budget,
    institutions: beside.length > 0 ? mean(beside) : null,
    instruments: interventionNames(scenario.interventions),
    steps,
    mixes: mixes.length,
    impossible,
    rounds,
    checkSeeds: most,
    best: best ?? null,
    others: others.sort((a, b) => a.behind - b.behind),
  };

  /** What came of the mixes, by seed. */
  async function runMixes(asked: readonly Pick<Mix, 'scenario' | 'label'>[], seeds: readonly string[]) {
    const table = asked.map((): Row => ({ values: [], spent: [], hints: [], institutions: [] }));
    const request = {
      scenarios: asked.map((mix) => mix.scenario),
      seeds,
      observe: measure === 'tenureGap' ? { cards: true } : {},
    };
    let done = 0;
    for await (const outcome of runner.run(request, options.signal ? { signal: options.signal } : {})) {
      const where = `${asked[outcome.scenarioIndex].label}, seed ${JSON.stringify(seeds[outcome.seedIndex])}`;
      if (!outcome.ok) throw new FrontierError(`${where}: run failed: ${outcome.error.message}`);
      const { result } = outcome;
      const value = MEASURES[measure].of(result);
      if (Number.isNaN(value)) throw new FrontierError(`${where}: ${measure} is not defined for this run`);
      const row = table[outcome.scenarioIndex];
      const { interventions } = asked[outcome.scenarioIndex].scenario;
      const own = spentByInterventions(result);
      // in whole fen, or what binary fractions leave would pass for spending
      const institutions = Math.round(100 * (spent(result) - own)) / 100;
      row.values.push(value);
      row.spent.push(own / budget);
      row.hints.push(hintsOf(interventions, result));
      row.institutions.push(institutions);
      if (interventions.length > 0) ran.push(institutions);
      onProgress?.(++done, asked.length, seeds.length);
    }
    return table;
  }

  /** Equal cost is part of the question: who does not keep to it on some seed is out. */
  function keptTo({ label }: Mix, { spent: shares, hints }: Row, seeds: readonly string[]): boolean {
    const at = shares.findIndex((share) => share < SPENT[0] || share > SPENT[1]);
    if (at < 0) return true;
    const share = `${(100 * shares[at]).toFixed(1)} % of the budget`;
    impossible.push({ label, reason: `spent ${share} with seed ${JSON.stringify(seeds[at])}${hints[at]}` });
    return false;
  }

  /** Those who are not worse than the leader with great confidence. */
  function keep(entries: readonly Entry[]): Entry[] {
    const [leader] = byScore(entries);
    return entries.filter((entry) => {
      if (entry === leader) return true;
      const interval = meanInterval(lead(leader.values, entry.values), DROP);
      return interval === null || interval[0] <= 0;
    });
  }

  function byScore(entries: readonly Entry[]): Entry[] {
    return [...entries].sort((a, b) => mean(turned(b.values)) - mean(turned(a.values)));
  }

  /** How far the first is ahead of the second, seed by seed. */
  function lead(first: readonly number[], second: readonly number[]): number[] {
    const other = turned(second);
    return turned(first).map((value, i) => value - other[i]);
  }

  /** What new seeds say of the mixes; the best of the search first. */
  async function check(mixesLeft: readonly Mix[]): Promise<Finalist[]> {
    if (mixesLeft.length === 0) return [];
    const nothing = { label: 'nothing', scenario: { ...scenario, name: 'nothing', interventions: [] } };
    const seeds = Array.from({ length: most }, (_, i) => `check/${i + 1}`);
    const [base, ...table] = await runMixes([nothing, ...mixesLeft], seeds);
    const rows = mixesLeft.map((mix, i) => ({ mix, ...table[i] })).filter((row) => keptTo(row.mix, row, seeds));
    const joint = 1 - (1 - LEVEL) / Math.max(1, rows.length - 1);
    return rows.map(({ mix: { label, parts }, values, spent, institutions }, i): Finalist => {
      const gains = values.map((value, j) => value - base.values[j]);
      const behind = lead(rows[0].values, values);
      const behindInterval = i === 0 ? null : meanInterval(behind, joint);
      return {
        label,
        parts,
        mean: mean(values),
        interval: meanInterval(values, LEVEL),
        gain: mean(gains),
        gainInterval: meanInterval(gains, LEVEL),
        behind: mean(behind),
        behindInterval,
        standing: i === 0 ? 'best' : standing(behindInterval),
        spent: extent(spent),
        institutions: mean(institutions),
      };
    });
  }
}

/** What to say of the interventions that left too much of their part. */
function hintsOf(interventions: readonly Intervention[], { lines, spent: fen }: RunResult): string {
  const left = interventions.filter(
    ({ id, cap }) => cap !== null && fen[lines.indexOf(String(id))] < SPENT[0] * cap * 100,
  );
  return [...new Set(left.map(scalingHint))].join('');
}

function standing(behind: Interval | null): Standing {
  if (behind === null || (behind[0] <= 0 && behind[1] >= 0)) return 'close';
  return behind[0] > 0 ? 'behind' : 'ahead';
}

/**
 * Turns the values of a mix so that more is better. Where zero is best, they are turned by the side of it on which their
 * mean lies.
 */
function turn(measure: FrontierMeasure): (values: readonly number[]) => readonly number[] {
  const { better } = MEASURES[measure];
  if (better(1, 0)) return (values) => values;
  const lessIsBetter = better(-1, 0);
  return (values) => {
    const sign = lessIsBetter || mean(values) > 0 ? -1 : 1;
    return values.map((value) => sign * value);
  };
}
