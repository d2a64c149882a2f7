/**
 * A scenario: its schema, made from the parameter table, and what is said where a file breaks it. The lines are many
 * because the schema, its messages and the rules between fields are one thing to whoever changes the format.
 */
import * as z from 'zod';
import {
  ageTenure,
  type Choice,
  institutions,
  instruments,
  intervention,
  type Parameter,
  tree,
  type Values,
} from './parameters/index.ts';
import type { Bilingual } from './parameters/row.ts';

// Without this, zod tries to compile validators with `new Function`, which a strict Content-Security-Policy forbids.
z.config({ jitless: true });

/** The version of the scenario format; a file may carry it, and a newer one is refused in words. */
export const FORMAT = 1;

export const AGES = ['18-34', '35-59', '60+'] as const;
export const TENURES = ['owner', 'renter'] as const;
export const STAGES = ['bystander', 'newcomer', 'sustained', 'lapsed'] as const;
export const OBSERVED = ['motivation', 'trust', 'efficacy', 'habit', 'knowHow'] as const;
export const INSTRUMENTS = Object.keys(instruments) as readonly InstrumentName[];

export type InstrumentName = keyof typeof instruments;
export type InstitutionName = string & keyof typeof institutions;
export type InstitutionSettings = { readonly [N in InstitutionName]?: Values<(typeof institutions)[N]> };
export type ModelParameters = Values<typeof tree> & {
  readonly population: { readonly ageTenure: Values<typeof ageTenure> | null };
};
export type Whom = z.output<typeof whomSchema>;

interface Common {
  /** Stable number, 0–255; also the order in which several interventions act. */
  readonly id: number;
  readonly enabled: boolean;
  readonly from: number;
  /** First week without it; `null`: until the run ends. */
  readonly to: number | null;
  /** Most it may spend, in CNY; `null`: no limit. */
  readonly cap: number | null;
  readonly whom: Whom;
}

/** One intervention: an instrument, its settings, when and for whom. */
export type Intervention = {
  [N in InstrumentName]: Common & { readonly instrument: N } & Values<(typeof instruments)[N]>;
}[InstrumentName];
export type InterventionOf<N extends InstrumentName> = Extract<Intervention, { readonly instrument: N }>;

/** A scenario with every default filled in: what the model runs. */
export interface Scenario {
  /** Short key used in tables; the file's name when the file does not say. */
  readonly name: string;
  readonly title: Bilingual;
  readonly about: Bilingual;
  readonly source: string;
  readonly assumptions: readonly Bilingual[];
  readonly parameters: ModelParameters;
  /** In ascending order of id, the disabled ones left out. */
  readonly interventions: readonly Intervention[];
  /** The institutions at work and their settings, the disabled ones left out. */
  readonly institutions: InstitutionSettings & Readonly<Record<string, unknown>>;
}

/** One thing that is wrong with a scenario: where, what was found, what is allowed. */
export interface Problem {
  /** For example `interventions[2].from`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  /** For an unknown key: the keys that are known at that place, so that a reader can be offered the nearest. */
  readonly unknown?: { readonly key: string; readonly known: readonly string[] };
}

/** Every problem of a scenario at once; `message` has one line per problem. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((p) => (p.path === '' ? p.message : `${p.path}: ${p.message}`)).join('\n'));
  }
}

function isParameter(node: object): node is Parameter {
  return (node as Parameter).kind === 'parameter';
}

function isChoice(node: object): node is Choice {
  return (node as Choice).kind === 'choice';
}

function choiceSchema(row: Choice): z.ZodType {
  return z
    .enum(row.options as [string, ...string[]])
    .default(row.default)
    .meta({ description: `${row.en} ${row.source}`, titleZh: row.zh });
}

/** The schema of one table row. */
function numberSchema(row: Parameter): z.ZodType {
  const base = row.integer ? z.int() : z.number();
  const described = { description: `${row.en} [${row.unit}] ${row.source}`, titleZh: row.zh };
  const bounded = base.min(row.min).max(row.max);
  return row.default === null
    ? bounded.nullable().default(null).meta(described)
    : bounded.default(row.default).meta(described);
}

/** The fields of a group of the table, as a shape for `z.strictObject`. */
function shape(group: object): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(group).map(([name, child]) => [
      name,
      isParameter(child) ? numberSchema(child) : isChoice(child) ? choiceSchema(child) : groupSchema(child),
    ]),
  );
}

function groupSchema(group: object, extra: Record<string, z.ZodType> = {}): z.ZodType {
  return z.strictObject({ ...shape(group), ...extra }).prefault({});
}

const text = z.strictObject({ en: z.string(), zh: z.string() });
const share = z.number().min(0).max(1);

