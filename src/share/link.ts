/**
 * The state of the page as the part of an address after `#`: a version, a dot, then packed JSON with one-letter keys.
 * Documents are stored as differences from the preset they were made from.
 */
import { parseScenario, ScenarioError } from '../../sim/index.ts';
import type { Json, Preset, ScenarioDocument } from '../presets.ts';
import { pack, unpack } from './bytes.ts';
import { applyPatch, difference } from './patch.ts';
import { type Lesson, type SharedScenario, type SharedState, VIEWS } from './shared-state.ts';

/** Old versions stay readable; a change of meaning needs a new number. */
const VERSION = '1';
/** Longer links break in mail and chat. */
export const LONGEST_LINK = 2000;
const MOST_SCENARIOS = 6;
const MOST_SEEDS = 200;

export interface LinkReading {
  /** `null` when nothing could be read. */
  readonly state: SharedState | null;
  /** Names of what was not read, for a person. */
  readonly unread: readonly string[];
}

type Tree = Readonly<Record<string, Json>>;

const EMPTY: ScenarioDocument = {};

export function encodeLink(state: SharedState, presets: readonly Preset[]): Promise<string> {
  const scenarios = state.scenarios.map(({ slot, preset, document }) => {
    const base = presets.find(({ key }) => key === preset);
    const patch = difference(base?.document ?? EMPTY, document);
    return [slot, base?.key ?? 0, ...(Object.keys(patch).length === 0 ? [] : [patch])];
  });
  const content = {
    s: scenarios,
    f: state.focus,
    n: state.seeds.count,
    ...(state.seeds.base === '' ? {} : { k: state.seeds.base }),
    v: VIEWS.indexOf(state.view),
    p: state.panel,
    ...(state.budget === null ? {} : { b: state.budget }),
    l: state.language,
    ...(state.lesson === null ? {} : { e: lessonTree(state.lesson) }),
  };
  return pack(JSON.stringify(content)).then((packed) => `${VERSION}.${packed}`);
}

function lessonTree({ hidden, locked, curtain }: Lesson): Json {
  return { h: hidden, k: locked, c: curtain ? 1 : 0 };
}

