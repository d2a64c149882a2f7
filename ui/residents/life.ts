import { line, type ScaleLinear, scaleLinear } from 'd3';
import type { ResidentTrace } from '../../sim/index.ts';
import type { Chart } from '../charts/chart.ts';
import { createDrawing, type Group, heading, marker, pushApart, type Sheet, text } from '../charts/drawing.ts';
import { activeWeeks, acts, type StoryData } from '../data/story.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, GRID, hue, type Identity, INK, INK_2, PAPER, SLOTS } from '../theme.ts';

type X = (week: number) => number;
const RECENT = 12;

/** The weekly chance in both worlds, and under it both lives: a strip of stages with a tick for every act. */
export function createLife(host: HTMLElement, words: Words): Chart<StoryData> {
  return createDrawing(host, words, { draw, summary: lifeSummary });
}

interface Life {
  readonly who: Identity;
  readonly trace: ResidentTrace;
  readonly focused: boolean;
}

function livesOf({ who, twinOf, own, twin }: StoryData): Life[] {
  const focus: Life = { who, trace: own, focused: true };
  return twinOf && twin ? [{ who: twinOf, trace: twin, focused: false }, focus] : [focus];
}

/** Mean chance of the last weeks: a single week's would be noise. */
function recentChance({ probability }: ResidentTrace): number {
  const last = probability.slice(-RECENT);
  return last.reduce((a, b) => a + b, 0) / last.length;
}

/** A chance in per cent, with a decimal or two where it is small. */
export function chance(p: number, words: Words): string {
  return words.percent(p, p < 0.001 ? 2 : p < 0.01 ? 1 : 0);
}

function draw(sheet: Sheet, data: StoryData): number {
  const { width, size, small, words } = sheet;
  const { t } = words;
  const lives = livesOf(data);
  const top = heading(sheet, 0, t('story.chance'), t('story.chance.unit'), width);
  const names = Math.max(
    ...lives.map(({ who }) => sheet.measure(who.label, size, true)),
    sheet.measure(t('story.received'), size),
  );
  const ends = lives.flatMap(({ who, trace }) => [
    sheet.measure(who.label, size, true),
    sheet.measure(t('story.chance.end', { percent: chance(recentChance(trace), words) }), size),
    sheet.measure(t('story.active', { n: activeWeeks(trace) }), size, true),
  ]);
  // beside the plot there is room for names; on a phone they stand above the strips
  const beside = names + Math.max(...ends) + size * 24 <= width;
  const left = beside ? Math.max(names + 14, size * 4) : sheet.measure(words.percent(1), small) + 8;
  const right = beside ? Math.max(...ends) + 26 : sheet.measure(words.percent(1), size) + 24;
  const x = scaleLinear([0, Math.max(1, data.weeks - 1)], [left, width - right]);
  const below = drawChance(sheet, data, lives, x, top + size * 0.6, beside);
  let y = below + size * 0.8;
  for (const life of lives) y = drawStrip(sheet, life, x, y, beside);
  y = drawReceived(sheet, data, x, y);
  return y + small * 0.4;
}

function drawChance(
  sheet: Sheet,
  data: StoryData,
  lives: readonly Life[],
  x: ScaleLinear<number, number>,
  top: number,
  beside: boolean,
): number {
  const { g, size, small, words } = sheet;
  const most = Math.max(0.01, ...lives.flatMap(({ trace }) => [...trace.probability]));
  const height = Math.max(120, Math.min(190, sheet.width * 0.18));
  const room = size * 2.6;
  const y = scaleLinear([0, most], [top + room + height, top + room]).nice(4);
  const [left, right] = x.range();
  const ticks = y.ticks(4);
  ticks.forEach((tick, i) => {
    g.append('path')
      .attr('d', `M${left},${y(tick)}H${right}`)
      .style('stroke', tick === 0 ? AXIS : GRID);
    const label = i === ticks.length - 1 ? words.percent(tick) : words.number(tick * 100);
    text(sheet, left - 6, y(tick) + small * 0.35, label, { anchor: 'end', faint: true, size: small });
  });
  weekAxis(sheet, data.weeks, x, y(0));
  drawMarks(sheet, data, x, y, top);
  for (const { who, trace, focused } of lives) {
    const path = line<number>((_, week) => x(week), y)(Array.from(trace.probability)) ?? '';
    g.append('path').attr('d', path).attr('class', 'casing');
    g.append('path')
      .attr('d', path)
      .style('stroke', hue(who.slot))
      .style('stroke-width', `${(focused ? 2.2 : 1.5) * sheet.scale}px`)
      .style('stroke-dasharray', focused ? 'none' : SLOTS[who.slot].dash || 'none');
  }
  const wanted = lives.map(({ trace }) => y(recentChance(trace)));
  const placed = pushApart(wanted, beside ? size * 2.75 : size * 1.2, top + room, y(0) - size * 0.6);
  lives.forEach(({ who, trace }, i) => {
    marker(g, who.slot, right + 8, wanted[i], size * 0.38);
    if (Math.abs(placed[i] - wanted[i]) > 2) {
      g.append('path')
        .attr('d', `M${right + 14},${wanted[i]}L${right + 19},${placed[i]}`)
        .style('stroke', INK_2)
        .style('stroke-width', '.8px');
    }
    const percent = chance(recentChance(trace), words);
    if (!beside) {
      text(sheet, right + 18, placed[i] + size * 0.35, percent, { bold: i === lives.length - 1 });
      return;
    }
    text(sheet, right + 20, placed[i], who.label, { bold: true });
    text(sheet, right + 20, placed[i] + size * 1.25, words.t('story.chance.end', { percent }), { faint: true });
  });
  return y(0) + small * 2;
}

