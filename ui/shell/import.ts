/** Files that come from outside: a scenario, or a whole comparison. What cannot be read changes nothing. */
import type { Json } from '../../src/lab.ts';
import { MOST_SCENARIOS } from '../state/content.ts';
import type { Store } from '../state/store.ts';
import { SLOTS } from '../theme.ts';
import { contentOf } from './shared-state.ts';

const MOST_BYTES = 5_000_000;

export async function importFile(store: Store, file: File): Promise<void> {
  const words = store.words.peek();
  const refuse = (details: readonly string[]) => {
    store.message.value = { kind: 'problem', text: words.t('import.failed', { file: file.name }), details };
  };
  if (file.size > MOST_BYTES) return refuse([`${file.size} > ${MOST_BYTES}`]);
  const text = await file.text();
  const comparison = asComparison(text);
  if (comparison) {
    const { state, unread } = store.lab.readComparison(comparison);
    if (!state) return refuse(unread);
    store.open(contentOf(state));
    store.message.value =
      unread.length === 0
        ? { kind: 'notice', text: words.t('import.doneAll', { file: file.name }) }
        : { kind: 'problem', text: words.t('link.unread', { list: words.list(unread) }) };
    return;
  }
  const { document, problems } = await store.lab.importFile(text, file.name);
  if (!document) return refuse(problems);
  const { scenarios } = store.present();
  if (scenarios.length >= MOST_SCENARIOS) {
    store.message.value = { kind: 'problem', text: words.t('import.full') };
    return;
  }
  if (!store.dispatch({ type: 'add', preset: null, document })) return;
  const letter = SLOTS[store.content.peek().focus]!.letter;
  store.message.value = { kind: 'notice', text: words.t('import.done', { file: file.name, letter }) };
}

/** A file of several scenarios, as the page writes it. */
function asComparison(text: string): Readonly<Record<string, Json>> | null {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as Readonly<Record<string, Json>>;
    return typeof value === 'object' && value !== null && 'coproduce' in value ? value : null;
  } catch {
    return null;
  }
}
