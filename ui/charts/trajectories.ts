/** Participation over weeks: level or paired difference, with bands, single runs, direct labels and a week ruler. */
import { pointer, scaleLinear, select } from 'd3';
import type { Bands } from '../analysis/bands.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, hue, type Identity, INK_2 } from '../theme.ts';
import type { Chart, DataTable } from './chart.ts';
import { type CurtainData, createCurtain } from './curtain.ts';
import {
  drawBands,
  drawLine,
  drawXAxis,
  drawYAxis,
  fit,
  type Layer,
  label,
  type Measures,
  marker,
  measuresOf,
  niceMax,
  pathOf,
  type Scale,
  spreadApart,
  textWidth,
  weekScale,
} from './plot.ts';

export interface TrajectoryLine {
  readonly identity: Identity;
  readonly bands: Bands;
  /** Single runs to draw. */
  readonly curves: readonly Float64Array[];
  readonly focused: boolean;
  /** Bands are drawn for the focus and the baseline. Curves and bands may end early: the rest is to be guessed. */
  readonly detailed: boolean;
}

export interface Mark {
  readonly week: number;
  readonly text: string;
}

export interface TrajectoryData {
  readonly mode: 'level' | 'difference';
  readonly weeks: number;
  readonly lines: readonly TrajectoryLine[];
  /** Starts and ends of the focus's policy. */
  readonly marks: readonly Mark[];
  readonly week: number | null;
  readonly ghost: Float64Array | null;
  /** While a lever moves the axis keeps its end and bands are left out. */
  readonly dragging: boolean;
  readonly height: number;
  readonly curtain: CurtainData | null;
  onWeek(week: number | null): void;
}

const MIN_FOR_BANDS = 30;
const MIN_FOR_MEDIAN = 10;
/** In a shorter run the notes on the bands would lie over each other. */
const MIN_WEEKS_FOR_NOTES = 12;

export function createTrajectories(host: HTMLElement, words: Words): Chart<TrajectoryData> {
  const svg = select(host)
    .append('svg')
    .attr('class', 'chart')
    .attr('role', 'img')
    .attr('tabindex', 0)
    .attr('data-chart', 'trajectories');
  let data: TrajectoryData | null = null;
  let held: [number, number] | null = null;
  let x: Scale | null = null;
  const curtain = createCurtain(words);

  svg.on('pointermove', (event: PointerEvent) => {
    if (!data || !x || data.curtain) return;
    const week = Math.round(x.invert(pointer(event)[0]));
    data.onWeek(week >= 0 && week < data.weeks ? week : null);
  });
  svg.on('pointerleave', () => data?.onWeek(null));

  function redraw(): void {
    if (!data || host.clientWidth === 0) return;
    const m = measuresOf(host, words, data.height);
    const domain = data.dragging && held ? held : domainOf(data);
    held = domain;
    const y = scaleLinear(domain, [m.height - m.bottom, m.top + (data.marks.length > 0 ? m.small * 1.1 : 0)]);
    x = weekScale(data.weeks, m);
    svg
      .attr('aria-label', `${trajectorySummary(data, words)} ${words.t('chart.help')}`)
      .attr('viewBox', `0 0 ${m.width} ${m.height}`)
      .attr('width', m.width)
      .attr('height', m.height);
    svg.selectChildren().remove();
    const g = svg.append('g');
    drawFrame(g, data, x, y, m, words);
    drawCurves(g, data, x, y, m);
    drawBandNotes(g, data, x, y, m, words);
    drawRuler(g, data, x, y, m, words);
    drawEnds(g, data, x, y, m, words);
    svg.on('.curtain', null).classed('drawable', data.curtain !== null);
    if (data.curtain) curtain.draw(svg.node()!, g, data.curtain, x, y, m);
  }

  const observer = new ResizeObserver(redraw);
  observer.observe(host);
  return {
    update(next) {
      data = next;
      redraw();
    },
    destroy() {
      observer.disconnect();
      svg.remove();
    },
  };
}

