import { type ScaleLinear, scaleLinear } from 'd3';
import type { BreakEvenPoint, CostData, CostPoint } from '../data/cost.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, GRID, hue, INK_2 } from '../theme.ts';
import type { Chart, DataTable } from './chart.ts';
import { createDrawing, heading, marker, paragraph, pushApart, type Sheet, shortName, text } from './drawing.ts';

/** Effect against cost: what a policy adds, what it costs, and the price of one additional act. */
export function createCost(host: HTMLElement, words: Words): Chart<CostData> {
  return createDrawing(host, words, { draw, summary: costSummary });
}

type Scale = ScaleLinear<number, number>;

function draw(sheet: Sheet, data: CostData): number {
  const { width, size, small, words } = sheet;
  const { t } = words;
  const top =
    heading(sheet, 0, t('cost.title'), t('cost.rule', { runs: data.points[0]?.runs ?? 0 }), width) + size * 0.8;
  if (data.points.length === 0) return paragraph(sheet, 0, top, t('cost.none'), width);

  const highest = Math.max(1, ...data.points.map(({ acts }) => acts.high));
  const lowest = Math.min(0, ...data.points.map(({ acts }) => acts.low));
  const dearest = Math.max(1, ...data.points.map(({ cost }) => cost.high));
  const widest = Math.max(
    ...data.points.flatMap((point) => labelLines(point, words).map((line, i) => sheet.measure(line, size, i === 0))),
  );
  // labels stand beside the points where there is room, else in a list below
  const beside = widest <= width * 0.46;
  const ys = scaleLinear([Math.min(lowest, 0), highest], [0, 1]).nice(4);
  const left = Math.max(...ys.ticks(4).map((v) => sheet.measure(words.compact(v), small))) + 8;
  const height = Math.max(190, Math.min(300, width * 0.34));
  const x = scaleLinear([0, dearest * 1.06], [left, beside ? width - widest - 34 : width - size * 2]);
  const y = scaleLinear(ys.domain(), [top + size * 1.4 + height, top + size * 1.4]);

  text(sheet, 0, top + small * 0.6, t('cost.y'), { faint: true, size: small });
  drawAxes(sheet, x, y);
  drawPoints(sheet, data, x, y);
  let below = y.range()[0] + small * 3.6;
  if (beside) drawLabels(sheet, data, x, y);
  else below = listLabels(sheet, data, x, y, below);
  const caption = t('cost.caption');
  let end = paragraph(sheet, 0, below, caption, width);
  const focus = data.points.find(({ place }) => place === data.focus)?.who;
  for (const even of data.breakEven) {
    // with many policies, only those pairs that the focus is in
    if (focus && data.points.length > 3 && even.cheaper !== focus && even.dearer !== focus) continue;
    end = paragraph(sheet, 0, end + 3, evenSentence(even, words), width);
  }
  return end + 4;
}

function drawAxes(sheet: Sheet, x: Scale, y: Scale): void {
  const { g, small, words } = sheet;
  const [left, right] = x.range();
  for (const tick of y.ticks(4)) {
    g.append('path')
      .attr('d', `M${left},${y(tick)}H${right}`)
      .style('stroke', tick === 0 ? AXIS : GRID);
    const label = words.compact(tick);
    text(sheet, left - 5, y(tick) + small * 0.35, label, { anchor: 'end', faint: true, size: small });
  }
  const bottom = y.range()[0];
  for (const tick of x.ticks(Math.max(2, Math.floor((right - left) / (small * 9))))) {
    g.append('path')
      .attr('d', `M${x(tick)},${bottom}v4`)
      .style('stroke', AXIS);
    text(sheet, x(tick), bottom + 5 + small, words.compact(tick), { anchor: 'middle', faint: true, size: small });
  }
  text(sheet, right, bottom + small * 2.7, words.t('cost.x'), { anchor: 'end', faint: true, size: small });
}

function drawPoints(sheet: Sheet, data: CostData, x: Scale, y: Scale): void {
  const { g, size } = sheet;
  for (const { who, acts, cost } of data.points) {
    const color = hue(who.slot);
    // the price of an act is the slope of the line to the origin
    g.append('path')
      .attr('d', `M${x(0)},${y(0)}L${x(cost.mean)},${y(acts.mean)}`)
      .style('stroke', color)
      .style('opacity', '.35')
      .style('stroke-dasharray', '2 3');
    g.append('path')
      .attr('d', `M${x(cost.mean)},${y(acts.low)}V${y(acts.high)}M${x(cost.low)},${y(acts.mean)}H${x(cost.high)}`)
      .style('stroke', color)
      .style('stroke-width', `${1.6 * sheet.scale}px`);
    marker(g, who.slot, x(cost.mean), y(acts.mean), size * 0.4);
  }
}

