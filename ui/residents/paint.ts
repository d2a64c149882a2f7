/** The map's pixels: one 32-bit word each, written straight into an image, so that a million residents can play. */
import type { Geometry } from './geometry.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Palette {
  readonly paper: Rgb;
  readonly hue: Rgb;
  /** Outline of the lapsed. */
  readonly outline: Rgb;
  /** Bystanders, and in pictures of cells those who do not take part. */
  readonly faint: Rgb;
  /** How much of the hue newcomers have. */
  readonly newcomer: number;
}

const [BYSTANDER, NEWCOMER, SUSTAINED] = [0, 1, 2];
/** Cells of several residents have the full hue from this share of sustained residents on. */
const FULL_SHARE = 0.5;
const LEVELS = 256;

/** `#3333ff` as numbers. */
export function rgb(hex: string): Rgb {
  const n = Number.parseInt(hex.slice(1), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

/** Contrast of two colours as WCAG 2.2 defines it, 1–21. */
export function contrast(a: Rgb, b: Rgb): number {
  const luminance = (color: Rgb) => {
    const [red, green, blue] = color.map((value) => {
      const v = value / 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const one = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * share);
  return [one(0), one(1), one(2)];
}

/** As an image stores it on a little-endian machine, which every browser's is. */
function word([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Paints a frame of stages or of a trait into an image of the geometry's size. */
export function createPainter(geometry: Geometry, palette: Palette) {
  const paper = word(palette.paper);
  const full = word(palette.hue);
  const pale = word(mix(palette.paper, palette.hue, palette.newcomer));
  const faint = word(palette.faint);
  const ramp = Uint32Array.from({ length: LEVELS }, (_, v) =>
    word(mix(mix(palette.paper, palette.faint, 0.45), palette.hue, v / (LEVELS - 1))),
  );
  const { x, y, width, height, pitch, first } = geometry;
  // from three pixels on, a pixel of paper stands between cells
  const size = pitch >= 3 ? Math.max(2, Math.round(pitch * 0.78)) : pitch;
  // a square too small to be hollow is a pale one
  const outline = word(size > 2 ? palette.outline : mix(palette.paper, palette.outline, 0.4));
  const half = Math.max(1, Math.round(size / 2));
  const inset = (size - half) >> 1;

  function square(pixels: Uint32Array, left: number, top: number, side: number, color: number): void {
    for (let row = top; row < Math.min(top + side, height); row++) {
      const at = row * width + left;
      pixels.fill(color, at, Math.min(at + side, (row + 1) * width));
    }
  }

  function residentStages(pixels: Uint32Array, frame: Uint8Array): void {
    for (let i = 0; i < frame.length; i++) {
      const stage = frame[i] & 3;
      if (stage === SUSTAINED) square(pixels, x[i], y[i], size, full);
      else if (stage === NEWCOMER) square(pixels, x[i], y[i], size, pale);
      else if (stage === BYSTANDER) square(pixels, x[i] + inset, y[i] + inset, half, faint);
      else {
        square(pixels, x[i], y[i], size, outline);
        if (size > 2) square(pixels, x[i] + 1, y[i] + 1, size - 2, paper);
      }
    }
  }

  /** Share of sustained residents, newcomers counted in part, in each cell. */
  function cellStages(pixels: Uint32Array, frame: Uint8Array, starts: Uint32Array): void {
    const newcomer = palette.newcomer;
    for (let c = 0; c < x.length; c++) {
      let sum = 0;
      const from = starts[c];
      const to = starts[c + 1];
      for (let i = from; i < to; i++) {
        const stage = frame[i] & 3;
        if (stage === SUSTAINED) sum += 1;
        else if (stage === NEWCOMER) sum += newcomer;
      }
      const level = to > from ? Math.min(1, sum / ((to - from) * FULL_SHARE)) : 0;
      square(pixels, x[c], y[c], size, ramp[(level * (LEVELS - 1)) | 0]);
    }
  }

  function traits(pixels: Uint32Array, frame: Uint8Array): void {
    if (!first) {
      for (let i = 0; i < frame.length; i++) square(pixels, x[i], y[i], size, ramp[frame[i]]);
      return;
    }
    for (let c = 0; c < x.length; c++) {
      let sum = 0;
      for (let i = first[c]; i < first[c + 1]; i++) sum += frame[i];
      square(pixels, x[c], y[c], size, ramp[Math.round(sum / Math.max(1, first[c + 1] - first[c]))]);
    }
  }

  return {
    size,
    paint(pixels: Uint32Array, frame: Uint8Array, shown: string): void {
      pixels.fill(paper);
      if (shown !== 'stage') traits(pixels, frame);
      else if (first) cellStages(pixels, frame, first);
      else residentStages(pixels, frame);
    },
  };
}

/** How many residents are in each stage: bystander, newcomer, sustained, lapsed. */
export function countStages(frame: Uint8Array): number[] {
  const counts = new Uint32Array(256);
  for (let i = 0; i < frame.length; i++) counts[frame[i]]++;
  const stages = [0, 0, 0, 0];
  counts.forEach((n, byte) => {
    stages[byte & 3] += n;
  });
  return stages;
}