function domainOf({ mode, lines, curtain }: TrajectoryData): [number, number] {
  let low = 0;
  let high = 0;
  for (const { bands, curves, detailed } of lines) {
    const shown = detailed && bands.runs >= MIN_FOR_BANDS ? [bands.q05, bands.q95] : [bands.median];
    const single = detailed ? curves : [];
    for (const values of [...shown, ...single]) {
      for (const value of values) {
        if (value > high) high = value;
        if (value < low) low = value;
      }
    }
  }
  // an axis that ends where the hidden curve does would tell it, and a guess needs room
  if (curtain) high = Math.max(high * 2, ...curtain.guess.filter((value) => value > 0).map((value) => value / 1.05));
  if (mode === 'level') return [0, niceMax(high)];
  const nice = scaleLinear([Math.min(low, -0.2), Math.max(high, 1)], [0, 1])
    .nice(4)
    .domain();
  return [nice[0]!, nice[1]!];
}

/** Lines that go on to the last week: only these have values to tell. */
function wholeLines({ lines, weeks }: TrajectoryData): readonly TrajectoryLine[] {
  return lines.filter(({ bands }) => bands.median.length >= weeks);
}

function drawFrame(g: Layer, data: TrajectoryData, x: Scale, y: Scale, m: Measures, words: Words): void {
  const { mode } = data;
  const digits = y.domain()[1]! - y.domain()[0]! < 4 ? 1 : 0;
  drawYAxis(g, y, m, (value) => words.number(value, { digits, signed: mode === 'difference' }), mode === 'difference');
  drawXAxis(g, x, m.height - m.bottom, data.weeks, m, words);
  if (mode === 'difference') {
    g.append('line')
      .attr('x1', m.left)
      .attr('x2', m.width - m.right)
      .attr('y1', y(0))
      .attr('y2', y(0))
      .style('stroke', hue(0))
      .style('stroke-width', 1.4 * m.scale)
      .style('stroke-dasharray', '5 4');
    label(g, m.left + m.small, y(0) - m.small * 0.5, words.t('chart.zero'), m.small).style('fill', INK_2);
  }
  let taken = -1;
  for (const { week, text } of data.marks) {
    const at = x(Math.max(0, week - 0.5));
    if (at > m.width - m.right - 2) continue;
    g.append('line')
      .attr('x1', at)
      .attr('x2', at)
      .attr('y1', m.top)
      .attr('y2', m.height - m.bottom)
      .style('stroke', AXIS)
      .style('stroke-dasharray', '1 3');
    const width = textWidth(text, m.small);
    const left = taken < 0 && at - width - m.small > m.left;
    const start = left ? at - width - m.small * 0.5 : at + m.small * 0.5;
    if (start < taken || start + width > m.width - m.right) continue;
    taken = start + width + m.small;
    label(g, start, m.top + m.small * 0.75, text, m.small).style('fill', INK_2);
  }
}

function drawCurves(g: Layer, data: TrajectoryData, x: Scale, y: Scale, m: Measures): void {
  const ordered = [...data.lines].sort((a, b) => rank(a) - rank(b));
  for (const { identity, bands, curves, detailed, focused } of ordered) {
    if (!detailed || (data.dragging && focused)) continue;
    if (bands.runs >= MIN_FOR_BANDS) drawBands(g, bands, identity.slot, x, y);
    if (focused || bands.runs < MIN_FOR_BANDS) {
      for (const curve of curves) {
        g.append('path')
          .attr('d', pathOf(curve, x, y))
          .style('fill', 'none')
          .style('stroke', hue(identity.slot))
          .style('stroke-width', (bands.runs < MIN_FOR_MEDIAN ? 1.2 : 0.7) * m.scale)
          .style('stroke-opacity', bands.runs === 1 ? 0 : 'var(--run)');
      }
    }
  }
  if (data.ghost) {
    const [width, height] = [m.width - m.left - m.right, m.height - m.bottom - m.top];
    // a picture within the picture clips: the axis is not made for the old curve
    g.append('svg')
      .attr('x', m.left)
      .attr('y', m.top)
      .attr('width', width)
      .attr('height', height)
      .attr('viewBox', `${m.left} ${m.top} ${width} ${height}`)
      .style('overflow', 'hidden')
      .append('path')
      .attr('class', 'ghost')
      .attr('d', pathOf(data.ghost, x, y))
      .style('fill', 'none')
      .style('stroke', 'var(--ink)')
      .style('stroke-width', 1)
      .style('stroke-opacity', 0.35);
  }
  for (const { identity, bands, focused, detailed } of ordered) {
    const few = detailed && bands.runs > 1 && bands.runs < MIN_FOR_MEDIAN && !data.dragging;
    if (few) continue;
    const width = focused ? 2.8 : identity.slot === 0 ? 1.8 : 2.25;
    drawLine(g, pathOf(bands.median, x, y), identity.slot, { width, solid: focused, scale: m.scale });
  }
}

