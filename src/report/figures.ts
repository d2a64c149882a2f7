import { area, extent, format, line, scaleBand, scaleLinear } from 'd3';
import type { Sensitivity } from '../experiment/sensitivity/analyse.ts';
import type { Estimate } from '../experiment/sensitivity/estimate.ts';
import type { Band, PairedContrast } from '../experiment/summary.ts';
import { short, shortInterval } from '../output/text-table.ts';
import { element, figure, textAt } from './svg.ts';

/** Okabe and Ito's colours, which can be told apart with any eyes. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8a6d00', '#555555'];
const colour = (i: number) => COLOURS[i % COLOURS.length];

const WIDTH = 720;

/** A weekly series of every policy: the median, and the band in which 90 % of runs lie. */
export function bandFigure(id: string, series: string, bands: readonly Band[], policies: readonly string[]): string {
  const own = bands.filter((band) => band.series === series);
  const [left, right, top, bottom] = [60, 150, 12, 34];
  const height = 300;
  const x = scaleLinear(extent(own, (band) => band.week) as [number, number], [left, WIDTH - right]);
  const ends = extent(own.flatMap(({ low, high }) => [low, high])) as [number, number];
  const y = scaleLinear(ends, [height - bottom, top]).nice();
  const body: string[] = [...verticalAxis(y, left, WIDTH - right), ...horizontalAxis(x, height - bottom)];
  body.push(textAt((left + WIDTH - right) / 2, height - 4, 'week', { 'text-anchor': 'middle' }));
  const drawn = policies.map((policy) => own.filter((band) => band.policy === policy));
  drawn.forEach((list, i) => {
    const path =
      area<Band>(
        (band) => x(band.week),
        (band) => y(band.low),
        (band) => y(band.high),
      )(list) ?? '';
    body.push(element('path', { d: rounded(path), fill: colour(i), 'fill-opacity': 0.13 }));
  });
  drawn.forEach((list, i) => {
    const path =
      line<Band>(
        (band) => x(band.week),
        (band) => y(band.median),
      )(list) ?? '';
    body.push(element('path', { d: rounded(path), fill: 'none', stroke: colour(i), 'stroke-width': 2 }));
  });
  // names stand at the ends of the lines, pushed apart where they would overlap
  const labels = drawn.map((list, i) => ({ i, at: y(list.at(-1)?.median ?? ends[0]) })).sort((a, b) => a.at - b.at);
  labels.forEach((label, k) => {
    if (k > 0) label.at = Math.max(label.at, labels[k - 1].at + 15);
  });
  for (const { i, at } of labels) body.push(textAt(WIDTH - right + 6, at + 4, policies[i]));
  const last = drawn.map((list, i) => `${policies[i]} ${short(list.at(-1)?.median ?? null)}`).join(', ');
  const description = `Median over runs and the range of 90 % of runs, by week. In the last week the medians are: ${last}.`;
  return figure(id, `${series}: median, and 90 % of runs`, description, WIDTH, height, body);
}

/** Paired differences from the first policy: mean and 90 % interval, and the range of 90 % of runs. */
export function contrastFigure(id: string, measure: string, contrasts: readonly PairedContrast[]): string {
  const own = contrasts.filter((row) => row.measure === measure);
  const [left, right, top, bottom] = [190, 24, 8, 30];
  const height = top + bottom + 26 * own.length;
  const values = own.flatMap((row) => [...row.quantiles, ...(row.interval ?? [])]);
  const x = scaleLinear(extent([0, ...values]) as [number, number], [left, WIDTH - right]).nice();
  const y = scaleBand(
    own.map((row) => row.policy),
    [top, height - bottom],
  ).padding(0.2);
  const body = horizontalAxis(x, height - bottom);
  body.push(element('line', { x1: x(0), x2: x(0), y1: top, y2: height - bottom, class: 'zero' }));
  for (const row of own) {
    const middle = (y(row.policy) ?? 0) + y.bandwidth() / 2;
    body.push(textAt(left - 8, middle + 4, row.policy, { 'text-anchor': 'end' }));
    body.push(
      element('line', { x1: x(row.quantiles[0]), x2: x(row.quantiles[1]), y1: middle, y2: middle, class: 'runs' }),
    );
    if (row.interval) {
      body.push(
        element('line', { x1: x(row.interval[0]), x2: x(row.interval[1]), y1: middle, y2: middle, class: 'interval' }),
      );
    }
    body.push(element('circle', { cx: x(row.mean), cy: middle, r: 4, class: 'point' }));
  }
  const said = own.map((row) => `${row.policy} ${short(row.mean)} (${shortInterval(row.interval)})`).join('; ');
  const title = `${measure}: difference from ${own[0]?.baseline ?? 'the first'}, paired`;
  return figure(
    id,
    title,
    `Mean difference with its 90 % interval (thick) and 90 % of runs (thin): ${said}.`,
    WIDTH,
    height,
    body,
  );
}

