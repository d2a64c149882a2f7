import type { Cell, ModeAttributeData } from '../data/mode-attribute.ts';
import type { Words } from '../i18n/words.ts';
import { GRID, hue } from '../theme.ts';
import type { Chart, DataTable } from './chart.ts';
import { createDrawing, heading, paragraph, type Sheet, text } from './drawing.ts';

/** The kinds of projects come first, then their reaches. */
const KINDS = 3;

/** Which ways of taking part went into which projects: a table whose cells are bars on one scale. */
export function createModeAttribute(host: HTMLElement, words: Words): Chart<ModeAttributeData> {
  return createDrawing(host, words, { draw, summary: modeAttributeSummary });
}

function draw(sheet: Sheet, data: ModeAttributeData): number {
  const { width, size, words } = sheet;
  const { t } = words;
  const rule = t('modes.rule', { who: data.who.label, runs: data.runs });
  const top = heading(sheet, 0, t('modes.title'), rule, width) + size * 0.9;
  const names = data.modes.map((mode) => t(`mode.${mode}`));
  const left = Math.max(...names.map((name) => sheet.measure(name, size, true))) + size;
  const space = size * 1.6;
  const all = data.attributes.map((_, a) => a);
  const widest = Math.max(...data.attributes.map((name) => sheet.measure(t(`attribute.${name}`), size, true)));
  const beside = (width - left - space) / all.length >= widest + size * 0.8;
  // kinds and reaches beside each other where there is room, else one below the other
  const columnWidth = beside ? (width - left - space) / all.length : (width - left) / KINDS;
  const halves = [
    { title: t('modes.kind'), from: 0, attributes: all.slice(0, KINDS) },
    { title: t('modes.reach'), from: beside ? KINDS * columnWidth + space : 0, attributes: all.slice(KINDS) },
  ];
  let y = top;
  let end = top;
  for (const half of halves) {
    end =
      columnWidth < widest + size * 0.4
        ? drawList(sheet, data, half, y, widest)
        : drawHalf(sheet, data, half, { left, columnWidth, y });
    if (!beside) y = end + size;
  }
  const caption = [t('modes.caption'), ...(data.baseline ? [t('modes.tick')] : [])].join(
    words.locale === 'zh' ? '' : ' ',
  );
  return paragraph(sheet, 0, end + size * 0.4, caption, width) + 4;
}

interface Half {
  readonly title: string;
  readonly from: number;
  readonly attributes: readonly number[];
}

/** The kinds or the reaches; returns the y below. */
function drawHalf(
  sheet: Sheet,
  data: ModeAttributeData,
  { title, from, attributes }: Half,
  { left, columnWidth, y: top }: { readonly left: number; readonly columnWidth: number; readonly y: number },
): number {
  const { g, size, small, words } = sheet;
  const { t } = words;
  const most = Math.max(1, ...data.cells.flat().flatMap(({ acts, baselineActs }) => [acts, baselineActs ?? 0]));
  const longest = columnWidth - size * 0.9;
  const rowHeight = size * 2.9;
  const x = (column: number) => left + from + column * columnWidth;
  const right = x(attributes.length);
  text(sheet, x(0), top + small, title, { faint: true, size: small });
  attributes.forEach((a, column) => {
    text(sheet, x(column), top + small * 1.2 + size * 1.4, t(`attribute.${data.attributes[a]}`), { bold: true });
  });
  const first = top + small * 1.2 + size * 2;
  const lineFrom = from === 0 ? 0 : x(0);
  g.append('path').attr('d', `M${lineFrom},${first}H${right}`).style('stroke', 'var(--ink)');
  data.cells.forEach((row, m) => {
    const y = first + m * rowHeight;
    if (from === 0) text(sheet, 0, y + size * 1.35, t(`mode.${data.modes[m]}`), { bold: true });
    attributes.forEach((a, column) => {
      drawCell(sheet, x(column), y, row[a], (acts) => (acts / most) * longest, data.who.slot);
    });
    g.append('path')
      .attr('d', `M${lineFrom},${y + rowHeight}H${right}`)
      .style('stroke', GRID);
  });
  return first + data.modes.length * rowHeight;
}