const whomSchema = z
  .discriminatedUnion('group', [
    z.strictObject({ group: z.literal('everyone') }),
    z.strictObject({ group: z.literal('lot'), share: share.meta({ description: 'drawn once, at set-up' }) }),
    z.strictObject({ group: z.literal('blocks'), blocks: z.array(z.int().min(0)).min(1) }),
    z.strictObject({ group: z.literal('age'), ages: z.array(z.enum(AGES)).min(1) }),
    z.strictObject({ group: z.literal('tenure'), tenure: z.enum(TENURES) }),
    z.strictObject({ group: z.literal('stage'), stages: z.array(z.enum(STAGES)).min(1) }),
    z.strictObject({ group: z.literal('non-participants') }),
    z.strictObject({ group: z.literal('leaders') }),
    z.strictObject({ group: z.literal('lowest'), trait: z.enum(OBSERVED), share: share.default(1) }),
    z.strictObject({ group: z.literal('highest'), trait: z.enum(OBSERVED), share: share.default(1) }),
  ])
  .meta({
    description: 'Who is eligible; with lowest or highest, doses are served in the order of the observed trait',
  });

const interventionSchema = z.discriminatedUnion(
  'instrument',
  INSTRUMENTS.map((name) =>
    z.strictObject({
      id: z.int().min(intervention.id.min).max(intervention.id.max).meta({ description: intervention.id.en }),
      instrument: z.literal(name),
      enabled: z.boolean().default(true),
      from: numberSchema(intervention.from),
      to: numberSchema(intervention.to),
      cap: numberSchema(intervention.cap),
      whom: whomSchema.default({ group: 'everyone' }),
      ...shape(instruments[name]),
    }),
  ) as unknown as [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
);

const { population, ...groups } = tree;
const nothing: Bilingual = { en: '', zh: '' };

const scenarioSchema = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal(FORMAT).default(FORMAT),
  name: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u)
    .max(100)
    .optional(),
  title: text.default(nothing),
  about: text.default(nothing),
  source: z.string().default(''),
  assumptions: z.array(text).default([]),
  ...shape(groups),
  population: groupSchema(population, { ageTenure: z.strictObject(shape(ageTenure)).nullable().default(null) }),
  interventions: z.array(interventionSchema).max(256).default([]),
  institutions: z.strictObject(institutionShapes()).prefault({}),
});

/** Naming an institution puts it to work; `enabled: false` rests one that an extended scenario names. */
function institutionShapes(): Record<string, z.ZodType> {
  const enabled = z.boolean().default(true);
  return Object.fromEntries(
    Object.entries(institutions).map(([name, group]) => [
      name,
      z.strictObject({ enabled, ...shape(group as object) }).optional(),
    ]),
  );
}

/**
 * The JSON Schema (draft 2020-12) of a scenario file, made from the parameter table. A file may also say `extends`,
 * the relative path of the scenario it starts from; whoever reads files resolves that before parsing.
 */
export function scenarioJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input' }) as Record<string, unknown>;
  const properties = schema.properties as Record<string, unknown>;
  const base = { type: 'string', description: 'Relative path of the scenario that this one starts from' };
  return {
    ...schema,
    $id: 'https://coproduce.example/scenario.schema.json',
    title: 'Coproduce scenario',
    properties: { ...properties, extends: base },
  };
}

/**
 * Checks a scenario as read from JSON and fills in every default.
 *
 * @param input the parsed file, with `extends` already resolved
 * @param fallbackName the name when the file gives none
 * @throws {ScenarioError} listing every problem with its path, the value received and what is allowed
 */
export function parseScenario(input: unknown, fallbackName = 'scenario'): Scenario {
  const result = scenarioSchema.safeParse(input, { reportInput: true });
  const problems = result.success ? [] : result.error.issues.flatMap((issue) => describe(issue, input));
  problems.push(...crossChecks(input));
  if (!result.success || problems.length > 0) throw new ScenarioError(problems);
  const {
    $schema: _schema,
    format: _format,
    name,
    title,
    about,
    source,
    assumptions,
    interventions,
    institutions: named,
    ...parameters
  } = result.data;
  return {
    name: name ?? fallbackName,
    title: nonEmpty(title, name ?? fallbackName),
    about,
    source,
    assumptions,
    parameters: parameters as unknown as ModelParameters,
    institutions: atWork(named as Record<string, { enabled: boolean } | undefined>),
    interventions: (interventions as unknown as Intervention[]).filter((i) => i.enabled).sort((a, b) => a.id - b.id),
  };
}

