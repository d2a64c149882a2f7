/** The special fund: proposals through the nine steps, rates against their minima, money by kind, who keeps at it. */
import { line, scaleLinear } from 'd3';
import type { Chart, DataTable } from '../charts/chart.ts';
import {
  createDrawing,
  heading,
  marker,
  paragraph,
  pushApart,
  type Sheet,
  shortName,
  text,
} from '../charts/drawing.ts';
import { key } from '../charts/panels.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, GRID, hue, INK, PAPER, SLOTS } from '../theme.ts';
import { part } from './columns.ts';
import { FATES, type FundData, type FundScenario, ITEM_FLOWS, MONEY_KINDS, RATES, type RateName } from './fund-data.ts';
import { drawFlow } from './fund-flow.ts';

/** How strongly kinds of money are tinted: infrastructure most. */
const TINTS = [0.9, 0.5, 0.2] as const;
/** The study’s share of infrastructure, 2018. */
const THREE_QUARTERS = 0.75;

export function createFund(host: HTMLElement, words: Words): Chart<FundData> {
  return createDrawing(host, words, { draw, summary: fundSummary });
}

function draw(sheet: Sheet, data: FundData): number {
  const { width, size, words } = sheet;
  const { t } = words;
  const { shown, scenarios } = data;
  if (!shown) return paragraph(sheet, 0, 0, t('fund.none'), width);
  let y = heading(sheet, 0, t('fund.title'), t('fund.rule', { who: shown.who.label, runs: data.runs }), width);
  y = drawFlow(sheet, y + size * 0.6, shown) + size * 1.6;
  if (scenarios.length > 1) {
    y =
      key(
        sheet,
        y,
        scenarios.map(({ who }) => who),
      ) +
      size * 0.6;
  }
  y = drawRates(sheet, y, data) + size * 0.4;
  y = paragraph(sheet, 0, y, t('fund.rates.caption'), width) + size * 1.6;
  const two = width >= size * 50;
  const gap = size * 3;
  const half = two ? (width - gap) / 2 : width;
  const below = drawMoney(part(sheet, 0, y, half), data);
  const next = part(sheet, two ? half + gap : 0, two ? y : y + below + size * 1.6, half);
  const end = drawActing(next, data);
  return y + (two ? Math.max(below, end) : below + size * 1.6 + end) + 4;
}

/** Awareness, participation and turnout at every hearing, with the minimum as a dashed line. */
function drawRates(sheet: Sheet, top: number, data: FundData): number {
  const { width, size } = sheet;
  const columns = width >= size * 46 ? 3 : 1;
  const gap = size * 2;
  const w = (width - gap * (columns - 1)) / columns;
  let y = top;
  let lowest = top;
  RATES.forEach((name, i) => {
    const column = i % columns;
    if (column === 0) y = lowest;
    lowest = Math.max(lowest, y + drawRate(part(sheet, column * (w + gap), y, w), data, name));
  });
  return lowest;
}

