/** Micro-infrastructure: effort, completion and felt effect by mode × attribute, and how residents move between stages. */
import { scaleLinear } from 'd3';
import type { Chart, DataTable } from '../charts/chart.ts';
import { createDrawing, heading, paragraph, type Sheet, text } from '../charts/drawing.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, GRID, hue } from '../theme.ts';
import { part } from './columns.ts';
import {
  FLOW_NAMES,
  type FlowName,
  GROUP_NAMES,
  type GroupName,
  type MicroColumn,
  type MicroData,
  type MicroShown,
} from './micro-infrastructure-data.ts';

export function createMicroInfrastructure(host: HTMLElement, words: Words): Chart<MicroData> {
  return createDrawing(host, words, { draw, summary: microInfrastructureSummary });
}

function draw(sheet: Sheet, data: MicroData): number {
  const { width, size, words } = sheet;
  const { t } = words;
  const { shown } = data;
  if (!shown) return paragraph(sheet, 0, 0, t('micro.none'), width);
  const rule = t('micro.rule', { who: shown.who.label, runs: data.runs });
  let y = heading(sheet, 0, t('micro.title'), rule, width) + size * 0.6;
  const most = Math.max(1, ...GROUP_NAMES.flatMap((group) => shown.columns[group].flatMap(({ effort }) => effort)));
  // side by side where columns stay wide enough to read, else two groups above the other two
  const rows: readonly (readonly GroupName[])[] =
    width >= size * 62 ? [GROUP_NAMES] : [GROUP_NAMES.slice(0, 2), GROUP_NAMES.slice(2)];
  for (const groups of rows) {
    y += drawTable(part(sheet, 0, y, width), shown, groups, most) + size * 1.2;
  }
  y = paragraph(sheet, 0, y - size * 0.4, t('micro.caption', { most: words.number(most) }), width) + size * 1.6;
  const flows = part(sheet, 0, y, width);
  return y + drawFlows(flows, shown) + 4;
}

/** Groups side by side; in a group a column for each attribute, in it a bar for each mode. */
function drawTable(sheet: Sheet, shown: MicroShown, groups: readonly GroupName[], most: number): number {
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  const modes = shown.modes.map((mode) => t(`mode.${mode}`));
  const results = [t('micro.done'), t('micro.failed'), t('micro.felt')];
  const left = Math.max(...[...modes, ...results].map((name) => sheet.measure(name, size, true))) + size;
  const space = size * 1.6;
  const count = groups.reduce((sum, group) => sum + shown.columns[group].length, 0);
  const columnWidth = (width - left - space * (groups.length - 1)) / count;
  const longest = scaleLinear([0, most], [0, columnWidth - size * 0.8]);
  const rowHeight = size * 2.5;
  const first = small * 1.2 + size * 2;
  const results0 = first + modes.length * rowHeight;
  const bottom = results0 + results.length * size * 1.7;

  modes.forEach((name, m) => {
    text(sheet, 0, first + m * rowHeight + size * 1.5, name, { bold: true });
  });
  results.forEach((name, r) => {
    text(sheet, 0, results0 + r * size * 1.7 + size * 1.3, name, { faint: true });
  });
  let x = left;
  for (const group of groups) {
    text(sheet, x, small, t(`micro.group.${group}`), { faint: true, size: small });
    for (const column of shown.columns[group]) {
      drawColumn(sheet, column, x, {
        first,
        results0,
        rowHeight,
        longest: (effort) => longest(effort),
        slot: shown.who.slot,
      });
      x += columnWidth;
    }
    x += space;
  }
  for (let m = 0; m <= modes.length; m++) {
    g.append('path')
      .attr('d', `M0,${first + m * rowHeight}H${width}`)
      .style('stroke', m === 0 || m === modes.length ? 'var(--ink)' : GRID);
  }
  return bottom;
}

interface Place {
  readonly first: number;
  readonly results0: number;
  readonly rowHeight: number;
  readonly slot: number;
  longest(effort: number): number;
}

