/**
 * Lifts: the wall of stairwells by state over time, and below it who says no on which floor, how long consent takes
 * and what each scenario brings.
 */
import { area, scaleLinear } from 'd3';
import type { Chart, DataTable } from '../charts/chart.ts';
import { createDrawing, heading, marker, paragraph, pushApart, type Sheet, text, twoPart } from '../charts/drawing.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, GRID, hue, INK_2 } from '../theme.ts';
import { part } from './columns.ts';
import { FLOORS, type LiftsData, type LiftsShown, TIMES, WALL, type WallStage } from './lifts-data.ts';

/** How strongly a stage is painted in the scenario's colour; what failed or has not begun is grey. */
const PAINT: Readonly<Record<WallStage, number>> = {
  running: 1,
  building: 0.72,
  contract: 0.54,
  objection: 0.4,
  negotiating: 0.27,
  proposed: 0.15,
  resting: 0.5,
  idle: 0,
};
/** Of what is drawn beside the full colour. */
const PALE = 0.4;
/** Approved share of eligible buildings in the field. */
const FIELD = 0.17;

export function createLifts(host: HTMLElement, words: Words): Chart<LiftsData> {
  return createDrawing(host, words, { draw, summary: liftsSummary });
}

const ruleOf = (data: LiftsData, { who }: LiftsShown) => ({ runs: data.runs, who: who.label });

function draw(sheet: Sheet, data: LiftsData): number {
  const { width, size, words } = sheet;
  const { shown } = data;
  if (!shown) return paragraph(sheet, 0, 0, words.t('lifts.none'), width);
  const rule = words.t('lifts.rule', ruleOf(data, shown));
  const top = heading(sheet, 0, words.t('lifts.title'), rule, width) + size * 0.4;
  const below = drawWall(sheet, shown, data.weeks, top) + size * 1.2;
  const parts = [
    (on: Sheet) => drawNoes(on, shown),
    (on: Sheet) => drawTimes(on, shown),
    (on: Sheet) => drawApproved(on, data),
  ];
  const columns = width > size * 60 ? 3 : width > size * 38 ? 2 : 1;
  const gap = size * 2.4;
  const w = (width - gap * (columns - 1)) / columns;
  let y = below;
  for (let first = 0; first < parts.length; first += columns) {
    const heights = parts
      .slice(first, first + columns)
      .map((drawPart, k) => drawPart(part(sheet, k * (w + gap), y, w)));
    y += Math.max(...heights) + size * 1.2;
  }
  return paragraph(sheet, 0, y - size * 0.4, words.t('lifts.caption'), width) + 4;
}

