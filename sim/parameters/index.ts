import { decide, learn, mode, produce, project } from './behaviour.ts';
import { institutions } from './institutions/index.ts';
import { instruments, intervention } from './instruments.ts';
import { ageTenure, population, ties, traits } from './population.ts';
import { type Choice, optional, type Parameter, real, SKETCH, whole } from './row.ts';

/**
 * The one table that defines every parameter of the model, as a tree: the place of a row is its path in a scenario
 * file (`population.households`). Groups of interventions stand under `instruments` and are used once per intervention.
 */
export const tree = {
  weeks: whole(156, [1, 5000], 'weeks', 'Weeks that are recorded', '记录的周数'),
  burnIn: whole(
    104,
    [0, 127],
    'weeks',
    'Unrecorded weeks before week 0, without interventions',
    '第0周之前不记录、无干预的预热周数',
  ),
  population,
  traits,
  ties,
  decide,
  mode,
  project,
  produce,
  learn,
  budget: {
    cap: optional(
      real(
        0,
        [0, 1e10],
        'CNY',
        'Most that all interventions together may spend; no limit when absent',
        '全部干预的支出上限；缺省为不限',
      ),
    ),
    observationError: real(
      0.1,
      [0, 2],
      'trait',
      'Error with which the government observes a trait (standard deviation)',
      '政府观察居民特质的误差（标准差）',
      SKETCH,
    ),
  },
};

export type { Choice, Parameter };
export { ageTenure, institutions, instruments, intervention };

/** The values of a tree of parameters: a number (or null where absence has a meaning) at every leaf. */
export type Values<T> = {
  readonly [K in keyof T]: T[K] extends { readonly kind: 'parameter'; readonly default: infer D }
    ? D extends number
      ? number
      : number | null
    : T[K] extends { readonly kind: 'choice'; readonly options: readonly (infer O)[] }
      ? O
      : Values<T[K]>;
};

/** A row of the flat table: the parameter and the path under which it is set. */
export type ParameterRow = Parameter & { readonly path: string };
export type ChoiceRow = Choice & { readonly path: string };

function isParameter(node: unknown): node is Parameter {
  return typeof node === 'object' && node !== null && (node as Parameter).kind === 'parameter';
}

function flatten(node: object, path: string): ParameterRow[] {
  return Object.entries(node).flatMap(([name, child]) => {
    const here = path === '' ? name : `${path}.${name}`;
    return isParameter(child) ? [{ ...child, path: here }] : flatten(child, here);
  });
}

/**
 * The table as rows, in the order of the tree. Rows of interventions have paths with the instrument's name in the
 * place of an id (`interventions.training.seats`; a scenario's own intervention 1 is set by `interventions.1.seats`).
 */
export const parameters: readonly ParameterRow[] = [
  ...flatten(tree, ''),
  ...flatten(ageTenure, 'population.ageTenure'),
  ...flatten(intervention, 'interventions.*'),
  ...flatten(instruments, 'interventions'),
];

/** Rows of the institutions (`institutions.fund.grant`), numbers and words; a scenario has an institution if it names it. */
export const institutionParameters: readonly (ParameterRow | ChoiceRow)[] = Object.entries(institutions).flatMap(
  ([name, group]) =>
    Object.entries(group as Readonly<Record<string, Parameter | Choice>>).map(([key, row]) => ({
      ...row,
      path: `institutions.${name}.${key}`,
    })),
);