/** On a phone: a line per mode and attribute. */
function drawList(
  sheet: Sheet,
  data: ModeAttributeData,
  { title, attributes }: Half,
  top: number,
  widest: number,
): number {
  const { width, size, small, words } = sheet;
  const most = Math.max(1, ...data.cells.flat().flatMap(({ acts, baselineActs }) => [acts, baselineActs ?? 0]));
  const number = sheet.measure(words.number(most), size) + size;
  const from = widest + size * 1.5;
  text(sheet, 0, top + small, title, { faint: true, size: small });
  let y = top + small * 1.4;
  data.modes.forEach((mode, m) => {
    text(sheet, 0, y + size * 1.3, words.t(`mode.${mode}`), { bold: true });
    y += size * 1.7;
    for (const a of attributes) {
      const cell = data.cells[m][a];
      text(sheet, size * 0.8, y + size, words.t(`attribute.${data.attributes[a]}`));
      text(sheet, width, y + size, words.number(cell.acts), { anchor: 'end' });
      drawBar(sheet, from, y + size * 0.4, cell, (acts) => (acts / most) * (width - from - number), data.who.slot);
      y += size * 1.5;
    }
  });
  return y;
}

/** The number, a bar under it and a tick where the baseline is. */
function drawCell(
  sheet: Sheet,
  x: number,
  y: number,
  cell: Cell,
  length: (acts: number) => number,
  slot: number,
): void {
  text(sheet, x, y + sheet.size * 1.35, sheet.words.number(cell.acts));
  drawBar(sheet, x, y + sheet.size * 1.85, cell, length, slot);
}

function drawBar(sheet: Sheet, x: number, barY: number, cell: Cell, length: (acts: number) => number, slot: number) {
  const { g, size } = sheet;
  g.append('rect')
    .attr('x', x)
    .attr('y', barY)
    .attr('width', length(cell.acts))
    .attr('height', size * 0.5)
    .style('fill', hue(slot));
  if (cell.baselineActs === null) return;
  const at = x + length(cell.baselineActs);
  g.append('path')
    .attr('d', `M${at},${barY - 3}v${size * 0.5 + 6}`)
    .style('stroke', 'var(--paper)')
    .style('stroke-width', '4px');
  g.append('path')
    .attr('d', `M${at},${barY - 3}v${size * 0.5 + 6}`)
    .style('stroke', hue(0))
    .style('stroke-width', '1.8px');
}

export function modeAttributeTable(data: ModeAttributeData, words: Words): DataTable {
  const { t } = words;
  return {
    caption: `${t('modes.title')} · ${t('modes.rule', { who: data.who.label, runs: data.runs })}`,
    columns: [t('table.mode'), t('table.attribute'), t('table.acts'), t('table.baselineActs'), t('table.effort')],
    rows: data.modes.flatMap((mode, m) =>
      data.attributes.map((attribute, a) => {
        const { acts, baselineActs, effort } = data.cells[m][a];
        return [
          t(`mode.${mode}`),
          t(`attribute.${attribute}`),
          words.number(acts),
          baselineActs === null ? '–' : words.number(baselineActs),
          words.number(effort, { digits: 1 }),
        ];
      }),
    ),
  };
}

export function modeAttributeSummary(data: ModeAttributeData, words: Words): string {
  const totals = data.cells.map((row) => row.slice(0, KINDS).reduce((sum, { acts }) => sum + acts, 0));
  const all = totals.reduce((a, b) => a + b, 0);
  const most = totals.indexOf(Math.max(...totals));
  return words.t('modes.summary', {
    who: data.who.label,
    mode: words.t(`mode.${data.modes[most]}`),
    share: words.percent(all === 0 ? 0 : totals[most] / all),
    acts: words.number(all),
  });
}