function drawColumn(sheet: Sheet, column: MicroColumn, x: number, place: Place): void {
  const { g, size, small, words } = sheet;
  const { number, t } = words;
  text(sheet, x, place.first - size * 0.6, t(`micro.attribute.${column.attribute}`), { bold: true, size: small });
  column.effort.forEach((effort, m) => {
    const y = place.first + m * place.rowHeight;
    g.append('rect')
      .attr('x', x)
      .attr('y', y + place.rowHeight * 0.52)
      .attr('width', Math.max(0.5, place.longest(effort)))
      .attr('height', place.rowHeight * 0.3)
      .style('fill', hue(place.slot));
    text(sheet, x, y + place.rowHeight * 0.42, number(effort), { size: small });
  });
  const { done, failed, felt } = column;
  const results = [number(done, { digits: 1 }), number(failed, { digits: 1 }), number(felt, { digits: 2 })];
  results.forEach((value, r) => {
    text(sheet, x, place.results0 + r * size * 1.7 + size * 1.3, value, { size: small });
  });
}

/** Where the four stages stand, in parts of width and height: beginning on the left, going on at the right. */
const STANDS = [
  [0, 0.5],
  [0.5, 0],
  [1, 0.5],
  [0.5, 1],
] as const;
/** From and to, as places in STANDS (and in the order of stages), and how far an arrow keeps to its left, in sizes. */
const ARROWS: Readonly<Record<FlowName, readonly [from: number, to: number, aside: number]>> = {
  begins: [0, 1, 0],
  goesOn: [1, 2, 0.9],
  slackens: [2, 1, 0.9],
  lapses: [1, 3, 1.6],
  returns: [3, 1, 1.6],
};
const STAGE_NAMES = ['bystander', 'newcomer', 'sustained', 'lapsed'] as const;

function drawFlows(sheet: Sheet, shown: MicroShown): number {
  const { size, words, width } = sheet;
  const { t } = words;
  const top = heading(sheet, 0, t('micro.flow.title'), t('micro.flow.rule', { who: shown.who.label }), width) + size;
  const isWide = width >= size * 42;
  const bottom = isWide ? drawDiagram(sheet, shown, top) : drawMoves(sheet, shown, top);
  const caption = t(isWide ? 'micro.flow.caption' : 'micro.flow.caption.narrow');
  return paragraph(sheet, 0, bottom + size * 0.6, caption, width);
}

/** The stages as boxes, the moves as arrows between them. */
function drawDiagram(sheet: Sheet, shown: MicroShown, top: number): number {
  const { g, size, small, words, width } = sheet;
  const { t, number } = words;
  const boxWidth = Math.max(...STAGE_NAMES.map((name) => sheet.measure(t(`stage.${name}`), size, true))) + size * 2;
  const boxHeight = size * 3.2;
  const wide = Math.min(width, size * 60);
  const tall = size * 20;
  const centre = (k: number): readonly [number, number] => [
    boxWidth / 2 + STANDS[k]![0] * (wide - boxWidth),
    top + boxHeight / 2 + STANDS[k]![1] * (tall - boxHeight),
  ];
  const most = Math.max(0.01, ...FLOW_NAMES.map((name) => shown.flows[name]));
  for (const name of FLOW_NAMES) {
    const [from, to, aside] = ARROWS[name];
    const thick = Math.max(0.8, (shown.flows[name] / most) * size * 1.2);
    const label = `${t(`micro.flow.${name}`)} ${number(shown.flows[name], { digits: 1 })}`;
    drawArrow(sheet, edges(centre(from), centre(to), boxWidth, boxHeight, aside * size), thick, label, shown.who.slot);
  }
  STAGE_NAMES.forEach((name, k) => {
    const [x, y] = centre(k);
    g.append('rect')
      .attr('x', x - boxWidth / 2)
      .attr('y', y - boxHeight / 2)
      .attr('width', boxWidth)
      .attr('height', boxHeight)
      .attr('rx', 2)
      .style('fill', 'var(--paper)')
      .style('stroke', AXIS);
    text(sheet, x, y - size * 0.1, t(`stage.${name}`), { anchor: 'middle', bold: true });
    text(sheet, x, y + size * 1.15, words.percent(shown.stages[k]!), { anchor: 'middle', faint: true, size: small });
  });
  return top + tall;
}