/** Settings of the institutions that are named and enabled. */
function atWork(named: Readonly<Record<string, { enabled: boolean } | undefined>>): Scenario['institutions'] {
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, entry]) => {
      if (!entry?.enabled) return [];
      const { enabled: _enabled, ...settings } = entry;
      return [[name, settings]];
    }),
  ) as Scenario['institutions'];
}

function nonEmpty(title: Bilingual, name: string): Bilingual {
  return { en: title.en === '' ? name : title.en, zh: title.zh === '' ? name : title.zh };
}

/** `['interventions', 2, 'from']` as `interventions[2].from`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

/** A received value as JSON, cut short where it is long. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null ? (node as Record<PropertyKey, unknown>)[step] : undefined,
    input,
  );
}

/** One issue of the schema library in this project's words: what was received and what is allowed. */
function describe(issue: z.core.$ZodIssue, input: unknown): Problem[] {
  const path = pathText(issue.path);
  const received = shown(at(input, issue.path));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: pathText([...issue.path, key]),
        message: 'unknown key',
        unknown: { key, known: knownKeys(issue.path, input) },
      }));
    case 'too_small':
    case 'too_big': {
      const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      const what = issue.origin === 'array' ? ' entries' : issue.origin === 'string' ? ' characters' : '';
      return [{ path, message: `${received} is out of range, allowed is ${limit}${what}` }];
    }
    case 'invalid_type':
      return [{ path, message: `expected ${typeName(issue)}, received ${received}` }];
    case 'invalid_value':
      return [{ path, message: invalidValue(issue, received) }];
    case 'invalid_union':
      return [unionProblem(issue, path, input)];
    case 'invalid_format':
      return [{ path, message: `${received} is not allowed; use letters, digits, dot, dash and underscore` }];
    default:
      return [{ path, message: `${issue.message}, received ${received}` }];
  }
}

function typeName(issue: z.core.$ZodIssueInvalidType): string {
  const name = issue.expected === 'int' ? 'a whole number' : issue.expected === 'number' ? 'a number' : issue.expected;
  return name === 'object' || name === 'array' ? `an ${name}` : name;
}

function invalidValue(issue: z.core.$ZodIssueInvalidValue, received: string): string {
  if (issue.path[0] === 'format')
    return `format ${received} is not known, this version reads format ${FORMAT}; a newer version may be needed`;
  return `${received} is not one of ${issue.values.map(String).join(', ')}`;
}

/** The only unions are `instrument` and `whom.group`: the message names the field that decides between the forms. */
function unionProblem(issue: z.core.$ZodIssueInvalidUnion, path: string, input: unknown): Problem {
  const field = issue.path.at(-1);
  const received = at(input, issue.path);
  const allowed = field === 'group' ? whomSchema.options.map((o) => o.shape.group.value) : INSTRUMENTS;
  const message = `${shown(received)} is not one of ${allowed.join(', ')}`;
  return typeof received === 'string'
    ? { path, message, unknown: { key: received, known: allowed } }
    : { path, message };
}

