import * as z from 'zod';
import { INSTITUTION_SERIES, type Problem, SERIES } from '../../sim/index.ts';
import { MEASURE_NAMES } from './measures.ts';
import { at, innermost, pathText, problemsOf } from './schema-problems.ts';

/** The version of the experiment format. */
export const EXPERIMENT_FORMAT = 1;

const text = z.strictObject({ en: z.string(), zh: z.string() }).default({ en: '', zh: '' });
const count = (max: number) => z.int().min(1).max(max);
const value = z.union([z.number(), z.string(), z.boolean()]);
const settings = z
  .record(z.string(), value)
  .default({})
  .meta({ description: 'path: value, as --set takes them; "coproduce parameters" lists the paths' });

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u;

const scenario = z.union([
  z.string().min(1).meta({ description: 'relative path of a scenario file' }),
  z.strictObject({
    file: z.string().min(1).meta({ description: 'relative path of a scenario file' }),
    name: z.string().regex(NAME).max(100).optional(),
    set: settings,
  }),
  z
    .looseObject({ name: z.string().regex(NAME).max(100), file: z.never().optional() })
    .meta({ description: 'a scenario, written here' }),
]);

const varied = z
  .strictObject({
    path: z.string().min(1).meta({ description: 'a path of the parameter table' }),
    min: z.number().optional().meta({ description: "lower end of the range; default: the table's" }),
    max: z.number().optional().meta({ description: "upper end of the range; default: the table's" }),
    values: z.array(value).min(1).optional().meta({ description: 'the only values, instead of a range' }),
  })
  .meta({ description: 'a parameter that is varied' });

export const DESIGNS = ['list', 'factorial', 'latin-hypercube', 'sobol', 'morris', 'saltelli'] as const;
const MOST_POINTS = 2 ** 32;

const design = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('list'),
    points: z.array(z.record(z.string(), value)).min(1).meta({ description: 'settings of every point' }),
  }),
  z.strictObject({
    type: z.literal('factorial'),
    levels: z.int().min(1).max(1000).default(3).meta({ description: 'into how many values a range is cut' }),
  }),
  z.strictObject({ type: z.literal('latin-hypercube'), points: count(MOST_POINTS) }),
  z.strictObject({
    type: z.literal('sobol'),
    points: count(MOST_POINTS),
    shifted: z
      .boolean()
      .default(false)
      .meta({ description: 'shift all points by one random vector; without, they are the published ones' }),
  }),
  z.strictObject({
    type: z.literal('morris'),
    trajectories: count(1_000_000),
    levels: z.int().min(2).max(100).multipleOf(2).default(4),
  }),
  z.strictObject({
    type: z.literal('saltelli'),
    base: count(100_000_000).meta({ description: 'rows; each takes as many points as parameters, and two' }),
  }),
]);

const seeds = z.union([
  count(1_000_000_000),
  z.strictObject({ count: count(1_000_000_000), base: z.string().optional() }),
  z.array(z.string().min(1)).min(1),
]);

/** Weekly values of the community, and those of institutions (`lifts_approved`), empty where a run has none. */
const seriesName = z.enum([...SERIES, ...INSTITUTION_SERIES] as [string, ...string[]]);

const STATISTICS = ['mean', 'min', 'max', 'sum', 'last'] as const;
const summary = z.union([
  z.enum(MEASURE_NAMES as [string, ...string[]]),
  z.strictObject({
    name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/),
    series: seriesName,
    statistic: z.enum(STATISTICS).default('mean'),
    from: z.int().min(0).default(0),
    to: z.int().min(1).nullable().default(null).meta({ description: 'first week without it; the end when absent' }),
  }),
]);

const keep = z
  .strictObject({
    series: z
      .array(seriesName)
      .default(['active', 'rate', 'quality', 'spent'])
      .meta({ description: 'columns of the table series' }),
    weeks: z
      .union([
        z.enum(['all', 'none']),
        z.strictObject({ every: count(5000) }),
        z.array(z.int().min(0).max(4999)).min(1),
      ])
      .default('all')
      .meta({ description: 'weeks of the table series; every: n means the last of every n weeks' }),
    summaries: z
      .array(summary)
      .default([...MEASURE_NAMES])
      .meta({ description: 'columns of the table runs' }),
    ledger: z.boolean().default(true).meta({ description: 'whether the table ledger is kept' }),
  })
  .prefault({});

const experimentSchema = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal(EXPERIMENT_FORMAT).default(EXPERIMENT_FORMAT),
  name: z.string().regex(NAME).max(100).optional(),
  title: text,
  about: text,
  source: z.string().default(''),
  scenarios: z
    .array(scenario)
    .min(1)
    .max(10_000)
    .meta({ description: 'the policies; contrasts are drawn against the first one' }),
  set: settings,
  vary: z.array(varied).max(1000).default([]),
  design: design.default({ type: 'factorial', levels: 3 }),
  seeds: seeds.default(16),
  luck: z
    .enum(['same', 'own'])
    .default('same')
    .meta({ description: 'same: every scenario and point runs with the same seeds, so that they can be paired' }),
  key: z.string().default('design').meta({ description: 'seed of random designs and of bootstrap intervals' }),
  keep,
});

/** An experiment file as it stands, with defaults filled in; scenarios and paths are not resolved. */
export type ExperimentSpec = z.output<typeof experimentSchema>;
export type SummarySpec = ExperimentSpec['keep']['summaries'][number];

