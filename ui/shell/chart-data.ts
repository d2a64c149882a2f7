/** From the state of the page to what the main chart draws. */
import { type Bands, bandsOf, typicalSeeds } from '../analysis/bands.ts';
import { type Arm, gapCurves, levelCurves } from '../analysis/comparison.ts';
import type { MultiplesData } from '../charts/multiples.ts';
import type { StripsData } from '../charts/strips.ts';
import type { TrajectoryData, TrajectoryLine } from '../charts/trajectories.ts';
import type { Words } from '../i18n/words.ts';
import { scenarioAt } from '../state/content.ts';
import { LEVERS } from '../state/levers.ts';
import type { Store } from '../state/store.ts';
import { hides, shownWeeks } from './hidden.ts';
import { marksOf, stripsOf } from './strip-texts.ts';

const SINGLE_RUNS = 7;
const FEW_RUNS = 30;
/** Up to so many policies lie over each other; beyond that the focus and its nearest stay. */
const MOST_OVERLAID = 5;

export type Figure = Omit<TrajectoryData, 'height' | 'onWeek' | 'curtain'>;

export function trajectoryFigure(store: Store, words: Words, mode: 'level' | 'difference'): Figure {
  const { comparison, content, preview, week, ghost, dragging } = store;
  const { baseline, arms, policies } = comparison.value;
  const { focus } = content.value;
  const shown = mode === 'level' ? arms : policies;
  const moving = preview.value;
  const reference = levelCurves(baseline.runs);
  // on a wall the bands say it; single lines would only be noise there
  const many = store.projector.value ? 0 : SINGLE_RUNS;
  const seeds = typicalSeeds(reference, baseline.done < FEW_RUNS ? baseline.done : many);
  const lines = shown
    .filter((arm) => arm.done > 0)
    .slice(0, MOST_OVERLAID + 1)
    .map((arm): TrajectoryLine => {
      const { slot } = arm.identity;
      const focused = slot === focus;
      const identity = store.identity(scenarioAt(content.value, slot));
      if (moving && moving.slot === slot) {
        const curves = mode === 'level' ? levelCurves(moving.runs) : gapCurves(moving.runs, baseline.runs);
        const present = curves.filter((curve) => curve !== undefined);
        if (present.length > 0)
          return {
            identity,
            bands: cut(bandsOf(present), shownWeeks(store, arm)),
            curves: [],
            focused,
            detailed: false,
          };
      }
      const drawn = line(arm, baseline, seeds, mode, focused, identity);
      const known = shownWeeks(store, arm);
      return {
        ...drawn,
        bands: cut(drawn.bands, known),
        curves: drawn.curves.map((curve) => curve.subarray(0, known)),
      };
    });
  const { weeks } = baseline.scenario.parameters;
  // after a change of weeks the old curve is of another calendar
  const before = mode === 'level' && !hides(store) && ghost.value?.length === weeks ? ghost.value : null;
  const focusScenario = store.lab.parse(scenarioAt(content.value, focus).document).scenario;
  return {
    mode,
    weeks,
    lines,
    marks: focusScenario && focus !== 0 ? marksOf(focusScenario, words) : [],
    week: week.value,
    ghost: before,
    dragging: dragging.value,
  };
}

/** The first weeks of bands. */
function cut(bands: Bands, weeks: number): Bands {
  if (weeks >= bands.median.length) return bands;
  const first = (values: Float64Array) => values.subarray(0, weeks);
  const { runs, median, q05, q25, q75, q95 } = bands;
  return { runs, median: first(median), q05: first(q05), q25: first(q25), q75: first(q75), q95: first(q95) };
}

function line(
  arm: Arm,
  baseline: Arm,
  seeds: readonly number[],
  mode: 'level' | 'difference',
  focused: boolean,
  identity: TrajectoryLine['identity'],
): TrajectoryLine {
  const curves = mode === 'level' ? levelCurves(arm.runs) : gapCurves(arm.runs, baseline.runs);
  const single = seeds.flatMap((seed) => curves[seed] ?? []);
  const bands = mode === 'level' ? arm.level : arm.gap!;
  return { identity, bands, curves: single, focused, detailed: focused || identity.slot === 0 };
}

export function multiplesFigure(store: Store, words: Words): Omit<MultiplesData, 'height'> {
  const { arms, baseline } = store.comparison.value;
  const panels = arms
    .filter((arm) => arm.done > 0)
    .map((arm) => ({
      identity: arm.identity,
      bands: arm.level,
      focused: arm.identity.slot === store.content.value.focus,
    }));
  const { weeks } = baseline.scenario.parameters;
  const ends = panels.map(({ identity, bands }) =>
    words.t('chart.summary.end', {
      name: identity.label,
      value: words.number(bands.median[weeks - 1]!, { digits: 1 }),
      range: words.range(bands.q05[weeks - 1]!, bands.q95[weeks - 1]!, { digits: 1 }),
    }),
  );
  const separator = words.locale === 'zh' ? '；' : '; ';
  const summary = `${words.t('chart.multiples')}. ${words.t('chart.summary', { n: weeks, ends: ends.join(separator) })}`;
  return { weeks, panels, baseline: baseline.level.median, summary };
}

/** Strips of every scenario; the focus's can be moved, its lever's budget holding. */
export function stripsFigure(store: Store, words: Words): Pick<StripsData, 'weeks' | 'strips'> {
  const { content } = store;
  const { scenarios, focus, lesson } = content.value;
  const strips = scenarios.flatMap((entry) => {
    const { scenario } = store.lab.parse(entry.document);
    if (!scenario) return [];
    const focused = entry.slot === focus;
    const arm = store.comparison.value.arms.find((one) => one.entry.document === entry.document);
    const options = { focused, locked: lesson !== null && isLocked(store) };
    return stripsOf(scenario, store.identity(entry), options, (one) => spentBy(store, arm, one), words);
  });
  return { weeks: store.comparison.value.baseline.scenario.parameters.weeks, strips };
}

type Intervention = Arm['scenario']['interventions'][number];

/** First week without spending in the middle run, where an intervention's money ended before its time. */
function spentBy(store: Store, arm: Arm | undefined, { instrument, to, from, cap }: Intervention): number | null {
  if (!arm || arm.done < arm.runs.length || cap === null || hides(store)) return null;
  const { column, series } = store.lab;
  const at = column[`spent_${instrument}`]!;
  const ends = arm.runs.flatMap((run) => {
    if (!run?.result) return [];
    const { weeks, series: values } = run.result;
    let week = weeks - 1;
    while (week >= from && values[week * series.length + at] === 0) week--;
    return [week + 1];
  });
  if (ends.length === 0) return null;
  const middle = Math.round(store.lab.quantile(ends, 0.5));
  return middle < Math.min(to ?? arm.scenario.parameters.weeks, arm.scenario.parameters.weeks) ? middle : null;
}

function isLocked(store: Store): boolean {
  const { lesson } = store.content.value;
  return LEVERS.some(({ name }) => lesson?.locked.includes(name) || lesson?.hidden.includes(name));
}