/** The moves as bars, where boxes and arrows would run into each other. */
function drawMoves(sheet: Sheet, shown: MicroShown, top: number): number {
  const { g, size, small, words, width } = sheet;
  const { t, number } = words;
  const stage = (k: number) => t(`stage.${STAGE_NAMES[k]!}`);
  const most = Math.max(0.01, ...FLOW_NAMES.map((name) => shown.flows[name]));
  const right = sheet.measure(number(most, { digits: 1 }), small) + 8;
  const longest = scaleLinear([0, most], [0, width - right]);
  const line = size * 2.9;
  FLOW_NAMES.forEach((name, k) => {
    const [from, to] = ARROWS[name];
    const y = top + k * line;
    const label = `${t(`micro.flow.${name}`)}${words.locale === 'zh' ? '：' : ': '}${stage(from)} → ${stage(to)}`;
    text(sheet, 0, y + size, label, { size: small });
    g.append('rect')
      .attr('x', 0)
      .attr('y', y + size * 1.4)
      .attr('width', Math.max(0.5, longest(shown.flows[name])))
      .attr('height', size * 0.9)
      .style('fill', hue(shown.who.slot));
    text(sheet, longest(shown.flows[name]) + 6, y + size * 2.2, number(shown.flows[name], { digits: 1 }), {
      size: small,
    });
  });
  return top + FLOW_NAMES.length * line;
}

type Segment = readonly [x0: number, y0: number, x1: number, y1: number];

/** From the edge of one box to that of another, shifted to the left of its direction. */
function edges(
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
  boxWidth: number,
  boxHeight: number,
  aside: number,
): Segment {
  const length = Math.hypot(toX - fromX, toY - fromY);
  const [dx, dy] = [(toX - fromX) / length, (toY - fromY) / length];
  const inside = Math.min(boxWidth / 2 / Math.abs(dx), boxHeight / 2 / Math.abs(dy)) + 4;
  const [sx, sy] = [dy * aside, -dx * aside];
  return [fromX + dx * inside + sx, fromY + dy * inside + sy, toX - dx * inside + sx, toY - dy * inside + sy];
}

function drawArrow(sheet: Sheet, [x0, y0, x1, y1]: Segment, thick: number, label: string, slot: number): void {
  const { g, size, small } = sheet;
  const length = Math.hypot(x1 - x0, y1 - y0);
  const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length];
  const head = Math.max(6, thick * 0.9);
  const half = Math.max(4, thick * 0.85);
  g.append('path')
    .attr('d', `M${x0},${y0}L${x1 - dx * head},${y1 - dy * head}`)
    .style('stroke', hue(slot))
    .style('stroke-opacity', '.55')
    .style('stroke-width', `${thick}px`);
  const [bx, by] = [x1 - dx * head, y1 - dy * head];
  g.append('path')
    .attr('d', `M${x1},${y1}L${bx - dy * half},${by + dx * half}L${bx + dy * half},${by - dx * half}Z`)
    .style('fill', hue(slot));
  // beside the arrow, on its left
  const away = thick / 2 + size * 0.9;
  const [mx, my] = [(x0 + x1) / 2 + dy * away, (y0 + y1) / 2 - dx * away];
  const anchor = Math.abs(dy) < 0.3 ? 'middle' : dy < 0 ? 'end' : 'start';
  text(sheet, mx, my + small * 0.35, label, { anchor, size: small });
}

export function microInfrastructureTable({ shown, runs }: MicroData, words: Words): DataTable {
  const { t, number } = words;
  if (!shown) return { caption: t('micro.none'), columns: [], rows: [] };
  return {
    caption: `${t('micro.title')} · ${t('micro.rule', { who: shown.who.label, runs })}`,
    columns: [
      t('micro.attribute'),
      ...shown.modes.map((mode) => t(`mode.${mode}`)),
      t('micro.done'),
      t('micro.failed'),
      t('micro.felt'),
    ],
    rows: GROUP_NAMES.flatMap((group) =>
      shown.columns[group].map(({ attribute, effort, done, failed, felt }) => [
        `${t(`micro.group.${group}`)}: ${t(`micro.attribute.${attribute}`)}`,
        ...effort.map((value) => number(value, { digits: 1 })),
        number(done, { digits: 1 }),
        number(failed, { digits: 1 }),
        number(felt, { digits: 3 }),
      ]),
    ),
  };
}

export function microInfrastructureSummary({ shown }: MicroData, words: Words): string {
  if (!shown) return words.t('micro.none');
  const one = (value: number) => words.number(value, { digits: 1 });
  const all = (of: (column: MicroColumn) => number) => shown.columns.kind.reduce((sum, column) => sum + of(column), 0);
  return words.t('micro.summary', {
    who: shown.who.label,
    done: one(all(({ done }) => done)),
    failed: one(all(({ failed }) => failed)),
    begins: one(shown.flows.begins),
    returns: one(shown.flows.returns),
    lapses: one(shown.flows.lapses),
  });
}
