import { type Experiment, scenarioProblems } from '../experiment/experiment.ts';

/** Scenarios that are looked at before the first run: more would take longer than somebody waits for a word. */
const LOOKED_AT = 500;
const MOST_SHOWN = 10;

/**
 * What will fail at once is known before hours of runs: somebody may have meant another range. Every problem is told
 * once, with the first place where it is; nothing where all scenarios that are looked at are valid.
 */
export function invalidText(experiment: Experiment): string | null {
  const { policies, design } = experiment;
  const all = design.points * policies.length;
  const looked = Math.min(all, LOOKED_AT);
  const told = new Map<string, string>();
  let invalid = 0;
  for (let i = 0; i < looked; i++) {
    const [policy, point] = [i % policies.length, Math.floor(i / policies.length)];
    const problems = scenarioProblems(experiment, policy, point);
    if (problems.length > 0) invalid++;
    for (const problem of problems) {
      const kind = withoutNumbers(problem);
      if (!told.has(kind)) told.set(kind, `${policies[policy].name}, point ${point}: ${problem}`);
    }
  }
  if (invalid === 0) return null;
  const of = `${looked < all ? 'the first ' : ''}${looked} scenarios of the design`;
  const begin = `${invalid} of ${of} are not valid, so their runs will be recorded as failed:`;
  const lines = [...told.values()];
  if (lines.length === 1) return `${begin} ${lines[0]}`;
  const more = lines.length > MOST_SHOWN ? [`and ${lines.length - MOST_SHOWN} other problems`] : [];
  return [begin, ...[...lines.slice(0, MOST_SHOWN), ...more].map((line) => `  ${line}`)].join('\n');
}

/** The same problem has other numbers at every point of a range; those of a path say which value it is. */
function withoutNumbers(problem: string): string {
  return problem.replace(/(?<= )-?\d[\d.e+-]*/gu, '#');
}
