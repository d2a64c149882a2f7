import type { Bilingual } from './parameters/row.ts';
import { type Disabled, type Intervention, type ModelParameters, type Scenario, ScenarioError } from './scenario.ts';
import { crossChecks } from './scenario-checks.ts';
import { describe } from './scenario-problems.ts';
import { scenarioSchema } from './scenario-schema.ts';

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
    institutions: institutionEntries,
    ...parameters
  } = result.data;
  const named = institutionEntries as Record<string, { enabled: boolean } | undefined>;
  const disabled = disabledOf(interventions as unknown as Intervention[], named);
  return {
    name: name ?? fallbackName,
    title: nonEmpty(title, name ?? fallbackName),
    about,
    source,
    assumptions,
    parameters: parameters as unknown as ModelParameters,
    institutions: atWork(named),
    interventions: (interventions as unknown as Intervention[]).filter((i) => i.enabled).sort((a, b) => a.id - b.id),
    ...(disabled.interventions.length + disabled.institutions.length > 0 ? { disabled } : {}),
  };
}

function disabledOf(
  interventions: readonly Intervention[],
  institutions: Readonly<Record<string, { enabled: boolean } | undefined>>,
): Disabled {
  return {
    interventions: interventions.flatMap(({ enabled, id, instrument }) => (enabled ? [] : [{ id, instrument }])),
    institutions: Object.entries(institutions).flatMap(([name, entry]) => (entry && !entry.enabled ? [name] : [])),
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
