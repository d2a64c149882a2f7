import type { Comparison, PolicyReport, ScenarioReport } from './comparison.ts';
import type { CostPerAct } from './contrast.ts';
import { fewSeedsNote } from './few-seeds.ts';
import { type Count, FLOWS, type GroupFlows } from './flows.ts';
import { END_WEEKS, MEASURE_NAMES, MEASURES, PEAK_WEEKS, type Unit } from './measures.ts';
import type { BreakEven, Price, Ranked } from './ranking.ts';
import type { Interval } from './statistics.ts';

const WIDTH = 100;

/** What stored values are multiplied by for reading, and the digits shown where runs say nothing about precision. */
const SHOWN: Readonly<Record<Unit, { readonly suffix: string; readonly factor: number; readonly digits: number }>> = {
  share: { suffix: ' %', factor: 100, digits: 1 },
  index: { suffix: '', factor: 1, digits: 3 },
  CNY: { suffix: ' CNY', factor: 1, digits: 0 },
};

/** Text broken into lines of the report's width, the later ones two columns further in. */
function wrap(text: string): string[] {
  const indent = text.slice(0, text.length - text.trimStart().length);
  const lines: string[] = [];
  let line = indent;
  for (const word of text.trimStart().split(' ')) {
    const joined = line.trim() === '' ? line + word : `${line} ${word}`;
    if (joined.length > WIDTH && line.trim() !== '') {
      lines.push(line);
      line = `${indent}  ${word}`;
    } else line = joined;
  }
  return [...lines, line];
}

/** Digits after the point that an interval of this half-width supports; negative: round to tens, hundreds … */
function digitsFor(interval: Interval | null, usual: number): number {
  const half = interval ? (interval[1] - interval[0]) / 2 : 0;
  return half > 1e-9 ? Math.min(4, -Math.floor(Math.log10(half))) : usual;
}

/** A number rounded to so many digits after the point; thousands apart, a real minus sign, no −0. */
function number(value: number, digits: number, plus = ''): string {
  if (!Number.isFinite(value)) return '–';
  const places = Math.max(0, digits);
  const unit = 10 ** Math.max(0, -digits);
  const rounded = digits < 0 ? Math.round(Math.abs(value) / unit) * unit : Math.abs(value);
  const text = rounded.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
  return (/[1-9]/.test(text) ? (value < 0 ? '−' : plus) : '') + text;
}

/** Two significant digits, for factors and prices. */
function rough(value: number): string {
  return number(value, 1 - Math.floor(Math.log10(Math.abs(value) || 1)));
}

function range(bounds: Interval, digits: number, plus = ''): string {
  const [low, high] = bounds.map((value) => number(value, digits, plus));
  const spaced = `${low} … ${high}`;
  return low === high ? low : spaced.length > 15 ? `${low}…${high}` : spaced;
}

function scaled([low, high]: Interval, factor: number): Interval {
  return [low * factor, high * factor];
}

/** The first cell to the left, the others to the right of their columns. */
function row([label, ...cells]: readonly string[], [first, ...widths]: readonly number[]): string {
  return label.padEnd(first) + cells.map((cell, i) => ` ${cell.padStart(widths[i] - 1)}`).join('');
}

