/** Everything on keys. Single keys act outside of fields only, and can be switched off. */
import { useEffect } from 'preact/hooks';
import { scenarioAt } from '../state/content.ts';
import type { Store } from '../state/store.ts';
import { hides, shownWeeks } from './hidden.ts';

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const field = target.closest('input, textarea, select, [contenteditable]');
  return field !== null && (field as HTMLInputElement).type !== 'checkbox';
}

/** Arrows belong to whatever has a value or a list of its own. */
function ownsArrows(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('[role="slider"], [role="tab"], .menu, .residents, .scroll, canvas') !== null
  );
}

export function useShortcuts(store: Store): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey) return combined(store, event);
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape' && store.dialog.value === null && store.projector.value) {
        store.projector.value = false;
        return;
      }
      // a dialog that is still being loaded cannot hear it
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) store.dialog.value = null;
      if (store.dialog.value !== null || !store.shortcuts.value || isField(event.target)) return;
      if (single(store, event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [store]);
}

function combined(store: Store, event: KeyboardEvent): void {
  const key = event.key.toLowerCase();
  if (isField(event.target) && (event.target as HTMLInputElement).type !== 'range') return;
  if (key === 'z' && !event.shiftKey) store.undo();
  else if ((key === 'z' && event.shiftKey) || key === 'y') store.redo();
  else return;
  event.preventDefault();
}

function single(store: Store, event: KeyboardEvent): boolean {
  const { scenarios, focus } = store.content.value;
  const number = Number(event.key);
  if (Number.isInteger(number) && number >= 1 && number <= scenarios.length) {
    store.dispatch({ type: 'focus', slot: scenarios[number - 1]!.slot });
    return true;
  }
  const { view } = store.content.value;
  const show = (name: typeof view) =>
    !hides(store) && store.dispatch({ type: 'view', view: view === name ? 'level' : name });
  switch (event.key.toLowerCase()) {
    case 'arrowleft':
    case 'arrowright':
      if (ownsArrows(event.target)) return false;
      moveWeek(store, (event.key === 'ArrowLeft' ? -1 : 1) * (event.shiftKey ? 13 : 1));
      return true;
    case 'b':
      if (focus !== 0) store.dispatch({ type: 'baseline', slot: focus });
      return true;
    case 'v':
      store.dispatch({ type: 'view', view: 'level' });
      return true;
    case 'd':
      show('difference');
      return true;
    case 'm':
      show('multiples');
      return true;
    case ' ':
      if (event.target instanceof Element && event.target.closest('button, summary, a')) return false;
      return store.play.value?.() ?? false;
    case 't':
      store.dialog.value = 'table';
      return true;
    case 'l':
      store.language.value = store.language.value === 'en' ? 'zh' : 'en';
      return true;
    case 'p':
      store.projector.value = !store.projector.value;
      return true;
    case 'r':
      store.replay();
      return true;
    case '?':
      store.dialog.value = 'help';
      return true;
    default:
      return false;
  }
}

/** Moves the week ruler and speaks the values there. */
function moveWeek(store: Store, by: number): void {
  const words = store.words.value;
  const { arms, baseline } = store.comparison.value;
  const last = baseline.scenario.parameters.weeks - 1;
  const week = Math.max(0, Math.min(last, (store.week.value ?? (by < 0 ? last + 1 : -1)) + by));
  store.week.value = week;
  const isGap = store.content.value.view === 'difference' && !hides(store);
  const values = arms.flatMap((arm) => {
    const bands = isGap ? arm.gap : arm.level;
    if (!bands || bands.runs === 0 || week >= shownWeeks(store, arm)) return [];
    const name = store.identity(scenarioAt(store.content.value, arm.identity.slot)).label;
    const value = words.number(bands.median[week]!, { digits: 1, signed: isGap });
    return [words.t('say.valueAt', { name, value })];
  });
  store.spoken.value = words.t('say.week', { week: week + 1, values: words.list(values) });
}
