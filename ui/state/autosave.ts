/** Keeps the reader's own comparison in the browser, and nothing that was only opened. */
import { effect, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Storage } from '../../src/share/storage.ts';
import type { Locale } from '../i18n/words.ts';
import type { Content } from './content.ts';
import type { History } from './history.ts';

/** Key of what was saved before a link took its place; the time of it follows. */
export const BEFORE_LINK = 'before-link/';
const SAVE_AFTER = 300;

export interface Autosaved {
  readonly storage: Storage;
  readonly history: ReadonlySignal<History<Content>>;
  readonly language: ReadonlySignal<Locale>;
  /** Told whether there was room. */
  readonly saved: Signal<boolean>;
  /** Whether the content came by a link. */
  readonly linked: boolean;
}

/**
 * Saves after every change in this tab.
 *
 * @returns to be called before the history goes on to somebody's content, which is not saved before it is changed
 */
export function autosave({
  storage,
  history,
  language,
  saved,
  ...options
}: Autosaved): (next: History<Content>) => void {
  let { linked } = options;
  /** What was opened; `null` once something of it has been changed in this tab. */
  let opened: { readonly past: History<Content>['past']; readonly locale: Locale } | null = null;
  const open = ({ past }: History<Content>) => {
    opened = { past, locale: language.peek() };
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  function save(): void {
    timer = undefined;
    const text = JSON.stringify({ version: 1, state: { ...history.peek().present, language: language.peek() } });
    const before = linked ? storage.read('autosave') : null;
    // the reader's own comparison gives way to one that came by a link only where the library can offer it
    const kept = before === null || before === text || storage.write(BEFORE_LINK + new Date().toISOString(), before);
    saved.value = kept && storage.write('autosave', text);
    linked &&= !saved.peek();
  }
  // whether there is room is said at once, though what was only opened is not saved over what another tab has saved
  saved.value = storage.write('room', '1');
  storage.remove('room');
  open(history.peek());
  effect(() => {
    // where one looks is not yet a change of one's own
    const [{ past }, locale] = [history.value, language.value];
    if (past === opened?.past && locale === opened.locale) return;
    opened = null;
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
  });
  return (next) => {
    if (timer !== undefined) {
      clearTimeout(timer);
      save();
    }
    linked = true;
    open(next);
  };
}
