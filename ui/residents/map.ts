import type { Layout, Shown } from '../../sim/index.ts';
import type { Words } from '../i18n/words.ts';
import { colour, NEUTRALS, type Theme } from '../theme.ts';
import { cellAt, cellOf, createGeometry, type Direction, type Geometry, neighbourOf } from './geometry.ts';
import { contrast, countStages, createPainter, type Palette, rgb } from './paint.ts';

/** One week of one run, as the map shows it. */
export interface MapView {
  readonly layout: Layout;
  readonly frame: Uint8Array;
  /** From 0. */
  readonly week: number;
  readonly shown: Shown;
  readonly slot: number;
  readonly theme: Theme;
  readonly selected: number | null;
}

export interface MapOptions {
  /** Somebody was clicked or reached by an arrow key. */
  readonly onSelect: (resident: number) => void;
  /** Somebody's story is wanted: a click, or Enter. */
  readonly onOpen: (resident: number) => void;
  /** The tallest the map may be, in px. */
  readonly tallest?: number;
}

export interface ResidentsMap {
  update(view: MapView): void;
  /** What one cell stands for now, once something was drawn. */
  readonly level: Geometry['level'] | null;
  destroy(): void;
}

const TALLEST = 320;
/** Pitch of residents in CSS px: of many, and of so few that they are drawn with their ties. */
const LARGEST = 9;
const LARGEST_WITH_TIES = 26;
/** From this pitch in CSS px on, dots carry their number. */
const NUMBERED = 17;
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The residents of one run on a canvas, by stage or by a trait. */
export function createMap(host: HTMLElement, words: Words, options: MapOptions): ResidentsMap {
  const canvas = document.createElement('canvas');
  canvas.className = 'residents-map';
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-roledescription', words.t('map.role'));
  host.append(canvas);
  // an opaque canvas is black until it is painted: it takes no room before
  canvas.width = 0;
  canvas.height = 0;
  const context = canvas.getContext('2d', { alpha: false });

  let view: MapView | null = null;
  let geometry: Geometry | null = null;
  let image: ImageData | null = null;
  let painter: ReturnType<typeof createPainter> | null = null;
  let made = '';
  const ratio = () => Math.min(3, window.devicePixelRatio || 1);

  /** Geometry and palette are made anew only when something they depend on has changed. */
  function prepare({ layout, slot, theme }: MapView): void {
    const scale = ratio();
    const width = Math.max(1, Math.floor(host.clientWidth * scale));
    const key = `${layout.residents}|${layout.households}|${layout.stairwells}|${width}|${slot}|${theme}`;
    if (key === made && geometry) return;
    made = key;
    const largest = Math.floor((layout.ties ? LARGEST_WITH_TIES : LARGEST) * scale);
    geometry = createGeometry(layout, width, Math.floor((options.tallest ?? TALLEST) * scale), largest);
    canvas.width = geometry.width;
    canvas.height = geometry.height;
    canvas.style.width = `${geometry.width / scale}px`;
    canvas.style.height = `${geometry.height / scale}px`;
    image = new ImageData(geometry.width, geometry.height);
    painter = createPainter(geometry, paletteOf(slot, theme));
  }

  function draw(): void {
    if (!view || !context || host.clientWidth === 0) return;
    prepare(view);
    if (!geometry || !image || !painter) return;
    painter.paint(new Uint32Array(image.data.buffer), view.frame, view.shown);
    context.putImageData(image, 0, 0);
    drawNames(context, geometry, words, view, ratio());
    if (view.layout.ties && geometry.level === 'resident') {
      drawTies(context, geometry, painter.size, view);
      // the dots once more, over the ends of the ties
      const { x, y } = geometry;
      for (let i = 0; i < x.length; i++) context.putImageData(image, 0, 0, x[i], y[i], painter.size, painter.size);
    }
    if (geometry.level === 'resident' && geometry.pitch >= NUMBERED * ratio())
      drawNumbers(context, geometry, painter.size, view);
    if (view.selected !== null) outline(context, geometry, painter.size, view, ratio());
  }

  function select(resident: number): void {
    if (view && resident !== view.selected) options.onSelect(resident);
  }

  canvas.addEventListener('click', (event) => {
    if (!view || !geometry) return;
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    const cell = cellAt(geometry, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
    if (cell < 0) return;
    const resident = residentOf(geometry, view, cell);
    select(resident);
    options.onOpen(resident);
  });
  canvas.addEventListener('keydown', (event) => {
    const direction = DIRECTIONS[event.key];
    if (!view || !geometry || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' && view.selected !== null) options.onOpen(view.selected);
    else if (direction && view.selected === null) select(0);
    else if (direction && view.selected !== null) select(step(geometry, view, view.selected, direction));
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const observer = new ResizeObserver(() => draw());
  observer.observe(host);
  return {
    get level() {
      return geometry?.level ?? null;
    },
    update(next) {
      view = next;
      draw();
    },
    destroy() {
      observer.disconnect();
      canvas.remove();
    },
  };
}

export function paletteOf(slot: number, theme: Theme): Palette {
  const neutral = NEUTRALS[theme];
  return {
    paper: rgb(neutral.paper),
    hue: rgb(colour(slot, theme)),
    outline: rgb(neutral.axis),
    faint: theme === 'light' ? [176, 176, 170] : [96, 96, 92],
    newcomer: theme === 'light' ? 0.42 : 0.55,
  };
}

/** Of several residents in a cell, the first who takes part most. */
function residentOf({ first }: Geometry, { frame, shown }: MapView, cell: number): number {
  if (!first) return cell;
  const rank = shown === 'stage' ? [0, 2, 3, 1] : null;
  let best = first[cell];
  for (let i = first[cell]; i < first[cell + 1]; i++) {
    const value = (byte: number) => (rank ? rank[byte & 3] : byte);
    if (value(frame[i]) > value(frame[best])) best = i;
  }
  return best;
}

/** Along a cell of several residents first, then on to the next cell. */
function step(geometry: Geometry, view: MapView, resident: number, direction: Direction): number {
  const { first } = geometry;
  const cell = cellOf(geometry, resident);
  if (first && direction === 'right' && resident + 1 < first[cell + 1]) return resident + 1;
  if (first && direction === 'left' && resident > first[cell]) return resident - 1;
  const next = neighbourOf(geometry, cell, direction);
  return next === cell ? resident : residentOf(geometry, view, next);
}

function drawNames(
  context: CanvasRenderingContext2D,
  { names, pitch }: Geometry,
  words: Words,
  { theme }: MapView,
  scale: number,
): void {
  context.fillStyle = NEUTRALS[theme].ink2;
  const size = (words.locale === 'zh' ? 14 : 12) * scale;
  context.font = `${size}px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textBaseline = 'middle';
  if (names.length > 60 || pitch * 11 < size * 2.4) return;
  for (const { block, x, y } of names)
    context.fillText(words.t('map.block', { n: block + 1 }), x + pitch, y, pitch * 10.5);
}

function drawTies(context: CanvasRenderingContext2D, { x, y, pitch }: Geometry, size: number, view: MapView): void {
  const { ties } = view.layout;
  if (!ties) return;
  const half = size / 2;
  const line = (a: number, b: number) => {
    context.moveTo(x[a] + half, y[a] + half);
    // bowed a little, so that ties along a row do not lie on each other
    const bow = Math.min(pitch * 2, Math.abs(x[a] - x[b]) * 0.18 + 2);
    context.quadraticCurveTo((x[a] + x[b]) / 2 + half, (y[a] + y[b]) / 2 + half - bow, x[b] + half, y[b] + half);
  };
  const stroke = (style: string, alpha: number, wide: number, wanted: (a: number, b: number) => boolean) => {
    context.strokeStyle = style;
    context.globalAlpha = alpha;
    context.lineWidth = wide;
    context.beginPath();
    for (let t = 0; t < ties.length; t += 2) if (wanted(ties[t], ties[t + 1])) line(ties[t], ties[t + 1]);
    context.stroke();
    context.globalAlpha = 1;
  };
  const { axis, ink } = NEUTRALS[view.theme];
  stroke(axis, 0.28, 1, () => true);
  const { selected } = view;
  if (selected !== null) stroke(ink, 0.85, 1.5, (a, b) => a === selected || b === selected);
}

function drawNumbers(context: CanvasRenderingContext2D, { x, y, pitch }: Geometry, size: number, view: MapView): void {
  context.font = `600 ${Math.round(pitch * 0.42)}px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const { paper, ink } = NEUTRALS[view.theme];
  const hue = rgb(colour(view.slot, view.theme));
  const onHue = contrast(rgb(paper), hue) > contrast(rgb(ink), hue) ? paper : ink;
  for (let i = 0; i < x.length; i++) {
    const full = view.shown === 'stage' && (view.frame[i] & 3) === 2;
    context.fillStyle = full ? onHue : ink;
    context.fillText(String(i + 1), x[i] + size / 2, y[i] + size / 2 + 1);
  }
  context.textAlign = 'start';
}

function outline(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  size: number,
  { selected, theme }: MapView,
  scale: number,
): void {
  const cell = cellOf(geometry, selected as number);
  const { ink, paper } = NEUTRALS[theme];
  const grow = Math.max(2 * scale, size * 0.3);
  const draw = (style: string, wide: number) => {
    context.strokeStyle = style;
    context.lineWidth = wide;
    context.strokeRect(geometry.x[cell] - grow / 2, geometry.y[cell] - grow / 2, size + grow, size + grow);
  };
  draw(paper, 4 * scale);
  draw(ink, 2 * scale);
}

/** One sentence about the week shown. */
export function mapSummary({ frame, shown, week, layout }: MapView, label: string, words: Words): string {
  if (shown !== 'stage') {
    let sum = 0;
    for (let i = 0; i < frame.length; i++) sum += frame[i];
    const mean = words.number(sum / 255 / Math.max(1, frame.length), { digits: 2 });
    return words.t('map.summary.trait', { who: label, week: week + 1, trait: words.t(`name.trait.${shown}`), mean });
  }
  const [bystander, newcomer, sustained, lapsed] = countStages(frame).map((n) => words.compact(n));
  return words.t('map.summary', {
    who: label,
    week: week + 1,
    residents: words.compact(layout.residents),
    sustained,
    newcomer,
    lapsed,
    bystander,
  });
}
