import { scaleLinear } from 'd3';
import type { GroupsData } from '../data/flow.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, GRID, hue } from '../theme.ts';
import type { Chart, DataTable } from './chart.ts';
import { createDrawing, heading, marker, paragraph, pushApart, type Sheet, shortName, text } from './drawing.ts';

/** Movement by group of residents: interval marks on one axis, all policies together. */
export function createGroups(host: HTMLElement, words: Words): Chart<GroupsData> {
  return createDrawing(host, words, { draw, summary: groupsSummary });
}

/** Groups after which a wider line separates: everyone, ages, tenure, types. */
const LAST_OF_KIND = new Set(['all', 'older', 'renter', 'committed']);

function draw(sheet: Sheet, data: GroupsData): number {
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  const top = heading(sheet, 0, t(`groups.${data.measure}`), t('groups.rule'), width) + size * 0.6;
  if (data.rows.length === 0) return paragraph(sheet, 0, top, t('chart.waiting'), width);

  const nameWidth = Math.max(...data.rows.map(({ key }) => sheet.measure(t(`group.${key}`), size, key === 'all')));
  // where names would take too much of the width they stand above their marks
  const above = nameWidth + 16 > width * 0.4;
  const nameHeight = above ? size * 1.3 : 0;
  const values = data.rows.flatMap(({ marks }) => marks.flatMap(({ value }) => [value.low, value.high]));
  const letterRoom = size * 4.2;
  const x = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(0.5, ...values)])
    .range([above ? small : nameWidth + 16, width - letterRoom])
    .nice(5);
  const count = Math.max(1, ...data.rows.map(({ marks }) => marks.length));
  const step = Math.max(size * 0.62, Math.min(size * 0.85, 11));
  const rowHeight = Math.max(size * 2.3, (count + 1) * step) + nameHeight;
  const bottom = top + data.rows.length * rowHeight;

  for (const tick of x.ticks(4)) {
    g.append('path')
      .attr('d', `M${x(tick)},${top}V${bottom}`)
      .style('stroke', tick === 0 ? AXIS : GRID)
      .style('stroke-width', tick === 0 ? '1.5px' : '1px');
    text(sheet, x(tick), bottom + small * 1.4, words.number(tick, { digits: x.ticks(4).some((v) => v % 1) ? 1 : 0 }), {
      anchor: 'middle',
      faint: true,
      size: small,
    });
  }

  data.rows.forEach(({ key, marks }, row) => {
    const y = top + row * rowHeight;
    const middle = y + nameHeight + (rowHeight - nameHeight) / 2;
    const nameY = above ? y + size * 1.2 : middle + size * 0.35;
    text(sheet, 0, nameY, t(`group.${key}`), { bold: key === 'all' });
    if (row < data.rows.length - 1) {
      g.append('path')
        .attr('d', `M0,${y + rowHeight}H${width}`)
        .style('stroke', LAST_OF_KIND.has(key) ? 'var(--rule)' : GRID);
    }
    const at = (i: number) => middle + (i - (marks.length - 1) / 2) * step;
    marks.forEach(({ who, value }, i) => {
      g.append('path')
        .attr('d', `M${x(value.low)},${at(i)}H${x(value.high)}`)
        .style('stroke', hue(who.slot))
        .style('stroke-width', `${1.6 * sheet.scale}px`);
      marker(g, who.slot, x(value.mean), at(i), size * 0.33);
    });
    if (row === 0) directLabels(sheet, marks, x, at, y + nameHeight, rowHeight - nameHeight);
  });
  const below = bottom + small * 1.9;
  return paragraph(sheet, 0, below, t('groups.caption', { runs: data.runs }), width) + 4;
}

/** On the first row, letter and value stand beside each mark. */
function directLabels(
  sheet: Sheet,
  marks: GroupsData['rows'][number]['marks'],
  x: (value: number) => number,
  at: (i: number) => number,
  y: number,
  rowHeight: number,
): void {
  const { words, size, small } = sheet;
  // labels of marks that overlap sideways are pushed apart, the others stay on their line
  const ends = marks.map(({ value }) => x(value.high) + 5);
  const labels = marks.map(({ who, value }) => `${shortName(who)} ${words.number(value.mean, { digits: 1 })}`);
  const crowded = marks.some((_, i) =>
    marks.some((__, j) => j > i && Math.abs(ends[i] - ends[j]) < sheet.measure(labels[i], small)),
  );
  const wanted = marks.map((_, i) => at(i));
  const placed = crowded ? pushApart(wanted, small * 0.98, y + size * 0.3, y + rowHeight - size * 0.3) : wanted;
  marks.forEach((_, i) => {
    text(sheet, ends[i], placed[i] + small * 0.35, labels[i], { size: small });
  });
}

export function groupsTable(data: GroupsData, words: Words): DataTable {
  const { t } = words;
  const one = (value: number) => words.number(value, { digits: 1 });
  return {
    caption: `${t(`groups.${data.measure}`)} · ${t('groups.rule')}`,
    columns: [
      t('table.group'),
      t('table.residents'),
      t('table.scenario'),
      t('table.mean'),
      t('table.p5'),
      t('table.p95'),
    ],
    rows: data.rows.flatMap(({ key, size, marks }) =>
      marks.map(({ who, value }) => [
        t(`group.${key}`),
        words.number(size),
        who.label,
        one(value.mean),
        one(value.low),
        one(value.high),
      ]),
    ),
  };
}

export function groupsSummary(data: GroupsData, words: Words): string {
  const all = data.rows.find(({ key }) => key === 'all');
  if (!all) return words.t('chart.waiting');
  const each = all.marks.map(({ who, value }) => `${who.label} ${words.number(value.mean, { digits: 1 })}`);
  return words.t(`groups.summary.${data.measure}`, { each: words.list(each), runs: data.runs });
}
