/** What the charts of panels share: an SVG that fills its host and is redrawn whole, text that wraps, markers. */
import { type Selection, select } from 'd3';
import type { Words } from '../i18n/words.ts';
import { hue, type Identity, markerPath, PAPER, SLOTS } from '../theme.ts';
import type { Chart } from './chart.ts';

export type Group = Selection<SVGGElement, unknown, null, undefined>;

/** The sheet that a chart draws on; everything is measured in the host's own text size, so a projector's is larger. */
export interface Sheet {
  readonly g: Group;
  readonly width: number;
  /** Text size of the host in px; Chinese is never set smaller. */
  readonly size: number;
  readonly small: number;
  /** Factor of line widths: 1 at the usual text size. */
  readonly scale: number;
  readonly words: Words;
  /** Width of a text in px. */
  measure(text: string, size?: number, bold?: boolean): number;
}

export interface Drawing<D> {
  /** Draws and returns the height that it took. */
  draw(sheet: Sheet, data: D): number;
  summary(data: D, words: Words): string;
}

/** Below this width a chart is drawn as if its host were this wide and the browser scales nothing: the host scrolls. */
const NARROWEST = 280;
const DEFAULT_SIZE = 13;

/** A chart that redraws on new data and on a new width, without transitions. */
export function createDrawing<D>(host: HTMLElement, words: Words, { draw, summary }: Drawing<D>): Chart<D> {
  const svg = select(host).append('svg').attr('role', 'img').attr('tabindex', 0).attr('class', 'drawing');
  const context = document.createElement('canvas').getContext('2d');
  let current: { readonly data: D } | null = null;
  let drawnWidth = 0;

  function redraw(): void {
    if (!current) return;
    const width = Math.max(NARROWEST, host.clientWidth);
    const style = getComputedStyle(host);
    const size = Number.parseFloat(style.fontSize) || DEFAULT_SIZE;
    drawnWidth = host.clientWidth;
    const measure = (text: string, px = size, bold = false) => {
      if (!context) return text.length * px * 0.55;
      context.font = `${bold ? 600 : 400} ${px}px ${style.fontFamily}`;
      return context.measureText(text).width + (seams(text) * px) / 8;
    };
    svg.selectChildren().remove();
    const small = words.locale === 'zh' ? size : (size * 12) / 13;
    const height = draw(
      { g: svg.append('g'), width, size, small, scale: size / DEFAULT_SIZE, words, measure },
      current.data,
    );
    svg
      .attr('aria-label', summary(current.data, words))
      .attr('viewBox', `0 0 ${width} ${Math.ceil(height)}`)
      .attr('width', width)
      .attr('height', Math.ceil(height));
  }

  const observer = new ResizeObserver(() => {
    if (Math.abs(host.clientWidth - drawnWidth) >= 1) redraw();
  });
  observer.observe(host);
  return {
    update(data) {
      current = { data };
      redraw();
    },
    destroy() {
      observer.disconnect();
      svg.remove();
    },
  };
}

/** Between Chinese and Latin letters or digits, `text-autospace` sets an eighth of the text's size. */
function seams(content: string): number {
  return content.match(/[\u4e00-\u9fff](?=[A-Za-z0-9])|[A-Za-z0-9](?=[\u4e00-\u9fff])/g)?.length ?? 0;
}

export interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  readonly faint?: boolean;
  readonly size?: number;
}

/** One line of text with its baseline at y. */
export function text(sheet: Sheet, x: number, y: number, content: string, options: TextOptions = {}): void {
  put(sheet.g, x, y, options, options.size ?? sheet.size).text(content);
}

function put(
  g: Group,
  x: number,
  y: number,
  { anchor = 'start', bold = false, faint = false }: TextOptions,
  px: number,
) {
  return g
    .append('text')
    .attr('x', x)
    .attr('y', y)
    .attr('text-anchor', anchor)
    .attr('class', `label${bold ? ' strong' : ''}${faint ? ' faint' : ''}`)
    .style('font-size', `${px}px`);
}

/** A line of a bold and a plain part, such as a label and its value. */
export function twoPart(
  sheet: Sheet,
  x: number,
  y: number,
  [strong, rest]: readonly [string, string],
  options: TextOptions = {},
): void {
  const size = options.size ?? sheet.size;
  const line = put(sheet.g, x, y, options, size);
  line.append('tspan').attr('class', 'strong').text(strong);
  line
    .append('tspan')
    .attr('class', 'faint')
    .text(rest === '' ? '' : ` ${rest}`);
}

/** Marks that may not begin a line of Chinese. */
const NO_START = /[，。；：、！？）》”%]/;

/** Breaks a text into lines that fit: between words, and between any two Chinese characters. */
export function wrap(sheet: Sheet, content: string, width: number, size = sheet.size): string[] {
  const pieces = content.match(/[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+/g) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line !== '' && sheet.measure((line + piece).trimEnd(), size) > width) {
      // what may not begin a line takes the character before it along
      const kept = NO_START.test(piece) ? line.slice(0, -1) : line;
      if (kept !== '') lines.push(kept.trimEnd());
      line = line.slice(kept.length);
    }
    line += piece;
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()];
}

/** Grey text in as many lines as it needs; returns the y below it. */
export function paragraph(
  sheet: Sheet,
  x: number,
  y: number,
  content: string,
  width: number,
  options: TextOptions = {},
) {
  const size = options.size ?? sheet.small;
  const lines = wrap(sheet, content, width, size);
  lines.forEach((line, i) => {
    text(sheet, x, y + size + i * size * 1.35, line, { faint: true, ...options, size });
  });
  return y + lines.length * size * 1.35;
}

/** Title and, in grey, unit and rule on the same line where they fit; returns the y below. */
export function heading(sheet: Sheet, x: number, title: string, rest: string, width: number): number {
  const size = sheet.size * (14 / 13);
  const line = size * 1.4;
  if (sheet.measure(`${title} ${rest}`, size) + sheet.measure(title, size, true) * 0.08 <= width) {
    twoPart(sheet, x, size, [title, rest], { size });
    return line;
  }
  const titles = wrap(sheet, title, width * 0.94, size);
  titles.forEach((part, i) => {
    text(sheet, x, size + i * line, part, { bold: true, size });
  });
  return rest === '' ? titles.length * line : paragraph(sheet, x, titles.length * line - size * 0.3, rest, width) + 4;
}

/** The marker of a scenario's slot; the baseline's is a ring. */
export function marker(g: Group, slot: number, x: number, y: number, r = 5): void {
  const ring = SLOTS[slot].marker === 'ring';
  g.append('path')
    .attr('d', markerPath(SLOTS[slot].marker, ring ? r * 0.9 : r))
    .attr('transform', `translate(${x},${y})`)
    .style('fill', ring ? PAPER : hue(slot))
    .style('stroke', ring ? hue(slot) : 'none')
    .style('stroke-width', '1.8px');
}

/** The letter of a scenario, or its name for the baseline, which has none. */
export function shortName(who: Identity): string {
  return SLOTS[who.slot].letter || who.label;
}

/** Moves labels apart so that they are at least `gap` from each other and inside the bounds; keeps their order. */
export function pushApart(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const placed = [...wanted];
  let floor = low;
  for (const i of order) {
    placed[i] = Math.max(placed[i], floor);
    floor = placed[i] + gap;
  }
  let ceiling = high;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i], ceiling);
    ceiling = placed[i] - gap;
  }
  return placed;
}
