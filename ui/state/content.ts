/** The content of the page and every change of it, as one pure function. */
import type { Json, Lab, ScenarioDocument, SharedState } from '../../src/lab.ts';
import { getPath, isShared, setPath } from './levers.ts';

export type Content = Omit<SharedState, 'language'>;
export type ScenarioEntry = Content['scenarios'][number];
export type View = Content['view'];

export const MOST_SCENARIOS = 6;
/** Scenarios that one chart shows over each other. */
const MOST_OVERLAID = 4;

export type Action =
  | { readonly type: 'document'; readonly slot: number; readonly document: ScenarioDocument }
  | {
      readonly type: 'parameter';
      readonly slot: number | 'all';
      readonly path: string;
      readonly value: Json | undefined;
    }
  | {
      readonly type: 'add';
      readonly preset: string | null;
      readonly document: ScenarioDocument;
      /** All scenarios move into the added one's community; else it moves into theirs. */
      readonly moves?: boolean;
    }
  | { readonly type: 'remove'; readonly slot: number }
  | { readonly type: 'rename'; readonly slot: number; readonly title: string }
  | { readonly type: 'baseline'; readonly slot: number }
  | { readonly type: 'seeds'; readonly count: number; readonly base: string }
  | {
      readonly type: 'budget';
      readonly budget: number | null;
      readonly documents: ReadonlyMap<number, ScenarioDocument>;
    }
  | { readonly type: 'lesson'; readonly lesson: Content['lesson'] }
  | { readonly type: 'load'; readonly content: Content }
  | { readonly type: 'focus'; readonly slot: number }
  | { readonly type: 'view'; readonly view: View }
  | { readonly type: 'panel'; readonly panel: string };

/** Where one looks is not a change of what is compared, so undo passes over it. */
export function isUndoable(action: Action): boolean {
  return action.type !== 'focus' && action.type !== 'view' && action.type !== 'panel';
}

export function scenarioAt(content: Content, slot: number): ScenarioEntry {
  return content.scenarios.find((entry) => entry.slot === slot) ?? content.scenarios[0]!;
}

export function baselineOf(content: Content): ScenarioEntry {
  return scenarioAt(content, 0);
}

export function policiesOf(content: Content): readonly ScenarioEntry[] {
  return content.scenarios.filter((entry) => entry.slot !== 0);
}

function change(content: Content, slot: number, document: ScenarioDocument): Content {
  return {
    ...content,
    scenarios: content.scenarios.map((entry) => (entry.slot === slot ? { ...entry, document } : entry)),
  };
}

function sorted(scenarios: readonly ScenarioEntry[]): readonly ScenarioEntry[] {
  return [...scenarios].sort((a, b) => a.slot - b.slot);
}

export function reduce(content: Content, action: Action): Content {
  switch (action.type) {
    case 'document':
      return change(content, action.slot, action.document);
    case 'parameter': {
      const { slot, path, value } = action;
      const scenarios = content.scenarios.map((entry) =>
        slot === 'all' || isShared(path) || entry.slot === slot
          ? { ...entry, document: setPath(entry.document, path, value) }
          : entry,
      );
      return { ...content, scenarios };
    }
    case 'add': {
      if (content.scenarios.length >= MOST_SCENARIOS) return content;
      const { preset, document, moves } = action;
      return add(moves ? moveTo(content, document) : content, preset, document);
    }
    case 'remove': {
      if (action.slot === 0 || content.scenarios.length <= 1) return content;
      const scenarios = content.scenarios.filter((entry) => entry.slot !== action.slot);
      return { ...content, scenarios, focus: content.focus === action.slot ? scenarios.at(-1)!.slot : content.focus };
    }
    case 'rename': {
      const { document } = scenarioAt(content, action.slot);
      const title = action.title.trim().slice(0, 80);
      return title === '' ? content : change(content, action.slot, { ...document, title: { en: title, zh: title } });
    }
    case 'baseline': {
      const swap = (slot: number) => (slot === 0 ? action.slot : slot === action.slot ? 0 : slot);
      return {
        ...content,
        scenarios: sorted(content.scenarios.map((entry) => ({ ...entry, slot: swap(entry.slot) }))),
        focus: swap(content.focus),
      };
    }
    case 'seeds':
      return { ...content, seeds: { count: action.count, base: action.base } };
    case 'budget': {
      const scenarios = content.scenarios.map((entry) => ({
        ...entry,
        document: action.documents.get(entry.slot) ?? entry.document,
      }));
      return { ...content, scenarios, budget: action.budget };
    }
    case 'lesson':
      return { ...content, lesson: action.lesson };
    case 'load':
      return action.content;
    case 'focus':
      return content.scenarios.some((entry) => entry.slot === action.slot)
        ? { ...content, focus: action.slot }
        : content;
    case 'view':
      return { ...content, view: action.view };
    case 'panel':
      return { ...content, panel: action.panel };
  }
}

function moveTo(content: Content, { population }: ScenarioDocument): Content {
  return reduce(content, { type: 'parameter', slot: 'all', path: 'population', value: population });
}

function add(content: Content, preset: string | null, document: ScenarioDocument): Content {
  const taken = new Set(content.scenarios.map((entry) => entry.slot));
  const slot = [1, 2, 3, 4, 5, 0].find((candidate) => !taken.has(candidate));
  if (slot === undefined) return content;
  const names = new Set(content.scenarios.map((entry) => entry.document.name));
  const wanted = typeof document.name === 'string' ? document.name : 'policy';
  let name = wanted;
  for (let n = 2; names.has(name); n++) name = `${wanted.replace(/-\d+$/, '')}-${n}`;
  const adopted = adopt({ ...document, name }, baselineOf(content).document);
  const scenarios = sorted([...content.scenarios, { slot, preset, document: adopted }]);
  // so many curves over each other cannot be told apart
  const view = scenarios.length > MOST_OVERLAID && content.view === 'level' ? 'multiples' : content.view;
  return { ...content, scenarios, focus: slot, view };
}

/** A policy put into the community of the comparison: the same residents, the same calendar. */
export function adopt(policy: ScenarioDocument, baseline: ScenarioDocument): ScenarioDocument {
  let result = policy;
  for (const key of ['population', 'weeks', 'burnIn', 'traits', 'ties'])
    result = setPath(result, key, getPath(baseline, key));
  return result;
}

/** What the page opens with. */
export function firstContent(lab: Lab): Content {
  return {
    scenarios: lab.firstPresets.map((key, slot) => ({
      slot,
      preset: key,
      document: lab.presets.find((preset) => preset.key === key)!.document,
    })),
    focus: 1,
    seeds: { count: 50, base: '' },
    view: 'level',
    panel: 'outcomes',
    budget: null,
    lesson: null,
  };
}
