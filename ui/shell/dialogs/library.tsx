import { useState } from 'preact/hooks';
import type { Json, Lab, SharedState } from '../../../src/lab.ts';
import { BEFORE_LINK } from '../../state/autosave.ts';
import { useStore, useWords } from '../context.ts';
import { contentOf, sharedState } from '../shared-state.ts';
import { Dialog } from './dialog.tsx';

const PREFIX = 'library/';

interface Saved {
  readonly at: string;
  readonly link: string;
}

function read(text: string | null): Saved | null {
  try {
    const value = JSON.parse(text ?? '') as Saved;
    return typeof value.link === 'string' && typeof value.at === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** What the page had saved by itself before a link took its place. */
function readBefore(lab: Lab, text: string | null) {
  try {
    const { version, state } = JSON.parse(text ?? '') as { version: number; state: Readonly<Record<string, Json>> };
    return lab.readComparison({ coproduce: version, ...state });
  } catch {
    return null;
  }
}

/** Named comparisons, kept in this browser. They are stored as links, so that an old one is read like an old link. */
export function Library() {
  const store = useStore();
  const words = useWords();
  const [name, setName] = useState('');
  const [failed, setFailed] = useState(false);
  const [version, setVersion] = useState(0);
  const entries = store.storage
    .keys()
    .flatMap((key) => {
      const text = store.storage.read(key);
      if (key.startsWith(BEFORE_LINK)) {
        const before = readBefore(store.lab, text);
        const name = words.t('library.beforeLink');
        return before ? [{ key, name, at: key.slice(BEFORE_LINK.length), reading: async () => before }] : [];
      }
      const saved = key.startsWith(PREFIX) ? read(text) : null;
      if (!saved) return [];
      return [{ key, name: key.slice(PREFIX.length), at: saved.at, reading: () => store.lab.decodeLink(saved.link) }];
    })
    .sort((a, b) => b.at.localeCompare(a.at));
  const save = async (event: Event) => {
    event.preventDefault();
    const link = await store.lab.encodeLink(sharedState(store));
    const kept = store.storage.write(PREFIX + name.trim(), JSON.stringify({ at: new Date().toISOString(), link }));
    setFailed(!kept);
    setVersion(version + 1);
    if (kept) setName('');
  };
  const open = async (entry: (typeof entries)[number]) => {
    const { state, unread } = await entry.reading();
    if (state) openState(state);
    if (unread.length > 0) {
      store.message.value = { kind: 'problem', text: words.t('link.unread', { list: words.list(unread) }) };
    }
    store.dialog.value = null;
  };
  const openState = (state: SharedState) => store.open(contentOf(state));
  const date = new Intl.DateTimeFormat(words.locale === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    <Dialog title={words.t('library.title')}>
      <p>{words.t('library.about')}</p>
      <form class="row" onSubmit={save}>
        <input
          class="text"
          aria-label={words.t('library.name')}
          placeholder={words.t('library.name')}
          value={name}
          maxLength={80}
          required
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" class="primary" disabled={name.trim() === ''}>
          {words.t('library.save')}
        </button>
      </form>
      {failed ? <p class="warning">{words.t('library.full')}</p> : null}
      {entries.length === 0 ? <p class="note">{words.t('library.empty')}</p> : null}
      <ul class="library">
        {entries.map((entry) => (
          <li key={entry.key} class="row">
            <span>
              {entry.name} <small class="faint">{date.format(new Date(entry.at))}</small>
            </span>
            <span>
              <button type="button" onClick={() => void open(entry)}>
                {words.t('library.open')}
              </button>
              <button
                type="button"
                onClick={() => {
                  store.storage.remove(entry.key);
                  setVersion(version + 1);
                }}
              >
                {words.t('library.delete')}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
