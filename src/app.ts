/** The composition root of the page: makes what computes, restores what was saved or linked, and hands it to what draws. */
import { version } from '../package.json';
import { mountPage } from '../ui/app.tsx';
import { contentOf } from '../ui/shell/shared-state.ts';
import type { Store, StoreOptions } from '../ui/state/store.ts';
import { createBrowserRunner } from './engine/browser.ts';
import { createBrowserViewer } from './engine/browser-viewer.ts';
import type { FirstResult } from './first/first-result.ts';
import { createLab, type Lab } from './lab.ts';
import type { Json } from './presets.ts';
import type { LinkReading } from './share/link.ts';
import { createStorage, type Storage } from './share/storage.ts';

type Restored = LinkReading & { readonly from: 'link' | 'storage' | 'nothing' };

const query = new URLSearchParams(window.location.search);

/** Data and not script, so it is fetched; without it the page starts a second later with runs of its own. */
async function firstResult(): Promise<FirstResult> {
  try {
    const answer = await fetch(new URL('./first/first-result.json', import.meta.url));
    return (await answer.json()) as FirstResult;
  } catch {
    return { scenarios: [] };
  }
}

/** The state moves on from a link, so the address must not lead back by accident. */
function leaveLink(): void {
  if (window.location.hash !== '') history.replaceState(null, '', window.location.pathname + window.location.search);
}

/** A link counts before what the browser has kept. */
async function restore(lab: Lab, storage: Storage): Promise<Restored> {
  if (window.location.hash.length > 1) {
    const reading = await lab.decodeLink(window.location.hash);
    if (reading.state === null) leaveLink();
    return { ...reading, from: 'link' };
  }
  return readSaved(lab, storage);
}

function readSaved(lab: Lab, storage: Storage): Restored {
  const saved = storage.read('autosave');
  if (saved === null) return { state: null, unread: [], from: 'nothing' };
  try {
    const { version: format, state } = JSON.parse(saved) as { version: number; state: Readonly<Record<string, Json>> };
    const reading = lab.readComparison({ coproduce: format, ...state });
    if (reading.unread.length > 0) storage.write('autosave-unread', saved);
    return { ...reading, from: 'storage' };
  } catch {
    if (storage.write('autosave-unread', saved)) storage.remove('autosave');
    return { state: null, unread: ['autosave'], from: 'storage' };
  }
}

function language(): 'en' | 'zh' {
  const asked = query.get('lang') ?? navigator.language;
  return asked.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function theme(storage: Storage): 'light' | 'dark' {
  const asked = query.get('theme') ?? storage.read('theme');
  if (asked === 'light' || asked === 'dark') return asked;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function workers(): number {
  const asked = Number(query.get('workers'));
  const most = Math.max(1, navigator.hardwareConcurrency || 2);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, most) : most;
}

/** Says what of a link or of the browser's storage was not read. */
function report(store: Store, { state, unread, from }: Restored): void {
  store.message.value = null;
  if (unread.length === 0) return;
  const words = store.words.value;
  const [only] = unread;
  const newer = /^version (\d+)/.exec(only ?? '');
  const text =
    state !== null
      ? words.t('link.unread', { list: words.list(unread.slice(0, 3)) })
      : from === 'storage'
        ? words.t('autosave.broken')
        : newer
          ? words.t('link.newer', { version: newer[1]! })
          : words.t('link.bad');
  store.message.value = { kind: 'problem', text, details: unread };
}

async function start(host: HTMLElement): Promise<void> {
  const storage = createStorage(() => window.localStorage);
  const count = workers();
  const lab = createLab({
    version,
    runner: createBrowserRunner(count),
    previewer: createBrowserRunner(count),
    viewer: createBrowserViewer(),
    first: await firstResult(),
  });
  const restored = await restore(lab, storage);
  // a link that cannot be read changes nothing of what is shown
  const state = restored.state ?? (restored.from === 'link' ? readSaved(lab, storage).state : null);
  const options: StoreOptions = {
    lab,
    storage,
    workers: count,
    language: query.get('lang') === null ? (state?.language ?? language()) : language(),
    theme: theme(storage),
    projector: query.get('projector') === '1',
    linked: restored.from === 'link' && restored.state !== null,
    ...(state === null ? {} : { content: state }),
  };
  const store = mountPage(host, options);
  store.theme.subscribe((chosen) => {
    if (chosen !== options.theme) storage.write('theme', chosen);
  });
  // what was only opened is not saved, so until it is changed the address brings it again
  store.canUndo.subscribe((changed) => {
    if (changed) leaveLink();
  });
  report(store, restored);
  // a link put into the address of a page that is already there loads nothing by itself
  window.addEventListener('hashchange', async () => {
    if (window.location.hash.length <= 1) return;
    const reading = await lab.decodeLink(window.location.hash);
    leaveLink();
    if (reading.state !== null) store.open(contentOf(reading.state), true);
    report(store, { ...reading, from: 'link' });
  });
}

void start(document.querySelector<HTMLElement>('#app')!);