/** Stages piled up over weeks, labelled at the right where there is room for a line of text. */
function drawWall(sheet: Sheet, shown: LiftsShown, weeks: number, top: number): number {
  const { g, width, small, words } = sheet;
  const names = WALL.map((stage) => words.t(`lifts.stage.${stage}`));
  const last = weeks - 1;
  const shares = WALL.map((stage) => shown.wall[stage][last]);
  const labels = names.map((name, k) => `${name} ${words.percent(shares[k])}`);
  const right = Math.max(...labels.map((label) => sheet.measure(label, small, true))) + 22;
  const left = sheet.measure(words.percent(1), small) + 8;
  const height = Math.max(180, Math.min(320, width * 0.36));
  const x = scaleLinear([0, Math.max(1, last)], [left, width - right]);
  const y = scaleLinear([0, 1], [top + height, top]);

  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    g.append('path')
      .attr('d', `M${left},${y(tick)}H${x(last)}`)
      .style('stroke', GRID);
    text(sheet, left - 5, y(tick) + small * 0.35, words.percent(tick), { anchor: 'end', faint: true, size: small });
  }
  const floor = new Float64Array(weeks);
  const middles: number[] = [];
  for (const stage of WALL) {
    const from = floor.slice();
    shown.wall[stage].forEach((share, week) => {
      floor[week] += share;
    });
    middles.push(y((from[last] + floor[last]) / 2));
    const shape = area<number>(
      (_, week) => x(week),
      (_, week) => y(from[week]),
      (upper) => y(upper),
    );
    g.append('path')
      .attr('d', shape(Array.from(floor)) ?? '')
      .style('fill', stage === 'resting' ? AXIS : hue(shown.who.slot))
      .style('fill-opacity', String(PAINT[stage]))
      .style('stroke', 'var(--paper)')
      .style('stroke-width', '.8px');
  }
  const placed = pushApart(middles, small * 1.3, top + small * 0.4, top + height);
  labels.forEach((label, k) => {
    const end = x(last);
    g.append('path')
      .attr('d', `M${end + 2},${middles[k]}L${end + 14},${placed[k]}`)
      .style('stroke', AXIS);
    twoPart(sheet, end + 18, placed[k] + small * 0.35, [names[k], label.slice(names[k].length + 1)], { size: small });
  });
  const base = top + height;
  g.append('path')
    .attr('d', `M${left},${base}H${x(last)}`)
    .style('stroke', AXIS);
  const ticks = [0, Math.round(weeks / 3), Math.round((2 * weeks) / 3), weeks];
  ticks.forEach((week, k) => {
    const at = x(Math.max(0, week - 1));
    g.append('path').attr('d', `M${at},${base}v4`).style('stroke', AXIS);
    text(sheet, at, base + 5 + small, k === 0 ? words.t('axis.firstWeek') : words.number(week), {
      anchor: k === 0 ? 'start' : k === 3 ? 'end' : 'middle',
      faint: true,
      size: small,
    });
  });
  return base + small * 2.2;
}

interface Bar {
  readonly name: string;
  /** Pale part first. */
  readonly parts: readonly number[];
}

/** Horizontal bars on one scale, each with its total; returns the y below. */
function bars(sheet: Sheet, y0: number, rows: readonly Bar[], slot: number): number {
  const { g, width, size, small, words } = sheet;
  const shown = (value: number) => words.number(value, { digits: value > 0 && value < 10 ? 1 : 0 });
  const totals = rows.map(({ parts }) => parts.reduce((sum, value) => sum + value, 0));
  const left = Math.max(...rows.map(({ name }) => sheet.measure(name, small))) + 8;
  const right = Math.max(...totals.map((total) => sheet.measure(shown(total), small))) + 8;
  const scale = scaleLinear([0, Math.max(1, ...totals)], [0, Math.max(20, width - left - right)]);
  const line = size * 1.6;
  rows.forEach(({ name, parts }, k) => {
    const y = y0 + k * line;
    text(sheet, left - 8, y + line * 0.68, name, { anchor: 'end', faint: true, size: small });
    let at = left;
    parts.forEach((value, j) => {
      g.append('rect')
        .attr('x', at)
        .attr('y', y + line * 0.16)
        .attr('width', scale(value))
        .attr('height', line * 0.68)
        .style('fill', hue(slot))
        .style('fill-opacity', parts.length > 1 && j === 0 ? PALE : 1);
      at += scale(value);
    });
    text(sheet, at + 5, y + line * 0.68, shown(totals[k]!), { size: small });
  });
  g.append('path')
    .attr('d', `M${left},${y0}V${y0 + rows.length * line}`)
    .style('stroke', AXIS);
  return y0 + rows.length * line;
}

/** A small heading; returns the y below. */
function titled(sheet: Sheet, title: string, rest: string): number {
  const { size, small, width } = sheet;
  text(sheet, 0, size, title, { bold: true });
  return paragraph(sheet, 0, size * 1.15, rest, width, { size: small }) + size * 0.4;
}

