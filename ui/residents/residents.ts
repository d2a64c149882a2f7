import type { Shown } from '../../sim/index.ts';
import type { FramesAnswer } from '../../src/engine/looking.ts';
import type { Words } from '../i18n/words.ts';
import { hue, type Identity, type Theme } from '../theme.ts';
import { createFrameStore, type FrameStore } from './frames.ts';
import { createMap, type MapView, mapSummary, paletteOf } from './map.ts';
import { countStages } from './paint.ts';
import { createPlayer, type Player } from './play.ts';

/** The run that the map shows. */
export interface ResidentsView {
  readonly who: Identity;
  readonly seed: string;
  readonly weeks: number;
  readonly theme: Theme;
  /** Names the run: when it changes, its weeks are asked for anew. */
  readonly id: string;
  readonly ask: (from: number, to: number, shown: Shown) => Promise<FramesAnswer>;
}

export interface ResidentsOptions {
  /** Somebody's story is wanted. */
  readonly onOpen: (resident: number) => void;
  /** Somebody was selected: a sentence for the live region. */
  readonly onSelect?: (resident: number, sentence: string) => void;
  /** The traits by which residents can be coloured. */
  readonly traits: readonly Exclude<Shown, 'stage'>[];
  readonly tallest?: number;
}

export interface Residents {
  update(view: ResidentsView): void;
  /** Space, and the week that a ruler elsewhere points at. */
  toggle(): void;
  go(week: number): void;
  select(resident: number | null): void;
  destroy(): void;
}

const STAGE_KEYS = ['sustained', 'newcomer', 'lapsed', 'bystander'] as const;
/** Places of those stages in the model's list. */
const STAGE_PLACES = [2, 1, 3, 0];

/** The panel of residents: title, player, map and key. */
export function createResidents(host: HTMLElement, words: Words, options: ResidentsOptions): Residents {
  const { t } = words;
  const root = element('section', 'residents', host);
  const head = element('div', 'residents-head', root);
  const title = element('p', 'residents-title', head);
  const controls = element('div', 'residents-controls', head);
  const place = element('div', 'residents-place', root);
  const key = element('p', 'residents-key', root);
  const colouring = chooser(words, options.traits, (shown) => {
    chosen = shown;
    load();
  });

  let view: ResidentsView | null = null;
  let chosen: Shown = 'stage';
  let store: FrameStore | null = null;
  let player: Player | null = null;
  let selected: number | null = null;
  /** The week to show once it is there; at first the last one. */
  let wanted = Number.POSITIVE_INFINITY;
  let loaded = '';

  const map = createMap(place, words, {
    ...(options.tallest === undefined ? {} : { tallest: options.tallest }),
    onOpen: options.onOpen,
    onSelect: (resident) => {
      selected = resident;
      show();
      options.onSelect?.(resident, t('map.selected', { n: resident + 1 }));
    },
  });

  function load(): void {
    if (!view) return;
    store?.close();
    player?.destroy();
    wanted = player && player.week < view.weeks ? player.week : view.weeks - 1;
    store = createFrameStore({
      weeks: view.weeks,
      shown: chosen,
      ask: view.ask,
      onReady: () => {
        if (player && !player.playing) show();
      },
      onError: (error) => {
        key.textContent = t('map.failed', { message: error instanceof Error ? error.message : String(error) });
      },
    });
    player = createPlayer(controls, words, {
      weeks: view.weeks,
      ready: () => store?.ready ?? 0,
      show: (week) => {
        wanted = week;
        show();
      },
    });
    controls.append(colouring);
    player.go(wanted);
  }

  function show(): void {
    if (!view || !store) return;
    const week = Math.min(wanted, store.ready - 1);
    const frame = week >= 0 ? store.get(week) : null;
    if (!frame || !store.layout) {
      titleOf(null);
      return;
    }
    const shown: MapView = {
      layout: store.layout,
      frame,
      week,
      shown: chosen,
      slot: view.who.slot,
      theme: view.theme,
      selected,
    };
    map.update(shown);
    titleOf(shown);
    fillKey(key, shown, map.level, words);
    place.firstElementChild?.setAttribute('aria-label', mapSummary(shown, view.who.label, words));
  }

  function titleOf(shown: MapView | null): void {
    if (!view) return;
    const rest = shown
      ? t('map.rule', {
          who: view.who.label,
          seed: view.seed,
          week: shown.week + 1,
          unit: unitOf(shown, map.level, words),
        })
      : t('map.loading');
    const waiting = shown && shown.week < Math.min(wanted, view.weeks - 1);
    const strong = document.createElement('strong');
    strong.textContent = t('map.title');
    title.replaceChildren(strong, ` ${rest}${waiting ? ` · ${t('map.loading')}` : ''}`);
  }

  return {
    update(next) {
      const renewed = next.id !== loaded;
      view = next;
      loaded = next.id;
      if (renewed) load();
      else show();
    },
    toggle: () => player?.toggle(),
    go: (week) => player?.go(week),
    select(resident) {
      selected = resident;
      show();
    },
    destroy() {
      store?.close();
      player?.destroy();
      map.destroy();
      root.remove();
    },
  };
}

function element(tag: string, name: string, parent: Element): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  parent.append(made);
  return made;
}

function chooser(
  words: Words,
  traits: ResidentsOptions['traits'],
  onChoose: (shown: Shown) => void,
): HTMLSelectElement {
  const select = document.createElement('select');
  select.setAttribute('aria-label', words.t('map.colouring'));
  for (const shown of ['stage', ...traits] as const) {
    const option = document.createElement('option');
    option.value = shown;
    option.textContent = shown === 'stage' ? words.t('map.byStage') : words.t(`name.trait.${shown}`);
    select.append(option);
  }
  select.addEventListener('change', () => onChoose(select.value as Shown));
  return select;
}

function unitOf({ layout }: MapView, level: string | null, words: Words): string {
  const cells = level === 'dwelling' ? layout.households : layout.stairwells;
  const n = words.number(layout.residents / cells, { digits: 1 });
  return words.t(`map.unit.${level ?? 'resident'}`, { n });
}

/** The stages and how many residents are in each; for a trait, its scale. */
function fillKey(key: HTMLElement, view: MapView, level: string | null, words: Words): void {
  const palette = paletteOf(view.slot, view.theme);
  const item = (name: string, label: string, value: string) => {
    const made = document.createElement('span');
    made.className = 'key-item';
    const swatch = document.createElement('i');
    swatch.className = `swatch ${name}`;
    swatch.style.setProperty('--hue', hue(view.slot));
    swatch.style.setProperty('--newcomer', `${palette.newcomer * 100}%`);
    swatch.style.setProperty('--bystander', `rgb(${palette.faint.join(' ')})`);
    const strong = document.createElement('b');
    strong.textContent = value;
    made.append(swatch, `${label} `, strong);
    return made;
  };
  if (view.shown !== 'stage') {
    key.replaceChildren(
      item('low', words.t('map.low'), '0'),
      item('middle', '', words.number(0.5, { digits: 1 })),
      item('high', words.t('map.high'), '1'),
    );
    return;
  }
  const counts = countStages(view.frame);
  const items = STAGE_KEYS.map((stage, i) =>
    item(stage, words.t(`stage.${stage}.short`), words.number(counts[STAGE_PLACES[i]])),
  );
  const note = level === 'resident' || level === null ? [] : [` ${words.t('map.cells')}`];
  key.replaceChildren(...items, ...note);
}
