/// <reference types="vite/client" />
/** The scenarios of the folder `scenarios`, as the page offers them: bundled, with `extends` resolved. */
import { parameters } from '../sim/index.ts';
import { mergeScenario } from './scenario/merge.ts';
import { plain, type TracedObject, trace } from './scenario/traced.ts';

/** A scenario as JSON: what a file holds and what the page edits. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type ScenarioDocument = { readonly [key: string]: Json };

export interface Preset {
  /** The file's name without its ending. */
  readonly key: string;
  readonly document: ScenarioDocument;
}

/** Households of the community that the page opens with: about 1,000 residents. */
export const PAGE_HOUSEHOLDS = 444;

const FILES = import.meta.glob<string>('../scenarios/*.json', { query: '?raw', import: 'default', eager: true });
const TEXTS = new Map(
  Object.entries(FILES)
    .map(([path, text]) => [path.replace(/^.*\//, ''), text] as const)
    .filter(([name]) => !name.endsWith('.schema.json')),
);

/** Reads a bundled file by name, so that an imported scenario can extend one. */
export function readBundled(path: string): string {
  const text = TEXTS.get(path.replace(/^.*[/\\]/, ''));
  if (text === undefined) throw Object.assign(new Error('not among the scenarios of this page'), { code: 'ENOENT' });
  return text;
}

function isInterventionList(value: unknown): value is readonly Record<string, Json>[] {
  return Array.isArray(value);
}

/**
 * A policy written for one size of community, for another: money and seats in proportion, so that it costs the same
 * per resident. Prices, reach and pay hold per person and stay.
 */
export function rescale(document: ScenarioDocument, factor: number): ScenarioDocument {
  if (!isInterventionList(document.interventions)) return document;
  const interventions = document.interventions.map((entry) => ({
    ...entry,
    ...(typeof entry.cap === 'number' ? { cap: Math.round(entry.cap * factor) } : {}),
    ...(typeof entry.seats === 'number' ? { seats: Math.ceil(entry.seats * factor) } : {}),
  }));
  return { ...document, interventions };
}

/** A bundled file with what it extends. They are known to be sound, so no parser is needed that explains mistakes. */
function load(file: string): TracedObject {
  const { $schema: _schema, extends: parent, ...own } = JSON.parse(readBundled(file)) as Record<string, Json>;
  const tree = trace(own, file) as TracedObject;
  return typeof parent === 'string' ? mergeScenario(load(parent), tree) : tree;
}

function preset(file: string): Preset {
  const name = file.replace(/\.json$/, '');
  const document = plain(load(file)) as ScenarioDocument;
  const households = parameters.find((row) => row.path === 'population.households')!.default as number;
  // an institution's money is that of one community and does not scale: its preset keeps the community of its file
  if (document.institutions !== undefined) {
    return { key: name, document: { name, ...document, population: document.population ?? { households } } };
  }
  const sized =
    document.population === undefined
      ? { ...rescale(document, PAGE_HOUSEHOLDS / households), population: { households: PAGE_HOUSEHOLDS } }
      : document;
  return { key: name, document: { name, ...sized } };
}

export const presets: readonly Preset[] = [...TEXTS.keys()].sort().map(preset);

/** What the page opens with: the baseline first. */
export const FIRST_PRESETS = ['baseline', 'training'] as const;
export const FIRST_SEEDS = 50;
