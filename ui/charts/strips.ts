/** When each instrument works, on the weeks of the chart above. The focus has handles: drag, or arrow keys. */
import { pointer, select } from 'd3';
import type { Words } from '../i18n/words.ts';
import { hue, type Identity, INK_2, SLOTS } from '../theme.ts';
import type { Chart } from './chart.ts';
import { fit, type Layer, label, type Measures, measuresOf, type Scale, textWidth, weekScale } from './plot.ts';

export interface Strip {
  /** Names the intervention to whoever changes it. */
  readonly key: string;
  readonly identity: Identity;
  readonly name: string;
  readonly text: string;
  readonly from: number;
  /** First week without it. */
  readonly to: number;
  /** First week in which the middle run had no money left for it; `null`: it was paid to the end. */
  readonly spentBy: number | null;
  readonly focused: boolean;
  readonly locked: boolean;
}

export interface StripsData {
  readonly weeks: number;
  readonly strips: readonly Strip[];
  onMove(key: string, from: number, to: number): void;
  onDrop(): void;
}

const HANDLE = { width: 5, height: 16, target: 24 };

/** Where a strip's text has room. */
function placeOf(strip: Strip, x: Scale, m: Measures): 'after' | 'before' | 'below' {
  const width = textWidth(strip.text, m.small) + m.small * 0.9;
  if (x(Math.max(strip.from, strip.to - 1)) + width <= m.width) return 'after';
  return x(strip.from) - width >= m.left ? 'before' : 'below';
}

export function createStrips(host: HTMLElement, words: Words): Chart<StripsData> {
  const svg = select(host).append('svg').attr('class', 'strips').attr('role', 'group');
  let data: StripsData | null = null;

  function redraw(): void {
    if (!data || host.clientWidth === 0) return;
    const focus = (document.activeElement as SVGElement | null)?.getAttribute('data-handle');
    const rowHeight = Math.max(17, Number.parseFloat(getComputedStyle(host).fontSize) * 1.35);
    const m = measuresOf(host, words, 0);
    const x = weekScale(data.weeks, m);
    // a text that has no room beside its bar stands below it
    const rows = data.strips.map((strip) => (placeOf(strip, x, m) === 'below' ? rowHeight * 1.95 : rowHeight));
    const height = data.strips.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 4);
    svg.attr('viewBox', `0 0 ${m.width} ${height}`).attr('width', m.width).attr('height', height);
    svg.selectChildren().remove();
    const g = svg.append('g');
    const { strips } = data;
    let top = 0;
    strips.forEach((strip, i) => {
      const y = top + rowHeight / 2;
      top += rows[i]!;
      const { letter } = SLOTS[strip.identity.slot]!;
      if (strips[i - 1]?.identity.slot !== strip.identity.slot && letter !== '') {
        label(g, 0, y + m.text * 0.36, letter, m.text, 'start', true);
      }
      drawStrip(g, strip, y, x, rowHeight, m);
    });
    if (focus)
      svg
        .select<SVGElement>(`[data-handle="${CSS.escape(focus)}"]`)
        .node()
        ?.focus();
  }

  function drawStrip(g: Layer, strip: Strip, y: number, x: Scale, rowHeight: number, m: Measures): void {
    const [start, end] = [x(strip.from), x(Math.max(strip.from, strip.to - 1))];
    const thick = (strip.focused ? 10 : 5) * Math.min(1.4, m.scale);
    const paid = strip.spentBy === null ? end : Math.min(end, x(strip.spentBy));
    const bar = (from: number, to: number, height: number) =>
      g
        .append('rect')
        .attr('x', from)
        .attr('y', y - height / 2)
        .attr('width', Math.max(2, to - from))
        .attr('height', height)
        .style('fill', hue(strip.identity.slot));
    bar(start, paid, thick);
    // without money it goes on as a thin line
    if (paid < end) bar(paid, end, 1.4);
    drawText(g, strip, x, y, rowHeight, m);
    if (!strip.focused || strip.locked || !data) return;
    for (const side of ['start', 'end'] as const) drawHandle(g, strip, side, side === 'start' ? start : end, y, x);
  }

  function drawText(g: Layer, strip: Strip, x: Scale, y: number, rowHeight: number, m: Measures): void {
    const [start, end] = [x(strip.from), x(Math.max(strip.from, strip.to - 1))];
    const gap = m.small * 0.9;
    const place = placeOf(strip, x, m);
    const base = y + m.small * 0.36;
    if (place === 'after') label(g, end + gap, base, strip.text, m.small).style('fill', INK_2);
    else if (place === 'before') label(g, start - gap, base, strip.text, m.small, 'end').style('fill', INK_2);
    else {
      const text = fit(strip.text, m.small, m.width - m.left);
      const at = Math.min(start, m.width - textWidth(text, m.small));
      label(g, at, base + rowHeight * 0.9, text, m.small).style('fill', INK_2);
    }
  }

  function drawHandle(g: Layer, strip: Strip, side: 'start' | 'end', at: number, y: number, x: Scale): void {
    const { weeks, onMove, onDrop } = data!;
    const value = side === 'start' ? strip.from + 1 : strip.to;
    const move = (week: number) => {
      if (side === 'start') onMove(strip.key, Math.max(0, Math.min(strip.to - 1, week)), strip.to);
      else onMove(strip.key, strip.from, Math.max(strip.from + 1, Math.min(weeks, week + 1)));
    };
    const current = side === 'start' ? strip.from : strip.to - 1;
    const handle = g
      .append('g')
      .attr('class', 'handle')
      .attr('data-handle', `${strip.key}-${side}`)
      .attr('role', 'slider')
      .attr('tabindex', 0)
      .attr('aria-label', words.t(`strip.${side}`, { name: strip.name }))
      .attr('aria-valuemin', 1)
      .attr('aria-valuemax', weeks)
      .attr('aria-valuenow', value)
      .attr('aria-valuetext', words.t('chart.week', { n: value }))
      .attr('transform', `translate(${at},${y})`);
    handle
      .append('rect')
      .attr('class', 'target')
      .attr('x', -HANDLE.target / 2)
      .attr('y', -HANDLE.target / 2)
      .attr('width', HANDLE.target)
      .attr('height', HANDLE.target)
      .style('fill', 'transparent');
    handle
      .append('rect')
      .attr('class', 'mark')
      .attr('x', -HANDLE.width / 2)
      .attr('y', -HANDLE.height / 2)
      .attr('width', HANDLE.width)
      .attr('height', HANDLE.height)
      .style('fill', 'var(--paper)')
      .style('stroke', hue(strip.identity.slot))
      .style('stroke-width', 1.5);
    handle.on('pointerdown', (event: PointerEvent) => {
      event.preventDefault();
      // handles are redrawn while they move, so the whole window is listened to
      const view = select(window);
      view.on('pointermove.strip', (moving: PointerEvent) =>
        move(Math.round(x.invert(pointer(moving, svg.node())[0]))),
      );
      view.on('pointerup.strip pointercancel.strip', () => {
        view.on('.strip', null);
        onDrop();
      });
    });
    handle.on('keydown', (event: KeyboardEvent) => {
      const step = event.shiftKey ? 4 : 1;
      const by = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageUp: 13, PageDown: -13 }[
        event.key
      ];
      const to = event.key === 'Home' ? 0 : event.key === 'End' ? weeks - 1 : by === undefined ? null : current + by;
      if (to === null) return;
      event.preventDefault();
      event.stopPropagation();
      move(to);
    });
    handle.on('keyup blur', () => onDrop());
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
