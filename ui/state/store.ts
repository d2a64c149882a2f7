/** The one place where the page's state lives and changes. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Lab, RunSummary, Scenario, ScenarioDocument } from '../../src/lab.ts';
import type { Storage } from '../../src/share/storage.ts';
import { type Bands, bandsOf } from '../analysis/bands.ts';
import { type ArmInput, type Comparison, compare, levelCurves } from '../analysis/comparison.ts';
import { type Headline, headlineOf } from '../analysis/headline.ts';
import { WORDS } from '../i18n/index.ts';
import type { Locale, Words } from '../i18n/words.ts';
import { type Identity, SLOTS, type Theme } from '../theme.ts';
import { autosave } from './autosave.ts';
import {
  type Action,
  type Content,
  firstContent,
  isUndoable,
  reduce,
  type ScenarioEntry,
  scenarioAt,
} from './content.ts';
import { Ensembles, type Status } from './ensembles.ts';
import { amend, begin, type History, record, redo, seal, undo } from './history.ts';

/** The focus while a lever moves: a few runs, and the levels of the baseline for the same seeds. */
export interface Preview {
  readonly slot: number;
  readonly runs: readonly RunSummary[];
  readonly level: Bands;
}

/** A resident whose life is told, in the first seed's run of a scenario. */
export interface Told {
  readonly slot: number;
  readonly resident: number;
}

export interface Message {
  readonly text: string;
  readonly kind: 'notice' | 'problem';
  /** Further lines, shown on demand. */
  readonly details?: readonly string[];
}

const PREVIEW_RUNS = 8;
/** Milliseconds after which the workers of previews are warmed up. */
const WARM_UP = 1500;
const PREVIEW_MILLISECONDS = 40;
const FEWEST_PREVIEW_RUNS = 2;
const LATEST_PREVIEW = 1500;
const REPLAY_MILLISECONDS = 900;

export interface Store {
  readonly lab: Lab;
  readonly storage: Storage;
  readonly content: ReadonlySignal<Content>;
  readonly language: Signal<Locale>;
  readonly theme: Signal<Theme>;
  readonly projector: Signal<boolean>;
  /** The week under the ruler, from 0; `null`: none. */
  readonly week: Signal<number | null>;
  readonly dialog: Signal<string | null>;
  readonly message: Signal<Message | null>;
  readonly saved: Signal<boolean>;
  readonly spoken: Signal<string>;
  readonly shortcuts: Signal<boolean>;
  readonly revealed: Signal<boolean>;
  /** Plays or pauses the residents, while their panel is there. */
  readonly play: Signal<(() => boolean) | null>;
  readonly told: Signal<Told | null>;
  readonly words: ReadonlySignal<Words>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  readonly seeds: ReadonlySignal<readonly string[]>;
  readonly status: ReadonlySignal<Status>;
  readonly comparison: ReadonlySignal<Comparison>;
  readonly headline: ReadonlySignal<Headline>;
  readonly preview: ReadonlySignal<Preview | null>;
  /** The focus's curve before the last change. */
  readonly ghost: ReadonlySignal<Float64Array | null>;
  readonly dragging: ReadonlySignal<boolean>;
  readonly replaying: ReadonlySignal<boolean>;
  readonly ensembles: Ensembles;
  /** @returns whether the model allows it; what it refuses changes nothing and is said */
  dispatch(action: Action): boolean;
  /** A change while something is dragged: previewed at once, computed in full on {@link Store.drop}. */
  drag(action: Action): void;
  drop(): void;
  undo(): void;
  redo(): void;
  /** Shows for a moment what was there before the last change. */
  replay(): void;
  /** What a change is made to. It ends a replay, which shows something earlier. */
  present(): Content;
  /**
   * Starts from other content; undo leads back.
   *
   * @param byLink it is somebody's, so it is not saved before it is changed
   */
  open(content: Content, byLink?: boolean): void;
  identity(entry: ScenarioEntry): Identity;
  defaults(instrument: string, field: string): number | null;
  parameter(path: string): number | null;
}

export interface StoreOptions {
  readonly lab: Lab;
  readonly storage: Storage;
  readonly workers: number;
  readonly content?: Content;
  /** Whether the content came by a link. */
  readonly linked?: boolean;
  readonly language: Locale;
  readonly theme: Theme;
  readonly projector: boolean;
}

