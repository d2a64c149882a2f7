import { area, curveStepAfter, scaleLinear } from 'd3';
import type { MoneyData, MoneyRow } from '../data/money.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, GRID, hue } from '../theme.ts';
import type { Chart, DataTable } from './chart.ts';
import { createDrawing, heading, marker, paragraph, type Sheet, text } from './drawing.ts';

/** Money by instrument: a strip per instrument over the weeks, all on one scale, and its total. */
export function createMoney(host: HTMLElement, words: Words): Chart<MoneyData> {
  return createDrawing(host, words, { draw, summary: moneySummary });
}

function draw(sheet: Sheet, data: MoneyData): number {
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  const top = heading(sheet, 0, t('money.title'), t('money.rule', { runs: data.runs }), width) + size * 0.6;
  if (data.rows.length === 0) return paragraph(sheet, 0, top, t('money.none'), width);

  const nameOf = (row: MoneyRow) => t(`name.instrument.${row.instrument}`);
  const names = Math.max(
    ...data.rows.map((row) => sheet.measure(nameOf(row), size)),
    ...data.totals.map(({ who }) => sheet.measure(who.label, size, true)),
  );
  const left = Math.min(names + size * 2.4, width * 0.42);
  const totals = data.rows.map(({ total }) => words.money(total.mean));
  const right = Math.max(...totals.map((money) => sheet.measure(money, size, true)), size * 5) + 8;
  const x = scaleLinear([0, data.weeks], [left, width - right - 8]);
  const peak = Math.max(1, ...data.rows.flatMap(({ weekly }) => [...weekly]));
  const stripHeight = size * 2.1;

  let y = top;
  for (const { who, place, total } of data.totals) {
    const own = data.rows.filter((row) => row.place === place);
    if (own.length === 0) continue;
    marker(g, who.slot, size * 0.5, y + size * 0.75, size * 0.38);
    text(sheet, size * 1.4, y + size * 1.15, who.label, { bold: true });
    text(sheet, width, y + size * 1.15, words.money(total.mean), { bold: true, anchor: 'end' });
    y += size * 1.7;
    for (const row of own) {
      drawStrip(sheet, row, nameOf(row), x, y, stripHeight, peak);
      text(sheet, width, y + stripHeight - size * 0.35, words.money(row.total.mean), { anchor: 'end', faint: true });
      y += stripHeight + size * 0.5;
    }
    y += size * 0.5;
  }
  const end = axis(sheet, x, y - size * 0.5, data.weeks, small);
  const caption = t('money.caption', { peak: words.money(peak) });
  return paragraph(sheet, 0, end, caption, width) + 4;
}

function drawStrip(
  sheet: Sheet,
  row: MoneyRow,
  name: string,
  x: (week: number) => number,
  y: number,
  height: number,
  peak: number,
): void {
  const { g, size } = sheet;
  const base = y + height;
  text(sheet, size * 1.4, base - size * 0.35, name);
  g.append('path')
    .attr('d', `M${x(0)},${base}H${x(row.weekly.length)}`)
    .style('stroke', GRID);
  const shape = area<number>()
    .curve(curveStepAfter)
    .x((_, week) => x(week))
    .y0(base)
    .y1((spent) => base - (spent / peak) * height);
  // a last point, so that the last week has its width too
  const weekly = [...row.weekly, row.weekly[row.weekly.length - 1]];
  g.append('path')
    .attr('d', shape(weekly) ?? '')
    .style('fill', hue(row.who.slot));
}

function axis(sheet: Sheet, x: (week: number) => number, y: number, weeks: number, small: number): number {
  const { g, words } = sheet;
  g.append('path')
    .attr('d', `M${x(0)},${y}H${x(weeks)}`)
    .style('stroke', AXIS);
  const narrow = x(weeks) - x(0) < small * 16;
  const wanted = narrow ? [0, weeks] : [0, Math.round(weeks / 3), Math.round((2 * weeks) / 3), weeks];
  const ticks = wanted.filter((week, i) => wanted.indexOf(week) === i);
  ticks.forEach((week, i) => {
    g.append('path')
      .attr('d', `M${x(week)},${y}v4`)
      .style('stroke', AXIS);
    text(sheet, x(week), y + 5 + small, i === 0 ? words.t('axis.firstWeek') : words.number(week), {
      anchor: i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle',
      faint: true,
      size: small,
    });
  });
  return y + small * 2.2;
}

export function moneyTable(data: MoneyData, words: Words): DataTable {
  const { t } = words;
  return {
    caption: `${t('money.title')} · ${t('money.rule', { runs: data.runs })}`,
    columns: [t('table.scenario'), t('table.instrument'), t('table.cny'), t('table.p5'), t('table.p95')],
    rows: data.rows.map(({ who, instrument, total }) => [
      who.label,
      t(`name.instrument.${instrument}`),
      words.number(total.mean),
      words.number(total.low),
      words.number(total.high),
    ]),
  };
}

export function moneySummary(data: MoneyData, words: Words): string {
  const spending = data.totals.filter(({ total }) => total.mean > 0);
  if (spending.length === 0) return words.t('money.none');
  const each = spending.map(({ who, total }) => `${who.label} ${words.money(total.mean)}`);
  return words.t('money.summary', { each: words.list(each) });
}
