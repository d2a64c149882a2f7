/** Community partners: how many, how public-minded, what the fund holds and receives, by kind and by role. */
import { area, curveStepAfter, scaleLinear } from 'd3';
import type { Chart, DataTable } from '../charts/chart.ts';
import { createDrawing, heading, paragraph, type Sheet, text } from '../charts/drawing.ts';
import { drawPanels, key } from '../charts/panels.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, GRID, hue } from '../theme.ts';
import { part } from './columns.ts';
import { PANELS, type PartnersData, type PartnersShown } from './partners-data.ts';

export function createPartners(host: HTMLElement, words: Words): Chart<PartnersData> {
  return createDrawing(host, words, { draw, summary: partnersSummary });
}

function draw(sheet: Sheet, data: PartnersData): number {
  const { width, size, words } = sheet;
  const { t } = words;
  const { shown } = data;
  if (!shown) return paragraph(sheet, 0, 0, t('partners.none'), width);
  let y = heading(sheet, 0, t('partners.title'), t('partners.rule', { runs: data.runs }), width) + size * 0.5;
  const people = data.scenarios.map(({ who }) => who);
  if (people.length > 1) y = key(sheet, y, people) + size * 0.5;
  y = drawLines(sheet, y, data) + size * 0.6;
  const own = part(sheet, 0, y, width);
  const below = y + drawKinds(own, shown, data) + size * 0.9;
  return paragraph(sheet, 0, below, caption(data, shown, words), width) + 4;
}

function drawLines(sheet: Sheet, top: number, data: PartnersData): number {
  const { width, size, small, words } = sheet;
  const columns = width >= size * 40 ? 2 : 1;
  const gap = size * 1.8;
  const w = (width - gap * (columns - 1)) / columns;
  const gutter = 14 + sheet.measure('A 100.5', small, true) + 4;
  let y = top;
  for (let i = 0; i < PANELS.length; i += columns) {
    let lowest = y;
    PANELS.slice(i, i + columns).forEach((name, column) => {
      const lines = data.scenarios.map(({ who, place, lines: own }) => ({
        who,
        line: own[name],
        focused: place === data.focus,
      }));
      const peak = Math.max(1, ...lines.flatMap(({ line }) => [...line.mean]));
      const max = name === 'publicness' ? 100 : scaleLinear([0, peak], [0, 1]).nice(4).domain()[1]!;
      const whole = name === 'publicness';
      const format = (value: number) => words.number(value, { digits: whole || Number.isInteger(value) ? 0 : 1 });
      const panel = { title: t(words, name), value: words.t(`partners.${name}.unit`), lines, shades: [] };
      const place = part(sheet, column * (w + gap), y, w);
      lowest = Math.max(lowest, y + drawPanels(place, 0, [panel], { weeks: data.weeks, max, format, gutter }, 1));
    });
    y = lowest;
  }
  return y;
}

const t = (words: Words, name: string) => words.t(`partners.${name}`);

