/** Charts beyond the first: who moved, at what cost, through which stages. */
import { useMemo } from 'preact/hooks';
import type { RunOutcome } from '../../src/lab.ts';
import type { Chart, DataTable } from '../charts/chart.ts';
import { costTable, createCost } from '../charts/cost.ts';
import { distributionTable } from '../charts/distribution.ts';
import { createFlow, flowTable } from '../charts/flow.ts';
import { createGroups, groupsTable } from '../charts/groups.ts';
import { createModeAttribute, modeAttributeTable } from '../charts/mode-attribute.ts';
import { createMoney, moneyTable } from '../charts/money.ts';
import { createStages, stagesTable } from '../charts/stages.ts';
import { createTraits, traitsTable } from '../charts/traits.ts';
import { costData } from '../data/cost.ts';
import type { Ensemble } from '../data/ensemble.ts';
import { flowData, groupsData } from '../data/flow.ts';
import { modeAttributeData } from '../data/mode-attribute.ts';
import { moneyData } from '../data/money.ts';
import { stagesData } from '../data/stages.ts';
import { traitsData } from '../data/traits.ts';
import type { Words } from '../i18n/words.ts';
import { picturesOf } from '../institutions/pictures.ts';
import type { Store } from '../state/store.ts';
import { ChartHost } from './chart-host.tsx';
import { useStore, useWords } from './context.ts';
import { distributionData } from './distribution-data.ts';
import type { PanelName } from './panel-names.ts';

/** The runs as the further charts read them; runs of the shipped result are not among them. */
export function ensembleOf(store: Store): Ensemble {
  const { arms } = store.comparison.value;
  const outcomes = arms.flatMap(({ runs }, scenarioIndex) =>
    runs.flatMap((run, seedIndex): RunOutcome[] =>
      run?.result ? [{ ok: true, scenarioIndex, seedIndex, result: run.result }] : [],
    ),
  );
  return { outcomes, scenarios: arms.map(({ identity }) => identity), baseline: 0 };
}

interface Drawn {
  readonly key: string;
  readonly create: (host: HTMLElement, words: Words) => Chart<never>;
  readonly data: unknown;
  table(words: Words): DataTable;
}

/** A chart with its data; the type of the data is known to both ends only. */
function drawn<D>(
  key: string,
  create: (host: HTMLElement, words: Words) => Chart<D>,
  data: D | null,
  table: (data: D, words: Words) => DataTable,
): Drawn[] {
  if (data === null) return [];
  return [{ key, create: create as Drawn['create'], data, table: (words) => table(data, words) }];
}

/** The charts of a panel with their data. */
export function chartsOf(store: Store, name: PanelName): readonly Drawn[] {
  const ensemble = ensembleOf(store);
  if (ensemble.outcomes.length === 0) return [];
  const { kit } = store.lab;
  const { arms } = store.comparison.value;
  const focus = Math.max(
    0,
    arms.findIndex(({ identity }) => identity.slot === store.content.value.focus),
  );
  switch (name) {
    case 'stages':
      return drawn('stages', createStages, stagesData(ensemble, focus, kit), stagesTable);
    case 'moved':
      return [
        ...drawn('flow', createFlow, flowData(ensemble, focus, kit), flowTable),
        ...(arms.length > 1 ? drawn('groups', createGroups, groupsData(ensemble, 'joined', kit), groupsTable) : []),
      ];
    case 'cost': {
      const scenarios = arms.map(({ scenario }) => scenario);
      return arms.length > 1 ? drawn('cost', createCost, costData(ensemble, scenarios, focus, kit), costTable) : [];
    }
    case 'traits':
      return drawn('traits', createTraits, traitsData(ensemble, focus, kit), traitsTable);
    case 'modes':
      return drawn('modes', createModeAttribute, modeAttributeData(ensemble, focus, kit), modeAttributeTable);
    case 'money':
      return drawn('money', createMoney, moneyData(ensemble, focus, kit), moneyTable);
    case 'institutions': {
      const scenario = arms[focus]?.scenario;
      return (scenario ? picturesOf(scenario) : []).flatMap(({ name: institution, picture }) =>
        drawn(institution, picture.create, picture.data(ensemble, focus, kit), picture.table),
      );
    }
    default:
      return [];
  }
}

export function Further({ name }: { name: PanelName }) {
  const store = useStore();
  const words = useWords();
  const { focus } = store.content.value;
  const { comparison, status } = store;
  const settled = status.value.kind !== 'running';
  const ready = comparison.value.arms.every((arm) => arm.runs.some((run) => run?.result));
  // while runs come in the panel keeps what it shows: its numbers are summed over thousands of values
  const charts = useMemo(
    () => (ready ? chartsOf(store, name) : []),
    [name, focus, ready, settled, settled ? comparison.value : null, words],
  );
  if (!ready) return <p class="note">{words.t('panel.needsRuns')}</p>;
  if (charts.length === 0) {
    return <p class="note">{words.t(name === 'institutions' ? 'panel.noInstitution' : 'panel.needsPolicy')}</p>;
  }
  return (
    <div class={`further further-${charts.length}`}>
      {charts.map(({ key, create, data }) => (
        <ChartHost key={key} create={create} data={data as never} className="drawing-host" />
      ))}
    </div>
  );
}

/** The tables behind the charts that are shown now. */
export function tablesOf(store: Store, words: Words): readonly DataTable[] {
  const { panel } = store.content.value;
  if (panel === 'distribution') return [distributionTable(distributionData(store, words), words)];
  return chartsOf(store, panel as PanelName).map((chart) => chart.table(words));
}
