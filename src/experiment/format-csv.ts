import type { Comparison } from './comparison.ts';
import type { Contrast, Summary } from './contrast.ts';
import { FLOWS } from './flows.ts';
import { MEASURE_NAMES } from './measures.ts';
import type { Interval } from './statistics.ts';

type Value = number | string | null;
/** Statistic and value. */
type Entry = readonly [statistic: string, value: Value];

function interval(name: string, bounds: Interval | null): Entry[] {
  return [
    [`${name}_low`, bounds?.[0] ?? null],
    [`${name}_high`, bounds?.[1] ?? null],
  ];
}

function summary(s: Summary): Entry[] {
  return [['runs', s.runs], ['mean', s.mean], ['median', s.median], ...interval('runs90', s.quantiles)];
}

function contrast(c: Contrast): Entry[] {
  return [
    ...summary(c),
    ...interval('t90', c.interval),
    ['more', c.more],
    ['fewer', c.fewer],
    ['same', c.same],
    ['better', c.better],
    ['variance_reduction', c.varianceReduction],
    ['verdict', c.verdict],
  ];
}

/** Quotes as RFC 4180 asks. */
function field(value: Value): string {
  if (value === null || Number.isNaN(value)) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The comparison as a long table; a value that is not defined is an empty field. */
export function csvOf({ baseline, policies, ranking, breakEven, budget, failures, seeds }: Comparison): string {
  const lines = ['scenario,measure,statistic,value'];
  const write = (scenario: string, measure: string, entries: readonly Entry[]) => {
    for (const [statistic, value] of entries) lines.push([scenario, measure, statistic, value].map(field).join(','));
  };

  for (const { name, measures } of [baseline, ...policies]) {
    for (const measure of MEASURE_NAMES) write(name, measure, summary(measures[measure]));
  }
  for (const { name, differences, costPerAct, residents } of policies) {
    for (const measure of MEASURE_NAMES) write(name, `difference_${measure}`, contrast(differences[measure]));
    write(name, 'difference_acts', contrast(costPerAct.acts));
    write(name, 'cost_per_act', [
      ['estimate', costPerAct.estimate],
      ...interval('fieller90', costPerAct.interval),
      ['verdict', costPerAct.verdict],
    ]);
    for (const flows of residents ?? []) {
      const group = flows.by === 'all' ? 'residents' : `residents_${flows.by}_${flows.group}`;
      for (const flow of FLOWS) {
        write(name, `${group}_${flow}`, [['mean', flows[flow].mean], ...interval('runs90', flows[flow].quantiles)]);
      }
      const { net } = flows;
      write(name, `${group}_net`, [
        ['mean', net.mean],
        ...interval('runs90', net.quantiles),
        ...interval('t90', net.interval),
      ]);
    }
  }
  for (const { measure, a, b, difference, interval: bounds, above } of ranking) {
    const entries: Entry[] = [['mean', difference], ...interval('t90', bounds), ['above', above ?? 'cannot tell']];
    write(a, `${measure}_above_${b}`, entries);
  }
  for (const { cheaper, dearer, factor, cheaperPrice, dearerPrice } of breakEven) {
    write(cheaper, `break_even_with_${dearer}`, [
      ['factor', factor],
      ['price', cheaperPrice?.even ?? null],
    ]);
    write(dearer, `break_even_with_${cheaper}`, [
      ['factor', 1 / factor],
      ['price', dearerPrice?.even ?? null],
    ]);
  }
  for (const { scenario, shares, verdict } of budget?.policies ?? []) {
    write(
      scenario,
      'budget_share',
      shares.map((share, i): Entry => [`seed ${seeds[i]}`, share]),
    );
    write(scenario, 'budget_share', [['verdict', verdict]]);
  }
  for (const { scenario, seed, error } of failures) write(scenario, 'failed', [[`seed ${seed}`, error.message]]);
  return `${lines.join('\n')}\n`;
}
