import { STAGES_SHOWN, type StagesData } from '../data/stages.ts';
import type { Words } from '../i18n/words.ts';
import type { Chart, DataTable } from './chart.ts';
import { createDrawing, heading, paragraph, type Sheet } from './drawing.ts';
import { drawPanels, key, type Panel } from './panels.ts';

/** Stages over time: a panel per stage on identical axes, a line per scenario. */
export function createStages(host: HTMLElement, words: Words): Chart<StagesData> {
  return createDrawing(host, words, { draw, summary: stagesSummary });
}

function draw(sheet: Sheet, data: StagesData): number {
  const { width, size, words } = sheet;
  const { t } = words;
  const top = heading(sheet, 0, t('stages.title'), t('stages.rule', { runs: data.runs }), width) + size * 0.5;
  if (data.scenarios.length === 0) return paragraph(sheet, 0, top, t('chart.waiting'), width);
  const below =
    key(
      sheet,
      top,
      data.scenarios.map(({ who }) => who),
    ) +
    size * 0.6;
  const one = (value: number) => words.number(value, { digits: 1 });
  const panels = STAGES_SHOWN.map((stage): Panel => {
    return {
      title: t(`stage.${stage}`),
      value: t(`stage.${stage}.meaning`),
      lines: data.scenarios.map(({ who, place, lines }) => ({
        who,
        line: lines[stage],
        focused: place === data.focus,
      })),
      shades: [],
    };
  });
  const top90 = Math.max(
    1,
    ...panels.flatMap(({ lines }) => lines.flatMap(({ line }) => [...(line.bands?.[3] ?? line.mean)])),
  );
  const max = Math.ceil(top90 / 10) * 10;
  const columns = width >= size * 56 ? 4 : width >= size * 34 ? 2 : 1;
  const gutter = 14 + sheet.measure(`A ${one(99.9)}`, sheet.small, true) + 2;
  const format = (value: number) => words.number(value, { digits: Number.isInteger(value) ? 0 : 1 });
  const end = drawPanels(sheet, below, panels, { weeks: data.weeks, max, format, gutter }, columns);
  const banded = data.scenarios.some(({ lines }) => lines.sustained.bands);
  const caption = `${t('stages.caption')}${banded ? (words.locale === 'zh' ? '' : ' ') + t('chart.bands') : ''}`;
  return paragraph(sheet, 0, end, caption, width) + 4;
}

export function stagesTable(data: StagesData, words: Words): DataTable {
  const { t } = words;
  const one = (value: number) => words.number(value, { digits: 1 });
  const weeks = Array.from({ length: data.weeks }, (_, week) => week);
  return {
    caption: `${t('stages.title')} · ${t('stages.rule', { runs: data.runs })}`,
    columns: [t('table.scenario'), t('table.week'), ...STAGES_SHOWN.map((stage) => t(`stage.${stage}`))],
    rows: data.scenarios.flatMap(({ who, lines }) =>
      weeks.map((week) => [who.label, week + 1, ...STAGES_SHOWN.map((stage) => one(lines[stage].mean[week]))]),
    ),
  };
}

export function stagesSummary(data: StagesData, words: Words): string {
  const own = data.scenarios.find(({ place }) => place === data.focus);
  const base = data.scenarios.find(({ isBaseline }) => isBaseline);
  if (!own || data.weeks === 0) return words.t('chart.waiting');
  const at = (line: { mean: Float64Array }) => words.number(line.mean[data.weeks - 1], { digits: 1 });
  const params = {
    who: own.who.label,
    sustained: at(own.lines.sustained),
    lapsed: at(own.lines.lapsed),
    week: data.weeks,
  };
  if (!base || base === own) return words.t('stages.summary', params);
  return words.t('stages.summary.against', { ...params, baseline: at(base.lines.sustained) });
}
