/** One core, many actors: tension by pair and layer, the company's accounts, wishes against what was built. */
import { scaleLinear } from 'd3';
import type { Chart, DataTable } from '../charts/chart.ts';
import { createDrawing, heading, paragraph, pushApart, type Sheet, text } from '../charts/drawing.ts';
import { drawPanels, key } from '../charts/panels.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, GRID, hue, INK, PAPER } from '../theme.ts';
import { part } from './columns.ts';
import { type CoreData, type CoreShown, RENOVATION } from './core-data.ts';

export function createCore(host: HTMLElement, words: Words): Chart<CoreData> {
  return createDrawing(host, words, { draw, summary: coreSummary });
}

/** Weeks that a cell of the matrix stands for. */
const BIN = 4;
/** How strongly each income is tinted, from the bottom of the stack. */
const TINTS = [0.95, 0.68, 0.42, 0.2];

function draw(sheet: Sheet, data: CoreData): number {
  const { width, size, words } = sheet;
  const { t } = words;
  const { shown } = data;
  if (!shown) return paragraph(sheet, 0, 0, t('core.none'), width);
  const rule = t('core.rule', { who: shown.who.label, runs: data.runs });
  let y = heading(sheet, 0, t('core.title'), rule, width) + size * 0.4;
  y = drawMatrix(sheet, y, shown, data.weeks) + size * 0.6;
  y = paragraph(sheet, 0, y, t('core.caption'), width) + size * 1.6;
  y = drawLines(sheet, y, data) + size * 0.8;
  const two = width >= size * 56;
  const gap = size * 3;
  const half = two ? (width - gap) / 2 : width;
  const accounts = part(sheet, 0, y, half);
  const below = drawAccounts(accounts, shown, data.runs);
  const wishes = part(sheet, two ? half + gap : 0, two ? y : y + below + size * 1.6, half);
  const end = drawWishes(wishes, shown);
  return y + (two ? Math.max(below, end) : below + size * 1.6 + end) + 4;
}

function drawMatrix(sheet: Sheet, top: number, { who, cells, layers }: CoreShown, weeks: number): number {
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  const names = cells.map(({ pair }) => sheet.measure(t(`core.pair.${pair}`), size));
  const left = Math.min(Math.max(...names) + size * 1.6, width * 0.5);
  const right = sheet.measure(words.number(0.55, { digits: 2 }), size, true) + 10;
  const x = scaleLinear([0, weeks], [left, width - right]);
  const height = size * 1.45;
  const two = (value: number) => words.number(value, { digits: 2 });
  let y = top;
  for (const { layer, mean } of layers) {
    text(sheet, 0, y + size * 1.2, t(`core.layer.${layer}`), { bold: true });
    text(sheet, width, y + size * 1.2, two(mean[weeks - 1]!), { bold: true, anchor: 'end' });
    y += size * 1.65;
    for (const { pair, tension } of cells.filter((cell) => cell.layer === layer)) {
      text(sheet, size * 0.8, y + height * 0.75, t(`core.pair.${pair}`));
      for (let week = 0; week < weeks; week += BIN) {
        const end = Math.min(week + BIN, weeks);
        let sum = 0;
        for (let w = week; w < end; w++) sum += tension[w]!;
        g.append('rect')
          .attr('x', x(week))
          .attr('y', y + 1)
          .attr('width', Math.max(1, x(end) - x(week) - 0.6))
          .attr('height', height - 2)
          .style('fill', hue(who.slot))
          .style('fill-opacity', Math.min(1, 0.04 + (0.96 * sum) / (end - week)));
      }
      text(sheet, width, y + height * 0.75, two(tension[weeks - 1]!), { anchor: 'end', faint: true });
      y += height;
    }
    y += size * 0.35;
  }
  weekAxis(sheet, x, y, weeks);
  y += small * 2.4;
  return scaleKey(sheet, left, y, who.slot);
}

/** Weeks under a drawing, the first one named. */
function weekAxis(sheet: Sheet, x: (week: number) => number, y: number, weeks: number): void {
  const { g, small, words } = sheet;
  g.append('path')
    .attr('d', `M${x(0)},${y}H${x(weeks)}`)
    .style('stroke', AXIS);
  const ticks =
    x(weeks) - x(0) < small * 16 ? [0, weeks] : [0, Math.round(weeks / 3), Math.round((2 * weeks) / 3), weeks];
  ticks.forEach((week, i) => {
    const anchor = i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle';
    const label = i === 0 ? words.t('axis.firstWeek') : words.number(week);
    g.append('path')
      .attr('d', `M${x(week)},${y}v4`)
      .style('stroke', AXIS);
    text(sheet, x(week), y + 5 + small, label, { anchor, faint: true, size: small });
  });
}