export function summaryName(summary: SummarySpec): string {
  return typeof summary === 'string' ? summary : summary.name;
}

/** Checks the form of an experiment as read from JSON: the specification, or every problem. */
export function parseExperimentSpec(input: unknown): { spec: ExperimentSpec | null; problems: readonly Problem[] } {
  const { spec, problems } = readSpec(input);
  return { spec: problems.length > 0 ? null : spec, problems };
}

/** What of an experiment could not be read. */
export interface Unread {
  /** Parts for which their defaults stand. */
  readonly parts: ReadonlySet<PropertyKey>;
  /** Numbers of the entries for which something stands that means nothing. */
  readonly scenarios: ReadonlySet<number>;
  readonly vary: ReadonlySet<number>;
  /** For every other list of which entries are left out: the numbers in the file of those that stay. */
  readonly numbers: ReadonlyMap<string, readonly number[]>;
}

/**
 * As {@link parseExperimentSpec}, with a specification even where some parts are wrong, so that the others can be checked
 * further: without unknown keys and wrong entries, and with the defaults of other parts that are wrong, as `unread` says.
 * `null` where the input is no object.
 */
export function readSpec(input: unknown): {
  spec: ExperimentSpec | null;
  problems: readonly Problem[];
  unread: Unread;
} {
  const parts = new Set<PropertyKey>();
  const wrong = new Map<string, { list: readonly PropertyKey[]; entries: Set<number> }>();
  const numbers = new Map<string, readonly number[]>();
  const unreadOf = (list: string) => wrong.get(list)?.entries ?? new Set<number>();
  const result = experimentSchema.safeParse(input, { reportInput: true });
  if (result.success) return { spec: result.data, problems: [], unread: NOTHING_UNREAD };
  const issues = result.error.issues.flatMap((issue) => innermost(issue, input));
  const problems = problemsOf(issues, input, knownKeys);
  const rest = structuredClone(input) as Record<string, unknown>;
  for (const issue of issues) {
    const { path } = issue;
    const entry = path.findIndex((step) => typeof step === 'number');
    if (issue.code === 'unrecognized_keys') {
      const group = at(rest, path);
      // it may have been left out already
      if (typeof group === 'object' && group !== null) for (const key of issue.keys) Reflect.deleteProperty(group, key);
    } else if (entry >= 0) {
      const list = path.slice(0, entry);
      const known = wrong.get(pathText(list)) ?? { list, entries: new Set() };
      wrong.set(pathText(list), known);
      known.entries.add(path[entry] as number);
    } else if (path.length > 0) leaveOut(rest, path, parts);
  }
  for (const [name, { list, entries }] of wrong) {
    const all = at(rest, list);
    // the whole part may be wrong as well
    if (!Array.isArray(all)) continue;
    const left = [...all.keys()].filter((i) => !entries.has(i));
    if (name === 'vary' || name === 'scenarios') for (const i of entries) all[i] = NOTHING[name];
    else if (left.length === 0) leaveOut(rest, list, parts);
    else {
      numbers.set(name, left);
      const before = all.splice(0);
      for (const i of left) all.push(before[i]);
    }
  }
  if (parts.has('scenarios')) rest.scenarios = [NOTHING.scenarios];
  const scenarios = parts.has('scenarios') ? new Set([0]) : unreadOf('scenarios');
  const spec = experimentSchema.safeParse(rest).data ?? null;
  return { spec, problems, unread: { parts, scenarios, vary: unreadOf('vary'), numbers } };
}

const NOTHING_UNREAD: Unread = { parts: new Set(), scenarios: new Set(), vary: new Set(), numbers: new Map() };

/** What stands for entries that keep their places. */
const NOTHING = { scenarios: '?', vary: { path: '?' } };

/** Leaves out the part of an experiment that a path lies in; parts of `keep` and `set` go one by one. */
function leaveOut(rest: Record<string, unknown>, path: readonly PropertyKey[], parts: Set<PropertyKey>): void {
  const [first, second] = path as readonly string[];
  const group = rest[first];
  if ((first === 'keep' || first === 'set') && second !== undefined && typeof group === 'object' && group !== null) {
    delete (group as Record<string, unknown>)[second];
  } else {
    parts.add(first);
    delete rest[first];
  }
}

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  const [first, , third] = path;
  if (first === undefined) return Object.keys(experimentSchema.shape);
  if (first === 'scenarios' && third === undefined) return ['file', 'name', 'set'];
  if (first === 'vary') return ['path', 'min', 'max', 'values'];
  if (first === 'design') return ['type', 'points', 'levels', 'shifted', 'trajectories', 'base'];
  if (first === 'seeds') return ['count', 'base'];
  if (first === 'keep' && path.length === 1) return ['series', 'weeks', 'summaries', 'ledger'];
  if (first === 'keep') return ['name', 'series', 'statistic', 'from', 'to', 'every'];
  return ['en', 'zh'];
}

/**
 * The JSON Schema (draft 2020-12) of an experiment file. A scenario written inside it has the scenario's schema, which
 * this one refers to by its place beside the scenarios: `coproduce schema` prints it.
 */
export function experimentJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(experimentSchema, { io: 'input' }) as { properties: Record<string, unknown> };
  const scenarios = schema.properties.scenarios as { items: { anyOf: unknown[] } };
  scenarios.items.anyOf[2] = { $ref: '../scenario.schema.json', required: ['name'] };
  return { ...schema, title: 'Coproduce experiment' };
}
