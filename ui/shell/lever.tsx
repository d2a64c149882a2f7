/** One lever: strength, weeks, and what it costs; with a lock on the budget, also its share. */
import type { InstrumentName, ParameterRow } from '../../src/lab.ts';
import type { Words } from '../i18n/words.ts';
import { plannedCost } from '../state/budget.ts';
import {
  type Entry,
  entryOf,
  FIRST_WEEK,
  interventionsOf,
  type Lever as LeverDefinition,
  numberOf,
  strengthOf,
} from '../state/levers.ts';
import type { Store } from '../state/store.ts';
import { useStore, useWords } from './context.ts';
import { leverEditor } from './lever-editor.ts';
import { NumberField } from './number-field.tsx';
import { Slider, Span } from './slider.tsx';
import { whomText } from './strip-texts.ts';

const FIELD_NAMES: Readonly<Record<LeverDefinition['name'], string>> = {
  mobilisation: 'lever.reach',
  materials: 'lever.units',
  pay: 'lever.payField',
  training: 'lever.seats',
  power: 'lever.powerField',
  digital: 'lever.digitalField',
};
const UNITS: Readonly<Record<LeverDefinition['name'], string>> = {
  mobilisation: 'unit.percent',
  materials: 'unit.units',
  pay: 'unit.wages',
  training: 'unit.seats',
  power: 'unit.percent',
  digital: 'unit.percent',
};
const PRICE_UNITS: Readonly<Record<string, string>> = {
  doorVisits: 'unit.perVisit',
  materials: 'unit.perUnit',
  incentive: 'unit.perWage',
  training: 'unit.perSeat',
  empowerment: 'unit.perWeek',
  digital: 'unit.perResident',
};

