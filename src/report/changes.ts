import { institutionParameters, parameters } from '../../sim/index.ts';
import type { Varied } from '../experiment/design/design.ts';
import type { Contents } from '../experiment/outcomes.ts';
import { escaped, table } from './svg.ts';

/** A parameter that is not at its default, or that the design varies. */
export interface Change {
  readonly path: string;
  readonly value: string;
  readonly usual: string;
  readonly unit: string;
}

type Row = (typeof parameters | typeof institutionParameters)[number];

/** Values of a scenario by path. */
function flat(node: Readonly<Record<string, unknown>>, path = ''): [string, unknown][] {
  return Object.entries(node).flatMap(([key, value]): [string, unknown][] => {
    const here = path === '' ? key : `${path}.${key}`;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flat(value as Record<string, unknown>, here)
      : [[here, value]];
  });
}

/** A value as it stands in a file; null means that there is none, as of a cap. */
const shown = (value: unknown) => (value === null ? 'none' : JSON.stringify(value));

/** The values that a design gives a parameter, in words. */
export function variedWords({ path, min, max, integer, values }: Varied, design: Contents['spec']['design']): string {
  // a list of points says itself which values there are
  const listed =
    design.type === 'list' ? [...new Set(design.points.flatMap((point) => point[path] ?? []))] : (values ?? null);
  if (listed !== null) return listed.join(', ');
  return `${min} … ${max}${integer ? ', whole' : ''}`;
}

/**
 * Every parameter that is not at its default, every institution that is at work, and every intervention with all that is
 * set of it; what is varied is named with its values, whatever the scenario itself has.
 *
 * @param varied words for the values of varied parameters, by path
 */
export function changedParameters(
  scenario: Readonly<Record<string, unknown>>,
  varied: ReadonlyMap<string, string> = new Map(),
): Change[] {
  const { interventions, ...rest } = scenario;
  const table: readonly Row[] = [...parameters, ...institutionParameters];
  const rows = new Map(table.map((row) => [row.path, row]));
  const change = (path: string, value: unknown, row: Row | undefined, words?: string) => ({
    path,
    value: words === undefined ? shown(value) : `varies: ${words}`,
    usual: row === undefined ? '–' : shown(row.default),
    unit: row?.unit ?? '',
  });
  const changed = flat(rest).flatMap(([path, value]) => {
    const row = rows.get(path);
    const words = varied.get(path);
    if (words === undefined && (row === undefined ? value === null : row.default === value)) return [];
    return [change(path, value, row, words)];
  });
  const own = (interventions as readonly Readonly<Record<string, unknown>>[]).flatMap(
    ({ id, instrument, enabled: _enabled, ...fields }) =>
      flat(fields).map(([field, value]) => {
        const row = rows.get(`interventions.${instrument}.${field}`) ?? rows.get(`interventions.*.${field}`);
        const words = [id, instrument, '*'].map((who) => varied.get(`interventions.${who}.${field}`));
        return change(
          `interventions.${id}.${field} (${instrument})`,
          value,
          row,
          words.find((found) => found !== undefined),
        );
      }),
  );
  const atWork = Object.keys((scenario.institutions ?? {}) as object).map((name) =>
    change(`institutions.${name}.enabled`, true, undefined),
  );
  return [...changed, ...atWork, ...own];
}

/** The section on what is not at its default. */
export function changes({ policies, scenarios, vary, spec }: Contents): string {
  const words = new Map(vary.map((one) => [one.path, variedWords(one, spec.design)]));
  const lists = policies.map((policy) => {
    const rows = changedParameters(scenarios[policy], words).map(({ path, value, usual, unit }) => [
      path,
      value,
      usual,
      unit,
    ]);
    if (rows.length === 0) return `<p>${escaped(policy)}: every parameter has its default.</p>`;
    return table(['parameter', 'value', 'default', 'unit'], rows, policy);
  });
  return [
    '<h2>Every changed parameter</h2>',
    ...(words.size > 0 ? [table(['varied', 'values'], [...words], `Varied by a ${spec.design.type} design`)] : []),
    '<p class="quiet">What is not named here has the default of the parameter table (<code>coproduce parameters</code>).</p>',
    ...lists,
  ].join('\n');
}
