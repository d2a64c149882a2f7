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
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  const rule = t('modes.rule', { who: data.who.label, runs: data.runs });
  const top = heading(sheet, 0, t('modes.title'), rule, width) + size * 0.9;
  const names = data.modes.map((mode) => t(`mode.${mode}`));
  const left = Math.max(...names.map((name) => sheet.measure(name, size, true))) + size;
  const space = size * 1.6;
  const columnWidth = (width - left - space) / data.attributes.length;
  const x = (a: number) => left + a * columnWidth + (a >= KINDS ? space : 0);
  const rowHeight = size * 2.9;
  const most = Math.max(1, ...data.cells.flat().flatMap(({ acts, baselineActs }) => [acts, baselineActs ?? 0]));
  const longest = columnWidth - size * 0.9;

  text(sheet, x(0), top + small, t('modes.kind'), { faint: true, size: small });
  text(sheet, x(KINDS), top + small, t('modes.reach'), { faint: true, size: small });
  data.attributes.forEach((name, a) => {
    text(sheet, x(a), top + small * 1.2 + size * 1.4, t(`attribute.${name}`), { bold: true });
  });
  const first = top + small * 1.2 + size * 2;
  g.append('path').attr('d', `M0,${first}H${width}`).style('stroke', 'var(--ink)');

  data.cells.forEach((row, m) => {
    const y = first + m * rowHeight;
    text(sheet, 0, y + size * 1.35, names[m], { bold: true });
    row.forEach((cell, a) => {
      drawCell(sheet, x(a), y, cell, (acts) => (acts / most) * longest, data.who.slot);
    });
    g.append('path').attr('d', `M0,${y + rowHeight}H${width}`).style('stroke', GRID);
  });
  const end = first + data.modes.length * rowHeight + size * 0.4;
  const caption = [t('modes.caption'), ...(data.baseline ? [t('modes.tick')] : [])].join(
    words.locale === 'zh' ? '' : ' ',
  );
  return paragraph(sheet, 0, end, caption, width) + 4;
}

/** The number, a bar under it and a tick where the baseline is. */
function drawCell(sheet: Sheet, x: number, y: number, cell: Cell, length: (acts: number) => number, slot: number): void {
  const { g, size, words } = sheet;
  text(sheet, x, y + size * 1.35, words.number(cell.acts));
  const barY = y + size * 1.85;
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
