/** What a worker does for those who look at residents: one resident's story, and the weeks of a map. */
import type { Frames, Layout, Scenario, Shown, Start, Trace } from '../../sim/index.ts';

/** The stories of some residents in one run. */
export interface TraceTask {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly residents: readonly number[];
}

/** Weeks `from`, `from + every`, … before `to` of one run. Asked in ascending order, the run is made only once. */
export interface FramesTask {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly from: number;
  readonly to: number;
  readonly every?: number;
  readonly shown?: Shown;
}

export interface FramesAnswer {
  readonly layout: Layout;
  /** The week of each frame, and its bytes: one per resident. */
  readonly weeks: readonly number[];
  readonly frames: readonly Uint8Array[];
}

export interface Looking {
  trace(task: TraceTask): Trace;
  frames(task: FramesTask): FramesAnswer;
}

/** The part of the model that looking needs; handed in, as for runs. */
export interface LookedAt {
  startId(scenario: Scenario, seed: string): string;
  prepare(scenario: Scenario, seed: string): Start;
  traceResidents(
    scenario: Scenario,
    seed: string,
    residents: readonly number[],
    options: { readonly start?: Start },
  ): Trace;
  createFrames(scenario: Scenario, seed: string, options: { readonly start?: Start }): Frames;
}

/** A start is kept beside a run only up to so many residents; above, a hundred bytes each are better saved. */
const KEPT_RESIDENTS = 400_000;

/**
 * Keeps the latest start, because a resident's two lives begin alike, and the latest open run, because a map asks for
 * one week after the other.
 */
export function createLooking(model: LookedAt): Looking {
  let start: Start | null = null;
  let open: { readonly key: string; readonly frames: Frames } | null = null;

  function startOf(scenario: Scenario, seed: string): { readonly start?: Start } {
    const id = model.startId(scenario, seed);
    if (start?.id === id) return { start };
    // let go of the old ones first
    start = null;
    open = null;
    const { residents, households, householdSize } = scenario.parameters.population;
    if ((residents ?? households * householdSize) > KEPT_RESIDENTS) return {};
    start = model.prepare(scenario, seed);
    return { start };
  }

  return {
    trace: ({ scenario, seed, residents }) => model.traceResidents(scenario, seed, residents, startOf(scenario, seed)),
    frames({ scenario, seed, from, to, every = 1, shown = 'stage' }) {
      const key = JSON.stringify([scenario, seed]);
      if (open?.key !== key || from < open.frames.week - 1) {
        open = null;
        open = { key, frames: model.createFrames(scenario, seed, startOf(scenario, seed)) };
      }
      const { frames } = open;
      const weeks: number[] = [];
      for (let week = from; week < Math.min(to, scenario.parameters.weeks); week += every) weeks.push(week);
      return { layout: frames.layout, weeks, frames: weeks.map((week) => frames.at(week, shown)) };
    },
  };
}

/** The buffers of an answer that can be handed over; the layout is kept here for the next one. */
export function framesBuffers({ frames }: FramesAnswer): ArrayBuffer[] {
  return frames.map((frame) => frame.buffer as ArrayBuffer);
}