/** The letter beside each point, and what it stands for in a list; returns the y below. */
function listLabels(sheet: Sheet, data: CostData, x: Scale, y: Scale, below: number): number {
  const { g, size, small } = sheet;
  let at = below;
  for (const point of data.points) {
    const { who, acts, cost } = point;
    text(sheet, x(cost.mean) + size * 0.7, y(acts.mean) + small * 0.35, shortName(who), { size: small, bold: true });
    const [name, price] = labelLines(point, sheet.words);
    marker(g, who.slot, size * 0.5, at + size * 0.65, size * 0.36);
    text(sheet, size * 1.4, at + size, name, { bold: true });
    text(sheet, size * 1.4, at + size * 2.25, price, { faint: true });
    at += size * 3;
  }
  return at;
}

function drawLabels(sheet: Sheet, data: CostData, x: Scale, y: Scale): void {
  const { g, size } = sheet;
  const [, right] = x.range();
  const wanted = data.points.map(({ acts }) => y(acts.mean));
  const [bottom, top] = y.range();
  const gap = size * 2.75;
  const placed = pushApart(wanted, gap, Math.min(top, bottom - gap * (wanted.length - 1)), bottom);
  data.points.forEach((point, i) => {
    const lx = right + 30;
    const from = x(point.cost.mean) + 8;
    g.append('path')
      .attr('d', `M${from},${wanted[i]}H${Math.max(from, right + 6)}L${lx - 4},${placed[i]}`)
      .style('fill', 'none')
      .style('stroke', INK_2)
      .style('stroke-width', '.8px')
      .style('opacity', '.6');
    labelLines(point, sheet.words).forEach((line, k) => {
      text(sheet, lx, placed[i] + size * (0.05 + 1.2 * k), line, { bold: k === 0, faint: k === 1 });
    });
  });
}

/** Name, then the price of an additional act or why there is none. */
function labelLines(point: CostPoint, words: Words): string[] {
  return [point.who.label, perAct(point, words)];
}

function perAct({ perAct: estimate, perActInterval: interval, verdict }: CostPoint, words: Words): string {
  if (estimate === null || interval === null) return words.t(`cost.verdict.${verdict}`);
  const digits = estimate < 10 ? 1 : 0;
  return words.t('cost.perAct', {
    price: words.number(estimate, { digits }),
    range: words.range(interval[0], interval[1], { digits }),
  });
}

/** The price at which the dearer policy would draw level; the cheaper one's where only that has a single price. */
function evenSentence(even: BreakEvenPoint, words: Words): string {
  const { t } = words;
  const params = {
    cheaper: even.cheaper.label,
    dearer: even.dearer.label,
    factor: words.number(even.factor, { digits: even.factor < 10 ? 1 : 0 }),
  };
  const [price] = even.prices;
  if (!price) return t('cost.even', params);
  return t('cost.even.price', {
    ...params,
    who: price.who.label,
    dose: t(`dose.${price.instrument}`),
    now: priceText(price.now, words),
    price: priceText(price.even, words),
  });
}

function priceText(cny: number, words: Words): string {
  const digits = cny < 10 ? 2 : cny < 100 ? 1 : 0;
  return words.number(cny, { digits });
}

export function costTable(data: CostData, words: Words): DataTable {
  const { t } = words;
  return {
    caption: t('cost.title'),
    columns: [
      t('table.scenario'),
      t('cost.acts'),
      t('table.p5'),
      t('table.p95'),
      t('cost.cny'),
      t('cost.perActColumn'),
      t('table.interval'),
    ],
    rows: data.points.map((point) => [
      point.who.label,
      words.number(point.acts.mean),
      words.number(point.acts.low),
      words.number(point.acts.high),
      words.number(point.cost.mean),
      point.perAct === null ? t(`cost.verdict.${point.verdict}`) : words.number(point.perAct, { digits: 1 }),
      point.perActInterval ? words.range(...point.perActInterval, { digits: 1 }) : '–',
    ]),
  };
}

export function costSummary(data: CostData, words: Words): string {
  if (data.points.length === 0) return words.t('cost.none');
  const each = data.points.map((point) => `${point.who.label}${words.t('punctuation.colon')}${perAct(point, words)}`);
  return words.t('cost.summary', { each: each.join(words.t('punctuation.semicolon')) });
}