/** What the tints of the matrix mean. */
function scaleKey(sheet: Sheet, left: number, y: number, slot: number): number {
  const { g, small, words } = sheet;
  const step = small * 2.2;
  text(sheet, left - 6, y + small, words.t('core.scale'), { anchor: 'end', faint: true, size: small });
  [0, 0.25, 0.5, 0.75, 1].forEach((value, i) => {
    const x = left + i * (step + 2);
    g.append('rect')
      .attr('x', x)
      .attr('y', y)
      .attr('width', step)
      .attr('height', small * 1.1)
      .style('fill', hue(slot))
      .style('fill-opacity', 0.04 + 0.96 * value)
      .style('stroke', GRID);
    const label = words.number(value, { digits: Number.isInteger(value) ? 0 : 2 });
    text(sheet, x + step / 2, y + small * 2.3, label, { anchor: 'middle', faint: true, size: small });
  });
  return y + small * 2.6;
}

/** Delivery and acceptance of the fee, all scenarios together. */
function drawLines(sheet: Sheet, top: number, data: CoreData): number {
  const { width, size, small, words } = sheet;
  const people = data.scenarios.map(({ who }) => who);
  const y = people.length > 1 ? key(sheet, top, people) + size * 0.5 : top;
  const columns = width >= size * 40 ? 2 : 1;
  const gap = size * 1.8;
  const w = (width - gap * (columns - 1)) / columns;
  const gutter = 14 + sheet.measure('A 0.99', small, true) + 4;
  const panels = [
    { name: 'delivery', max: 1, digits: 2 },
    { name: 'acceptance', max: 100, digits: 0 },
  ] as const;
  let below = y;
  panels.forEach(({ name, max, digits }, i) => {
    const place = part(sheet, columns === 2 ? i * (w + gap) : 0, columns === 2 ? y : below, w);
    const lines = data.scenarios.map((one) => ({ who: one.who, line: one[name], focused: one.place === data.focus }));
    const title = { title: words.t(`core.${name}`), value: words.t(`core.${name}.unit`), lines, shades: [] };
    const format = (value: number) => words.number(value, { digits: Number.isInteger(value) ? 0 : digits });
    const height = drawPanels(place, 0, [title], { weeks: data.weeks, max, format, gutter }, 1);
    below = columns === 2 ? y + height : below + height;
  });
  return below;
}

/** The company's months: incomes stacked, cost and capital as lines. */
function drawAccounts(sheet: Sheet, shown: CoreShown, runs: number): number {
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  const { income, cost, capital, who } = shown;
  const top = heading(sheet, 0, t('core.accounts'), t('core.accounts.unit'), width) + size * 0.6;
  const months = cost.length;
  const sums = Array.from({ length: months }, (_, m) => income.reduce((sum, line) => sum + line.monthly[m]!, 0));
  const due = Array.from({ length: months }, (_, m) => cost[m]! + capital[m]!);
  const peak = Math.max(1, ...sums, ...due) / 1000;
  const labels = income.map(({ name, share }) =>
    Number.isFinite(share) ? `${t(`core.income.${name}`)} ${words.percent(share)}` : t(`core.income.${name}`),
  );
  const right = Math.max(...labels.map((label) => sheet.measure(label, small))) + 14;
  const plot = Math.max(120, Math.min(190, width * 0.45));
  const y = scaleLinear([0, peak], [top + plot, top]).nice(4);
  const left = Math.max(...y.ticks(4).map((v) => sheet.measure(words.number(v), small))) + 8;
  const x = scaleLinear([0, months], [left, width - right]);
  for (const tick of y.ticks(4)) {
    g.append('path')
      .attr('d', `M${left},${y(tick)}H${width - right}`)
      .style('stroke', tick === 0 ? AXIS : GRID);
    text(sheet, left - 5, y(tick) + small * 0.35, words.number(tick), { anchor: 'end', faint: true, size: small });
  }
  for (let m = 0; m < months; m++) {
    let base = 0;
    income.forEach(({ monthly }, k) => {
      const value = monthly[m]! / 1000;
      g.append('rect')
        .attr('x', x(m) + 0.4)
        .attr('width', Math.max(0.5, x(m + 1) - x(m) - 0.8))
        .attr('y', y(base + value))
        .attr('height', Math.max(0, y(base) - y(base + value)))
        .style('fill', hue(who.slot))
        .style('fill-opacity', TINTS[k]!);
      base += value;
    });
  }
  steps(sheet, cost, x, y, 'none');
  steps(sheet, due, x, y, '4 3');
  const ends: number[] = [];
  let base = 0;
  for (const { monthly } of income) {
    const value = monthly[months - 1]! / 1000;
    ends.push(y(base + value / 2));
    base += value;
  }
  const placed = pushApart(ends, small * 1.2, top + small, top + plot);
  labels.forEach((label, k) => {
    g.append('rect')
      .attr('x', width - right + 4)
      .attr('y', placed[k]! - small * 0.35)
      .attr('width', 6)
      .attr('height', small * 0.7)
      .style('fill', hue(who.slot))
      .style('fill-opacity', TINTS[k]!);
    text(sheet, width - right + 13, placed[k]! + small * 0.35, label, { size: small });
  });
  [0, 12, 24, 36]
    .filter((m) => m <= months)
    .forEach((m) => {
      g.append('path')
        .attr('d', `M${x(m)},${y(0)}v4`)
        .style('stroke', AXIS);
      const label = m === 0 ? t('core.month') : words.number(m);
      text(sheet, x(m), y(0) + 5 + small, label, { anchor: m === 0 ? 'start' : 'middle', faint: true, size: small });
    });
  const left_ = shown.left > 0 ? t('core.left', { left: shown.left, runs }) : '';
  const margin = Number.isFinite(shown.margin) ? t('core.margin', { margin: words.percent(shown.margin, 1) }) : '';
  const caption = [t('core.accounts.caption'), margin, left_].filter((line) => line !== '');
  return paragraph(sheet, 0, y(0) + small * 2.2, caption.join(words.locale === 'zh' ? '' : ' '), width);
}

