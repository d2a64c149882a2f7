/** Why a resident's chance moved: its traits over the weeks, and the odds by cause in three weeks. */
import { scaleLinear } from 'd3';
import type { ResidentTrace } from '../../sim/index.ts';
import type { Chart } from '../charts/chart.ts';
import { createDrawing, heading, paragraph, type Sheet, text } from '../charts/drawing.ts';
import { drawPanels, type Panel } from '../charts/panels.ts';
import type { Line } from '../data/ensemble.ts';
import { type Cause, causesShown, type OddsWeek, type StoryData } from '../data/story.ts';
import type { Words } from '../i18n/words.ts';
import { AXIS, hue, PAPER } from '../theme.ts';
import { chance } from './life.ts';

/** What is followed in small multiples, in this order; `neighbours` is the share of neighbours who act. */
const FOLLOWED = ['habit', 'knowHow', 'efficacy', 'motivation', 'neighbours', 'trust'] as const;
/** The model's list of traced columns, handed in. */
export type Traced = readonly string[];

export function createChanges(host: HTMLElement, words: Words, traced: Traced): Chart<StoryData> {
  return createDrawing(host, words, {
    draw: (sheet, data) => drawChanges(sheet, data, traced),
    summary: (data) => changesSummary(data, words, traced),
  });
}

function seriesOf(trace: ResidentTrace, name: string, traced: Traced): Line {
  if (name === 'neighbours') return { mean: trace.neighbours, bands: null };
  const at = traced.indexOf(name);
  const weeks = trace.mode.length;
  return {
    mean: Float64Array.from({ length: weeks }, (_, week) => trace.traits[week * traced.length + at]),
    bands: null,
  };
}

function titleOf(name: string, words: Words): string {
  return words.t(name === 'neighbours' ? 'story.neighbours' : `name.trait.${name}`);
}

function drawChanges(sheet: Sheet, data: StoryData, traced: Traced): number {
  const { width, size, words } = sheet;
  const { own, twin, who, twinOf } = data;
  const rule = words.t(twin ? 'story.changed.rule' : 'story.changed.rule.alone');
  const top = heading(sheet, 0, words.t('story.changed'), rule, width) + size * 0.4;
  const panels = FOLLOWED.map((name): Panel => {
    return {
      title: titleOf(name, words),
      value: '',
      lines: [
        ...(twin && twinOf
          ? [{ who: { ...twinOf, slot: 0 }, line: seriesOf(twin, name, traced), focused: false }]
          : []),
        { who, line: seriesOf(own, name, traced), focused: true },
      ],
      shades: [],
    };
  });
  const format = (value: number) =>
    words.number(value, { digits: Number.isInteger(value) ? 0 : value * 10 === Math.round(value * 10) ? 1 : 2 });
  const gutter = 9 + sheet.measure(words.number(0.99, { digits: 2 }), sheet.small, true) + 2;
  const columns = width >= size * 36 ? 3 : 2;
  return drawPanels(
    sheet,
    top,
    panels,
    { weeks: data.weeks, max: 1, ticks: 1, letters: false, format, gutter },
    columns,
  );
}

function changesSummary({ own, weeks }: StoryData, words: Words, traced: Traced): string {
  const each = FOLLOWED.map((name) => {
    const value = seriesOf(own, name, traced).mean[weeks - 1];
    return `${titleOf(name, words)} ${words.number(value, { digits: 2 })}`;
  });
  return words.t('story.changed.summary', { each: words.list(each) });
}

export function createReasons(host: HTMLElement, words: Words): Chart<StoryData> {
  return createDrawing(host, words, { draw: drawReasons, summary: reasonsSummary });
}

/** A cause in the list of bars; mobilisation by the instrument's own name where there was only one. */
export function causeName(cause: Cause, { mobiliser }: StoryData, words: Words): string {
  return cause === 'mobilisation' && mobiliser ? words.t(`name.instrument.${mobiliser}`) : words.t(`cause.${cause}`);
}

/** The same within a sentence. */
export function causeInSentence(cause: Cause, { mobiliser }: StoryData, words: Words): string {
  return words.t(`cause.in.${cause === 'mobilisation' && mobiliser ? mobiliser : cause}`);
}