const plural = (count: number, noun: string) => `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

const CONTRAST_WIDTHS = [20, 7, 8, 8, 16, 16, 7, 18];

function contrastTable(policy: PolicyReport, baseline: ScenarioReport): string[] {
  const head = ['', 'base', 'policy', 'change', '90 % of runs', '90 % t-interval', 'better', 'verdict'];
  const rows = MEASURE_NAMES.map((name) => {
    const { label, unit } = MEASURES[name];
    const { suffix, factor, digits: usual } = SHOWN[unit];
    const { runs, mean, quantiles, interval, better, verdict } = policy.differences[name];
    const bounds = interval && scaled(interval, factor);
    const digits = digitsFor(bounds, usual);
    const plus = unit === 'CNY' ? '' : '+';
    return [
      label + suffix,
      number(baseline.measures[name].mean * factor, digits),
      number(policy.measures[name].mean * factor, digits),
      number(mean * factor, digits, plus),
      runs > 1 ? range(scaled(quantiles, factor), digits, plus) : '–',
      bounds ? range(bounds, digits, plus) : '–',
      String(better),
      verdict,
    ];
  });
  return [head, ...rows].map((cells) => row(cells, CONTRAST_WIDTHS));
}

function costText({ verdict, estimate, interval, acts }: CostPerAct): string {
  const extra = number(acts.mean, digitsFor(acts.interval, 0), '+');
  const start = `Additional active resident-weeks: ${extra} a run. Cost of each: `;
  if (verdict !== 'interval' || estimate === null || !interval) return `${start}${verdict}.`;
  const digits = Math.min(2, digitsFor(interval, 0));
  const [low, high] = interval.map((value) => number(value, digits));
  return `${start}${number(estimate, digits)} CNY (90 % Fieller interval ${low} to ${high} CNY).`;
}

function pairingText({ differences }: PolicyReport): string[] {
  const { varianceReduction } = differences.rateMean;
  if (varianceReduction === null || !Number.isFinite(varianceReduction)) return [];
  return [
    `Pairing: without it, the same precision of participation would take ${rough(varianceReduction)} × the runs.`,
  ];
}

const FLOW_WIDTHS = [20, 15, 15, 12, 21, 17];

function flowTable(residents: readonly GroupFlows[] | null): string[] {
  if (residents === null)
    return wrap('Residents cannot be followed: the two populations are not the same, or no pair of runs was complete.');
  const cell = ({ mean, quantiles }: Count, plus = '') => {
    const [low, high] = quantiles.map((value) => number(value, 0, plus));
    return number(mean, 0, plus) + (low === high ? '' : ` (${low}…${high})`);
  };
  const rows = residents.map((flows) => [
    flows.by === 'all' ? flows.group : `  ${flows.group}`,
    ...FLOWS.map((flow) => cell(flows[flow])),
    cell(flows.net, '+'),
  ]);
  return [['Residents', ...FLOWS, 'net change'], ...rows].map((cells) => row(cells, FLOW_WIDTHS));
}

function policyText(policy: PolicyReport, baseline: ScenarioReport): string[] {
  const title = policy.title === policy.name ? '' : `: ${policy.title}`;
  return [
    ...wrap(`── ${policy.name}${title}`),
    ...contrastTable(policy, baseline),
    ...wrap(costText(policy.costPerAct)),
    ...pairingText(policy).flatMap(wrap),
    '',
    ...flowTable(policy.residents),
    '',
  ];
}

function rankingText(
  measure: Ranked['measure'],
  ranking: readonly Ranked[],
  policies: readonly PolicyReport[],
): string[] {
  const sorted = [...policies].sort((a, b) => b.measures[measure].mean - a.measures[measure].mean);
  const pairs = ranking.filter((pair) => pair.measure === measure);
  const lines = sorted.map(({ name }) => {
    const others = pairs.filter(({ a, b }) => a === name || b === name);
    const against = (pair: Ranked) => (pair.a === name ? pair.b : pair.a);
    const above = others.filter((pair) => pair.above === name).map(against);
    const open = others.filter((pair) => pair.above === null).map(against);
    const parts = [
      ...(above.length > 0 ? [`above ${above.join(', ')}`] : []),
      ...(open.length > 0 ? [`cannot tell from ${open.join(', ')}`] : []),
    ];
    return parts.length > 0 ? `  ${name}: ${parts.join('; ')}` : `  ${name}: below all others`;
  });
  return [
    measure === 'rateMean' ? 'By participation over all weeks:' : 'By participation at the end:',
    ...lines.flatMap(wrap),
  ];
}

function priceText(price: Price | null): string {
  return price ? `, that is ${rough(price.even)} instead of ${price.now} CNY a dose of ${price.instrument}` : '';
}

function breakEvenText({ cheaper, dearer, factor, cheaperPrice, dearerPrice }: BreakEven): string {
  return (
    `  ${cheaper} costs less per additional act than ${dearer}. They are even if ${cheaper} costs ${rough(factor)} × ` +
    `as much${priceText(cheaperPrice)}; or ${dearer} ${rough(1 / factor)} ×${priceText(dearerPrice)}.`
  );
}

function opening({ baseline, seeds, weeks, failures }: Comparison): string[] {
  const luck =
    seeds.length === 1
      ? 'There is only one seed, so luck is not shown: with another seed, each difference may be larger, smaller or reversed.'
      : '"90 % of runs": so much do single communities differ (5 % to 95 % quantiles of the paired differences). ' +
        '"90 % t-interval": so well is the mean difference known. A verdict is given where that interval excludes 0; ' +
        '"better" counts the seeds with a better value.';
  return [
    ...wrap(`Compared with ${baseline.name}, ${plural(seeds.length, 'seed')}, ${plural(weeks, 'week')}.`),
    ...wrap(
      'With the same seed, the same residents meet the same luck under every policy; differences are taken seed by ' +
        'seed. This coupling is a choice: net changes do not depend on it, who joined and who left does.',
    ),
    ...wrap(luck),
    ...(seeds.length === 1 ? [] : fewSeedsNote(seeds.length).flatMap((line) => wrap(line))),
    ...wrap(
      `"End" is the mean of the last ${END_WEEKS} weeks, "peak" the best ${PEAK_WEEKS} weeks in a row; shares in %, ` +
        'their differences in points. Residents count as active in at least 4 of the last 26 weeks: joined (with the ' +
        'policy only), stayed (in both), left (in the baseline only), never (in neither). Medians are in csv and json.',
    ),
    ...failures.flatMap(({ scenario, seed, error }) =>
      wrap(`Left out: ${scenario} with seed ${JSON.stringify(seed)} failed: ${error.message}`),
    ),
    '',
  ];
}

/** The comparison as a report for an analyst. */
export function textOf(comparison: Comparison): string {
  const { baseline, policies, ranking, breakEven, budget } = comparison;
  const lines = [...opening(comparison), ...policies.flatMap((policy) => policyText(policy, baseline))];
  if (policies.length > 1) {
    lines.push(
      '── Order of policies',
      ...wrap(
        'Stated where the 90 % t-interval of the paired difference lies beyond ±0.2 points, for each pair by itself.',
      ),
      ...rankingText('rateMean', ranking, policies),
      ...rankingText('rateEnd', ranking, policies),
      '',
    );
  }
  if (breakEven.length > 0) {
    lines.push(
      '── Break-even prices, at unchanged doses',
      ...breakEven.flatMap((pair) => wrap(breakEvenText(pair))),
      '',
    );
  }
  if (budget) {
    lines.push(
      `── Budget of ${number(budget.cap, 0)} CNY`,
      ...budget.policies.flatMap(({ scenario, verdict }) => wrap(`  ${scenario}: ${verdict}`)),
      '',
    );
  }
  return `${lines.slice(0, -1).join('\n')}\n`;
}
