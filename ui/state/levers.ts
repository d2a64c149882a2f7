/**
 * The levers of the page and what they do to a scenario document. Documents are plain JSON and never changed in
 * place; a field that a lever does not know stays as it was.
 */
import type { InstrumentName, Json, ScenarioDocument } from '../../src/lab.ts';

export type LeverName = 'mobilisation' | 'materials' | 'pay' | 'training' | 'power' | 'digital';

export interface Lever {
  readonly name: LeverName;
  /** The first is the one that a new intervention gets. */
  readonly instruments: readonly InstrumentName[];
  /** The field that the slider sets. */
  readonly field: string;
  /** Value of the slider's right end; more can be typed, up to the parameter's own limit. */
  readonly most: number;
  readonly step: number;
  /** Shown in parts of 100. */
  readonly percent: boolean;
  /** Its value when the instrument is absent, shown as the slider's default tick. */
  readonly rest: number;
  /** The value that a newly added instrument starts with. */
  readonly start: number;
}

export const LEVERS: readonly Lever[] = [
  {
    name: 'mobilisation',
    instruments: ['doorVisits', 'leaflet', 'broadcast', 'recognition', 'caseSharing'],
    field: 'reach',
    most: 1,
    step: 0.01,
    percent: true,
    rest: 0,
    start: 1,
  },
  {
    name: 'materials',
    instruments: ['materials'],
    field: 'units',
    most: 2,
    step: 0.05,
    percent: false,
    rest: 0,
    start: 0.5,
  },
  { name: 'pay', instruments: ['incentive'], field: 'pay', most: 3, step: 0.1, percent: false, rest: 0, start: 1 },
  {
    name: 'training',
    instruments: ['training'],
    field: 'seats',
    most: 60,
    step: 1,
    percent: false,
    rest: 0,
    start: 13,
  },
  {
    name: 'power',
    instruments: ['empowerment'],
    field: 'power',
    most: 1,
    step: 0.01,
    percent: true,
    rest: 0.3,
    start: 0.7,
  },
  {
    name: 'digital',
    instruments: ['digital'],
    field: 'middle',
    most: 0.6,
    step: 0.01,
    percent: true,
    rest: 0,
    start: 0.15,
  },
];

export const MAIN_LEVERS: readonly LeverName[] = ['mobilisation', 'materials', 'pay', 'training'];

/** Ids as the shipped scenarios use them: the luck of an intervention hangs on its id. */
const IDS: Readonly<Record<InstrumentName, number>> = {
  materials: 1,
  incentive: 2,
  training: 3,
  doorVisits: 4,
  leaflet: 5,
  empowerment: 6,
  broadcast: 7,
  recognition: 8,
  caseSharing: 9,
  digital: 10,
};

export const FIRST_WEEK = 26;
export const LAST_WEEK = 78;

export type Entry = { readonly [key: string]: Json };

export function interventionsOf(document: ScenarioDocument): readonly Entry[] {
  return Array.isArray(document.interventions) ? (document.interventions as readonly Entry[]) : [];
}

export function withInterventions(document: ScenarioDocument, interventions: readonly Entry[]): ScenarioDocument {
  return { ...document, interventions };
}

/** Where a lever's intervention stands in a document; −1 where it has none. */
export function indexOf(document: ScenarioDocument, lever: Lever): number {
  return interventionsOf(document).findIndex(
    (entry) => lever.instruments.includes(entry.instrument as InstrumentName) && entry.enabled !== false,
  );
}

export function entryOf(document: ScenarioDocument, lever: Lever): Entry | null {
  return interventionsOf(document)[indexOf(document, lever)] ?? null;
}

/** The value of a field of an entry, from the document or from the parameter table's default. */
export function numberOf(entry: Entry, field: string, defaults: Defaults): number | null {
  const own = entry[field];
  return typeof own === 'number' || own === null ? own : defaults(String(entry.instrument), field);
}

/** Looks up the default of an instrument's field. */
export type Defaults = (instrument: string, field: string) => number | null;

/** The strength of a lever in a document. */
export function strengthOf(document: ScenarioDocument, lever: Lever, defaults: Defaults): number {
  const entry = entryOf(document, lever);
  return entry === null ? lever.rest : (numberOf(entry, lever.field, defaults) ?? lever.rest);
}

/** Changes fields of a lever's intervention, which is added where the document has none. */
export function setLever(
  document: ScenarioDocument,
  lever: Lever,
  fields: Readonly<Record<string, Json>>,
): ScenarioDocument {
  const entries = interventionsOf(document);
  const at = indexOf(document, lever);
  if (at >= 0) {
    const changed = { ...entries[at]!, ...fields };
    return withInterventions(
      document,
      entries.map((entry, i) => (i === at ? changed : entry)),
    );
  }
  const instrument = lever.instruments[0]!;
  const fresh = { id: freeId(entries, IDS[instrument]), instrument, from: FIRST_WEEK, to: LAST_WEEK, ...fields };
  return withInterventions(document, [...entries, fresh]);
}

/** Gives a lever another instrument (another channel of mobilisation) at the same reach, time and cap. */
export function setInstrument(document: ScenarioDocument, lever: Lever, instrument: InstrumentName): ScenarioDocument {
  const entries = interventionsOf(document);
  const at = indexOf(document, lever);
  const old = entries[at] ?? { from: FIRST_WEEK, to: LAST_WEEK, [lever.field]: lever.rest };
  const others = entries.filter((_, i) => i !== at);
  const kept = Object.fromEntries(
    ['from', 'to', 'cap', 'whom', lever.field].flatMap((key) => (key in old ? [[key, old[key]!]] : [])),
  );
  const fresh = { id: freeId(others, IDS[instrument]), instrument, ...kept };
  return withInterventions(
    document,
    at < 0 ? [...entries, fresh] : entries.map((entry, i) => (i === at ? fresh : entry)),
  );
}

function freeId(entries: readonly Entry[], wanted: number): number {
  const taken = new Set(entries.map((entry) => entry.id));
  let id = wanted;
  while (taken.has(id)) id = (id + 1) % 256;
  return id;
}

/** A value of the document by its dotted path. */
export function getPath(document: ScenarioDocument, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>(
      (node, key) => (typeof node === 'object' && node !== null ? (node as Entry)[key] : undefined),
      document,
    );
}

/** Sets a parameter by its dotted path; `undefined` takes it out, so that the default holds. */
export function setPath(document: ScenarioDocument, path: string, value: Json | undefined): ScenarioDocument {
  const [key, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length === 0) {
    const { [key]: _old, ...others } = document;
    return value === undefined ? others : { ...document, [key]: value };
  }
  const child = document[key];
  const inner = typeof child === 'object' && child !== null && !Array.isArray(child) ? (child as Entry) : {};
  const changed = setPath(inner, rest.join('.'), value);
  const { [key]: _old, ...others } = document;
  return Object.keys(changed).length === 0 ? others : { ...document, [key]: changed };
}

/** Parameters that hold for the whole comparison: other residents or another calendar cannot be paired by seed. */
export function isShared(path: string): boolean {
  return /^(population|weeks|burnIn|traits|ties)(\.|$)/.test(path);
}
