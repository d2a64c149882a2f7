/** Proposals as a flow through the nine steps: a band that narrows downwards, what is lost turning off to the right. */
import { paragraph, type Sheet, text, twoPart, wrap } from '../charts/drawing.ts';
import { hue, INK_2 } from '../theme.ts';
import type { FundShown, ItemFlow } from './fund-data.ts';

/** What happens to the band in a row: it begins, loses, gains, or goes on with words beside it. */
interface Row {
  /** Number of the step whose name stands at this row, or 0. */
  readonly step: number;
  readonly what: 'begin' | 'loss' | 'gain' | 'note';
  readonly key: string;
  readonly items: number;
  readonly value: string;
}

export const STEPS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

function rowsOf(sheet: Sheet, { items, aware, delivered, satisfaction }: FundShown): Row[] {
  const { words } = sheet;
  const one = (value: number) => words.number(value, { digits: 1 });
  const percent = (value: number) => (Number.isFinite(value) ? words.percent(value) : '–');
  const flow = (step: number, what: 'loss' | 'gain', key: ItemFlow): Row => ({
    step,
    what,
    key: `fund.flow.${key}`,
    items: items[key],
    value: one(items[key]),
  });
  const note = (step: number, key: string, value: string): Row => ({ step, what: 'note', key, items: 0, value });
  const collected = items.proposed - items.turnedAway;
  const committees = items.reviewed === 0 ? 0 : items.reviewedCommittee / items.reviewed;
  return [
    note(1, 'fund.flow.aware', percent(aware)),
    { step: 2, what: 'begin', key: 'fund.flow.proposed', items: collected, value: one(collected) },
    flow(3, 'loss', 'malformed'),
    flow(0, 'loss', 'merged'),
    flow(4, 'loss', 'ineligible'),
    ...(items.returned > 0 ? [flow(0, 'gain', 'returned')] : []),
    { ...flow(0, 'gain', 'reviewedCommittee'), value: `${one(items.reviewedCommittee)} (${percent(committees)})` },
    flow(5, 'loss', 'votedDown'),
    ...(items.voided > 0 ? [flow(0, 'loss', 'voided')] : []),
    flow(6, 'loss', 'unfunded'),
    note(7, 'fund.flow.funded', one(items.funded)),
    note(8, 'fund.flow.delivered', percent(delivered)),
    note(9, 'fund.flow.satisfaction', percent(satisfaction)),
  ];
}

/** A row with its place on the sheet: the band's width before and after it, and the lines of its label. */
interface Placed extends Row {
  readonly y: number;
  readonly height: number;
  readonly before: number;
  readonly after: number;
  readonly label: readonly string[];
}

/** No ribbon is thicker than this many lines of text, however much one step loses. */
const THICKEST = 9;

export function drawFlow(sheet: Sheet, top: number, shown: FundShown): number {
  const { width, size, words } = sheet;
  const { t } = words;
  const rows = rowsOf(sheet, shown);
  const names = STEPS.map((step) => sheet.measure(`${step}  ${t(`fund.step.${step}`)}`, size));
  const left = Math.min(Math.max(...names) + size * 1.4, width * 0.36);
  const labels = rows.map(({ key, value }) => sheet.measure(`${value} ${t(key)}`, size));
  const right = Math.min(Math.max(...labels) + size * 2, width * 0.44);
  const widest = Math.max(widestOf(rows), 1e-9);
  const turning = Math.max(1e-9, ...rows.filter(({ what }) => what !== 'begin').map(({ items }) => items));
  const band = Math.max(40, Math.min(size * 26, width - left - right));
  const scale = Math.min(band / widest, size * 1.1, (size * THICKEST) / turning);
  const labelAt = left + widest * scale + size * 1.6;
  const placed = placeRows(sheet, top, rows, scale, labelAt);
  for (const row of placed) if (row.step > 0) drawStep(sheet, row.y, row.step, left);
  drawBand(sheet, placed, left, scale, hue(shown.who.slot));
  for (const row of placed) drawRow(sheet, row, left, scale, labelAt, hue(shown.who.slot));
  const last = placed.at(-1)!;
  return paragraph(sheet, 0, last.y + last.height + size * 0.3, t('fund.flow.caption'), width);
}