function weekAxis(sheet: Sheet, weeks: number, x: X, y: number): void {
  const { g, small, words } = sheet;
  const step = weeks > 78 ? 26 : weeks > 26 ? 13 : Math.max(1, Math.ceil(weeks / 4));
  const wide = x(step) - x(0);
  const every = wide < small * 3.4 ? step * Math.ceil((small * 3.4) / Math.max(1, wide)) : step;
  const ticks = [1];
  for (let week = every; week < weeks; week += every) if (weeks - week >= every / 2) ticks.push(week);
  if (weeks > 1) ticks.push(weeks);
  ticks.forEach((week, i) => {
    const at = x(week - 1);
    g.append('path').attr('d', `M${at},${y}v4`).style('stroke', AXIS);
    const label = i === 0 ? words.t('axis.firstWeek') : words.number(week);
    const anchor = i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle';
    text(sheet, at, y + 5 + small, label, { anchor, faint: true, size: small });
  });
}

/** At most two weeks are named in the plot: where the lives part, and the first training seat. */
function drawMarks(sheet: Sheet, data: StoryData, x: X, y: (p: number) => number, top: number): void {
  const { g, small, words } = sheet;
  const seat = data.events.find(({ kind }) => kind === 'seat');
  const parting = data.events.find(({ week, kind }) => week === data.parting && kind.startsWith('parting'));
  const marks = [...new Set([parting, seat])].filter((event) => event !== undefined);
  marks.sort((a, b) => a.week - b.week);
  let free = 0;
  marks.forEach((event, i) => {
    const label = words.t('story.mark', { week: event.week + 1, what: eventText(event, words) });
    const wide = sheet.measure(label, small);
    const at = x(event.week);
    const from = Math.max(0, Math.min(at - wide / 2, sheet.width - wide));
    // a label that would meet the one before it stands a line lower
    const row = i > 0 && from < free + 8 ? 1 : 0;
    const labelY = top + small + row * small * 1.3;
    text(sheet, from, labelY, label, { size: small });
    free = from + wide;
    const reach = Math.max(data.own.probability[event.week], data.twin?.probability[event.week] ?? 0);
    g.append('path')
      .attr('d', `M${at},${labelY + 4}V${Math.max(labelY + 4, y(reach) - 4)}`)
      .style('stroke', INK_2)
      .style('stroke-width', '.8px');
  });
}

/** The words of an event; those about a dose name it. */
export function eventText(event: StoryData['events'][number], words: Words): string {
  const dose = event.instrument ? words.t(`one.${event.instrument}`) : '';
  const n = event.n ?? 0;
  return words.t(`story.event.${event.kind}`, { dose, n, nth: nth(n, words) });
}

const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });

function nth(n: number, words: Words): string {
  return `${words.number(n)}${words.locale === 'en' ? ENDINGS[ordinals.select(n)] : ''}`;
}

/** A life as a bar: bystander a thin line, newcomer pale, sustained full, lapsed hollow; below, a tick per act. */
function drawStrip(sheet: Sheet, { who, trace, focused }: Life, x: X, top: number, beside: boolean): number {
  const { g, size, words } = sheet;
  const weeks = trace.stage.length;
  const thick = size * 0.9;
  const step = x(1) - x(0);
  const color = focused ? hue(who.slot) : hue(0);
  const label = words.t('story.active', { n: activeWeeks(trace) });
  const y = beside ? top : top + size * 1.5;
  text(sheet, 0, beside ? y + thick * 0.85 : top + size, who.label, { bold: focused });
  if (beside) text(sheet, x(weeks - 1) + 20, y + thick * 0.85, label, { bold: focused });
  else text(sheet, sheet.width, top + size, label, { bold: focused, anchor: 'end' });
  for (let week = 0; week < weeks; ) {
    let end = week + 1;
    while (end < weeks && trace.stage[end] === trace.stage[week]) end++;
    segment(g, trace.stage[week], x(week) - step / 2, x(end - 1) + step / 2, y, thick, color);
    week = end;
  }
  const tickTop = y + thick + 3;
  const ticks = Array.from({ length: weeks }, (_, week) =>
    acts(trace, week) ? `M${x(week)},${tickTop}v${size * 0.7}` : '',
  );
  g.append('path').attr('d', ticks.join('')).style('stroke', INK).style('stroke-width', '1.6px');
  return tickTop + size * 1.5;
}

