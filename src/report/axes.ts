/** What the figures share: axes, and names that fit beside them. */
import { format, type scaleLinear } from 'd3';
import { short } from '../output/text-table.ts';
import { element, escaped, textAt } from './svg.ts';

export const WIDTH = 720;

export type Linear = ReturnType<typeof scaleLinear<number, number>>;

/** Whether all values are the same, of which d3 would show six digits. */
const isPoint = (scale: Linear) => scale.domain()[0] === scale.domain()[1];

export function verticalAxis(y: Linear, left: number, right: number): string[] {
  const shown = isPoint(y) ? short : y.tickFormat(5);
  return y
    .ticks(5)
    .flatMap((tick) => [
      element('line', { x1: left, x2: right, y1: y(tick), y2: y(tick), class: 'grid' }),
      textAt(left - 6, y(tick) + 4, shown(tick), { 'text-anchor': 'end' }),
    ]);
}

export function horizontalAxis(x: Linear, at: number): string[] {
  const shown = isPoint(x) ? short : Math.max(...x.domain().map(Math.abs)) >= 1e5 ? format('~s') : x.tickFormat(6);
  return x
    .ticks(6)
    .flatMap((tick) => [
      element('line', { x1: x(tick), x2: x(tick), y1: at, y2: at + 5, class: 'axis' }),
      textAt(x(tick), at + 18, shown(tick), { 'text-anchor': 'middle' }),
    ]);
}

/** Pixels of a letter: there is no document to measure in, so a little more than most have. */
const LETTER = 7;
const LINE = 13;

const widthOf = (text: string) =>
  [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) >= 0x2e80 ? 13 : LETTER), 0);

/** Room for names beside a figure: that of the longest, up to a third of the figure. */
export function roomFor(names: readonly string[]): number {
  return Math.min(WIDTH / 3, Math.max(60, ...names.map(widthOf))) + 14;
}

/** A name in so many pixels: on two lines if need be, cut if it is longer still, and then whole where one points at it. */
export function nameAt(
  x: number,
  y: number,
  name: string,
  room: number,
  attributes: Readonly<Record<string, string | number>> = {},
): string {
  const [first, rest] = cut(name, room);
  if (rest === '') return textAt(x, y, name, attributes);
  const [second, lost] = cut(rest, room - LETTER);
  const lines = [first, lost === '' ? second : `${second}…`];
  return element(
    'text',
    attributes,
    element('title', {}, escaped(name)),
    ...lines.map((line, i) => element('tspan', { x, y: y + LINE * (i - 0.5) }, escaped(line))),
  );
}

/** The beginning that fits, up to a place where a name may be broken if there is one, and what is left. */
function cut(name: string, room: number): [string, string] {
  if (widthOf(name) <= room) return [name, ''];
  let end = 0;
  while (widthOf(name.slice(0, end + 1)) <= room) end++;
  const place = Math.max(...[' ', '-', '_', '.'].map((mark) => name.lastIndexOf(mark, end - 1))) + 1;
  const at = place > end / 2 ? place : end;
  return [name.slice(0, at), name.slice(at)];
}