function drawRate(sheet: Sheet, { scenarios, focus, shown }: FundData, name: RateName): number {
  const { g, width, size, small, scale, words } = sheet;
  const least = shown!.least[name];
  const rounds = Math.max(...scenarios.map(({ rates }) => rates[name].length));
  const unit = words.t('fund.least', { least: words.percent(least) });
  const top = heading(sheet, 0, words.t(`fund.${name}`), unit, width) + size * 0.5;
  const plot = Math.max(84, Math.min(130, width * 0.45));
  const left = sheet.measure(words.percent(1), small) + 8;
  const right = 14 + sheet.measure(`A ${words.percent(0.99)}`, small, true) + 4;
  const x = scaleLinear([1, Math.max(2, rounds)], [left + 6, width - right]);
  const y = scaleLinear([0, 1], [top + plot, top]);
  for (const tick of [0, 0.5, 1]) {
    g.append('path')
      .attr('d', `M${left},${y(tick)}H${width - right}`)
      .style('stroke', tick === 0 ? AXIS : GRID);
    text(sheet, left - 5, y(tick) + small * 0.35, words.percent(tick), { anchor: 'end', faint: true, size: small });
  }
  g.append('path')
    .attr('d', `M${left},${y(least)}H${width - right}`)
    .style('stroke', INK)
    .style('stroke-dasharray', '3 3');
  const ends: number[] = [];
  for (const one of [...scenarios].sort((a, b) => Number(a.place === focus) - Number(b.place === focus))) {
    const values = one.rates[name];
    const d = line<number>((_, k) => x(k + 1), y)([...values]) ?? '';
    g.append('path').attr('d', d).attr('class', 'casing');
    g.append('path')
      .attr('d', d)
      .style('fill', 'none')
      .style('stroke', hue(one.who.slot))
      .style('stroke-width', `${(one.place === focus ? 2.4 : 1.8) * scale}px`)
      .style('stroke-dasharray', one.place === focus ? 'none' : SLOTS[one.who.slot]!.dash || 'none');
    values.forEach((value, k) => {
      if (one.place === focus || k === values.length - 1) marker(g, one.who.slot, x(k + 1), y(value), small * 0.32);
    });
  }
  const finals = scenarios.map(({ rates }) => rates[name].at(-1) ?? 0);
  for (const value of finals) ends.push(y(value));
  const placed = pushApart(ends, small * 1.15, top, top + plot);
  scenarios.forEach(({ who, place }, k) => {
    const letter = SLOTS[who.slot]!.letter;
    const label = `${letter ? `${letter} ` : ''}${words.percent(finals[k]!)}`;
    text(sheet, width - right + 10, placed[k]! + small * 0.35, label, { size: small, bold: place === focus });
  });
  let free = 0;
  for (let k = 1; k <= rounds; k++) {
    const label = k === 1 ? words.t('fund.round', { round: 1 }) : words.number(k);
    const from = k === 1 ? left : x(k) - sheet.measure(label, small) / 2;
    if (from < free) continue;
    free = from + sheet.measure(label, small) + small * 0.6;
    text(sheet, from, top + plot + 4 + small, label, { faint: true, size: small });
  }
  return top + plot + small * 2.4;
}

/** A row per scenario: name at the left, what is drawn at the right. */
function drawRows(
  sheet: Sheet,
  top: number,
  scenarios: readonly FundScenario[],
  right: number,
  row: (one: FundScenario, y: number, x: (share: number) => number) => void,
): { readonly below: number; readonly x: (share: number) => number } {
  const { width, size } = sheet;
  const labels = scenarios.map(({ who }) => sheet.measure(shortName(who), size, true));
  const left = Math.min(Math.max(...labels) + size * 1.8, width * 0.4);
  const x = scaleLinear([0, 1], [left, width - right]);
  let y = top;
  for (const one of scenarios) {
    marker(sheet.g, one.who.slot, size * 0.4, y + size * 0.85, size * 0.36);
    text(sheet, size * 1.2, y + size * 1.2, shortName(one.who), { bold: true });
    row(one, y, x);
    y += size * 2.1;
  }
  return { below: y, x };
}

const totalOf = ({ money }: FundScenario) => MONEY_KINDS.reduce((sum, kind) => sum + money[kind], 0);

/** What the resolutions granted, by kind: a bar per scenario, and where the study stands. */
function drawMoney(sheet: Sheet, { scenarios }: FundData): number {
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  const top = heading(sheet, 0, t('fund.money'), t('fund.money.unit'), width) + size * 0.5;
  const amounts = scenarios.map((one) => words.money(Math.round(totalOf(one) / 1000) * 1000));
  const right = Math.max(...amounts.map((amount) => sheet.measure(amount, small))) + 12;
  const { below, x } = drawRows(sheet, top + small * 1.5, scenarios, right, (one, y, at) => {
    const total = totalOf(one);
    let from = 0;
    MONEY_KINDS.forEach((kind, k) => {
      const share = total === 0 ? 0 : one.money[kind] / total;
      g.append('rect')
        .attr('x', at(from))
        .attr('y', y + 1)
        .attr('width', Math.max(0, at(from + share) - at(from) - 0.8))
        .attr('height', size * 1.6)
        .style('fill', hue(one.who.slot))
        .style('fill-opacity', TINTS[k]!);
      if (k === 0 && share > 0.25) {
        const label = words.percent(share);
        text(sheet, at(0) + 6, y + size * 1.3, label, { bold: true });
        g.select('text:last-child').style('fill', PAPER);
      }
      from += share;
    });
    if (total === 0) text(sheet, at(0), y + size * 1.25, t('fund.money.nothing'), { faint: true });
    text(sheet, width, y + size * 1.25, words.money(Math.round(total / 1000) * 1000), {
      anchor: 'end',
      faint: true,
      size: small,
    });
  });
  g.append('path')
    .attr('d', `M${x(THREE_QUARTERS)},${top + small * 1.4}V${below}`)
    .style('stroke', INK)
    .style('stroke-dasharray', '3 3');
  const study = t('fund.money.study', { share: words.percent(THREE_QUARTERS) });
  text(sheet, x(THREE_QUARTERS), top + small, study, { anchor: 'middle', faint: true, size: small });
  return paragraph(sheet, 0, below + size * 0.2, t('fund.money.caption'), width);
}

