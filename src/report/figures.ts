import { extent, scaleBand, scaleLinear } from 'd3';
import { type Estimate, largestFirst } from '../experiment/sensitivity/estimate.ts';
import type { VarianceSplit } from '../experiment/sensitivity/split.ts';
import type { PairedContrast } from '../experiment/summary.ts';
import { short, shortInterval } from '../output/text-table.ts';
import { horizontalAxis, nameAt, roomFor, WIDTH } from './axes.ts';
import { colour } from './style.ts';
import { element, figure, numbers, textAt } from './svg.ts';

const finite = (values: readonly number[]) => values.filter(Number.isFinite);

/**
 * Differences from the first policy: mean and 90 % interval, and the range of 90 % of runs.
 *
 * @param title what the measure is called
 * @returns a figure; nothing where no policy has a difference
 */
export function contrastFigure(
  id: string,
  title: string,
  measure: string,
  contrasts: readonly PairedContrast[],
): string {
  const own = contrasts.filter((row) => row.measure === measure);
  if (!own.some((row) => Number.isFinite(row.mean))) return '';
  const room = roomFor(own.map((row) => row.policy));
  const [left, right, top, bottom] = [room, 24, 8, 30];
  const height = top + bottom + 28 * own.length;
  const values = finite(own.flatMap((row) => [row.mean, ...row.quantiles, ...(row.interval ?? [])]));
  const x = scaleLinear(extent([0, ...values]) as [number, number], [left, WIDTH - right]).nice();
  const y = scaleBand(
    own.map((row) => row.policy),
    [top, height - bottom],
  ).padding(0.2);
  const body = horizontalAxis(x, height - bottom);
  body.push(element('line', { x1: x(0), x2: x(0), y1: top, y2: height - bottom, class: 'zero' }));
  for (const row of own) {
    const middle = (y(row.policy) ?? 0) + y.bandwidth() / 2;
    body.push(nameAt(left - 8, middle + 4, row.policy, room - 12, { 'text-anchor': 'end' }));
    if (!Number.isFinite(row.mean)) {
      body.push(textAt(x(0) + 8, middle + 4, 'no value'));
      continue;
    }
    const bar = ([from, to]: readonly [number, number], name: string) =>
      element('line', { x1: x(from), x2: x(to), y1: middle, y2: middle, class: name });
    body.push(bar(row.quantiles, 'runs'));
    if (row.interval) body.push(bar(row.interval, 'interval'));
    body.push(element('circle', { cx: x(row.mean), cy: middle, r: 4, class: 'point' }));
  }
  const said = own.map((row) => `${row.policy} ${short(row.mean)} (${shortInterval(row.interval)})`).join('; ');
  return figure(
    id,
    `${title}: difference from ${own[0].baseline}, ${own[0].paired ? 'paired' : 'unpaired'}`,
    `Mean difference with its 90 % interval (thick) and 90 % of runs (thin): ${said}.`,
    WIDTH,
    height,
    body,
  );
}

/** One parameter with its indices, and what these are called. */
export type IndexRow = readonly [path: string, estimates: readonly Estimate[]];

/**
 * Indices of parameters with their intervals, as dots in the order of the last index, and as a table.
 *
 * @returns nothing where no index has a value
 */
export function indexFigure(id: string, title: string, indices: readonly IndexRow[], names: readonly string[]): string {
  const last = ([, estimates]: IndexRow) => estimates[names.length - 1];
  const order = [...indices].sort((a, b) => largestFirst(last(a), last(b)));
  const all = finite(
    order.flatMap(([, estimates]) => estimates.flatMap(({ value, interval }) => [value, ...(interval ?? [])])),
  );
  if (all.length === 0) return '';
  const room = roomFor(order.map(([path]) => path));
  const [left, right, top, bottom] = [room, 24, 26, 30];
  const height = top + bottom + 28 * order.length;
  const x = scaleLinear(extent([0, ...all]) as [number, number], [left, WIDTH - right]).nice();
  const y = scaleBand(
    order.map(([path]) => path),
    [top, height - bottom],
  ).padding(0.2);
  const body = horizontalAxis(x, height - bottom);
  names.forEach((name, k) => {
    const at = left + 110 * k;
    body.push(
      element('circle', { cx: at, cy: 11, r: 4, class: `fill ${colour(k)}` }),
      textAt(at + 9, 15, name, { class: `name ${colour(k)}` }),
    );
  });
  for (const [path, estimates] of order) {
    const start = y(path) ?? 0;
    body.push(nameAt(left - 8, start + y.bandwidth() / 2 + 4, path, room - 12, { 'text-anchor': 'end' }));
    if (!estimates.some(({ value }) => Number.isFinite(value)))
      body.push(textAt(x(0) + 8, start + y.bandwidth() / 2 + 4, 'no value'));
    estimates.forEach(({ value, interval }, k) => {
      if (!Number.isFinite(value)) return;
      const at = start + (y.bandwidth() * (k + 1)) / (names.length + 1);
      if (interval) {
        const [from, to] = interval.map(x);
        body.push(element('line', { x1: from, x2: to, y1: at, y2: at, class: `stem ${colour(k)}` }));
      }
      body.push(element('circle', { cx: x(value), cy: at, r: 3.5, class: `fill ${colour(k)}` }));
    });
  }
  const said = order
    .map(([path, estimates]) => `${path} ${estimates.map(({ value }) => short(value)).join(' and ')}`)
    .join('; ');
  const rows = order.map(([path, estimates]) => [
    path,
    ...estimates.flatMap(({ value, interval }) => [short(value), shortInterval(interval)]),
  ]);
  return [
    figure(id, title, `${names.join(' and ')} with 90 % intervals: ${said}.`, WIDTH, height, body),
    numbers(title, ['parameter', ...names.flatMap((name) => [name, '90 % interval'])], rows),
  ].join('\n');
}

const PARTS = ['luck', 'parameters', 'policy', 'together'] as const;

/** The variance of a measure in parts. */
export function splitFigure(id: string, title: string, split: VarianceSplit): string {
  const parts = PARTS.map((name) => ({ ...split[name], name: name === 'together' ? 'only together' : name }));
  const x = scaleLinear([0, 1], [0, WIDTH]);
  const percent = (value: number) => (Number.isFinite(value) ? `${(100 * value).toFixed(0)} %` : 'not known');
  let from = 0;
  const body: string[] = [];
  parts.forEach(({ name, value }, i) => {
    body.push(
      element('rect', { x: 180 * i, y: 42, width: 12, height: 12, class: `fill ${colour(i)}` }),
      textAt(180 * i + 18, 53, `${name} ${percent(value)}`),
    );
    if (!Number.isFinite(value)) return;
    body.push(element('rect', { x: x(from), y: 0, width: x(value), height: 30, class: `fill ${colour(i)}` }));
    from += value;
  });
  const said = parts
    .map(({ name, value, interval }) => `${name} ${short(value)} (${shortInterval(interval)})`)
    .join('; ');
  const caption = `${title}: whose doing its variance is`;
  return [
    figure(id, caption, `Shares of the variance over all runs with 90 % intervals: ${said}.`, WIDTH, 60, body),
    numbers(
      `${caption}; standard deviation ${short(split.deviation)}`,
      ['part', 'share', '90 % interval'],
      parts.map(({ name, value, interval }) => [name, short(value), shortInterval(interval)]),
    ),
  ].join('\n');
}
