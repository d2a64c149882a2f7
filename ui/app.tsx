/** The page: what stands where, and what happens when it breaks. */
import { effect } from '@preact/signals';
import { Component, type ComponentChildren, type ComponentType, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { StoreContext, useStore, useWords } from './shell/context.ts';
import { downloadJson } from './shell/download.ts';
import { Headline } from './shell/headline.tsx';
import { hides } from './shell/hidden.ts';
import { importFile } from './shell/import.ts';
import { lazy } from './shell/lazy.tsx';
import { Levers } from './shell/levers.tsx';
import { MainChart } from './shell/main-chart.tsx';
import { Panels } from './shell/panels.tsx';
import { ProjectorBar } from './shell/projector.tsx';
import { sharedState } from './shell/shared-state.ts';
import { useShortcuts } from './shell/shortcuts.ts';
import { StatusBar } from './shell/status-bar.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { createStore, type Store, type StoreOptions, type Told } from './state/store.ts';

const StoryPage = lazy<{ told: Told }>(async () => (await import('./shell/story-page.tsx')).StoryPage);

const PHONE = '(max-width: 599px)';
const DRAWER = '(max-width: 1023px)';

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const change = () => setMatches(media.matches);
    media.addEventListener('change', change);
    return () => media.removeEventListener('change', change);
  }, [query]);
  return matches;
}

function Page() {
  const store = useStore();
  const words = useWords();
  const phone = useMedia(PHONE);
  const drawer = useMedia(DRAWER) && !phone;
  const [open, setOpen] = useState(false);
  useShortcuts(store);
  useDrop(store);
  const projector = store.projector.value;
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        {words.t('skip.main')}
      </button>
      {projector ? null : <TopBar phone={phone} />}
      {store.told.value && !projector ? <StoryPage told={store.told.value} /> : null}
      <div hidden={store.told.value !== null && !projector} class={`body${drawer && !open ? ' closed' : ''}`}>
        {projector || phone ? null : (
          <>
            {drawer ? (
              <button type="button" class="drawer-handle" aria-expanded={open} onClick={() => setOpen(!open)}>
                {words.t(open ? 'levers.close' : 'levers.open')}
              </button>
            ) : null}
            {drawer && !open ? null : <Levers phone={false} />}
          </>
        )}
        <main id="main" tabIndex={-1}>
          <Headline />
          <MainChart />
          {projector ? <ProjectorBar /> : <Panels />}
        </main>
        {phone && !projector ? <Levers phone /> : null}
      </div>
      {projector ? null : <StatusBar />}
      <LiveRegion />
      <Dialogs />
    </>
  );
}

const DIALOGS: Readonly<Record<string, ComponentType<object>>> = {
  share: lazy(async () => (await import('./shell/dialogs/share.tsx')).Share),
  export: lazy(async () => (await import('./shell/dialogs/export.tsx')).Export),
  library: lazy(async () => (await import('./shell/dialogs/library.tsx')).Library),
  lesson: lazy(async () => (await import('./shell/dialogs/lesson.tsx')).LessonDialog),
  help: lazy(async () => (await import('./shell/dialogs/help.tsx')).Help),
  table: lazy(async () => (await import('./shell/dialogs/table.tsx')).TableDialog),
  cite: lazy(async () => (await import('./shell/dialogs/cite.tsx')).Cite),
};

function Dialogs() {
  const { dialog } = useStore();
  const Shown = dialog.value === null ? undefined : DIALOGS[dialog.value];
  return Shown ? <Shown /> : null;
}

const SPEAK_EVERY = 2000;

/** Says politely what has changed, at most every two seconds. */
function LiveRegion() {
  const store = useStore();
  const { spoken, headline } = store;
  const [said, setSaid] = useState('');
  const text = spoken.value;
  useEffect(() => {
    // the sentence with the result waits for the guess, too
    if (hides(store) && text.includes(headline.peek().headline)) return;
    const timer = setTimeout(() => setSaid(text), said === '' ? 100 : SPEAK_EVERY / 2);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p class="visually-hidden" role="status" aria-live="polite">
      {said}
    </p>
  );
}

/** A scenario file can be dropped anywhere. */
function useDrop(store: Store): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) void importFile(store, file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, [store]);
}

/** When drawing fails the scenarios are still there: it says so and offers to keep them. */
class Guard extends Component<{ children: ComponentChildren; store: Store }, { error: Error | null }> {
  override state = { error: null };

  override componentDidCatch(error: Error): void {
    this.setState({ error });
  }

  override render() {
    const { store, children } = this.props;
    const { error } = this.state as { error: Error | null };
    if (!error) return children;
    const { t } = store.words.value;
    return (
      <main class="broken">
        <h1>{t('broken.title')}</h1>
        <p>{t('broken.about')}</p>
        <pre>{error.message}</pre>
        <div class="buttons">
          <button type="button" onClick={() => window.location.reload()}>
            {t('broken.reload')}
          </button>
          <button
            type="button"
            onClick={() => downloadJson('comparison.coproduce.json', { coproduce: 1, ...sharedState(store) })}
          >
            {t('broken.download')}
          </button>
          <button
            type="button"
            onClick={() => {
              store.storage.remove('autosave');
              window.location.assign(window.location.pathname);
            }}
          >
            {t('broken.fresh')}
          </button>
        </div>
      </main>
    );
  }
}

/** Puts the page into a host and keeps the document's language, theme and title in step with it. */
export function mountPage(host: HTMLElement, options: StoreOptions): Store {
  const store = createStore(options);
  effect(() => {
    const root = document.documentElement;
    root.lang = store.language.value === 'zh' ? 'zh-CN' : 'en';
    root.dataset.theme = store.theme.value;
    root.classList.toggle('projector', store.projector.value);
    document.title = store.words.value.t('app.name');
  });
  render(
    <StoreContext.Provider value={store}>
      <Guard store={store}>
        <Page />
      </Guard>
    </StoreContext.Provider>,
    host,
  );
  return store;
}