/** The baseline lowest, the focus on top. */
function rank({ identity, focused }: TrajectoryLine): number {
  return focused ? 10 : identity.slot === 0 ? 0 : identity.slot;
}

/** Says on the chart what the bands are. */
function drawBandNotes(g: Layer, data: TrajectoryData, x: Scale, y: Scale, m: Measures, words: Words): void {
  const focus = data.lines.find(({ focused }) => focused) ?? data.lines[0];
  if (
    !focus ||
    data.dragging ||
    data.curtain ||
    data.week !== null ||
    data.weeks < MIN_WEEKS_FOR_NOTES ||
    focus.bands.runs < MIN_FOR_BANDS ||
    m.width < 720
  )
    return;
  const highest = (week: number) =>
    Math.max(...wholeLines(data).map((l) => (l.detailed ? l.bands.q95 : l.bands.median)[week]!));
  const lowest = (week: number) =>
    Math.min(...wholeLines(data).map((l) => (l.detailed ? l.bands.q05 : l.bands.median)[week]!));
  const notes = [
    { share: 0.6, text: words.t('chart.band90'), of: focus.bands.q95 },
    { share: 0.8, text: words.t('chart.band50'), of: focus.bands.q75 },
  ];
  for (const { share, text, of } of notes) {
    const week = Math.round(share * (data.weeks - 1));
    const around = Array.from({ length: 25 }, (_, i) => Math.min(data.weeks - 1, Math.max(0, week - 2 + i)));
    const above = y(Math.max(...around.map(highest))) - m.small * 1.1;
    const below = y(Math.min(...around.map(lowest))) + m.small * 2.2;
    const isAbove = above >= m.top + m.small * 2;
    if (!isAbove && below > m.height - m.bottom - m.small) continue;
    const top = isAbove ? above : below;
    const edge = isAbove ? of : share === 0.6 ? focus.bands.q05 : focus.bands.q25;
    const foot = y((edge[week]! + focus.bands.median[week]!) / 2);
    g.append('line')
      .attr('x1', x(week))
      .attr('x2', x(week))
      .attr('y1', isAbove ? top + 3 : top - m.small)
      .attr('y2', foot)
      .style('stroke', INK_2)
      .style('stroke-width', 0.8);
    g.append('circle').attr('cx', x(week)).attr('cy', foot).attr('r', 1.8).style('fill', INK_2);
    label(g, x(week) - 2, top, text, m.small).style('fill', INK_2);
  }
}