/** @param brief strength only, as a phone's sheet shows it */
export function Lever({ lever, locked, brief = false }: { lever: LeverDefinition; locked: boolean; brief?: boolean }) {
  const store = useStore();
  const words = useWords();
  const editor = leverEditor(store, lever);
  const { document, community } = editor;
  const entry = entryOf(document, lever);
  const strength = strengthOf(document, lever, store.defaults);
  const factor = lever.percent ? 100 : 1;
  const instrument = String(entry?.instrument ?? lever.instruments[0]) as InstrumentName;
  const row = rowOf(store, instrument, lever.field);
  const name = words.t(`lever.${lever.name}`);
  const unit = words.t(UNITS[lever.name]);
  const field = words.t(FIELD_NAMES[lever.name]);
  const cost = entry ? plannedCost(entry, community, store.defaults) : 0;
  const cut = entry && strength !== lever.rest ? cutText(store, entry, community.weeks, words) : null;
  const extra =
    interventionsOf(document).filter((other) => lever.instruments.includes(other.instrument as InstrumentName)).length -
    1;
  const { budget, focus } = store.content.value;
  const changeStrength = (value: number) => ({ [lever.field]: value });
  return (
    <section class={`lever${strength === lever.rest ? ' at-rest' : ''}`} aria-label={name} data-lever={lever.name}>
      <div class="row">
        <h3>{name}</h3>
        {locked ? (
          <span class="lock" title={words.t('levers.locked')} role="img" aria-label={words.t('levers.locked')}>
            🔒︎
          </span>
        ) : null}
        {entry && strength !== 0 ? (
          <span class="cost">
            {budget !== null && focus !== 0 ? (
              <NumberField
                value={Math.round(cost)}
                min={0}
                max={budget}
                step={1000}
                width={9}
                integer
                disabled={locked}
                label={`${name}: ${words.t('lever.costAllotted')}`}
                onChange={editor.allot}
              />
            ) : (
              words.t('lever.planned', { money: words.money(Math.round(cost)) })
            )}
          </span>
        ) : null}
      </div>
      {lever.instruments.length > 1 && strength > 0 ? (
        <label class="row">
          <span>{words.t('lever.channel')}</span>
          <select
            value={instrument}
            disabled={locked}
            onChange={(event) => editor.change(event.currentTarget.value as InstrumentName)}
          >
            {lever.instruments.map((channel) => (
              <option key={channel} value={channel}>
                {words.t(`instrument.${channel}`)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <div class="row">
        <span>{field}</span>
        <span class="field">
          <NumberField
            value={strength * factor}
            min={(row?.min ?? 0) * factor}
            max={(row?.max ?? 1) * factor}
            step={lever.step * factor}
            integer={row?.integer ?? false}
            disabled={locked}
            label={`${name}: ${field}`}
            onChange={(value) => editor.set(changeStrength(value / factor))}
          />
          <span class="unit">{unit}</span>
        </span>
      </div>
      {locked ? null : (
        <Slider
          value={strength}
          min={0}
          max={Math.max(lever.most, strength)}
          step={lever.step}
          tick={lever.rest}
          name={lever.name}
          label={`${name}: ${field}`}
          text={`${words.number(strength * factor, { digits: Number.isInteger(strength * factor) ? 0 : 2 })} ${unit}`}
          onDrag={(value) => editor.drag(changeStrength(value))}
          onDrop={store.drop}
        />
      )}
      {entry && strength !== lever.rest && !brief ? (
        <>
          <Weeks lever={lever} locked={locked} />
          <div class="row">
            <span>{words.t('lever.price')}</span>
            <span class="field">
              <NumberField
                value={numberOf(entry, 'price', store.defaults) ?? 0}
                min={0}
                max={1_000_000}
                step={1}
                disabled={locked}
                label={`${name}: ${words.t('lever.price')}`}
                onChange={(value) => editor.set({ price: value })}
              />
              <span class="unit">{words.t(PRICE_UNITS[instrument] ?? 'unit.perContact')}</span>
            </span>
          </div>
          {entry.whom ? (
            <div class="row">
              <span>{words.t('lever.whom')}</span>
              <span class="faint">{whomText(entry.whom, words)}</span>
            </div>
          ) : null}
        </>
      ) : null}
      {cut === null ? null : <p class="note">{cut}</p>}
      {extra > 0 ? <p class="note">{words.t('lever.more', { n: extra })}</p> : null}
    </section>
  );
}

function rowOf(store: Store, instrument: string, field: string): ParameterRow | undefined {
  return store.lab.parameters.find((row) => row.path === `interventions.${instrument}.${field}`);
}

/** First and last week as the scenario has them, counted from 1. Files count from 0 and end before `to`. */
function timeOf(store: Store, entry: Entry, weeks: number) {
  const first = (numberOf(entry, 'from', store.defaults) ?? FIRST_WEEK) + 1;
  return { first, last: numberOf(entry, 'to', store.defaults) ?? Math.max(first, weeks) };
}

/** What the run's end cuts off; `null` where it cuts nothing. */
function cutText(store: Store, entry: Entry, weeks: number, words: Words): string | null {
  const { first, last } = timeOf(store, entry, weeks);
  if (first > weeks) return words.t('lever.never', { first, weeks });
  return last > weeks ? words.t('lever.cut', { last, weeks }) : null;
}

/** First and last week, as track and as two fields; each end changes itself only. */
function Weeks({ lever, locked }: { lever: LeverDefinition; locked: boolean }) {
  const store = useStore();
  const words = useWords();
  const editor = leverEditor(store, lever);
  const entry = entryOf(editor.document, lever);
  if (!entry) return null;
  const { weeks } = editor.community;
  const { first, last } = timeOf(store, entry, weeks);
  const from = (value: number) => ({ from: value - 1 });
  const to = (value: number) => ({ to: value === weeks ? null : value });
  const name = words.t(`lever.${lever.name}`);
  const labels = [`${name}: ${words.t('lever.from')}`, `${name}: ${words.t('lever.to')}`] as const;
  return (
    <>
      <div class="row">
        <span>{words.t('lever.weeks')}</span>
        <span class="field">
          <NumberField
            value={first}
            min={1}
            max={last}
            step={1}
            width={3.6}
            integer
            disabled={locked}
            label={labels[0]}
            onChange={(value) => editor.set(from(value))}
          />
          <span aria-hidden="true">–</span>
          <NumberField
            value={last}
            min={first}
            max={Math.max(weeks, last)}
            step={1}
            width={3.6}
            integer
            disabled={locked}
            label={labels[1]}
            onChange={(value) => editor.set(to(value))}
          />
        </span>
      </div>
      {locked ? null : (
        <Span
          from={Math.min(first, weeks)}
          to={Math.min(last, weeks)}
          max={weeks}
          labels={labels}
          onFrom={(value) => editor.drag(from(value))}
          onTo={(value) => editor.drag(to(value))}
          onDrop={store.drop}
        />
      )}
    </>
  );
}
