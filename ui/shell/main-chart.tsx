/** The chart that proves the sentence: title, view, chart, strips; and the curtain of a lesson. */
import { useEffect, useState } from 'preact/hooks';
import { createMultiples } from '../charts/multiples.ts';
import { createStrips, type StripsData } from '../charts/strips.ts';
import { createTrajectories, type TrajectoryData } from '../charts/trajectories.ts';
import type { View } from '../state/content.ts';
import { scenarioAt } from '../state/content.ts';
import { interventionsOf, withInterventions } from '../state/levers.ts';
import type { Store } from '../state/store.ts';
import { multiplesFigure, stripsFigure, trajectoryFigure } from './chart-data.ts';
import { ChartHost } from './chart-host.tsx';
import { useStore, useWords } from './context.ts';
import { useCurtain } from './curtain.tsx';
import { hides } from './hidden.ts';

const VIEWS: readonly View[] = ['level', 'difference', 'multiples'];

export function MainChart() {
  const store = useStore();
  const words = useWords();
  const { view } = store.content.value;
  const height = usePlotHeight(store, view);
  const curtain = useCurtain();
  const { preview, comparison, status } = store;
  const done = Math.min(...comparison.value.arms.map((arm) => arm.done));
  const { baseline } = comparison.value;
  const note = preview.value
    ? words.t('chart.preview', { n: preview.value.runs.length })
    : comparison.value.seeds.length === 1
      ? words.t('chart.oneRun')
      : !comparison.value.complete && status.value.kind === 'running'
        ? words.t('chart.partial', { done, n: comparison.value.seeds.length })
        : '';
  const hidden = hides(store);
  const shown = hidden ? 'level' : view;
  return (
    <section class="main-chart" aria-label={words.t(`chart.${shown}`)}>
      <div class="chart-title">
        <p>
          <strong>{words.t(`chart.${shown}`)}</strong> <span class="faint">{words.t(`chart.${shown}.unit`)}</span>
          {note === '' ? null : <span class="chart-note"> · {note}</span>}
        </p>
        <div class="views" role="toolbar" aria-label={words.t('view.label')}>
          {VIEWS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === shown}
              disabled={hidden && name !== 'level'}
              onClick={() => store.dispatch({ type: 'view', view: name })}
            >
              {words.t(`view.${name}`)}
            </button>
          ))}
        </div>
      </div>
      {baseline.done === 0 ? (
        <div class="chart-empty" style={{ height: `${height}px` }} />
      ) : shown === 'multiples' ? (
        <ChartHost
          key="multiples"
          create={createMultiples}
          data={{ ...multiplesFigure(store, words), height }}
          className="multiples"
        />
      ) : (
        <ChartHost<TrajectoryData>
          key={shown}
          create={createTrajectories}
          data={{
            ...trajectoryFigure(store, words, shown),
            height,
            curtain: curtain.data,
            onWeek: (week) => {
              store.week.value = week;
            },
          }}
          className="trajectories"
        />
      )}
      {curtain.controls}
      {shown === 'multiples' || store.projector.value ? null : (
        <ChartHost<StripsData> key="strips" create={createStrips} data={stripsData(store)} className="strips-host" />
      )}
    </section>
  );

  function stripsData(from: Store): StripsData {
    return {
      ...stripsFigure(from, words),
      onMove: (key, start, end) => moveIntervention(from, key, start, end),
      onDrop: from.drop,
    };
  }
}

/** Sets when an intervention of the focus works. */
function moveIntervention(store: Store, id: string, from: number, to: number): void {
  const { focus } = store.content.value;
  const { document } = scenarioAt(store.present(), focus);
  const { weeks } = store.comparison.value.baseline.scenario.parameters;
  const entries = interventionsOf(document).map((entry) => {
    if (String(entry.id) !== id) return entry;
    // an end beyond the run stays as it was unless its own handle moved
    const isMoved = to !== Math.min(weeks, typeof entry.to === 'number' ? entry.to : weeks);
    return isMoved ? { ...entry, from, to: to >= weeks ? null : to } : { ...entry, from };
  });
  store.drag({ type: 'document', slot: focus, document: withInterventions(document, entries) });
}

/** What of the window the plot may take. */
function usePlotHeight(store: Store, view: View): number {
  const [size, setSize] = useState({ width: window.innerWidth, height: window.innerHeight });
  useEffect(() => {
    const resize = () => setSize({ width: window.innerWidth, height: window.innerHeight });
    window.addEventListener('resize', resize);
    return () => window.removeEventListener('resize', resize);
  }, []);
  if (store.projector.value) return Math.round(size.height * 0.68);
  if (size.width < 600) return view === 'multiples' ? 200 * store.content.value.scenarios.length : 250;
  const usual = Math.max(240, Math.min(420, size.height * 0.31));
  const rows = Math.ceil(store.content.value.scenarios.length / (store.content.value.scenarios.length <= 4 ? 2 : 3));
  return Math.round(view === 'multiples' ? Math.max(usual, rows * 180) : usual);
}
