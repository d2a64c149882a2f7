import { parseScenario, type Scenario, ScenarioError } from '../../sim/index.ts';
import { loadScenario, type Read } from './load.ts';
import { applySettings, emptyObject, type Setting } from './set.ts';
import { type Located, locate, plain, type TracedObject } from './traced.ts';

/** A scenario ready to run, or everything that is wrong with its files and settings. */
export type Reading =
  | { readonly scenario: Scenario; readonly problems: readonly [] }
  | { readonly scenario: null; readonly problems: readonly Located[] };

/** Loads a scenario file, puts settings over it and checks the result; all problems come back at once. */
export function readScenario(file: string, read: Read, given: readonly Setting[] = []): Reading {
  const { name, tree, problems } = loadScenario(file, read);
  const set = applySettings(tree, given);
  const checked = set.tree === null ? check(settingsAlone(given), name) : check(set.tree, name);
  const found = [...problems, ...set.problems, ...blame(checked.problems, tree, name, given)];
  if (checked.scenario !== null && found.length === 0) return { scenario: checked.scenario, problems: [] };
  return { scenario: null, problems: found };
}

/** The scenario that a merged file makes, or what is wrong with it and where that was written. */
export function check(tree: TracedObject, name: string): { scenario: Scenario | null; problems: Located[] } {
  try {
    return { scenario: parseScenario(plain(tree), name), problems: [] };
  } catch (error) {
    if (error instanceof ScenarioError) return { scenario: null, problems: locate(tree, error.problems) };
    throw error;
  }
}

/** When the file cannot be read, the settings are checked on the defaults, those of interventions excepted. */
function settingsAlone(given: readonly Setting[]): TracedObject {
  const nothing = emptyObject('', '');
  const general = given.filter(({ text }) => !text.startsWith('interventions.'));
  return applySettings(nothing, general).tree ?? nothing;
}

/**
 * A setting can make a value of the file wrong (`from` past the file's `to`). Such a problem is the setting's: the one
 * without which it is gone.
 */
function blame(
  problems: readonly Located[],
  tree: TracedObject | null,
  name: string,
  given: readonly Setting[],
): readonly Located[] {
  const own = new Set(given.map((setting) => setting.where));
  const without = new Map<Setting, ReadonlySet<string>>();
  return problems.map((problem) => {
    if (own.has(problem.where) || tree === null) return problem;
    const guilty = given.find((setting) => {
      const others = given.filter((other) => other !== setting);
      const remaining =
        without.get(setting) ??
        new Set(check(applySettings(tree, others).tree ?? tree, name).problems.map((other) => other.path));
      without.set(setting, remaining);
      return !remaining.has(problem.path);
    });
    return guilty === undefined ? problem : { ...problem, where: guilty.where };
  });
}
