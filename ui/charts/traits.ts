import type { TraitsData } from '../data/traits.ts';
import type { Words } from '../i18n/words.ts';
import type { Chart, DataTable } from './chart.ts';
import { createDrawing, heading, paragraph, type Sheet } from './drawing.ts';
import { drawPanels, key, type Panel } from './panels.ts';

/** Traits over time: the mean of residents under every scenario, and how residents of the focus are spread. */
export function createTraits(host: HTMLElement, words: Words): Chart<TraitsData> {
  return createDrawing(host, words, { draw, summary: traitsSummary });
}

function draw(sheet: Sheet, data: TraitsData): number {
  const { width, size, words } = sheet;
  const { t } = words;
  const top = heading(sheet, 0, t('traits.title'), t('traits.rule', { runs: data.runs }), width) + size * 0.5;
  const lines = data.panels[0]?.lines ?? [];
  if (lines.length === 0) return paragraph(sheet, 0, top, t('chart.waiting'), width);
  const below =
    key(
      sheet,
      top,
      lines.map(({ who }) => who),
    ) +
    size * 0.6;
  const format = (value: number) =>
    words.number(value, { digits: Number.isInteger(value) ? 0 : value * 10 === Math.round(value * 10) ? 1 : 2 });
  const panels = data.panels.map((panel): Panel => {
    const d = panel.deciles;
    return {
      title: t(`name.trait.${panel.trait}`),
      value: '',
      lines: panel.lines.map(({ who, place, line }) => ({ who, line, focused: place === data.focus })),
      shades: d
        ? [
            [d[0], d[4]],
            [d[1], d[3]],
          ]
        : [],
    };
  });
  const columns = width >= size * 44 ? 3 : width >= size * 28 ? 2 : 1;
  const gutter = 14 + sheet.measure(`A ${words.number(0.99, { digits: 2 })}`, sheet.small, true) + 2;
  const end = drawPanels(sheet, below, panels, { weeks: data.weeks, max: 1, format, gutter }, columns);
  const shaded = data.panels.some(({ deciles }) => deciles);
  return paragraph(sheet, 0, end, t(shaded ? 'traits.caption.deciles' : 'traits.caption'), width) + 4;
}

export function traitsTable(data: TraitsData, words: Words): DataTable {
  const { t } = words;
  const weeks = Array.from({ length: data.weeks }, (_, week) => week);
  const scenarios = data.panels[0]?.lines ?? [];
  return {
    caption: `${t('traits.title')} · ${t('traits.rule', { runs: data.runs })}`,
    columns: [t('table.scenario'), t('table.week'), ...data.panels.map(({ trait }) => t(`name.trait.${trait}`))],
    rows: scenarios.flatMap(({ who }, s) =>
      weeks.map((week) => [
        who.label,
        week + 1,
        ...data.panels.map(({ lines }) => words.number(lines[s].line.mean[week], { digits: 3 })),
      ]),
    ),
  };
}

/** Names the trait that the focus moves most against the baseline. */
export function traitsSummary(data: TraitsData, words: Words): string {
  const last = data.weeks - 1;
  const moved = data.panels.flatMap(({ trait, lines }) => {
    const own = lines.find(({ place }) => place === data.focus);
    const base = lines.find(({ isBaseline }) => isBaseline);
    if (!own || !base || last < 0) return [];
    return [{ trait, who: own.who, own: own.line.mean[last], base: base.line.mean[last] }];
  });
  const most = moved.sort((a, b) => Math.abs(b.own - b.base) - Math.abs(a.own - a.base))[0];
  if (!most || most.own === most.base) return words.t('traits.title');
  const two = (value: number) => words.number(value, { digits: 2 });
  return words.t('traits.summary', {
    trait: words.t(`name.trait.${most.trait}`),
    who: most.who.label,
    own: two(most.own),
    baseline: two(most.base),
    week: data.weeks,
  });
}
