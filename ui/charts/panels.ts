/** Small multiples over weeks on identical axes, as stages and traits use them. */
import { area, line, type ScaleLinear, scaleLinear } from 'd3';
import type { Line } from '../data/ensemble.ts';
import { AXIS, GRID, hue, type Identity, INK_2, SLOTS } from '../theme.ts';
import { type Group, marker, pushApart, type Sheet, shortName, text, twoPart } from './drawing.ts';

export interface PanelLine {
  readonly who: Identity;
  readonly line: Line;
  readonly focused: boolean;
}

export interface Panel {
  readonly title: string;
  readonly value: string;
  readonly lines: readonly PanelLine[];
  /** Pairs of lines between which the panel is shaded in the colour of the focus, the widest first. */
  readonly shades: readonly (readonly [Float64Array, Float64Array])[];
}

export interface Axes {
  readonly weeks: number;
  readonly max: number;
  readonly format: (value: number) => string;
  /** Grid lines, about so many; by default 3. */
  readonly ticks?: number;
  /** Whether values at the line ends have the scenario's letter and marker before them; by default they do. */
  readonly letters?: boolean;
  /** Room for values at the line ends, in px. */
  readonly gutter: number;
}

/** Draws panels in as many columns as fit; returns the y below. */
export function drawPanels(sheet: Sheet, top: number, panels: readonly Panel[], axes: Axes, columns: number): number {
  const { width, size, small } = sheet;
  const gap = size * 1.8;
  const left =
    Math.max(
      ...scaleLinear([0, axes.max], [0, 1])
        .ticks(axes.ticks ?? 3)
        .map((v) => sheet.measure(axes.format(v), small)),
    ) + 8;
  const w = (width - gap * (columns - 1)) / columns;
  const plotHeight = Math.max(84, Math.min(columns === 1 ? 100 : 150, w * 0.5));
  const rowHeight = size * 2 + plotHeight + small * 2.4;
  panels.forEach((panel, i) => {
    const x0 = (i % columns) * (w + gap);
    const y0 = top + Math.floor(i / columns) * rowHeight;
    const x = scaleLinear([0, Math.max(1, axes.weeks - 1)], [x0 + left, x0 + w - axes.gutter]);
    const y = scaleLinear([0, axes.max], [y0 + size * 2 + plotHeight, y0 + size * 2]);
    twoPart(sheet, x0, y0 + size, [panel.title, panel.value]);
    drawAxes(sheet, x, y, axes, x0 + left);
    drawLines(sheet, x, y, panel);
    endLabels(sheet, x, y, panel, axes);
  });
  return top + Math.ceil(panels.length / columns) * rowHeight;
}

type Scale = ScaleLinear<number, number>;

function drawAxes(sheet: Sheet, x: Scale, y: Scale, axes: Axes, left: number): void {
  const { g, small, words } = sheet;
  const right = x.range()[1];
  for (const tick of y.ticks(axes.ticks ?? 3)) {
    g.append('path')
      .attr('d', `M${left},${y(tick)}H${right}`)
      .style('stroke', tick === 0 ? AXIS : GRID);
    text(sheet, left - 5, y(tick) + small * 0.35, axes.format(tick), { anchor: 'end', faint: true, size: small });
  }
  const base = y(0);
  const weeks = [1, Math.floor(axes.weeks / 3), Math.floor((2 * axes.weeks) / 3), axes.weeks].filter(
    (week, i, all) => week > 0 && all.indexOf(week) === i,
  );
  const roomy = right - left > small * 14;
  weeks.forEach((week, i) => {
    if (!roomy && i > 0 && i < weeks.length - 1) return;
    const at = x(week - 1);
    g.append('path').attr('d', `M${at},${base}v4`).style('stroke', AXIS);
    const label = i === 0 ? words.t('axis.firstWeek') : words.number(week);
    const anchor = i === 0 ? 'start' : i === weeks.length - 1 ? 'end' : 'middle';
    text(sheet, at, base + 4 + small, label, { anchor, faint: true, size: small });
  });
}

