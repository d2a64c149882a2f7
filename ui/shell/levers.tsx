import { useState } from 'preact/hooks';
import { scenarioAt } from '../state/content.ts';
import { LEVERS, type Lever as LeverDefinition, MAIN_LEVERS, strengthOf } from '../state/levers.ts';
import { changedRows } from './assumption-rows.ts';
import { Budget } from './budget.tsx';
import { useStore, useWords } from './context.ts';
import { lazy } from './lazy.tsx';
import { Lever } from './lever.tsx';
import { Fold, Marker } from './parts.tsx';
import { Runs } from './runs.tsx';
import { seedsOf } from './time.ts';

const Assumptions = lazy<{ locked: boolean }>(async () => (await import('./assumptions.tsx')).Assumptions);
const MAIN = LEVERS.filter(({ name }) => MAIN_LEVERS.includes(name));
const RARE = LEVERS.filter(({ name }) => !MAIN_LEVERS.includes(name));

/** The column of controls; on a phone a sheet with one lever at a time. */
export function Levers({ phone }: { phone: boolean }) {
  const store = useStore();
  const words = useWords();
  const { focus, lesson, seeds } = store.content.value;
  const entry = scenarioAt(store.content.value, focus);
  const hidden = (name: string) => lesson?.hidden.includes(name) ?? false;
  const locked = (name: string) => lesson?.locked.includes(name) ?? false;
  const rest = (lever: LeverDefinition) => {
    const value = strengthOf(entry.document, lever, store.defaults);
    const shown = lever.name === 'power' || value > 0 ? words.percent(value) : words.t('lever.off');
    return lever.name === 'power' && value === lever.rest ? words.t('lever.default', { value: shown }) : shown;
  };
  if (phone) return <Sheet />;
  const changed = changedRows(store, entry.document).length;
  return (
    <aside class="levers" aria-label={words.t('levers.of')}>
      <p class="levers-head">{words.t('levers.of')}</p>
      <h2>
        <Marker slot={focus} size={14} /> {store.identity(entry).label}
      </h2>
      {focus === 0 ? <p class="note">{words.t('levers.baseline')}</p> : null}
      {hidden('budget') ? null : <Budget />}
      {MAIN.filter(({ name }) => !hidden(name)).map((lever) => (
        <Lever key={lever.name} lever={lever} locked={locked(lever.name)} />
      ))}
      {RARE.filter(({ name }) => !hidden(name)).map((lever) => (
        <Fold key={lever.name} title={words.t(`lever.${lever.name}`)} value={rest(lever)}>
          <Lever lever={lever} locked={locked(lever.name)} />
        </Fold>
      ))}
      {hidden('assumptions') ? null : (
        <Fold
          title={words.t('fold.assumptions')}
          value={changed === 0 ? words.t('fold.assumptions.none') : words.t('fold.assumptions.value', { n: changed })}
        >
          <Assumptions locked={locked('assumptions')} />
        </Fold>
      )}
      {hidden('runs') ? null : (
        <Fold title={words.t('fold.runs')} value={words.t('fold.runs.value', seedsOf(store.seeds.value))}>
          <Runs key={seeds.base} />
        </Fold>
      )}
    </aside>
  );
}

/** One lever at a time, with a way to the next one. */
function Sheet() {
  const store = useStore();
  const words = useWords();
  const { lesson } = store.content.value;
  const shown = LEVERS.filter(({ name }) => !lesson?.hidden.includes(name));
  const [at, setAt] = useState(3);
  const [more, setMore] = useState(false);
  const lever = shown[Math.min(at, shown.length - 1)];
  if (!lever) return null;
  const step = (by: number) => () => setAt((shown.length + Math.min(at, shown.length - 1) + by) % shown.length);
  return (
    <aside class="levers sheet" aria-label={words.t('levers.of')}>
      <div class="row">
        <span class="faint">
          <Marker slot={store.content.value.focus} />{' '}
          {words.t('levers.position', { i: shown.indexOf(lever) + 1, n: shown.length })}
        </span>
        <span>
          <button type="button" class="icon" aria-label={words.t('levers.previous')} onClick={step(-1)}>
            ‹
          </button>
          <button type="button" class="icon" aria-label={words.t('levers.next')} onClick={step(1)}>
            ›
          </button>
        </span>
      </div>
      <Lever key={lever.name} lever={lever} locked={lesson?.locked.includes(lever.name) ?? false} brief={!more} />
      <button type="button" class="link" aria-expanded={more} onClick={() => setMore(!more)}>
        {words.t(more ? 'levers.less' : 'levers.more')}
      </button>
    </aside>
  );
}
