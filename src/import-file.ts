/** Scenario files from outside. Apart from `lab.ts`, because the strict parser is loaded only when a file comes. */
import { parseScenario, ScenarioError } from '../sim/index.ts';
import { readBundled, type ScenarioDocument } from './presets.ts';
import { loadScenario } from './scenario/load.ts';
import { reportProblems } from './scenario/report.ts';
import { plain } from './scenario/traced.ts';

export interface ImportedFile {
  /** `null` when it cannot be used at all. */
  readonly document: ScenarioDocument | null;
  /** What is wrong, in words, a line each. */
  readonly problems: readonly string[];
}

/** Reads a file as the command line does; it may extend one of the bundled scenarios. */
export function importFile(text: string, file: string): ImportedFile {
  const { name, tree, problems } = loadScenario(file, (path) => (path === file ? text : readBundled(path)));
  if (tree === null) return { document: null, problems: reportProblems(problems) };
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[^\p{L}\p{N}]+/u, '') || 'scenario';
  const document = { name: safe.slice(0, 100), ...(plain(tree) as ScenarioDocument) };
  try {
    parseScenario(document);
    return { document, problems: reportProblems(problems) };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    const found = error.problems.map((problem) => ({ ...problem, where: file }));
    return { document: null, problems: reportProblems([...problems, ...found]) };
  }
}