function drawNoes(sheet: Sheet, { who, noes, blockers }: LiftsShown): number {
  const { g, size, small, words } = sheet;
  const { t } = words;
  const top = titled(sheet, t('lifts.no.title'), t('lifts.no.rule'));
  const rows = FLOORS.map((floor, k) => ({
    name: t(k === FLOORS.length - 1 ? 'lifts.floor.top' : 'lifts.floor', { floor }),
    parts: [noes[k]!, blockers[k]!],
  })).reverse();
  let y = bars(sheet, top, rows, who.slot) + small * 0.6;
  for (const [name, opacity] of [
    ['vote', PALE],
    ['block', 1],
  ] as const) {
    g.append('rect')
      .attr('x', 0)
      .attr('y', y)
      .attr('width', small * 0.9)
      .attr('height', small * 0.9)
      .style('fill', hue(who.slot))
      .style('fill-opacity', opacity);
    text(sheet, small * 1.4, y + small * 0.85, t(`lifts.no.${name}`), { faint: true, size: small });
    y += size * 1.3;
  }
  return y;
}

function drawTimes(sheet: Sheet, { who, times, meanTime }: LiftsShown): number {
  const { t, number } = sheet.words;
  const mean = Number.isNaN(meanTime) ? t('lifts.time.none') : t('lifts.time.mean', { weeks: number(meanTime) });
  const top = titled(sheet, t('lifts.time.title'), `${t('lifts.time.rule')} · ${mean}`);
  const rows = TIMES.map((time, k) => ({ name: t(`lifts.time.${time}`), parts: [times[k]!] }));
  return bars(sheet, top, rows, who.slot);
}

/** Every scenario with lifts on one scale, with the field's figure. */
function drawApproved(sheet: Sheet, { approved, weeks }: LiftsData): number {
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  const top = titled(sheet, t('lifts.approved.title', { week: weeks }), t('lifts.approved.rule')) + size * 1.1;
  const right = sheet.measure(words.percent(1), size, true) + 6;
  const scale = scaleLinear([0, 1], [0, width - right]);
  const line = size * 2.5;
  const bottom = top + approved.length * line;
  text(sheet, scale(FIELD) + 4, top - size * 0.25, t('lifts.field', { share: words.percent(FIELD) }), {
    faint: true,
    size: small,
  });
  approved.forEach(({ who, share }, k) => {
    const y = top + k * line;
    const middle = y + size * 1.75;
    text(sheet, 0, y + size * 1.1, who.label, { size: small });
    g.append('path')
      .attr('d', `M0,${middle}H${scale(1)}`)
      .style('stroke', GRID);
    g.append('path')
      .attr('d', `M${scale(FIELD)},${middle - size * 0.55}v${size * 1.1}`)
      .style('stroke', INK_2);
    g.append('path')
      .attr('d', `M${scale(share.low)},${middle}H${scale(share.high)}`)
      .style('stroke', hue(who.slot))
      .style('stroke-width', '2px');
    marker(g, who.slot, scale(share.mean), middle, size * 0.36);
    text(sheet, width, middle + size * 0.35, words.percent(share.mean), { anchor: 'end', bold: true });
  });
  return bottom;
}

export function liftsTable(data: LiftsData, words: Words): DataTable {
  const { t } = words;
  const { shown } = data;
  if (!shown) return { caption: t('lifts.none'), columns: [], rows: [] };
  return {
    caption: `${t('lifts.title')} · ${t('lifts.rule', ruleOf(data, shown))}`,
    columns: [t('table.week'), ...WALL.map((stage) => `${t(`lifts.stage.${stage}`)}, %`)],
    rows: Array.from({ length: data.weeks }, (_, week) => [
      week + 1,
      ...WALL.map((stage) => words.number(100 * shown.wall[stage][week]!, { digits: 1 })),
    ]),
  };
}

export function liftsSummary({ shown, weeks }: LiftsData, words: Words): string {
  if (!shown) return words.t('lifts.none');
  const last = (stage: WallStage) => words.percent(shown.wall[stage][weeks - 1]!);
  return words.t('lifts.summary', {
    who: shown.who.label,
    week: weeks,
    approved: words.percent(shown.approved),
    running: last('running'),
    negotiating: last('negotiating'),
    resting: last('resting'),
  });
}