export function strongestOf({ ratios }: OddsWeek): Cause {
  const causes = Object.keys(ratios) as Cause[];
  return causes.reduce((best, cause) =>
    Math.abs(Math.log(ratios[cause])) > Math.abs(Math.log(ratios[best])) ? cause : best,
  );
}

/** Factors with two significant digits: ×3.4, ×0.87, ×12. */
export function factor(ratio: number, words: Words): string {
  const digits = ratio >= 10 ? 0 : ratio >= 1.1 ? 1 : 2;
  return words.number(ratio, { digits });
}

/** Factors nearer to 1 than this have no bar. */
const NOTHING = 0.03;

function drawReasons(sheet: Sheet, data: StoryData): number {
  const { g, width, size, small, words } = sheet;
  const { t } = words;
  const top = heading(sheet, 0, t('story.why'), t('story.why.rule', { who: data.who.label }), width) + size * 0.4;
  const causes = causesShown(data.odds);
  if (causes.length === 0) return paragraph(sheet, 0, top, t('story.why.none'), width);
  const names = Math.max(...causes.map((cause) => sheet.measure(causeName(cause, data, words))));
  // on a phone the names stand above the bars
  const above = names + 12 > width * 0.38;
  const left = above ? 0 : names + 12;
  const columnWidth = (width - left) / data.odds.length;
  const logs = data.odds.flatMap(({ ratios }) => causes.map((cause) => Math.log(ratios[cause])));
  const label = sheet.measure('×0.00', small) + 6;
  const low = Math.min(0, ...logs);
  const high = Math.max(Math.log(1.5), ...logs);
  const barHeight = size * 1.75;
  const rowHeight = barHeight + (above ? size * 1.2 : 0);
  const first = top + size * 2.9;

  data.odds.forEach((odds, column) => {
    const from = left + column * columnWidth;
    const x = scaleLinear([low, high], [from, from + columnWidth - label - 8]);
    const zero = x(0);
    text(sheet, from, top + size, t('play.atWeek', { week: odds.week + 1 }), { bold: true });
    const change = `${chance(odds.baseline, words)} → ${chance(odds.policy, words)}`;
    text(sheet, from, top + size * 2.3, change, { faint: true, size: small });
    causes.forEach((cause, row) => {
      const log = Math.log(odds.ratios[cause]);
      if (Math.abs(log) < NOTHING) return;
      const y = first + (row + 1) * rowHeight - barHeight;
      const more = log > 0;
      g.append('rect')
        .attr('x', Math.min(zero, x(log)))
        .attr('y', y + barHeight * 0.2)
        .attr('width', Math.max(1, Math.abs(x(log) - zero)))
        .attr('height', barHeight * 0.6)
        .style('fill', more ? hue(data.who.slot) : PAPER)
        .style('stroke', hue(data.who.slot))
        .style('stroke-width', '1px');
      text(
        sheet,
        Math.max(zero, x(log)) + 5,
        y + barHeight * 0.5 + small * 0.35,
        `×${factor(odds.ratios[cause], words)}`,
        {
          faint: true,
          size: small,
        },
      );
    });
    g.append('path')
      .attr('d', `M${zero},${first}V${first + causes.length * rowHeight}`)
      .style('stroke', AXIS)
      .style('stroke-width', '1.2px');
  });
  causes.forEach((cause, row) => {
    const y = above ? first + row * rowHeight + size * 1.1 : first + (row + 0.5) * rowHeight + size * 0.35;
    text(sheet, 0, y, causeName(cause, data, words));
  });
  return paragraph(sheet, 0, first + causes.length * rowHeight + size * 0.5, t('story.why.luck'), width) + 4;
}

function reasonsSummary(data: StoryData, words: Words): string {
  const [odds] = data.odds;
  if (!odds) return words.t('story.why.none');
  const cause = strongestOf(odds);
  return words.t('story.why.summary', {
    week: odds.week + 1,
    own: chance(odds.policy, words),
    twin: chance(odds.baseline, words),
    cause: causeInSentence(cause, data, words),
    ratio: factor(odds.ratios[cause], words),
  });
}