function drawRuler(g: Layer, data: TrajectoryData, x: Scale, y: Scale, m: Measures, words: Words): void {
  const { week } = data;
  if (week === null || data.curtain) return;
  g.append('line')
    .attr('x1', x(week))
    .attr('x2', x(week))
    .attr('y1', m.top + m.small)
    .attr('y2', m.height - m.bottom)
    .style('stroke', 'var(--ink)')
    .style('stroke-width', 1);
  for (const { identity, bands } of wholeLines(data))
    marker(g, identity.slot, x(week), y(bands.median[week]!), 3.4 * m.scale);
  const text = words.t('chart.week', { n: week + 1 });
  const half = textWidth(text, m.small, true) / 2 + 3;
  const at = Math.min(m.width - m.right - half, Math.max(m.left + half, x(week)));
  g.append('rect')
    .attr('x', at - half)
    .attr('y', m.height - m.bottom + 3)
    .attr('width', half * 2)
    .attr('height', m.small * 1.5)
    .style('fill', 'var(--paper)');
  label(g, at, m.height - m.bottom + m.small * 1.45, text, m.small, 'middle', true);
}

function drawEnds(g: Layer, data: TrajectoryData, x: Scale, y: Scale, m: Measures, words: Words): void {
  const shown = wholeLines(data);
  const end = data.weeks - 1;
  const week = data.week ?? end;
  const edge = x(end);
  const gap = m.text * 2.75;
  const ends = shown.map(({ bands }) => y(bands.median[end]!));
  const low = m.top + m.text * 0.4;
  const placed = spreadApart(
    ends,
    gap,
    low,
    Math.max(low + gap * (shown.length - 1), m.height - m.bottom - m.text * 1.2),
  );
  const start = edge + m.text * 1.7;
  const room = m.width - start;
  const narrow = m.width < 560;
  shown.forEach(({ identity, bands }, i) => {
    marker(g, identity.slot, edge, ends[i]!, 4.6 * m.scale);
    g.append('path')
      .attr('d', `M${edge + 6 * m.scale},${ends[i]!}L${start - 4},${placed[i]!}`)
      .style('stroke', INK_2)
      .style('fill', 'none')
      .style('stroke-width', 0.8);
    const name = fit(identity.label, m.text, room, true);
    label(g, start, placed[i]! - m.text * 0.12 + (narrow ? 0 : 0), name, m.text, 'start', true);
    const options = { digits: 1, signed: data.mode === 'difference' };
    const line = label(g, start, placed[i]! + m.text * 1.05, '', m.text);
    line.append('tspan').style('font-weight', 650).text(words.number(bands.median[week]!, options));
    if (bands.runs > 1 && !data.dragging) {
      const range = ` (${words.range(bands.q05[week]!, bands.q95[week]!, options)})`;
      const value = words.number(bands.median[week]!, options);
      if (textWidth(value + range, m.text) <= room) line.append('tspan').style('fill', INK_2).text(range);
    }
  });
}

export function trajectorySummary(data: TrajectoryData, words: Words): string {
  const end = data.weeks - 1;
  const options = { digits: 1, signed: data.mode === 'difference' };
  const ends = wholeLines(data).map(({ identity, bands }) =>
    words.t('chart.summary.end', {
      name: identity.label,
      value: words.number(bands.median[end]!, options),
      range: words.range(bands.q05[end]!, bands.q95[end]!, options),
    }),
  );
  const title = words.t(data.mode === 'level' ? 'chart.level' : 'chart.difference');
  const separator = words.locale === 'zh' ? '；' : '; ';
  return `${title}. ${words.t('chart.summary', { n: data.weeks, ends: ends.join(separator) })}`;
}

export function trajectoryTable({ lines, mode, weeks }: TrajectoryData, words: Words): DataTable {
  const columns = lines.flatMap(({ identity: { label: name } }) =>
    ['median', 'low', 'high'].map((which) => words.t(`chart.table.${which}`, { name })),
  );
  const rows = Array.from({ length: weeks }, (_, week) => [
    week + 1,
    ...lines.flatMap(({ bands }) => [bands.median, bands.q05, bands.q95].map((values) => round(values[week]!))),
  ]);
  const title = words.t(mode === 'level' ? 'chart.level' : 'chart.difference');
  const unit = words.t(mode === 'level' ? 'chart.level.unit' : 'chart.difference.unit');
  return { caption: `${title} (${unit})`, columns: [words.t('chart.table.week'), ...columns], rows };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
