import type { EnsembleRequest, RunOutcome } from './ensemble.ts';
import type { Answer, Task } from './protocol.ts';

/** Runs are numbered seed by seed, within a seed scenario by scenario: the order in which outcomes are given. */
function place(request: EnsembleRequest, index: number): { scenarioIndex: number; seedIndex: number } {
  const count = request.scenarios.length;
  return { scenarioIndex: index % count, seedIndex: Math.floor(index / count) };
}

function seedOf({ seeds, seedSuffixes }: EnsembleRequest, scenarioIndex: number, seedIndex: number): string {
  return seeds[seedIndex] + (seedSuffixes?.[scenarioIndex] ?? '');
}

/** The run of that number, as a worker gets it. */
export function taskOf(request: EnsembleRequest, index: number): Task {
  const { scenarioIndex, seedIndex } = place(request, index);
  return {
    scenario: request.scenarios[scenarioIndex],
    seed: seedOf(request, scenarioIndex, seedIndex),
    observe: request.observe ?? {},
    share: request.scenarios.length > 1 || request.again === true,
    again: request.again ?? false,
    threads: request.threads ?? 1,
    keep: request.keep ?? null,
  };
}

/** What became of the run of that number. */
export function outcomeOf(request: EnsembleRequest, index: number, answer: Answer): RunOutcome {
  const where = place(request, index);
  if (answer.ok) {
    const { ok, result, kept } = answer;
    return kept ? { ok, ...where, result, kept } : { ok, ...where, result };
  }
  const { name } = request.scenarios[where.scenarioIndex];
  return {
    ok: false,
    ...where,
    scenario: name,
    seed: seedOf(request, where.scenarioIndex, where.seedIndex),
    error: answer.error,
  };
}

/** What a cancelled ensemble ends with. */
export function abortError(given: number, total: number): DOMException {
  return new DOMException(`cancelled after ${given} of ${total} runs`, 'AbortError');
}