export function createStore({ lab, storage, workers, ...options }: StoreOptions): Store {
  const history = signal<History<Content>>(begin(options.content ?? firstContent(lab)));
  const shown = signal<Content | null>(null);
  const language = signal(options.language);
  const theme = signal(options.theme);
  const dragging = signal(false);
  const preview = signal<Preview | null>(null);
  const ghost = signal<Float64Array | null>(null);
  const tick = signal(0);
  const message = signal<Message | null>(null);
  const saved = signal(true);
  const spoken = signal('');
  const words = computed(() => WORDS[language.value]);
  const content = computed(() => shown.value ?? history.value.present);
  const ensembles = new Ensembles(lab, workers, () => {
    tick.value++;
  });
  const rows = new Map(lab.parameters.map((row) => [row.path, row]));
  const defaults = (instrument: string, field: string) =>
    (rows.get(`interventions.${instrument}.${field}`) ?? rows.get(`interventions.*.${field}`))?.default ?? null;
  const parameter = (path: string) => rows.get(path)?.default ?? null;

  const parsed = new WeakMap<ScenarioDocument, Scenario>();
  /** Documents on the page are always valid: whatever is not is refused before it gets here. */
  function scenarioOf(document: ScenarioDocument): Scenario {
    let scenario = parsed.get(document);
    if (!scenario) {
      const parsing = lab.parse(document);
      if (!parsing.scenario) throw new Error(parsing.problems.map((p) => `${p.path}: ${p.message}`).join('; '));
      scenario = parsing.scenario;
      parsed.set(document, scenario);
    }
    return scenario;
  }

  function identity(entry: ScenarioEntry): Identity {
    const name = scenarioOf(entry.document).title[language.value];
    const { letter } = SLOTS[entry.slot]!;
    return { slot: entry.slot, name, label: letter === '' ? name : `${letter} ${name}` };
  }

  const seeds = computed(() => lab.seeds(content.value.seeds.count, content.value.seeds.base));
  /** While a lever moves, the ensembles of the content before it are shown. */
  const settled = signal(content.peek());
  const comparison = computed<Comparison>(() => {
    tick.value;
    const inputs = settled.value.scenarios.map((entry): ArmInput => {
      const scenario = scenarioOf(entry.document);
      return { entry, scenario, identity: identity(entry), runs: ensembles.runsOf(scenario, seeds.value) };
    });
    return compare(lab, seeds.value, inputs);
  });
  const status = computed(() => {
    tick.value;
    return ensembles.status;
  });
  const fresh = computed(() => headlineOf(lab, comparison.value, content.value.focus, words.value));
  /** It changes only when the evidence is there, never while runs come in. */
  let last: { headline: Headline; locale: Locale } | null = null;
  const headline = computed(() => {
    const now = fresh.value;
    const computing =
      status.value.kind === 'running' || (status.value.kind === 'idle' && ensembles.failures.size === 0);
    const waits = dragging.value || (computing && !comparison.value.complete);
    if (waits && last && last.locale === language.value) return last.headline;
    last = { headline: now, locale: language.value };
    return now;
  });

  function refresh(): void {
    const now = content.peek();
    settled.value = now;
    ensembles.want(
      now.scenarios.map((entry) => scenarioOf(entry.document)),
      seeds.peek(),
    );
  }

  function remember(): void {
    const arm = comparison.peek().arms.find(({ identity: { slot } }) => slot === content.peek().focus);
    ghost.value = arm && arm.done > 0 ? arm.level.median : null;
  }

  let previewing = false;
  let asked = false;
  async function showPreview(): Promise<void> {
    asked = true;
    if (previewing) return;
    previewing = true;
    try {
      while (asked && dragging.peek()) {
        asked = false;
        const { focus } = content.peek();
        const scenario = scenarioOf(scenarioAt(content.peek(), focus).document);
        // on a busy machine a late preview is better than none; for a great community it would only be in the way
        if (ensembles.runsWithin(scenario, LATEST_PREVIEW) < 1) break;
        const affordable = Math.max(FEWEST_PREVIEW_RUNS, ensembles.runsWithin(scenario, PREVIEW_MILLISECONDS));
        const runs = await ensembles.preview(scenario, seeds.peek().slice(0, Math.min(PREVIEW_RUNS, affordable)));
        const curves = levelCurves(runs).filter((curve) => curve !== undefined);
        if (dragging.peek()) preview.value = { slot: focus, runs, level: bandsOf(curves) };
      }
    } catch {
      // a preview that fails is not shown; the full ensemble reports what is wrong
    } finally {
      previewing = false;
    }
  }

  let refusal: Message | null = null;
  /** Whether the model can compute a content. What it refuses is said, until something is accepted. */
  function accepts(next: Content): boolean {
    const problems = next.scenarios.flatMap(({ document }) =>
      parsed.has(document) ? [] : lab.parse(document).problems.map((p) => `${p.path}: ${p.message}`),
    );
    if (problems.length > 0) {
      refusal = { kind: 'problem', text: words.peek().t('change.refused', { why: problems[0]! }) };
      message.value = refusal;
    } else if (refusal && message.peek() === refusal) message.value = null;
    return problems.length === 0;
  }

  let replayed: ReturnType<typeof setTimeout> | undefined;
  function endReplay(): void {
    if (!shown.peek()) return;
    clearTimeout(replayed);
    batch(() => {
      remember();
      shown.value = null;
      refresh();
    });
  }
  /** The history as every change of it needs it: with its present shown. */
  function latest(): History<Content> {
    endReplay();
    return history.peek();
  }

  let dragKey = 0;
  const dispatch = (action: Action) => {
    const before = latest();
    const next = reduce(before.present, action);
    if (next === before.present) return true;
    if (!accepts(next)) return false;
    batch(() => {
      if (isUndoable(action)) remember();
      else if (action.type === 'focus') ghost.value = null;
      history.value = isUndoable(action) ? record(seal(before), next) : amend(before, next);
      refresh();
    });
    return true;
  };

  const beforeLink = autosave({ storage, history, language, saved, linked: options.linked ?? false });
  const store: Store = {
    lab,
    storage,
    ensembles,
    content,
    language,
    theme,
    projector: signal(options.projector),
    week: signal<number | null>(null),
    dialog: signal<string | null>(null),
    message,
    saved,
    spoken,
    shortcuts: signal(storage.read('shortcuts') !== 'off'),
    revealed: signal(false),
    play: signal<(() => boolean) | null>(null),
    told: signal<Told | null>(null),
    words,
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    seeds,
    status,
    comparison,
    headline,
    preview,
    ghost,
    dragging,
    replaying: computed(() => shown.value !== null),
    identity,
    defaults,
    parameter,
    dispatch,
    drag(action) {
      const before = latest();
      const next = reduce(before.present, action);
      if (next === before.present || !accepts(next)) return;
      batch(() => {
        if (!dragging.peek()) {
          remember();
          dragging.value = true;
          dragKey++;
        }
        history.value = record(before, next, `drag ${dragKey}`);
      });
      void showPreview();
    },
    drop() {
      if (!dragging.peek()) return;
      batch(() => {
        dragging.value = false;
        preview.value = null;
        history.value = seal(history.peek());
        refresh();
      });
    },
    undo() {
      const before = undo(latest());
      if (!before) return;
      batch(() => {
        remember();
        history.value = before;
        refresh();
        spoken.value = words.peek().t('say.undone');
      });
    },
    redo() {
      const after = redo(latest());
      if (!after) return;
      batch(() => {
        remember();
        history.value = after;
        refresh();
        spoken.value = words.peek().t('say.redone');
      });
    },
    replay() {
      const before = history.peek().past.at(-1);
      if (!before || shown.peek()) return;
      batch(() => {
        shown.value = before;
        ghost.value = null;
        refresh();
      });
      replayed = setTimeout(endReplay, REPLAY_MILLISECONDS);
    },
    present: () => latest().present,
    open(next, byLink = false) {
      const after = record(seal(latest()), next);
      if (byLink) beforeLink(after);
      batch(() => {
        ghost.value = null;
        history.value = after;
        refresh();
      });
    },
  };

  let finished = '';
  effect(() => {
    if (status.value.kind !== 'idle' || !comparison.value.complete) return;
    const key = JSON.stringify(settled.value.scenarios) + seeds.value.length;
    if (key === finished) return;
    const isFirst = finished === '';
    finished = key;
    const { headline: text } = headline.value;
    if (!isFirst) spoken.value = words.value.t('say.done', { headline: text, n: seeds.value.length });
  });
  refresh();
  // the first move of a lever should not have to wait for populations: they are made while the reader reads
  setTimeout(() => {
    const { focus } = content.peek();
    const scenario = scenarioOf(scenarioAt(content.peek(), focus).document);
    if (dragging.peek() || ensembles.runsWithin(scenario, LATEST_PREVIEW) < 1) return;
    ensembles.preview(scenario, seeds.peek().slice(0, PREVIEW_RUNS)).catch(() => {
      // only a warm-up: the first preview or the ensemble says what is wrong
    });
  }, WARM_UP);
  return store;
}