function placeRows(sheet: Sheet, top: number, rows: readonly Row[], scale: number, labelAt: number): Placed[] {
  const { width, size, words } = sheet;
  let y = top;
  let now = 0;
  return rows.map((row) => {
    const turns = row.what === 'loss' || row.what === 'gain';
    const label = wrap(sheet, words.t(row.key), width - labelAt - sheet.measure(`${row.value} `, size, true));
    const height = Math.max(size * (0.9 + 1.25 * label.length), turns ? row.items * scale + size * 1.1 : 0);
    const before = row.what === 'begin' ? row.items : now;
    const after = row.what === 'loss' ? before - row.items : row.what === 'gain' ? before + row.items : before;
    const placed = { ...row, y, height, before, after, label };
    now = after;
    y += height;
    return placed;
  });
}

/** The band as one shape: losses leave at the top of their row, what comes in joins at the bottom of its row. */
function drawBand(sheet: Sheet, rows: readonly Placed[], left: number, scale: number, fill: string): void {
  const own = rows.filter(({ what, before }) => what !== 'note' || before > 0);
  if (own.length === 0) return;
  let d = `M${left},${own[0]!.y}`;
  for (const { what, y, height, before, after } of own) {
    const edge = left + (what === 'loss' ? after : before) * scale;
    d += `H${edge}V${y + height}`;
  }
  d += `H${left}Z`;
  sheet.g.append('path').attr('d', d).style('fill', fill).style('opacity', '.55');
}

function drawRow(sheet: Sheet, row: Placed, left: number, scale: number, labelAt: number, fill: string): void {
  const { size } = sheet;
  const thick = row.items * scale;
  const middle = row.y + row.height / 2;
  const first = middle - (row.label.length - 1) * size * 0.6;
  if (row.what === 'loss') turn(sheet, left + row.before * scale, row.y, thick, labelAt - 6, middle, false, INK_2, 0.4);
  if (row.what === 'gain') {
    turn(sheet, left + row.after * scale, row.y + row.height, thick, labelAt - 6, middle, true, fill, 0.9);
  }
  twoPart(sheet, labelAt, first + size * 0.35, [row.value, row.label[0] ?? '']);
  const indent = labelAt + sheet.measure(`${row.value} `, size, true);
  row.label.slice(1).forEach((line, k) => {
    text(sheet, indent, first + size * (1.55 + 1.2 * k), line, { faint: true });
  });
}

/** The most items that stand beside each other at any row. */
function widestOf(rows: readonly Row[]): number {
  let now = 0;
  let widest = 0;
  for (const { what, items } of rows) {
    if (what === 'begin') now = items;
    if (what === 'loss') now -= items;
    if (what === 'gain') now += items;
    widest = Math.max(widest, now);
  }
  return widest;
}

function drawStep(sheet: Sheet, y: number, step: number, left: number): void {
  const { g, width, size, words } = sheet;
  if (step > 1) g.append('path').attr('d', `M0,${y}H${width}`).style('stroke', 'var(--grid)');
  const [first = '', second] = wrap(sheet, words.t(`fund.step.${step}`), left - size * 2.4);
  text(sheet, 0, y + size * 1.35, String(step), { faint: true });
  text(sheet, size * 1.2, y + size * 1.35, first);
  if (second) text(sheet, size * 1.2, y + size * 2.55, second);
}

/**
 * A ribbon that turns from the band's right edge to the right: off it at the top of a row, or, mirrored, onto it at the
 * bottom. `edge` is the right side of the ribbon where it is vertical.
 */
function turn(
  sheet: Sheet,
  edge: number,
  y: number,
  thick: number,
  end: number,
  mid: number,
  mirrored: boolean,
  fill: string,
  alpha: number,
): void {
  if (thick <= 0) return;
  const drawn = Math.max(0.8, thick);
  const inner = edge - drawn;
  // where the ribbon is horizontal, its far side is the one away from where it is vertical
  const far = mid + (mirrored ? -drawn / 2 : drawn / 2);
  const near = mid + (mirrored ? drawn / 2 : -drawn / 2);
  const reach = Math.min(Math.abs(near - y), Math.max(0, end - edge));
  const stop = Math.max(end, edge + reach);
  const d = `M${inner},${y}Q${inner},${far} ${edge + reach},${far}H${stop}V${near}H${edge + reach}Q${edge},${near} ${edge},${y}Z`;
  sheet.g.append('path').attr('d', d).style('fill', fill).style('opacity', String(alpha));
}
