/** Predict, then reveal: the viewer draws the rest of a curve over the hidden result, by pointer or by keys. */
import { pointer, select } from 'd3';
import type { Words } from '../i18n/words.ts';
import { hue } from '../theme.ts';
import { type Layer, label, type Measures, pathOf, type Scale } from './plot.ts';

export interface CurtainData {
  /** First hidden week. */
  readonly from: number;
  readonly slot: number;
  /** Known weeks of the hidden curve, then the guess; `NaN` where nothing is drawn yet. */
  readonly guess: Float64Array;
  /** Week whose guess the keys move. */
  readonly at: number;
  onGuess(from: number, to: number, valueFrom: number, valueTo: number): void;
}

export function createCurtain(words: Words) {
  let before: { week: number; value: number } | null = null;

  function draw(svg: SVGSVGElement, g: Layer, data: CurtainData, x: Scale, y: Scale, m: Measures): void {
    const left = x(data.from);
    const right = m.width - m.right;
    const bottom = m.height - m.bottom;
    const known = data.guess.subarray(0, data.from);
    g.append('path')
      .attr('d', pathOf(known, x, y))
      .style('fill', 'none')
      .style('stroke', hue(data.slot))
      .style('stroke-width', 2.8 * m.scale);
    g.append('rect')
      .attr('class', 'curtain')
      .attr('x', left)
      .attr('y', m.top)
      .attr('width', right - left)
      .attr('height', bottom - m.top)
      .style('fill', 'var(--panel)')
      .style('fill-opacity', 0.6);
    const drawn = Array.from(data.guess, (value, week) => ({ value, week })).filter(
      ({ value, week }) => week >= data.from && !Number.isNaN(value),
    );
    if (drawn.length === 0) {
      label(g, (left + right) / 2, (m.top + bottom) / 2, words.t('curtain.title'), m.text * 1.3, 'middle', true);
    } else {
      const d = drawn.map(({ week, value }, i) => `${i === 0 ? 'M' : 'L'}${x(week)},${y(value)}`).join('');
      g.append('path')
        .attr('class', 'guess')
        .attr('d', d)
        .style('fill', 'none')
        .style('stroke', hue(data.slot))
        .style('stroke-width', 2.8 * m.scale)
        .style('stroke-dasharray', '2 4');
    }
    g.append('path')
      .attr('d', `M${x(data.at)},${bottom}l5,8h-10Z`)
      .style('fill', 'var(--ink)');

    const place = (event: PointerEvent) => {
      const [px, py] = pointer(event, svg);
      const week = Math.round(Math.min(data.guess.length - 1, Math.max(data.from, x.invert(px))));
      return { week, value: Math.max(0, y.invert(Math.min(bottom, Math.max(m.top, py)))) };
    };
    select(svg)
      .on('pointerdown.curtain', (event: PointerEvent) => {
        before = place(event);
        svg.setPointerCapture(event.pointerId);
        data.onGuess(before.week, before.week, before.value, before.value);
      })
      .on('pointermove.curtain', (event: PointerEvent) => {
        if (!before || event.buttons === 0) return;
        const now = place(event);
        data.onGuess(before.week, now.week, before.value, now.value);
        before = now;
      })
      .on('pointerup.curtain', () => {
        before = null;
      });
  }

  return { draw };
}
