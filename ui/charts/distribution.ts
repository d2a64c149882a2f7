/** Paired differences of every policy, one dot per run, sorted by effect: what luck does to each. */
import { scaleLinear, select } from 'd3';
import { quantileSorted } from '../analysis/bands.ts';
import type { Effect } from '../analysis/effect.ts';
import type { Words } from '../i18n/words.ts';
import { GRID, hue, type Identity, INK_2 } from '../theme.ts';
import type { Chart, DataTable } from './chart.ts';
import { fit, type Layer, label, type Measures, marker, measuresOf, type Scale } from './plot.ts';

export interface DistributionColumn {
  readonly title: string;
  readonly unit: string;
}

export interface DistributionRow {
  readonly identity: Identity;
  /** One per column, in points of 100. */
  readonly effects: readonly (Effect | null)[];
  /** The change and its verdict in words, per column. */
  readonly verdicts: readonly { readonly value: string; readonly words: string; readonly told: boolean }[];
  readonly perAct: string;
}

export interface DistributionData {
  readonly columns: readonly DistributionColumn[];
  readonly rows: readonly DistributionRow[];
  readonly runs: number;
}

const HUNDRED = 100;

export function createDistribution(host: HTMLElement, words: Words): Chart<DistributionData> {
  const svg = select(host)
    .append('svg')
    .attr('class', 'chart')
    .attr('role', 'img')
    .attr('tabindex', 0)
    .attr('data-chart', 'distribution');
  let data: DistributionData | null = null;

  function redraw(): void {
    if (!data || host.clientWidth === 0) return;
    const m = measuresOf(host, words, 0);
    const stacked = m.width < 700;
    const head = m.text * 3.4;
    const rowHeight = m.text * 3.4;
    const names = stacked ? m.text * 2.2 : m.text * 11;
    const costs = stacked ? 0 : m.text * 6;
    const columns = stacked ? data.columns.slice(0, 1) : data.columns;
    const width = (m.width - names - costs) / columns.length;
    const height = head + rowHeight * data.rows.length + m.small * 2.2;
    svg
      .attr('aria-label', distributionSummary(data, words))
      .attr('viewBox', `0 0 ${m.width} ${height}`)
      .attr('width', m.width)
      .attr('height', height);
    svg.selectChildren().remove();
    const g = svg.append('g');
    if (!stacked)
      twoLines(g, 0, words.t('distribution.against'), words.t('distribution.same', { n: data.runs }), m, 'start');
    data.rows.forEach(({ identity, perAct }, r) => {
      const y = head + (r + 0.5) * rowHeight;
      marker(g, identity.slot, m.text * 0.4, y, m.text * 0.4);
      if (stacked) return;
      label(
        g,
        m.text * 1.5,
        y + m.text * 0.36,
        fit(identity.label, m.text, names - m.text * 2, true),
        m.text,
        'start',
        true,
      );
      label(g, m.width, y + m.text * 0.36, perAct, m.text, 'end', true);
    });
    if (!stacked) twoLines(g, m.width, words.t('distribution.perAct'), words.t('distribution.perAct.sub'), m, 'end');
    columns.forEach((column, c) => {
      drawColumn(g, data!, c, names + c * width, width, head, rowHeight, m, column, c === 0);
    });
  }

  function drawColumn(
    g: Layer,
    { rows }: DistributionData,
    c: number,
    left: number,
    width: number,
    head: number,
    rowHeight: number,
    m: Measures,
    column: DistributionColumn,
    withKey: boolean,
  ): void {
    const verdictRoom = m.text * 8.6;
    const all = rows.flatMap(({ effects }) => Array.from(effects[c]?.differences ?? [], (d) => d * HUNDRED));
    const x = scaleLinear(
      [Math.min(0, ...all), Math.max(0, ...all, 0.5)],
      [left + m.text, left + width - verdictRoom - m.text],
    ).nice(4);
    const bottom = head + rows.length * rowHeight;
    const title = label(g, left, m.text, column.title, m.text, 'start', true);
    title.append('tspan').style('font-weight', 400).style('fill', INK_2).text(` ${column.unit}`);
    if (withKey)
      label(g, left, m.text * 2.4, fit(words.t('distribution.key'), m.small, width), m.small).style('fill', INK_2);
    for (const tick of x.ticks(4)) {
      g.append('line')
        .attr('x1', x(tick))
        .attr('x2', x(tick))
        .attr('y1', head)
        .attr('y2', bottom)
        .style('stroke', tick === 0 ? hue(0) : GRID)
        .style('stroke-width', tick === 0 ? 1.4 : 1)
        .style('stroke-dasharray', tick === 0 ? '4 3' : 'none');
      const digits = x.domain()[1]! - x.domain()[0]! < 4 ? 1 : 0;
      const text = words.number(tick, { digits, signed: true });
      label(g, x(tick), bottom + m.small * 1.5, text, m.small, 'middle').style('fill', INK_2);
    }
    rows.forEach(({ identity, effects, verdicts }, r) => {
      const y = head + (r + 0.5) * rowHeight;
      const effect = effects[c];
      if (effect) drawRuns(g, effect, identity.slot, x, y, m);
      const verdict = verdicts[c]!;
      const at = left + width - verdictRoom;
      const top = label(g, at, y - m.text * 0.15, verdict.value, m.text, 'start', verdict.told);
      if (!verdict.told) top.style('fill', INK_2).style('text-decoration', 'underline dotted');
      label(g, at, y + m.text * 1.1, fit(verdict.words, m.small, verdictRoom), m.small).style('fill', INK_2);
    });
  }

  const observer = new ResizeObserver(redraw);
  observer.observe(host);
  return {
    update(next) {
      data = next;
      redraw();
    },
    destroy() {
      observer.disconnect();
      svg.remove();
    },
  };
}