/** Indices of parameters with their intervals, as dots. */
export function indexFigure(
  id: string,
  title: string,
  indices: readonly (readonly [string, readonly Estimate[]])[],
  names: readonly string[],
): string {
  const order = [...indices].sort((a, b) => b[1][names.length - 1].value - a[1][names.length - 1].value);
  const [left, right, top, bottom] = [230, 24, 26, 30];
  const height = top + bottom + 24 * order.length;
  const all = order.flatMap(([, estimates]) =>
    estimates.flatMap(({ value, interval }) => [value, ...(interval ?? [])]),
  );
  const x = scaleLinear(extent([0, ...all.filter(Number.isFinite)]) as [number, number], [left, WIDTH - right]).nice();
  const y = scaleBand(
    order.map(([path]) => path),
    [top, height - bottom],
  ).padding(0.2);
  const body = horizontalAxis(x, height - bottom);
  names.forEach((name, k) => {
    body.push(
      element('circle', { cx: left + 110 * k, cy: 11, r: 4, fill: colour(k) }),
      textAt(left + 110 * k + 9, 15, name),
    );
  });
  for (const [path, estimates] of order) {
    body.push(textAt(left - 8, (y(path) ?? 0) + y.bandwidth() / 2 + 4, path, { 'text-anchor': 'end' }));
    estimates.forEach(({ value, interval }, k) => {
      if (!Number.isFinite(value)) return;
      const at = (y(path) ?? 0) + (y.bandwidth() * (k + 1)) / (names.length + 1);
      if (interval)
        body.push(
          element('line', {
            x1: x(interval[0]),
            x2: x(interval[1]),
            y1: at,
            y2: at,
            stroke: colour(k),
            'stroke-width': 2,
          }),
        );
      body.push(element('circle', { cx: x(value), cy: at, r: 3.5, fill: colour(k) }));
    });
  }
  const said = order
    .map(([path, estimates]) => `${path} ${estimates.map(({ value }) => short(value)).join(' and ')}`)
    .join('; ');
  return figure(id, title, `${names.join(' and ')} with 90 % intervals: ${said}.`, WIDTH, height, body);
}

/** The variance of a measure in parts. */
export function splitFigure(id: string, measure: string, split: NonNullable<Sensitivity['split']>): string {
  const parts = (['luck', 'parameters', 'policy', 'together'] as const).map((name) => [name, split[name]] as const);
  const x = scaleLinear([0, 1], [0, WIDTH]);
  let from = 0;
  const body: string[] = [];
  parts.forEach(([name, { value }], i) => {
    body.push(element('rect', { x: x(from), y: 0, width: x(value), height: 30, fill: colour(i) }));
    const label = `${name === 'together' ? 'only together' : name} ${(100 * value).toFixed(0)} %`;
    body.push(
      element('rect', { x: 180 * i, y: 42, width: 12, height: 12, fill: colour(i) }),
      textAt(180 * i + 18, 53, label),
    );
    from += value;
  });
  const said = parts
    .map(([name, { value, interval }]) => `${name} ${short(value)} (${shortInterval(interval)})`)
    .join('; ');
  return figure(
    id,
    `${measure}: whose doing its variance is`,
    `Shares of the variance over all runs with 90 % intervals: ${said}.`,
    WIDTH,
    60,
    body,
  );
}

type Linear = ReturnType<typeof scaleLinear<number, number>>;

function verticalAxis(y: Linear, left: number, right: number): string[] {
  const shown = y.tickFormat(5);
  return y
    .ticks(5)
    .flatMap((tick) => [
      element('line', { x1: left, x2: right, y1: y(tick), y2: y(tick), class: 'grid' }),
      textAt(left - 6, y(tick) + 4, shown(tick), { 'text-anchor': 'end' }),
    ]);
}

function horizontalAxis(x: Linear, at: number): string[] {
  const shown = Math.max(...x.domain().map(Math.abs)) >= 1e5 ? format('~s') : x.tickFormat(6);
  return x
    .ticks(6)
    .flatMap((tick) => [
      element('line', { x1: x(tick), x2: x(tick), y1: at, y2: at + 5, class: 'axis' }),
      textAt(x(tick), at + 18, shown(tick), { 'text-anchor': 'middle' }),
    ]);
}

/** Path data without digits that nobody can see. */
function rounded(path: string): string {
  return path.replace(/\d+\.\d+/gu, (number) => String(Math.round(Number(number) * 10) / 10));
}
