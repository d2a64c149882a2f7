/** What tells one scenario from another, in every chart: hue, marker, dash and letter. */
export type Marker = 'ring' | 'circle' | 'square' | 'triangle' | 'diamond' | 'triangle-down';

export interface Slot {
  /** Empty for the baseline. */
  readonly letter: string;
  readonly marker: Marker;
  /** Dash of its line when it is not the focus; empty: solid. */
  readonly dash: string;
  readonly light: string;
  readonly dark: string;
}

/** Slot 0 is the grey of whichever scenario is the baseline; the others belong to A … E. Checked for colour blindness. */
export const SLOTS: readonly Slot[] = [
  { letter: '', marker: 'ring', dash: '5 4', light: '#4d4d4d', dark: '#cccccc' },
  { letter: 'A', marker: 'circle', dash: '7 2', light: '#3333ff', dark: '#90b4fe' },
  { letter: 'B', marker: 'square', dash: '11 3', light: '#cc804d', dark: '#f3ab4f' },
  { letter: 'C', marker: 'triangle', dash: '3 3', light: '#339999', dark: '#428474' },
  { letter: 'D', marker: 'diamond', dash: '9 3 2 3', light: '#804d00', dark: '#b84613' },
  { letter: 'E', marker: 'triangle-down', dash: '2 2 6 2', light: '#33004d', dark: '#914cd4' },
];

export type Theme = 'light' | 'dark';

/** Neutral colours as custom properties of `theme.css`, for what D3 draws in SVG. */
export const INK = 'var(--ink)';
export const INK_2 = 'var(--ink-2)';
export const AXIS = 'var(--ink-3)';
export const RULE = 'var(--rule)';
export const GRID = 'var(--grid)';
export const PAPER = 'var(--paper)';

/** The colour of a slot as a custom property, so that a change of theme needs no redraw of SVG. */
export function hue(slot: number): string {
  return `var(--s${slot})`;
}

/** The colour itself, for canvas. */
export function colour(slot: number, theme: Theme): string {
  return SLOTS[slot]![theme];
}

export const NEUTRALS: Readonly<
  Record<Theme, Readonly<Record<'paper' | 'ink' | 'ink2' | 'axis' | 'rule' | 'grid', string>>>
> = {
  light: { paper: '#ffffff', ink: '#1a1a1a', ink2: '#595959', axis: '#767672', rule: '#d6d6d1', grid: '#ebebe7' },
  dark: { paper: '#111111', ink: '#f2f2ef', ink2: '#b9b9b4', axis: '#92928d', rule: '#3b3b39', grid: '#262625' },
};

/** Path of a marker around 0,0 with radius r. */
export function markerPath(marker: Marker, r: number): string {
  switch (marker) {
    case 'square':
      return `M${-r * 0.9},${-r * 0.9}H${r * 0.9}V${r * 0.9}H${-r * 0.9}Z`;
    case 'triangle':
      return `M0,${-r * 1.1}L${r * 1.1},${r * 0.9}H${-r * 1.1}Z`;
    case 'triangle-down':
      return `M0,${r * 1.1}L${r * 1.1},${-r * 0.9}H${-r * 1.1}Z`;
    case 'diamond':
      return `M0,${-r * 1.25}L${r * 1.25},0L0,${r * 1.25}L${-r * 1.25},0Z`;
    default:
      return `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
  }
}

/** A scenario as charts see it. */
export interface Identity {
  readonly slot: number;
  /** "A Training", or "Baseline". */
  readonly label: string;
  readonly name: string;
}
