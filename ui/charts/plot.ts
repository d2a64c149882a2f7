/** What the line charts over weeks share: sizes, scales, axes, markers, text that keeps its distance. */
import { area, line, type ScaleLinear, type Selection, scaleLinear } from 'd3';
import type { Bands } from '../analysis/bands.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, GRID, hue, INK_2, markerPath, PAPER, SLOTS } from '../theme.ts';

export type Layer = Selection<SVGGElement, unknown, null, undefined>;
export type Scale = ScaleLinear<number, number>;

/** Sizes in px that follow from the size of text: a projector's are larger throughout. */
export interface Measures {
  readonly width: number;
  readonly height: number;
  readonly text: number;
  readonly small: number;
  /** 1 at the usual text size; lines and markers grow with it. */
  readonly scale: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const USUAL_TEXT = 13;
const LARGEST_LINE_SCALE = 1.75;

export function measuresOf(host: HTMLElement, words: Words, height: number): Measures {
  const width = Math.max(260, host.clientWidth);
  const text = Number.parseFloat(getComputedStyle(host).fontSize) || USUAL_TEXT;
  const small = words.locale === 'zh' ? Math.max(14, text * 0.93) : text * (12 / 13);
  const narrow = width < 560;
  return {
    width,
    height,
    text,
    small,
    scale: Math.min(LARGEST_LINE_SCALE, text / USUAL_TEXT),
    left: Math.round(small * 2.6),
    right: Math.round(narrow ? text * 8 : text * 13),
    top: Math.round(small * 0.9),
    bottom: Math.round(small * 2),
  };
}

/** Week w, from 0, is drawn at the place of "week w + 1". */
export function weekScale(weeks: number, m: Measures): Scale {
  return scaleLinear([0, Math.max(1, weeks - 1)], [m.left, m.width - m.right]);
}

/** A round maximum with a little room above the highest value. */
export function niceMax(value: number): number {
  return scaleLinear([0, Math.max(1, value * 1.04)], [0, 1])
    .nice(8)
    .domain()[1]!;
}

export function drawYAxis(g: Layer, y: Scale, m: Measures, format: (value: number) => string, skipZero = false): void {
  for (const tick of y.ticks(m.height < 240 ? 3 : 4)) {
    if (!(skipZero && tick === 0)) {
      g.append('line')
        .attr('x1', m.left)
        .attr('x2', m.width - m.right)
        .attr('y1', y(tick))
        .attr('y2', y(tick))
        .style('stroke', tick === 0 ? AXIS : GRID);
    }
    label(g, m.left - m.small * 0.6, y(tick) + m.small * 0.36, format(tick), m.small, 'end').style('fill', INK_2);
  }
}

/** Weeks under the axis: the first is named, then every half year. */
export function drawXAxis(g: Layer, x: Scale, y: number, weeks: number, m: Measures, words: Words): void {
  g.append('line')
    .attr('x1', m.left)
    .attr('x2', m.width - m.right)
    .attr('y1', y)
    .attr('y2', y)
    .style('stroke', AXIS);
  const plot = m.width - m.left - m.right;
  const step = [13, 26, 52, 104, 260, 520, 1040].find((every) => (plot * every) / weeks > m.small * 6.5) ?? weeks;
  const ticks = [1];
  for (let week = step; week < weeks; week += step) ticks.push(week);
  if (weeks > 1) ticks.push(weeks);
  const first = words.t('chart.week1');
  ticks.forEach((week, i) => {
    const at = x(week - 1);
    const last = i === ticks.length - 1;
    if (week === weeks && ticks.length > 2 && x(weeks - 1) - x(ticks[i - 1]! - 1) < m.small * 3) return;
    if (i === 1 && !last && at - m.left < m.small * first.length * 0.62 + m.small) return;
    g.append('line')
      .attr('x1', at)
      .attr('x2', at)
      .attr('y1', y)
      .attr('y2', y + 4)
      .style('stroke', AXIS);
    const anchor = i === 0 ? 'start' : last ? 'end' : 'middle';
    label(g, at, y + m.small * 1.45, i === 0 ? first : words.number(week), m.small, anchor).style('fill', INK_2);
  });
}

export function label(
  g: Layer,
  x: number,
  y: number,
  text: string,
  size: number,
  anchor: 'start' | 'middle' | 'end' = 'start',
  bold = false,
) {
  return g
    .append('text')
    .attr('x', x)
    .attr('y', y)
    .attr('text-anchor', anchor)
    .style('font-size', `${size}px`)
    .style('font-weight', bold ? 650 : 400)
    .style('fill', 'var(--ink)')
    .text(text);
}

export function marker(g: Layer, slot: number, x: number, y: number, r: number) {
  const ring = SLOTS[slot]!.marker === 'ring';
  return g
    .append('path')
    .attr('class', 'marker')
    .attr('transform', `translate(${x},${y})`)
    .attr('d', markerPath(SLOTS[slot]!.marker, ring ? r * 0.85 : r))
    .style('fill', ring ? PAPER : hue(slot))
    .style('stroke', ring ? hue(slot) : PAPER)
    .style('stroke-width', ring ? r * 0.38 : 1);
}

export function pathOf(values: ArrayLike<number>, x: Scale, y: Scale): string {
  return line<number>((_, week) => x(week), y)(Array.from(values)) ?? '';
}

function between(low: Float64Array, high: Float64Array, x: Scale, y: Scale): string {
  const shape = area<number>(
    (_, week) => x(week),
    (_, week) => y(low[week]!),
    (_, week) => y(high[week]!),
  );
  return shape(Array.from(low)) ?? '';
}

export function drawBands(g: Layer, { q05, q25, q75, q95 }: Bands, slot: number, x: Scale, y: Scale): void {
  const pale = slot === 0 ? 'var(--band-90-base)' : 'var(--band-90)';
  const dark = slot === 0 ? 'var(--band-50-base)' : 'var(--band-50)';
  for (const [low, high, opacity] of [
    [q05, q95, pale],
    [q25, q75, dark],
  ] as const) {
    g.append('path')
      .attr('d', between(low, high, x, y))
      .style('fill', hue(slot))
      .style('fill-opacity', opacity);
  }
}

/** A curve with a casing of paper, so that crossings stay readable. */
export function drawLine(
  g: Layer,
  d: string,
  slot: number,
  options: { readonly width: number; readonly solid: boolean; readonly scale: number },
): void {
  g.append('path')
    .attr('d', d)
    .style('fill', 'none')
    .style('stroke', PAPER)
    .style('stroke-opacity', 0.75)
    .style('stroke-width', options.width * options.scale + 2.5);
  const dash = SLOTS[slot]!.dash.split(' ').map((length) => Number(length) * options.scale);
  g.append('path')
    .attr('class', 'curve')
    .attr('d', d)
    .style('fill', 'none')
    .style('stroke', hue(slot))
    .style('stroke-linejoin', 'round')
    .style('stroke-width', options.width * options.scale)
    .style('stroke-dasharray', options.solid ? 'none' : dash.join(' '));
}

/** Moves labels apart; keeps their order and stays within bounds as far as there is room. */
export function spreadApart(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed = [...wanted];
  let floor = low;
  for (const i of order) {
    placed[i] = Math.max(placed[i]!, floor);
    floor = placed[i]! + gap;
  }
  let ceiling = high;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i]!, ceiling);
    ceiling = placed[i]! - gap;
  }
  return placed;
}

let canvas: CanvasRenderingContext2D | null = null;

/** Width of a text in px, as the host's font sets it. */
export function textWidth(text: string, size: number, bold = false): number {
  canvas ??= document.createElement('canvas').getContext('2d');
  if (!canvas) return text.length * size * 0.6;
  canvas.font = `${bold ? 650 : 400} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return canvas.measureText(text).width;
}

/** A text cut with an ellipsis where it would be wider than allowed. */
export function fit(text: string, size: number, width: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  let short = text;
  while (short.length > 1 && textWidth(`${short}…`, size, bold) > width) short = short.slice(0, -1).trimEnd();
  return `${short}…`;
}