function steps(
  sheet: Sheet,
  values: ArrayLike<number>,
  x: (m: number) => number,
  y: (v: number) => number,
  dash: string,
) {
  const path = Array.from(values)
    .map((value, m) => `${m === 0 ? 'M' : 'L'}${x(m)},${y(value / 1000)}H${x(m + 1)}`)
    .join('');
  for (const [stroke, width] of [
    [PAPER, 4],
    [INK, 1.5],
  ] as const) {
    sheet.g
      .append('path')
      .attr('d', path)
      .style('fill', 'none')
      .style('stroke', stroke)
      .style('stroke-width', `${width * sheet.scale}px`)
      .style('stroke-dasharray', stroke === INK ? dash : 'none');
  }
}

/** Wished, planned and built: a tick, a bar and a dot a row. */
function drawWishes(sheet: Sheet, { wishes, who }: CoreShown): number {
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  let y = heading(sheet, 0, t('core.wishes'), t('core.wishes.unit'), width) + size * 0.4;
  const left = Math.min(
    Math.max(...wishes.map(({ name }) => sheet.measure(t(`core.wish.${name}`), size))) + 20,
    width * 0.5,
  );
  const most = Math.max(0.5, ...wishes.flatMap(({ wished, planned, built }) => [wished, planned, built || 0]));
  const x = scaleLinear([0, most], [left, width - sheet.measure(words.percent(0.55), size) - 8]);
  const height = size * 1.7;
  wishes.forEach(({ name, wished, planned, built }, k) => {
    if (k === 0 || k === RENOVATION.length) {
      text(sheet, 0, y + size * 1.2, t(k === 0 ? 'core.renovation' : 'core.services'), { bold: true });
      y += size * 1.7;
    }
    const middle = y + height / 2;
    text(sheet, size * 0.8, middle + size * 0.35, t(`core.wish.${name}`));
    g.append('rect')
      .attr('x', x(0))
      .attr('y', middle - size * 0.38)
      .attr('width', x(planned) - x(0))
      .attr('height', size * 0.76)
      .style('fill', hue(who.slot))
      .style('fill-opacity', 0.35);
    g.append('path')
      .attr('d', `M${x(wished)},${middle - size * 0.7}v${size * 1.4}`)
      .style('stroke', INK)
      .style('stroke-width', `${2 * sheet.scale}px`);
    if (Number.isFinite(built)) {
      g.append('circle')
        .attr('cx', x(built))
        .attr('cy', middle)
        .attr('r', size * 0.33)
        .style('fill', hue(who.slot))
        .style('stroke', PAPER);
      text(sheet, width, middle + size * 0.35, words.percent(built), { anchor: 'end', faint: true });
    }
    y += height;
  });
  g.append('path')
    .attr('d', `M${x(0)},${y}H${x(most)}`)
    .style('stroke', AXIS);
  return paragraph(sheet, 0, y + small * 0.6, t('core.wishes.caption'), width);
}

export function coreTable(data: CoreData, words: Words): DataTable {
  const { t } = words;
  const caption = `${t('core.title')} · ${t('core.rule', { who: data.shown?.who.label ?? '', runs: data.runs })}`;
  const two = (value: number) => words.number(value, { digits: 2 });
  const marks = [0, 25, 51, 77, 103, 155].filter((week) => week < data.weeks);
  return {
    caption,
    columns: [t('core.layer'), t('core.pair'), ...marks.map((week) => t('core.week', { week: week + 1 }))],
    rows: (data.shown?.cells ?? []).map(({ layer, pair, tension }) => [
      t(`core.layer.${layer}`),
      t(`core.pair.${pair}`),
      ...marks.map((week) => two(tension[week]!)),
    ]),
  };
}

export function coreSummary(data: CoreData, words: Words): string {
  const { shown, weeks } = data;
  if (!shown) return words.t('core.none');
  const own = data.scenarios.find(({ place }) => place === data.focus)!;
  const highest = [...shown.cells].sort((a, b) => b.tension[weeks - 1]! - a.tension[weeks - 1]!)[0]!;
  return words.t('core.summary', {
    who: shown.who.label,
    week: weeks,
    delivery: words.number(own.delivery.mean[weeks - 1]!, { digits: 2 }),
    acceptance: words.number(own.acceptance.mean[weeks - 1]!),
    pair: words.t(`core.pair.${highest.pair}`),
    layer: words.t(`core.layer.${highest.layer}`),
    tension: words.number(highest.tension[weeks - 1]!, { digits: 2 }),
    left: shown.left,
    runs: data.runs,
  });
}
