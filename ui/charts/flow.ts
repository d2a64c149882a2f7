import type { Spread } from '../data/ensemble.ts';
import type { FlowData, FlowName } from '../data/flow.ts';
import { FLOWS } from '../data/flow.ts';
import type { Words } from '../i18n/words.ts';
import { hue, INK_2 } from '../theme.ts';
import type { Chart, DataTable } from './chart.ts';
import { createDrawing, heading, paragraph, pushApart, type Sheet, text, twoPart, wrap } from './drawing.ts';

const NODE = 8;
/** Ribbons thinner than this are drawn as a dashed hairline, which the caption explains. */
const THINNEST = 1;

/** Who moved because of a policy: a flow from the baseline to the policy, ribbons true to scale. */
export function createFlow(host: HTMLElement, words: Words): Chart<FlowData> {
  return createDrawing(host, words, { draw, summary: flowSummary });
}

const digitsOf = (data: FlowData) => ({ digits: data.residents < 100 ? 1 : 0 });
const rangeOf = (data: FlowData, words: Words, { low, high }: Spread) => words.range(low, high, digitsOf(data));

function draw(sheet: Sheet, data: FlowData): number {
  const { g, width, size, small, words } = sheet;
  const { t, number } = words;
  const { joined, stayed, left, never } = data.flows;
  const top = heading(sheet, 0, t('flow.title', { who: data.who.label }), t('flow.rule', ruleParams(data)), width);

  // columns: labels of nodes, ribbons, labels of flows
  const digits = digitsOf(data);
  const labels = FLOWS.map((name) => `${t(`flow.${name}`)} ${number(data.flows[name].mean, digits)} `);
  const ranges = FLOWS.map((name) => `(${rangeOf(data, words, data.flows[name])})`);
  const right = Math.max(...FLOWS.map((_, f) => sheet.measure(labels[f], size, true) + sheet.measure(ranges[f], size)));
  const nodes = [t('flow.takePart'), t('flow.doNot')];
  const leftWidth = Math.max(...nodes.map((name) => sheet.measure(name, size)), width * 0.14);
  const x0 = Math.min(leftWidth + NODE + 9, width * 0.32);
  const x1 = Math.max(x0 + 80, width - right - NODE - size * 1.4);

  // what each side is, right-aligned and left-aligned to the ribbons where there is room
  const head = Math.min((width - 16) / 2, x1 + NODE);
  const leftHead = wrap(sheet, t('flow.without'), head);
  const rightHead = wrap(sheet, t('flow.with', { who: data.who.label }), width - head - 8);
  leftHead.forEach((line, i) => {
    text(sheet, 0, top + size * (1.5 + 1.35 * i), line, { bold: true });
  });
  rightHead.forEach((line, i) => {
    text(sheet, width, top + size * (1.5 + 1.35 * i), line, { bold: true, anchor: 'end' });
  });
  const y0 = top + size * (1.5 + 1.35 * Math.max(leftHead.length, rightHead.length) - 0.5);

  const height = Math.max(150, Math.min(width * 0.36, 260));
  const gap = size * 1.9;
  const scale = (height - gap) / data.residents;
  const h = {
    joined: joined.mean * scale,
    stayed: stayed.mean * scale,
    left: left.mean * scale,
    never: never.mean * scale,
  };
  const from = { takePart: y0, doNot: y0 + h.stayed + h.left + gap };
  const to = { takePart: y0, doNot: y0 + h.stayed + h.joined + gap };
  const color = hue(data.who.slot);

  // ribbons, from the bottom of the drawing order to the top
  ribbon(sheet, x0, x1, from.doNot + h.joined, to.doNot + h.left, h.never, 'var(--rule)', 0.55);
  ribbon(sheet, x0, x1, from.takePart, to.takePart, h.stayed, color, 0.32);
  if (h.joined >= THINNEST) ribbon(sheet, x0, x1, from.doNot, to.takePart + h.stayed, h.joined, color, 1);
  else hairline(sheet, x0, x1, from.doNot, to.takePart + h.stayed, color);
  const leftFrom = from.takePart + h.stayed + h.left / 2;
  if (h.left >= THINNEST) ribbon(sheet, x0, x1, from.takePart + h.stayed, to.doNot, h.left, INK_2, 0.75);
  else hairline(sheet, x0, x1, leftFrom, to.doNot + h.left / 2, 'var(--ink)');

  // nodes
  const node = (x: number, y: number, tall: number, fill: string) =>
    g
      .append('rect')
      .attr('x', x)
      .attr('y', y)
      .attr('width', NODE)
      .attr('height', Math.max(0.5, tall))
      .style('fill', fill);
  node(x0 - NODE, from.takePart, h.stayed + h.left, hue(0));
  node(x0 - NODE, from.doNot, h.joined + h.never, 'var(--ink-3)').style('opacity', '0.55');
  node(x1, to.takePart, h.stayed + h.joined, color);
  node(x1, to.doNot, h.left + h.never, 'var(--ink-3)').style('opacity', '0.55');

  // labels at the left: what people do without the policy
  const sides = [
    { y: from.takePart + (h.stayed + h.left) / 2, value: stayed.mean + left.mean },
    { y: from.doNot + (h.joined + h.never) / 2, value: joined.mean + never.mean },
  ];
  const placedSides = pushApart(
    sides.map(({ y }) => y),
    size * 2.6,
    y0 + size * 0.6,
    y0 + height - size,
  );
  nodes.forEach((name, i) => {
    text(sheet, x0 - NODE - 8, placedSides[i] - 1, name, { anchor: 'end' });
    text(sheet, x0 - NODE - 8, placedSides[i] + size * 1.15, number(sides[i].value, digits), {
      anchor: 'end',
      faint: true,
    });
  });

  // labels at the right: what became of them
  const middles: Record<FlowName, number> = {
    stayed: to.takePart + h.stayed / 2,
    joined: to.takePart + h.stayed + h.joined / 2,
    left: to.doNot + h.left / 2,
    never: to.doNot + h.left + h.never / 2,
  };
  const order: readonly FlowName[] = ['stayed', 'joined', 'left', 'never'];
  const placed = pushApart(
    order.map((name) => middles[name]),
    size * 1.55,
    y0 + size * 0.4,
    y0 + height - size * 0.3,
  );
  order.forEach((name, i) => {
    const y = placed[i] + size * 0.35;
    const f = FLOWS.indexOf(name);
    twoPart(sheet, x1 + NODE + 8, y, [labels[f].trimEnd(), ranges[f]]);
  });

  const caption = [
    t('flow.net', {
      net: number(data.net.mean, { ...digits, signed: true }),
      range: words.range(data.net.low, data.net.high, { ...digits, signed: true }),
    }),
    t('flow.means'),
    ...(h.left < THINNEST ? [t('flow.hairline')] : []),
  ].join(words.locale === 'zh' ? '' : ' ');
  return paragraph(sheet, 0, y0 + height + size * 0.6, caption, width, { size: small }) + 4;
}

