/** Every parameter of the model outside of interventions, made from the parameter table: searchable, changed or all. */
import { useState } from 'preact/hooks';
import type { ParameterRow, ScenarioDocument } from '../../src/lab.ts';
import { unitText } from '../i18n/units.ts';
import { scenarioAt } from '../state/content.ts';
import { getPath, isShared } from '../state/levers.ts';
import { changedRows, plainRows } from './assumption-rows.ts';
import { useStore, useWords } from './context.ts';
import { NumberField } from './number-field.tsx';

const MOST_SHOWN = 40;

export function Assumptions({ locked }: { locked: boolean }) {
  const store = useStore();
  const words = useWords();
  const [query, setQuery] = useState('');
  const [onlyChanged, setOnlyChanged] = useState(false);
  const [forAll, setForAll] = useState(true);
  const { document } = scenarioAt(store.content.value, store.content.value.focus);
  const rows = onlyChanged ? changedRows(store, document) : plainRows(store);
  const needle = query.trim().toLowerCase();
  const text = (row: ParameterRow) => `${row.path} ${row.en} ${row.zh} ${row.unit} ${unitText(row.unit, words)}`;
  const found = rows.filter((row) => text(row).toLowerCase().includes(needle));
  return (
    <div class="assumptions">
      <input
        type="search"
        placeholder={words.t('assumptions.search')}
        aria-label={words.t('assumptions.search')}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={onlyChanged}
          onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
        />
        {words.t('assumptions.changed')}
      </label>
      <label class="check">
        <input type="checkbox" checked={forAll} onChange={(event) => setForAll(event.currentTarget.checked)} />
        {words.t('assumptions.all')}
      </label>
      <p class="note">{words.t('assumptions.count', { n: found.length, total: plainRows(store).length })}</p>
      {found.length === 0 ? (
        <p class="note">{words.t(onlyChanged && needle === '' ? 'assumptions.empty' : 'assumptions.none')}</p>
      ) : null}
      <ul>
        {found.slice(0, needle === '' && !onlyChanged ? rows.length : MOST_SHOWN).map((row) => (
          <Row key={row.path} row={row} document={document} forAll={forAll} locked={locked} />
        ))}
      </ul>
    </div>
  );
}

function Row(props: { row: ParameterRow; document: ScenarioDocument; forAll: boolean; locked: boolean }) {
  const { row, document, forAll, locked } = props;
  const store = useStore();
  const words = useWords();
  const own = getPath(document, row.path);
  const value = typeof own === 'number' ? own : row.default;
  const isChanged = own !== undefined && own !== row.default;
  const range = row.max - row.min;
  const step = row.integer ? 1 : range <= 1 ? 0.01 : range <= 20 ? 0.1 : 1;
  const set = (next: number | undefined) =>
    store.dispatch({
      type: 'parameter',
      slot: forAll ? 'all' : store.content.value.focus,
      path: row.path,
      value: next,
    });
  const name = words.pick(row);
  return (
    <li class={isChanged ? 'changed' : ''}>
      <div class="row">
        <span class="parameter-name">{name}</span>
        <span class="field">
          <NumberField
            value={value}
            min={row.min}
            max={row.max}
            step={step}
            width={7}
            integer={row.integer}
            disabled={locked}
            label={name}
            onChange={set}
          />
        </span>
      </div>
      <p class="note">
        <code>{row.path}</code> · {unitText(row.unit, words)} ·{' '}
        {words.t('assumptions.range', { min: String(row.min), max: String(row.max) })}
        {isShared(row.path) ? ` · ${words.t('assumptions.shared')}` : ''}
        {isChanged && !locked ? (
          <button type="button" class="link" onClick={() => set(undefined)}>
            {words.t('assumptions.reset')} {row.default ?? '–'}
            <span class="visually-hidden">{words.t('assumptions.resetOne', { name })}</span>
          </button>
        ) : null}
      </p>
      <p class="note source">{words.t('assumptions.source', { source: row.source })}</p>
    </li>
  );
}
