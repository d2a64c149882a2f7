/** The scenarios: which one is in focus, adding, naming, removing, choosing the baseline. */
import { useState } from 'preact/hooks';
import type { Preset } from '../../src/lab.ts';
import { type Action, MOST_SCENARIOS, type ScenarioEntry, scenarioAt } from '../state/content.ts';
import { useStore, useWords } from './context.ts';
import { Menu } from './menu.tsx';
import { Marker } from './parts.tsx';

export function Tabs() {
  const store = useStore();
  const words = useWords();
  const { scenarios, focus } = store.content.value;
  return (
    <nav class={`tabs${scenarios.length > 4 ? ' many' : ''}`} aria-label={words.t('top.scenarios')}>
      {scenarios.map((entry) => (
        <Tab key={entry.slot} entry={entry} focused={entry.slot === focus} />
      ))}
      {scenarios.length < MOST_SCENARIOS ? <Add /> : null}
    </nav>
  );
}

function Tab({ entry, focused }: { entry: ScenarioEntry; focused: boolean }) {
  const store = useStore();
  const words = useWords();
  const { label } = store.identity(entry);
  return (
    <div class={`tab${focused ? ' focused' : ''}`}>
      <button
        type="button"
        class="tab-name"
        aria-pressed={focused}
        title={label}
        onClick={() => store.dispatch({ type: 'focus', slot: entry.slot })}
      >
        <Marker slot={entry.slot} />
        <span>{label}</span>
      </button>
      {focused ? (
        <Menu className="tab-menu" label="▾" name={words.t('tab.more', { name: label })}>
          {(close) => <TabOptions entry={entry} close={close} />}
        </Menu>
      ) : null}
    </div>
  );
}

function TabOptions({ entry, close }: { entry: ScenarioEntry; close: () => void }) {
  const store = useStore();
  const words = useWords();
  const [title, setTitle] = useState(store.identity(entry).name);
  const rename = (event: Event) => {
    event.preventDefault();
    store.dispatch({ type: 'rename', slot: entry.slot, title });
    close();
  };
  const act = (action: () => void) => () => {
    action();
    close();
  };
  return (
    <>
      <form class="row" onSubmit={rename}>
        <input
          aria-label={words.t('tab.name')}
          value={title}
          maxLength={80}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <button type="submit">{words.t('tab.rename')}</button>
      </form>
      <button
        type="button"
        onClick={act(() => store.dispatch({ type: 'add', preset: entry.preset, document: entry.document }))}
        disabled={store.content.value.scenarios.length >= MOST_SCENARIOS}
      >
        {words.t('add.copy', { name: store.identity(entry).name })}
      </button>
      {entry.slot === 0 ? null : (
        <>
          <button type="button" onClick={act(() => store.dispatch({ type: 'baseline', slot: entry.slot }))}>
            {words.t('tab.baseline')}
          </button>
          <button type="button" onClick={act(() => store.dispatch({ type: 'remove', slot: entry.slot }))}>
            {words.t('tab.remove')}
          </button>
        </>
      )}
    </>
  );
}

function Add() {
  const store = useStore();
  const words = useWords();
  const { presets } = store.lab;
  const isStudy = (preset: Preset) => preset.document.institutions !== undefined;
  const isPolicy = (preset: Preset) => !isStudy(preset) && Array.isArray(preset.document.interventions);
  const isCommunity = (preset: Preset) =>
    !isPolicy(preset) &&
    !isStudy(preset) &&
    typeof preset.document.population === 'object' &&
    'ageTenure' in (preset.document.population as object);
  const title = ({ key, document }: Preset) => {
    const own = document.title as { en: string; zh: string } | undefined;
    return own ? words.pick(own) : key;
  };
  const focus = scenarioAt(store.content.value, store.content.value.focus);
  return (
    <Menu className="add" label="+" name={words.t('top.add')}>
      {(close) => {
        const add = (preset: string | null, document: ScenarioEntry['document']) => () => {
          store.dispatch({ type: 'add', preset, document });
          close();
        };
        const moved = (preset: Preset, action: Action) => () => {
          if (store.dispatch(action)) {
            store.message.value = { kind: 'notice', text: words.t('community.now', { name: title(preset) }) };
          }
          close();
        };
        const move = (preset: Preset) => {
          const value = preset.document.population;
          return moved(preset, { type: 'parameter', slot: 'all', path: 'population', value });
        };
        // a study is compared with the same community without it, so all scenarios move there
        const open = (preset: Preset) =>
          moved(preset, { type: 'add', preset: preset.key, document: preset.document, moves: true });
        const empty = { name: 'policy', title: { en: 'Policy', zh: '政策' }, interventions: [] };
        return (
          <>
            <button type="button" onClick={add(focus.preset, focus.document)}>
              {words.t('add.copy', { name: store.identity(focus).name })}
            </button>
            <button type="button" onClick={add(null, empty)}>
              {words.t('add.empty')}
            </button>
            <p class="menu-head">{words.t('add.presets')}</p>
            {presets.filter(isPolicy).map((preset) => (
              <button key={preset.key} type="button" onClick={add(preset.key, preset.document)}>
                {title(preset)}
              </button>
            ))}
            <p class="menu-head">{words.t('add.studies')}</p>
            {presets.filter(isStudy).map((preset) => (
              <button key={preset.key} type="button" onClick={open(preset)}>
                {title(preset)}
              </button>
            ))}
            <p class="menu-head">{words.t('add.communities')}</p>
            {presets.filter(isCommunity).map((preset) => (
              <button key={preset.key} type="button" onClick={move(preset)}>
                {title(preset)}
              </button>
            ))}
          </>
        );
      }}
    </Menu>
  );
}
