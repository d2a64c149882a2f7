/** One panel per scenario on the same axes, each with the baseline's ghost. */
import { scaleLinear, select } from 'd3';
import type { Bands } from '../analysis/bands.ts';
import type { Words } from '../i18n/words.ts';
import { hue, type Identity, INK_2 } from '../theme.ts';
import type { Chart } from './chart.ts';
import {
  drawBands,
  drawXAxis,
  drawYAxis,
  fit,
  label,
  marker,
  measuresOf,
  niceMax,
  pathOf,
  textWidth,
  weekScale,
} from './plot.ts';

export interface MultiplesPanel {
  readonly identity: Identity;
  readonly bands: Bands;
  readonly focused: boolean;
}

export interface MultiplesData {
  readonly weeks: number;
  readonly panels: readonly MultiplesPanel[];
  readonly baseline: Float64Array;
  readonly height: number;
  readonly summary: string;
}

const MIN_FOR_BANDS = 10;

export function createMultiples(host: HTMLElement, words: Words): Chart<MultiplesData> {
  const svg = select(host)
    .append('svg')
    .attr('class', 'chart')
    .attr('role', 'img')
    .attr('tabindex', 0)
    .attr('data-chart', 'multiples');
  let data: MultiplesData | null = null;

  function redraw(): void {
    if (!data || host.clientWidth === 0) return;
    const { panels, weeks, baseline } = data;
    const all = measuresOf(host, words, data.height);
    const columns = all.width < 560 ? 1 : all.width < 860 || panels.length <= 4 ? 2 : 3;
    const rows = Math.ceil(panels.length / columns);
    const gap = all.text * 2.6;
    const width = (all.width - gap * (columns - 1)) / columns;
    const rowHeight = Math.max(all.text * 10, data.height / rows);
    const height = rowHeight * rows;
    svg
      .attr('aria-label', data.summary)
      .attr('viewBox', `0 0 ${all.width} ${height}`)
      .attr('width', all.width)
      .attr('height', height);
    svg.selectChildren().remove();
    const highest = Math.max(
      ...panels.map(({ bands }) => Math.max(...(bands.runs >= MIN_FOR_BANDS ? bands.q95 : bands.median))),
    );
    const max = niceMax(highest);
    panels.forEach(({ identity, bands, focused }, i) => {
      const g = svg
        .append('g')
        .attr('transform', `translate(${(i % columns) * (width + gap)},${Math.floor(i / columns) * rowHeight})`);
      const m = { ...all, width, height: rowHeight, right: 4, left: all.small * 2 };
      const title = all.text * 2.1;
      const x = weekScale(weeks, m);
      const y = scaleLinear([0, max], [rowHeight - all.small * 2.4, title]);
      marker(g, identity.slot, all.text * 0.4, all.text * 0.72, all.text * 0.38);
      const value = words.number(bands.median[weeks - 1]!, { digits: 1 });
      const range = ` (${words.range(bands.q05[weeks - 1]!, bands.q95[weeks - 1]!, { digits: 1 })})`;
      const shown = bands.runs > 1 ? range : '';
      const right = textWidth(value, all.text, true) + textWidth(shown, all.small) + all.text;
      const name = label(
        g,
        all.text * 1.35,
        all.text * 1.1,
        fit(identity.label, all.text, width - right - all.text * 2, true),
        all.text,
        'start',
        true,
      );
      if (focused) name.style('text-decoration', 'underline');
      const ends = label(g, width, all.text * 1.1, '', all.text, 'end');
      ends.append('tspan').style('font-weight', 650).text(value);
      ends.append('tspan').style('fill', INK_2).style('font-size', `${all.small}px`).text(shown);
      drawYAxis(g, y, m, (tick) => words.number(tick));
      drawXAxis(g, x, rowHeight - all.small * 2.4, weeks, m, words);
      if (bands.runs >= MIN_FOR_BANDS) drawBands(g, bands, identity.slot, x, y);
      g.append('path')
        .attr('d', pathOf(baseline, x, y))
        .style('fill', 'none')
        .style('stroke', hue(0))
        .style('stroke-width', 1.3)
        .style('stroke-dasharray', '4 3');
      if (identity.slot === 0) return;
      g.append('path')
        .attr('d', pathOf(bands.median, x, y))
        .style('fill', 'none')
        .style('stroke', hue(identity.slot))
        .style('stroke-width', 2.1);
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
