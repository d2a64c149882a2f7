/** The main chart as a picture of its own: SVG with title and note, every colour written out; PNG by way of it. */

import { headlineOf } from '../analysis/headline.ts';
import { createMultiples } from '../charts/multiples.ts';
import { createStrips } from '../charts/strips.ts';
import { createTrajectories } from '../charts/trajectories.ts';
import { WORDS } from '../i18n/index.ts';
import type { Locale, Words } from '../i18n/words.ts';
import type { Store } from '../state/store.ts';
import { multiplesFigure, stripsFigure, trajectoryFigure } from './chart-data.ts';

const WIDTH = 1100;
const PADDING = 24;
const PLOT = 340;
const SVG = 'http://www.w3.org/2000/svg';
const nothing = () => {};

/** Draws the chart off-screen in a language and gives it as the text of an SVG file. */
export function figureSvg(store: Store, locale: Locale): string {
  const words = WORDS[locale];
  const host = document.createElement('div');
  host.className = 'figure-export';
  host.lang = locale;
  document.body.append(host);
  try {
    return compose(store, words, host);
  } finally {
    host.remove();
  }
}

function compose(store: Store, words: Words, host: HTMLElement): string {
  const { view } = store.content.value;
  const place = () => host.appendChild(document.createElement('div'));
  if (view === 'multiples') {
    createMultiples(place(), words).update({ ...multiplesFigure(store, words), height: PLOT * 1.4 });
  } else {
    const figure = { ...trajectoryFigure(store, words, view), week: null, ghost: null };
    createTrajectories(place(), words).update({ ...figure, height: PLOT, curtain: null, onWeek: nothing });
    const strips = stripsFigure(store, words);
    const still = strips.strips.map((strip) => ({ ...strip, locked: true }));
    createStrips(place(), words).update({ ...strips, strips: still, onMove: nothing, onDrop: nothing });
  }
  const style = getComputedStyle(host);
  const family = style.fontFamily;
  const root = document.createElementNS(SVG, 'svg');
  root.setAttribute('xmlns', SVG);
  root.setAttribute('font-family', family);
  const ink = style.getPropertyValue('--ink').trim();
  let y = PADDING;
  const write = (text: string, size: number, weight: number, colour: string) => {
    for (const line of broken(text, size, WIDTH)) {
      y += size * 1.35;
      const node = document.createElementNS(SVG, 'text');
      node.setAttribute('x', String(PADDING));
      node.setAttribute('y', String(y));
      node.setAttribute('font-size', String(size));
      node.setAttribute('font-weight', String(weight));
      node.setAttribute('fill', colour);
      node.textContent = line;
      root.append(node);
    }
  };
  const { headline, evidence } = headlineOf(store.lab, store.comparison.value, store.content.value.focus, words);
  write(headline, 22, 700, ink);
  write(evidence.replaceAll('**', ''), 14, 400, style.getPropertyValue('--ink-2').trim());
  y += 8;
  write(`${words.t(`chart.${view}`)} (${words.t(`chart.${view}.unit`)})`, 13, 600, ink);
  y += 8;
  for (const svg of host.querySelectorAll('svg')) {
    const part = writeOut(svg);
    part.setAttribute('x', String(PADDING));
    part.setAttribute('y', String(y));
    root.append(part);
    y += Number(svg.getAttribute('height'));
  }
  const note = words.t('export.note', { n: store.seeds.value.length, version: store.lab.version });
  write(note, 12, 400, style.getPropertyValue('--ink-2').trim());
  const height = Math.ceil(y + PADDING);
  root.setAttribute('width', String(WIDTH + 2 * PADDING));
  root.setAttribute('height', String(height));
  root.setAttribute('viewBox', `0 0 ${WIDTH + 2 * PADDING} ${height}`);
  const paper = document.createElementNS(SVG, 'rect');
  paper.setAttribute('width', '100%');
  paper.setAttribute('height', '100%');
  paper.setAttribute('fill', style.getPropertyValue('--paper').trim());
  root.prepend(paper);
  return new XMLSerializer().serializeToString(root);
}

/** A rough break into lines: wide characters count double. */
function broken(text: string, size: number, width: number): string[] {
  const most = width / (size * 0.56);
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const piece of text.match(/[\u3000-\uffef]|[^\s\u3000-\uffef]+\s*/g) ?? []) {
    const wide = /[\u3000-\uffef]/.test(piece) ? 1.8 : piece.length;
    if (length + wide > most && line !== '') {
      lines.push(line.trimEnd());
      line = '';
      length = 0;
    }
    line += piece;
    length += wide;
  }
  if (line !== '') lines.push(line.trimEnd());
  return lines;
}

const WRITTEN = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'font-size',
  'font-weight',
  'text-decoration',
  'opacity',
  'paint-order',
] as const;

/** A copy of a drawing in which styles are attributes with their computed values. */
function writeOut(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  originals.forEach((original, i) => {
    const target = copies[i]!;
    const computed = getComputedStyle(original);
    if (target.tagName !== 'svg' && target.tagName !== 'g') {
      for (const name of WRITTEN) {
        const value = computed.getPropertyValue(name);
        if (value !== '' && value !== 'none' && value !== 'normal') target.setAttribute(name, value);
        else if (name === 'fill' || name === 'stroke') target.setAttribute(name, 'none');
      }
    }
    for (const name of ['style', 'class', 'tabindex', 'role', 'data-chart', 'aria-label']) target.removeAttribute(name);
  });
  return copy;
}

/** @param scale 1 to 4 */
export async function figurePng(svg: string, scale: number): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width * scale;
    canvas.height = image.height * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('no picture');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