/** The keys that the schema knows at a place of the file. */
function knownKeys(path: readonly PropertyKey[], input: unknown): readonly string[] {
  if (path.length === 0) return [...Object.keys(scenarioSchema.shape), 'extends'];
  if (path[0] === 'interventions') {
    if (path.at(-1) === 'whom') {
      const group = (at(input, path) as { group?: string } | undefined)?.group;
      const form = whomSchema.options.find((option) => option.shape.group.value === group);
      return Object.keys(form?.shape ?? { group: null });
    }
    const name = (at(input, path) as { instrument?: InstrumentName } | undefined)?.instrument;
    return ['id', 'instrument', 'enabled', 'from', 'to', 'cap', 'whom', ...Object.keys(name ? instruments[name] : {})];
  }
  if (path.at(-1) === 'ageTenure') return Object.keys(ageTenure);
  if (path[0] === 'institutions')
    return ['enabled', ...Object.keys((at({ institutions }, path) as object) ?? {})].slice(path.length === 1 ? 1 : 0);
  const node = at(tree, path) as object | undefined;
  const keys = Object.keys(node ?? {});
  return path[0] === 'population' ? [...keys, 'ageTenure'] : keys;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the schema cannot say: rules between fields. Reads the raw input so that they are reported beside other problems. */
function crossChecks(input: unknown): Problem[] {
  if (!isObject(input)) return [];
  return [...populationChecks(input), ...interventionChecks(input)];
}

function populationChecks(input: Record<string, unknown>): Problem[] {
  const given = isObject(input.population) ? input.population : {};
  const problems: Problem[] = [];
  const number = (key: keyof typeof population) =>
    typeof given[key] === 'number' ? given[key] : (population[key].default ?? 0);
  const ordered = (group: string, low: string, high: string, a: number, b: number) => {
    if (a > b) problems.push({ path: `${group}.${low}`, message: `${a} is above ${high}, which is ${b}` });
  };
  if (typeof given.households === 'number' && typeof given.residents === 'number') {
    problems.push({ path: 'population.residents', message: 'give either households or residents, received both' });
  }
  const expected = number('households') * number('householdSize');
  if (given.residents == null && expected > 2_000_000) {
    problems.push({
      path: 'population.households',
      message: `${number('households')} households are about ${Math.round(expected)} residents, allowed is at most 2000000`,
    });
  }
  const types = number('conditionalShare') + number('freeRiderShare');
  if (types > 1 + 1e-9) {
    problems.push({
      path: 'population.freeRiderShare',
      message: `with conditionalShare it makes ${types}, allowed is at most 1`,
    });
  }
  ordered('population', 'areaMin', 'areaMax', number('areaMin'), number('areaMax'));
  const brought = isObject(input.traits) ? input.traits : {};
  const trait = (key: keyof typeof tree.traits) =>
    typeof brought[key] === 'number' ? brought[key] : tree.traits[key].default;
  ordered('traits', 'knowHowMin', 'knowHowMax', trait('knowHowMin'), trait('knowHowMax'));
  ordered('traits', 'costMin', 'costMax', trait('costMin'), trait('costMax'));
  const table = given.ageTenure;
  if (isObject(table)) {
    const sum = Object.keys(ageTenure).reduce(
      (total, key) => total + (typeof table[key] === 'number' ? table[key] : 0),
      0,
    );
    if (Math.abs(sum - 1) > 1e-9)
      problems.push({ path: 'population.ageTenure', message: `the six shares make ${sum}, allowed is 1` });
  }
  return problems;
}

/** How many blocks a population can have at the most, or `null` where the input is too broken to tell. */
function blockCount(input: Record<string, unknown>): number | null {
  const given = isObject(input.population) ? input.population : {};
  const number = (key: keyof typeof population) => (given[key] === undefined ? population[key].default : given[key]);
  const perBlock = [number('floors'), number('dwellingsPerFloor'), number('stairwellsPerBlock')];
  const residents = given.residents;
  const households = typeof residents === 'number' ? residents : number('households');
  if (typeof households !== 'number' || households < 1 || !perBlock.every((n) => typeof n === 'number' && n > 0))
    return null;
  return Math.ceil(households / (perBlock as number[]).reduce((a, b) => a * b, 1));
}

function interventionChecks(input: Record<string, unknown>): Problem[] {
  if (!Array.isArray(input.interventions)) return [];
  const problems: Problem[] = [];
  const seen = new Map<unknown, number>();
  const blocks = blockCount(input);
  const cents = (path: string, value: unknown) => {
    if (typeof value === 'number' && Math.abs(value * 100 - Math.round(value * 100)) > 1e-6) {
      problems.push({ path, message: `${value} is not a whole number of fen` });
    }
  };
  input.interventions.forEach((entry: unknown, i) => {
    if (!isObject(entry)) return;
    const { id, from = intervention.from.default, to, cap, whom, instrument } = entry;
    const place = `interventions[${i}]`;
    if (typeof id === 'number') {
      if (seen.has(id))
        problems.push({ path: `${place}.id`, message: `${id} is already the id of interventions[${seen.get(id)}]` });
      seen.set(id, i);
    }
    if (typeof from === 'number' && typeof to === 'number' && to <= from) {
      problems.push({ path: `${place}.to`, message: `${to} is not after from, which is ${from}` });
    }
    cents(`${place}.cap`, cap);
    if (!isObject(whom)) return;
    if (
      instrument === 'materials' &&
      typeof whom.group === 'string' &&
      !['everyone', 'lot', 'blocks'].includes(whom.group)
    ) {
      problems.push({
        path: `${place}.whom.group`,
        message: `"${whom.group}" is not possible for materials, which go to blocks; allowed are everyone, lot, blocks`,
      });
    }
    if (instrument === 'empowerment' && typeof whom.group === 'string' && whom.group !== 'everyone') {
      problems.push({
        path: `${place}.whom.group`,
        message: `"${whom.group}" is not possible for empowerment, which holds for the whole community; allowed is everyone`,
      });
    }
    if (Array.isArray(whom.blocks) && blocks !== null) {
      whom.blocks.forEach((block: unknown, j) => {
        if (typeof block === 'number' && block >= blocks) {
          problems.push({
            path: `${place}.whom.blocks[${j}]`,
            message: `no block ${block}, the community has blocks 0 to ${blocks - 1}`,
          });
        }
      });
    }
  });
  if (isObject(input.budget)) cents('budget.cap', input.budget.cap);
  return problems;
}