/** Reads a link from anyone: whatever is not understood is named and left out, nothing is executed. */
export async function decodeLink(text: string, presets: readonly Preset[]): Promise<LinkReading> {
  const nothing = (why: string): LinkReading => ({ state: null, unread: [why] });
  const [version, packed] = text.replace(/^#/, '').split('.', 2);
  if (version !== VERSION || !packed) {
    return nothing(/^\d+$/.test(version ?? '') && version !== VERSION ? `version ${version}` : 'link');
  }
  let content: unknown;
  try {
    content = JSON.parse(await unpack(packed));
  } catch {
    return nothing('link');
  }
  return isTree(content) ? readContent(content, presets) : nothing('link');
}

/** Reads a whole comparison as the page writes it to files and to the browser's storage. */
export function readComparison(value: Readonly<Record<string, Json>>, presets: readonly Preset[]): LinkReading {
  const { coproduce = 1, scenarios, focus, seeds, view, panel, budget, language, lesson, ...rest } = value;
  if (coproduce !== 1) return { state: null, unread: [`version ${String(coproduce)}`] };
  const given = Array.isArray(scenarios) ? scenarios : [];
  const content: Record<string, Json> = {
    s: given.map((entry) => {
      if (!isTree(entry)) return 0;
      const preset = presets.find(({ key }) => key === entry.preset);
      const document = isTree(entry.document) ? entry.document : {};
      return [entry.slot ?? -1, preset?.key ?? 0, difference(preset?.document ?? EMPTY, document)];
    }),
    ...Object.fromEntries(Object.entries(rest).map(([key, unknown]) => [`unknown ${key}`, unknown])),
  };
  const put = (key: string, part: Json | undefined) => {
    if (part !== undefined && part !== null) content[key] = part;
  };
  put('f', focus);
  if (isTree(seeds)) {
    put('n', seeds.count);
    if (seeds.base !== '') put('k', seeds.base);
  }
  put('v', typeof view === 'string' ? VIEWS.indexOf(view as (typeof VIEWS)[number]) : undefined);
  put('p', panel);
  put('b', budget);
  put('l', language);
  if (isTree(lesson)) {
    put('e', { h: lesson.hidden ?? [], k: lesson.locked ?? [], c: lesson.curtain === true ? 1 : 0 });
  }
  return readContent(content, presets);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readContent(content: Tree, presets: readonly Preset[]): LinkReading {
  const unread: string[] = [];
  const take = <T>(name: string, value: Json | undefined, ok: (value: Json) => boolean, otherwise: T): T => {
    if (value === undefined) return otherwise;
    if (ok(value)) return value as T;
    unread.push(name);
    return otherwise;
  };
  const known = ['s', 'f', 'n', 'k', 'v', 'p', 'b', 'l', 'e'];
  unread.push(...Object.keys(content).filter((key) => !known.includes(key)));

  const entries = Array.isArray(content.s) ? content.s : [];
  const scenarios = entries.slice(0, MOST_SCENARIOS).flatMap((entry, i) => readScenario(entry, i, presets, unread));
  if (entries.length > MOST_SCENARIOS) unread.push(`scenarios after ${MOST_SCENARIOS}`);
  const slots = scenarios.map(({ slot }) => slot);
  if (!slots.includes(0) || new Set(slots).size < slots.length)
    return { state: null, unread: [...unread, 'scenarios'] };

  const whole = (least: number, most: number) => (value: Json) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
  const focus = take('focus', content.f, (value) => slots.includes(value as number), slots.at(-1)!);
  const isText = (value: Json) => typeof value === 'string' && value.length <= 100;
  return {
    unread,
    state: {
      scenarios,
      focus,
      seeds: {
        count: take('seeds', content.n, whole(1, MOST_SEEDS), 50),
        base: take('seed', content.k, isText, ''),
      },
      view: VIEWS[take('view', content.v, whole(0, VIEWS.length - 1), 0)],
      panel: take('panel', content.p, isText, 'outcomes'),
      budget: take<number | null>('budget', content.b, (b) => typeof b === 'number' && b >= 0 && b <= 1e10, null),
      language: take('language', content.l, (value) => value === 'en' || value === 'zh', 'en'),
      lesson: readLesson(content.e, unread),
    },
  };
}

function readLesson(value: Json | undefined, unread: string[]): Lesson | null {
  if (value === undefined) return null;
  const texts = (list: Json | undefined) =>
    Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string').slice(0, 50) : [];
  if (isTree(value)) return { hidden: texts(value.h), locked: texts(value.k), curtain: value.c === 1 };
  unread.push('lesson');
  return null;
}

function readScenario(entry: Json, i: number, presets: readonly Preset[], unread: string[]): SharedScenario[] {
  const place = `scenario ${i + 1}`;
  if (!Array.isArray(entry)) {
    unread.push(place);
    return [];
  }
  const [slot, key, patch] = entry;
  if (!Number.isInteger(slot) || (slot as number) < 0 || (slot as number) >= MOST_SCENARIOS) {
    unread.push(place);
    return [];
  }
  const preset = presets.find((candidate) => candidate.key === key);
  if (!preset && key !== 0) unread.push(`${place}: preset ${String(key)}`);
  const patched = applyPatch(preset?.document ?? EMPTY, isTree(patch) ? patch : {});
  const { document, dropped } = cleanDocument(patched);
  unread.push(...dropped.map((path) => `${place}: ${path}`));
  return [{ slot: slot as number, preset: preset?.key ?? null, document }];
}

/** Removes, one after the other, the fields of a document that this version does not accept. */
export function cleanDocument(given: ScenarioDocument): { document: ScenarioDocument; dropped: readonly string[] } {
  const dropped: string[] = [];
  let document: Json = given;
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      parseScenario(document);
      return { document: document as ScenarioDocument, dropped };
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      const { path } = error.problems[0]!;
      dropped.push(path === '' ? 'all' : path);
      if (path === '') break;
      document = without(document, path.match(/[^.[\]]+/g) ?? []);
    }
  }
  return { document: {}, dropped };
}

function without(node: Json, [step, ...rest]: readonly string[]): Json {
  if (step === undefined) return node;
  if (Array.isArray(node)) {
    const at = Number(step);
    if (rest.length === 0) return node.filter((_, i) => i !== at);
    return node.map((item, i) => (i === at ? without(item, rest) : item));
  }
  if (!isTree(node)) return node;
  if (rest.length === 0 || !(step in node))
    return Object.fromEntries(Object.entries(node).filter(([key]) => key !== step));
  return { ...node, [step]: without(node[step]!, rest) };
}
