/** What stands under the main chart: outcomes with the residents, or one further chart. */
import { createDistribution } from '../charts/distribution.ts';
import { ChartHost } from './chart-host.tsx';
import { useStore, useWords } from './context.ts';
import { distributionData } from './distribution-data.ts';
import { hides } from './hidden.ts';
import { lazy } from './lazy.tsx';
import { Outcomes } from './outcomes.tsx';
import { PANELS, type PanelName } from './panel-names.ts';

const ResidentsPanel = lazy<object>(async () => (await import('./residents-panel.tsx')).ResidentsPanel);
const Further = lazy<{ name: PanelName }>(async () => (await import('./further.tsx')).Further);

export function Panels() {
  const store = useStore();
  const words = useWords();
  const { panel } = store.content.value;
  // the last panel is there where a scenario has something to show in it
  const anyInstitution = store.comparison.value.arms.some(
    ({ scenario }) => Object.keys(scenario.institutions).length > 0,
  );
  const shown = PANELS.filter((name) => name !== 'institutions' || anyInstitution);
  const current: PanelName = (shown as readonly string[]).includes(panel) ? (panel as PanelName) : 'outcomes';
  if (hides(store)) return null;
  return (
    <section class="panels">
      <div class="panel-tabs" role="tablist" aria-label={words.t('panel.label')}>
        {shown.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === current}
            aria-controls="panel"
            tabIndex={name === current ? 0 : -1}
            onClick={() => store.dispatch({ type: 'panel', panel: name })}
            onKeyDown={(event) => {
              const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
              if (by === undefined) return;
              event.stopPropagation();
              const next = shown[(shown.indexOf(current) + by + shown.length) % shown.length]!;
              store.dispatch({ type: 'panel', panel: next });
              document.getElementById(`tab-${next}`)?.focus();
            }}
          >
            {words.t(`panel.${name}`)}
          </button>
        ))}
      </div>
      <div id="panel" class={`panel panel-${current}`} role="tabpanel" aria-labelledby={`tab-${current}`}>
        {current === 'outcomes' ? (
          <>
            <ResidentsPanel />
            <Outcomes />
          </>
        ) : current === 'distribution' ? (
          <Distribution />
        ) : (
          <Further name={current} />
        )}
      </div>
    </section>
  );
}

function Distribution() {
  const store = useStore();
  const words = useWords();
  const data = distributionData(store, words);
  if (data.rows.length === 0) return <p class="note">{words.t('distribution.none')}</p>;
  return <ChartHost create={createDistribution} data={data} />;
}
