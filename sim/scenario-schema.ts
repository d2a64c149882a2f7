/** The schema of scenario files, made from the parameter table. */
import * as z from 'zod';
import {
  ageTenure,
  type Choice,
  institutions,
  instruments,
  intervention,
  type Parameter,
  tree,
} from './parameters/index.ts';
import type { Bilingual } from './parameters/row.ts';
import { AGES, FORMAT, INSTRUMENTS, OBSERVED, STAGES, TENURES } from './scenario.ts';

// Without this, zod tries to compile validators with `new Function`, which a strict Content-Security-Policy forbids.
z.config({ jitless: true });

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

export const whomSchema = z
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

export const scenarioSchema = z.strictObject({
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