function between(x: Scale, y: Scale, low: Float64Array, high: Float64Array): string {
  const shape = area<number>()
    .x((_, week) => x(week))
    .y0((_, week) => y(low[week]))
    .y1((_, week) => y(high[week]));
  return shape(Array.from(low)) ?? '';
}

function drawLines(sheet: Sheet, x: Scale, y: Scale, { lines, shades }: Panel): void {
  const { g, scale } = sheet;
  const focus = lines.find(({ focused }) => focused);
  shades.forEach(([low, high], i) => {
    g.append('path')
      .attr('d', between(x, y, low, high))
      .attr('class', i === 0 ? 'band-90' : 'band-50')
      .style('fill', hue(focus?.who.slot ?? 0));
  });
  for (const { who, line: own } of lines) {
    if (!own.bands) continue;
    const [p5, p25, p75, p95] = own.bands;
    const faded = who.slot === 0 ? ' of-baseline' : '';
    band(g, between(x, y, p5, p95), `band-90${faded}`, who);
    band(g, between(x, y, p25, p75), `band-50${faded}`, who);
  }
  // the focus last, so that it lies on top
  for (const { who, line: own, focused } of [...lines].sort((a, b) => Number(a.focused) - Number(b.focused))) {
    const path = line<number>((_, week) => x(week), y)(Array.from(own.mean)) ?? '';
    g.append('path').attr('d', path).attr('class', 'casing');
    g.append('path')
      .attr('d', path)
      .style('fill', 'none')
      .style('stroke', hue(who.slot))
      .style('stroke-width', `${(focused ? 2.4 : who.slot === 0 ? 1.6 : 1.9) * scale}px`)
      .style('stroke-dasharray', focused ? 'none' : SLOTS[who.slot].dash || 'none');
  }
}

function band(g: Group, d: string, name: string, who: Identity): void {
  g.append('path').attr('d', d).attr('class', name).style('fill', hue(who.slot));
}

/** Letter and last value beside each line's end, joined by a leader where it had to move. */
function endLabels(sheet: Sheet, x: Scale, y: Scale, { lines }: Panel, axes: Axes): void {
  if (axes.gutter < sheet.size * 2) return;
  const { g, small } = sheet;
  const end = x.range()[1];
  const [bottom, top] = y.range();
  const ends = lines.map(({ line: own }) => y(own.mean[own.mean.length - 1]));
  const gap = small * 1.15;
  const indent = axes.letters === false ? 9 : 14;
  const placed = pushApart(ends, gap, Math.min(top, bottom - gap * (lines.length - 1)), bottom);
  lines.forEach(({ who, line: own, focused }, i) => {
    if (axes.letters !== false) marker(g, who.slot, end + 1, ends[i], small * 0.3);
    if (Math.abs(placed[i] - ends[i]) > 1) {
      g.append('path')
        .attr('d', `M${end + indent - 8},${ends[i]}L${end + indent - 2},${placed[i]}`)
        .style('stroke', INK_2)
        .style('stroke-width', '.8px');
    }
    const value = axes.format(own.mean[own.mean.length - 1]);
    const letter = axes.letters === false ? '' : SLOTS[who.slot].letter;
    text(sheet, end + indent, placed[i] + small * 0.35, letter ? `${letter} ${value}` : value, {
      size: small,
      bold: focused,
      faint: who.slot === 0,
    });
  });
}

/** Names the lines once, where panels have only letters. */
export function key(sheet: Sheet, y: number, people: readonly Identity[]): number {
  const { g, width, size, small } = sheet;
  let x = 0;
  let at = y + small;
  for (const who of people) {
    const wide = size * 3.2 + sheet.measure(who.label, small) + size * 1.4;
    if (x > 0 && x + wide > width) {
      x = 0;
      at += small * 1.6;
    }
    g.append('path')
      .attr('d', `M${x},${at - small * 0.35}h${size * 2.6}`)
      .style('stroke', hue(who.slot))
      .style('stroke-width', '2px')
      .style('stroke-dasharray', SLOTS[who.slot].dash || 'none');
    marker(g, who.slot, x + size * 1.3, at - small * 0.35, small * 0.36);
    text(sheet, x + size * 3, at, who.label === '' ? shortName(who) : who.label, { size: small });
    x += wide;
  }
  return at + small * 0.8;
}