/** A strip per kind, all on one scale, with its services in words. */
function drawKinds(sheet: Sheet, { kinds, who }: PartnersShown, { weeks }: PartnersData): number {
  const { g, width, size, small, words } = sheet;
  let y = heading(sheet, 0, t(words, 'kinds'), words.t('partners.kinds.unit', { who: who.label }), width) + size * 0.6;
  const names = kinds.map(({ name }) => sheet.measure(t(words, `kind.${name}`), size));
  const left = Math.max(...names) + 14;
  const notes = kinds.map(({ serving, fee, uses }) => [
    words.number(serving[weeks - 1]!, { digits: 1 }),
    Number.isFinite(fee) ? words.t('partners.service', { fee: words.percent(fee), uses: words.number(uses) }) : '',
  ]);
  const wide = Math.max(...notes.map(([, note]) => sheet.measure(note!, small)));
  // where the words would leave too little room they stand below their strip
  const under = left + wide + size * 14 > width;
  const number = sheet.measure(words.number(9.9, { digits: 1 }), size, true) + 10;
  const x = scaleLinear([0, weeks], [left, width - number - (under ? 0 : wide + 10)]);
  const peak = Math.max(1, ...kinds.flatMap(({ serving }) => [...serving]));
  const height = size * 2.4;
  kinds.forEach(({ name, serving }, k) => {
    const base = y + height;
    const shape = area<number>()
      .curve(curveStepAfter)
      .x((_, week) => x(week))
      .y0(base)
      .y1((value) => base - (value / peak) * height);
    g.append('path')
      .attr('d', `M${x(0)},${base}H${x(weeks)}`)
      .style('stroke', GRID);
    g.append('path')
      .attr('d', shape([...serving, serving[weeks - 1]!]) ?? '')
      .style('fill', hue(who.slot));
    text(sheet, 0, base - size * 0.3, t(words, `kind.${name}`));
    const [count, note] = notes[k]!;
    text(sheet, x(weeks) + 8, base - size * 0.3, count!, { bold: true });
    if (under) text(sheet, left, base + small * 1.2, note!, { faint: true, size: small });
    else text(sheet, width, base - size * 0.3, note!, { faint: true, size: small, anchor: 'end' });
    y = base + size * 0.7 + (under ? small * 1.2 : 0);
  });
  g.append('path')
    .attr('d', `M${x(0)},${y}H${x(weeks)}`)
    .style('stroke', AXIS);
  [0, weeks].forEach((week, i) => {
    const label = i === 0 ? words.t('axis.firstWeek') : words.number(week);
    text(sheet, x(week), y + 4 + small, label, { anchor: i === 0 ? 'start' : 'end', faint: true, size: small });
  });
  return y + small * 1.9;
}

/** Roles, exits, what replaces the subsidy, and funds that have closed. */
function caption(data: PartnersData, shown: PartnersShown, words: Words): string {
  const { roles, exits, subsidy, returned, closed } = shown;
  const whole = (value: number) => words.number(value);
  const one = (value: number) => words.number(value, { digits: 1 });
  const [consumers, customers, citizens] = roles.map(({ residents }) => whole(residents));
  const money = { returned: words.money(Math.round(returned)), subsidy: words.money(Math.round(subsidy)) };
  const lines = [
    words.t('partners.roles', { consumers: consumers!, customers: customers!, citizens: citizens! }),
    words.t('partners.exits', { sabotage: one(exits.sabotage), loss: one(exits.loss) }),
    words.t(subsidy > 0 ? 'partners.replaced' : 'partners.unsubsidised', money),
    ...(closed > 0 ? [words.t('partners.closed', { closed, runs: data.runs })] : []),
  ];
  return lines.join(words.locale === 'zh' ? '' : ' ');
}

export function partnersTable(data: PartnersData, words: Words): DataTable {
  const one = (value: number) => words.number(value, { digits: 1 });
  const marks = [25, 51, 77, 103, 129, 155].filter((week) => week < data.weeks);
  return {
    caption: `${t(words, 'title')} · ${words.t('partners.rule', { runs: data.runs })}`,
    columns: [words.t('table.scenario'), words.t('table.week'), ...PANELS.map((name) => t(words, `${name}.column`))],
    rows: data.scenarios.flatMap(({ who, lines }) =>
      marks.map((week) => [who.label, week + 1, ...PANELS.map((name) => one(lines[name].mean[week]!))]),
    ),
  };
}

export function partnersSummary(data: PartnersData, words: Words): string {
  const own = data.scenarios.find(({ place }) => place === data.focus);
  if (!own || !data.shown || data.weeks === 0) return words.t('partners.none');
  const at = (name: (typeof PANELS)[number], digits: number) =>
    words.number(own.lines[name].mean[data.weeks - 1]!, { digits });
  return words.t('partners.summary', {
    who: own.who.label,
    week: data.weeks,
    serving: at('serving', 1),
    publicness: at('publicness', 0),
    fund: at('fund', 1),
    returned: at('returned', 1),
    closed: data.shown.closed,
    runs: data.runs,
  });
}