/** How often proposers act in the second quarter after they were told, by what they were told. */
function drawActing(sheet: Sheet, { scenarios }: FundData): number {
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  const two = (value: number) => words.number(value, { digits: 2 });
  const top = heading(sheet, 0, t('fund.acting'), t('fund.acting.unit'), width) + size * 0.5;
  const right = sheet.measure(two(0.99), small, true) + 16;
  const { below, x } = drawRows(sheet, top, scenarios, right, (one, y, at) => {
    const mid = y + size * 0.85;
    const [adopted, shelved] = FATES.map((fate) => one.acting[fate]) as [number, number];
    if (!Number.isFinite(adopted) || !Number.isFinite(shelved)) {
      const known = Number.isFinite(shelved)
        ? t('fund.acting.onlyShelved', { acts: two(shelved) })
        : t('fund.acting.none');
      text(sheet, at(0), y + size * 1.2, known, { faint: true });
      return;
    }
    g.append('path')
      .attr('d', `M${at(shelved)},${mid}H${at(adopted)}`)
      .style('stroke', hue(one.who.slot))
      .style('stroke-width', '2px');
    const dot = (value: number, filled: boolean) =>
      g
        .append('circle')
        .attr('cx', at(value))
        .attr('cy', mid)
        .attr('r', size * 0.42)
        .style('fill', filled ? hue(one.who.slot) : PAPER)
        .style('stroke', hue(one.who.slot))
        .style('stroke-width', '2px');
    dot(shelved, false);
    dot(adopted, true);
    const [low, high] = adopted >= shelved ? [shelved, adopted] : [adopted, shelved];
    const side = { faint: true, size: small } as const;
    text(sheet, at(low) - size * 0.8, y + size * 1.2, two(low), { ...side, anchor: 'end' });
    text(sheet, at(high) + size * 0.8, y + size * 1.2, two(high), side);
  });
  g.append('path')
    .attr('d', `M${x(0)},${below}H${x(1)}`)
    .style('stroke', AXIS);
  for (const tick of [0, 0.5, 1]) {
    const label = words.number(tick, { digits: tick === 0.5 ? 1 : 0 });
    text(sheet, x(tick), below + 4 + small, label, { anchor: 'middle', faint: true, size: small });
  }
  return paragraph(sheet, 0, below + small * 2, t('fund.acting.caption'), width);
}

export function fundTable(data: FundData, words: Words): DataTable {
  const { t } = words;
  const rule = data.shown ? t('fund.rule', { who: data.shown.who.label, runs: data.runs }) : t('fund.none');
  const items = data.shown?.items;
  return {
    caption: `${t('fund.title')} · ${rule}`,
    columns: [t('fund.item'), t('fund.perYear')],
    rows: items ? ITEM_FLOWS.map((name) => [t(`fund.flow.${name}`), words.number(items[name], { digits: 1 })]) : [],
  };
}

export function fundSummary(data: FundData, words: Words): string {
  const { shown } = data;
  if (!shown) return words.t('fund.none');
  const own = data.scenarios.find(({ place }) => place === data.focus)!;
  const one = (value: number) => words.number(value, { digits: 1 });
  const total = totalOf(own);
  const rounds = shown.voids.length;
  return words.t(total > 0 ? 'fund.summary' : 'fund.summary.nothing', {
    who: shown.who.label,
    runs: data.runs,
    proposed: one(shown.items.proposed),
    committees: one(shown.items.reviewedCommittee),
    funded: one(shown.items.funded),
    hard: words.percent(total === 0 ? 0 : own.money.hard / total),
    voids: one(shown.voids.reduce((sum, share) => sum + share, 0)),
    rounds,
  });
}