function segment(g: Group, stage: number, from: number, to: number, y: number, thick: number, color: string): void {
  const rect = g
    .append('rect')
    .attr('x', from)
    .attr('width', Math.max(0.5, to - from));
  if (stage === 0) {
    rect
      .attr('y', y + thick * 0.35)
      .attr('height', thick * 0.3)
      .style('fill', 'var(--ink-3)')
      .style('opacity', '.5');
  } else if (stage === 3) {
    rect
      .attr('y', y + 0.5)
      .attr('height', thick - 1)
      .style('fill', PAPER)
      .style('stroke', AXIS)
      .style('stroke-width', '1px');
  } else {
    rect
      .attr('y', y)
      .attr('height', thick)
      .style('fill', color)
      .style('opacity', stage === 2 ? '1' : '.42');
  }
}

const SHAPES = {
  visits: 'M-3.5,-3H3.5L0,3.5Z',
  contacts: 'M-2.5,-2.5H2.5V2.5H-2.5Z',
  seats: 'M0,-4.5L4.5,0L0,4.5L-4.5,0Z',
  handbook: 'M-3,0a3,3 0 1,0 6,0a3,3 0 1,0 -6,0Z',
} as const;

/** What reached the resident, by kind, each in its own row when there is more than one kind. */
function drawReceived(sheet: Sheet, { own, who }: StoryData, x: X, y: number): number {
  const { g, size, words } = sheet;
  const kinds = [
    { name: 'visits', weeks: weeksOf(own, (how) => how === 'met' || how === 'housemate') },
    { name: 'contacts', weeks: weeksOf(own, (how) => how === 'contact') },
    { name: 'seats', weeks: weeksOf(own, (how) => how === 'seat') },
    { name: 'handbook', weeks: weeksOf(own, (how) => how === 'handbook') },
  ] as const;
  const rows = kinds.filter((kind) => kind.weeks.length > 0);
  let at = y;
  for (const kind of rows) {
    const middle = at + size * 0.5;
    for (const week of kind.weeks) {
      g.append('path')
        .attr('d', SHAPES[kind.name])
        .attr('transform', `translate(${x(week)},${middle})`)
        .style('fill', hue(who.slot));
    }
    const label = words.t(`story.received.${kind.name}`, { n: kind.weeks.length });
    labelBeside(sheet, label, x(kind.weeks[kind.weeks.length - 1]) + 9, at);
    at += size * 1.45;
  }
  for (const [name, values] of [
    ['pay', own.offered],
    ['relief', own.relief],
  ] as const) {
    const spans = spansOf(values);
    if (spans.length === 0) continue;
    for (const [from, to] of spans) {
      g.append('path')
        .attr('d', `M${x(from) - 1},${at + size * 0.5}H${x(to) + 1}`)
        .style('stroke', hue(who.slot))
        .style('stroke-width', '3px');
    }
    labelBeside(sheet, words.t(`story.received.${name}`), x(spans[spans.length - 1][1]) + 9, at);
    at += size * 1.45;
  }
  if (at > y && x(0) > sheet.measure(words.t('story.received')) + 8)
    text(sheet, 0, y + size * 0.85, words.t('story.received'), { faint: true });
  return at;
}

function labelBeside(sheet: Sheet, label: string, x: number, y: number): void {
  const from = Math.min(x, sheet.width - sheet.measure(label));
  text(sheet, from, y + sheet.size * 0.85, label, { faint: true });
}

function weeksOf({ reached }: ResidentTrace, is: (how: string) => boolean): number[] {
  return [...new Set(reached.filter(({ how }) => is(how)).map(({ week }) => week))];
}

/** First and last week of every stretch in which something is above zero. */
function spansOf(values: Float32Array): [number, number][] {
  const spans: [number, number][] = [];
  values.forEach((value, week) => {
    if (value <= 0) return;
    const last = spans.at(-1);
    if (last && last[1] === week - 1) last[1] = week;
    else spans.push([week, week]);
  });
  return spans;
}

export function lifeSummary(data: StoryData, words: Words): string {
  const each = livesOf(data).map(({ who, trace }) =>
    words.t('story.chance.each', {
      who: who.label,
      percent: chance(recentChance(trace), words),
      n: activeWeeks(trace),
    }),
  );
  return words.t('story.chance.summary', { each: each.join(words.t('punctuation.semicolon')) });
}
