import type { ScenarioDocument } from '../presets.ts';

/** What a lesson fixes: which controls are hidden or locked, and whether the result waits behind a guess. */
export interface Lesson {
  /** Lever names, see the page's list of levers. */
  readonly hidden: readonly string[];
  readonly locked: readonly string[];
  /** The focused curve is hidden until the viewer has drawn a guess. */
  readonly curtain: boolean;
}

export const VIEWS = ['level', 'difference', 'multiples'] as const;
export type View = (typeof VIEWS)[number];

export interface SharedScenario {
  /** 0: the baseline; 1 … 5: A … E. */
  readonly slot: number;
  /** The preset that it was made from, which makes its link short. */
  readonly preset: string | null;
  readonly document: ScenarioDocument;
}

/** Everything that a link restores. */
export interface SharedState {
  readonly scenarios: readonly SharedScenario[];
  /** Slot of the scenario in focus. */
  readonly focus: number;
  readonly seeds: { readonly count: number; readonly base: string };
  readonly view: View;
  /** Name of the panel under the chart. */
  readonly panel: string;
  /** CNY that all policies share while the lock is on; `null`: no lock. */
  readonly budget: number | null;
  readonly language: 'en' | 'zh';
  readonly lesson: Lesson | null;
}