function twoLines(g: Layer, x: number, strong: string, faint: string, m: Measures, anchor: 'start' | 'end'): void {
  label(g, x, m.text, strong, m.text, anchor, true);
  label(g, x, m.text * 2.4, faint, m.small, anchor).style('fill', INK_2);
}

/** Dots above, stacked in the order of seeds so that they stay put; the interval below. */
function drawRuns(
  g: Layer,
  { differences, low, high, median }: Effect,
  slot: number,
  x: Scale,
  y: number,
  m: Measures,
): void {
  const sorted = differences.slice().sort();
  const r = Math.max(1.6, m.text * 0.15);
  differences.forEach((difference, i) => {
    const lane = i % 5;
    g.append('circle')
      .attr('cx', x(difference * HUNDRED))
      .attr('cy', y - m.text * 0.35 - lane * r * 1.7)
      .attr('r', r)
      .style('fill', hue(slot))
      .style('fill-opacity', 0.42);
  });
  const base = y + m.text * 0.45;
  const bar = (a: number, b: number, width: number) =>
    g
      .append('line')
      .attr('x1', x(a * HUNDRED))
      .attr('x2', x(b * HUNDRED))
      .attr('y1', base)
      .attr('y2', base)
      .style('stroke', hue(slot))
      .style('stroke-width', width);
  bar(low, high, 1.6);
  bar(quantileSorted(sorted, 0.25), quantileSorted(sorted, 0.75), 4.5);
  g.append('line')
    .attr('x1', x(median * HUNDRED))
    .attr('x2', x(median * HUNDRED))
    .attr('y1', base - 5)
    .attr('y2', base + 5)
    .style('stroke', 'var(--ink)')
    .style('stroke-width', 1.6);
}

export function distributionSummary({ rows }: DistributionData, words: Words): string {
  return rows
    .map(({ identity, verdicts: [first] }) =>
      words.t('distribution.summary', { name: identity.label, value: first!.value, verdict: first!.words }),
    )
    .join(' ');
}

export function distributionTable({ rows, columns, runs }: DistributionData, words: Words): DataTable {
  return {
    caption: `${words.t('distribution.against')} (${words.t('distribution.same', { n: runs })})`,
    columns: [
      words.t('top.scenarios'),
      ...columns.flatMap(({ title }) => [title, '5 %', '95 %', '']),
      `${words.t('distribution.perAct')} ${words.t('distribution.perAct.sub')}`,
    ],
    rows: rows.map(({ identity, effects, verdicts, perAct }) => [
      identity.label,
      ...effects.flatMap((effect, c) => [
        effect ? Math.round(effect.median * 1e5) / 1e3 : '',
        effect ? Math.round(effect.low * 1e5) / 1e3 : '',
        effect ? Math.round(effect.high * 1e5) / 1e3 : '',
        verdicts[c]!.words,
      ]),
      perAct,
    ]),
  };
}