function ruleParams(data: FlowData) {
  return { runs: data.runs, week: data.weeks };
}

/** A band of equal height between two columns. */
function ribbon(
  sheet: Sheet,
  x0: number,
  x1: number,
  from: number,
  to: number,
  h: number,
  fill: string,
  alpha: number,
) {
  if (h <= 0) return;
  const m = (x0 + x1) / 2;
  sheet.g
    .append('path')
    .attr(
      'd',
      `M${x0},${from}C${m},${from} ${m},${to} ${x1},${to}V${to + h}C${m},${to + h} ${m},${from + h} ${x0},${from + h}Z`,
    )
    .style('fill', fill)
    .style('opacity', String(alpha));
}

function hairline(sheet: Sheet, x0: number, x1: number, from: number, to: number, stroke: string) {
  const m = (x0 + x1) / 2;
  sheet.g
    .append('path')
    .attr('d', `M${x0},${from}C${m},${from} ${m},${to} ${x1},${to}`)
    .style('fill', 'none')
    .style('stroke', stroke)
    .style('stroke-dasharray', '2.5 3');
}

export function flowTable(data: FlowData, words: Words): DataTable {
  const { t } = words;
  const digits = digitsOf(data);
  const cells = ({ mean, low, high, interval }: Spread) => [
    words.number(mean, digits),
    words.number(low, digits),
    words.number(high, digits),
    interval ? words.range(interval[0], interval[1], { digits: 1 }) : '–',
  ];
  return {
    caption: `${t('flow.title', { who: data.who.label })} · ${t('flow.rule', ruleParams(data))}`,
    columns: [t('table.residents'), t('table.mean'), t('table.p5'), t('table.p95'), t('table.interval')],
    rows: [
      ...FLOWS.map((name) => [t(`flow.${name}`), ...cells(data.flows[name])]),
      [t('flow.netShort'), ...cells(data.net)],
    ],
  };
}

export function flowSummary(data: FlowData, words: Words): string {
  const { joined, left, stayed, never } = data.flows;
  const n = (value: Spread) => words.number(value.mean, digitsOf(data));
  return words.t('flow.summary', {
    who: data.who.label,
    joined: n(joined),
    left: n(left),
    stayed: n(stayed),
    never: n(never),
    range: rangeOf(data, words, joined),
    runs: data.runs,
  });
}
