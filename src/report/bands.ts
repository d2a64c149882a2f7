import { area, extent, line, scaleLinear } from 'd3';
import type { Band } from '../experiment/summary.ts';
import { short, shortInterval } from '../output/text-table.ts';
import { horizontalAxis, nameAt, roomFor, verticalAxis, WIDTH } from './axes.ts';
import { COLOURS, colour } from './style.ts';
import { element, figure, numbers, textAt } from './svg.ts';

const HEIGHT = 300;
/** Pixels between names at the ends of lines. */
const APART = 15;
/** Weeks of which the table has numbers. */
const MOST_WEEKS = 53;

/**
 * A weekly series of every policy: the median, and the band in which 90 % of runs lie. More policies than there are
 * colours go into further figures, each with the first policy again.
 *
 * @returns figures and a table; nothing where no run has the series
 */
export function bandFigures(id: string, series: string, bands: readonly Band[], policies: readonly string[]): string {
  const own = bands.filter((band) => band.series === series && Number.isFinite(band.low) && Number.isFinite(band.high));
  if (own.length === 0) return '';
  const having = policies.filter((policy) => own.some((band) => band.policy === policy));
  const [first, ...others] = having;
  const groups: string[][] = [];
  for (let i = 0; i < Math.max(1, others.length); i += COLOURS - 1)
    groups.push([first, ...others.slice(i, i + COLOURS - 1)]);
  const figures = groups.map((group, i) => {
    const part = groups.length > 1 ? `, ${i + 1} of ${groups.length}` : '';
    return bandFigure(`${id}-${i}`, `${series}: median, and 90 % of runs${part}`, own, group);
  });
  return [...figures, bandTable(series, own, having)].join('\n');
}

function bandFigure(id: string, title: string, bands: readonly Band[], policies: readonly string[]): string {
  const room = roomFor(policies);
  const [left, right, top, bottom] = [60, room, 12, 34];
  const x = scaleLinear(extent(bands, (band) => band.week) as [number, number], [left, WIDTH - right]);
  // all figures of a series have the same scale
  const ends = extent(bands.flatMap(({ low, high }) => [low, high])) as [number, number];
  const y = scaleLinear(ends, [HEIGHT - bottom, top]).nice();
  const body: string[] = [...verticalAxis(y, left, WIDTH - right), ...horizontalAxis(x, HEIGHT - bottom)];
  body.push(textAt((left + WIDTH - right) / 2, HEIGHT - 4, 'week', { 'text-anchor': 'middle' }));
  const drawn = policies.map((policy) => bands.filter((band) => band.policy === policy));
  const areas = drawn.map((list, i) => {
    const path = area<Band>(
      (band) => x(band.week),
      (band) => y(band.low),
      (band) => y(band.high),
    )(list);
    return element('path', { d: rounded(path ?? ''), class: `band ${colour(i)}` });
  });
  body.push(element('g', policies.length > 3 ? { class: 'many' } : {}, ...areas));
  drawn.forEach((list, i) => {
    const path = line<Band>(
      (band) => x(band.week),
      (band) => y(band.median),
    )(list);
    body.push(element('path', { d: rounded(path ?? ''), class: `line ${colour(i)}` }));
  });
  const medians = drawn.map((list) => list[list.length - 1].median);
  spread(medians.map(y), top, HEIGHT - bottom).forEach((at, i) => {
    body.push(nameAt(WIDTH - right + 6, at + 4, policies[i], room - 10, { class: `name ${colour(i)}` }));
  });
  const last = policies.map((policy, i) => `${policy} ${short(medians[i])}`).join(', ');
  const description = `Median over runs and the range of 90 % of runs, by week. In the last week the medians are: ${last}.`;
  return figure(id, title, description, WIDTH, HEIGHT, body);
}

/** Places as near as can be to the given ones, in their order, that are far enough apart and between top and bottom. */
function spread(places: readonly number[], top: number, bottom: number): number[] {
  const order = places.map((at, i) => ({ i, at })).sort((a, b) => a.at - b.at);
  order.forEach((label, k) => {
    label.at = Math.max(label.at, k === 0 ? top : order[k - 1].at + APART);
  });
  for (let k = order.length - 1; k >= 0; k--) {
    order[k].at = Math.min(order[k].at, k === order.length - 1 ? bottom : order[k + 1].at - APART);
  }
  return order.sort((a, b) => a.i - b.i).map(({ at }) => at);
}

function bandTable(series: string, bands: readonly Band[], policies: readonly string[]): string {
  const weeks = [...new Set(bands.map(({ week }) => week))].sort((a, b) => a - b);
  const every = Math.ceil(weeks.length / MOST_WEEKS);
  const shown = weeks.filter((_, i) => (weeks.length - 1 - i) % every === 0);
  const by = new Map(bands.map((band) => [`${band.week} ${band.policy}`, band]));
  const rows = shown.map((week) => [
    String(week),
    ...policies.map((policy) => {
      const band = by.get(`${week} ${policy}`);
      return band === undefined ? '–' : `${short(band.median)} (${shortInterval([band.low, band.high])})`;
    }),
  ]);
  const some = every > 1 ? `; of every ${every} weeks the last, all are in “coproduce summary --format csv”` : '';
  return numbers(`${series}: median (90 % of runs)${some}`, ['week', ...policies], rows);
}

/** Path data without digits that nobody can see. */
function rounded(path: string): string {
  return path.replace(/\d+\.\d+/gu, (number) => String(Math.round(Number(number) * 10) / 10));
}
