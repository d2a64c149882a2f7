import type { Ties } from '../network.ts';
import type { Run } from '../run.ts';
import type { State } from '../state.ts';

/**
 * After all have decided: every resident’s number of neighbours who acted, by strength of tie. Integers, so the order
 * in which the active tell their neighbours does not matter.
 */
export function createSpread(run: Run): () => void {
  const { state, ties, parameters } = run;
  return () => {
    state.neighbours.fill(0);
    tellNeighbours(state, ties, parameters.ties.housemate);
  };
}

function tellNeighbours(state: State, ties: Ties, strength: number): void {
  const { mode, neighbours, household, householdStart } = state;
  const { start, to } = ties;
  for (let i = 0; i < mode.length; i++) {
    if (mode[i] === 0) continue;
    const end = start[i + 1]!;
    for (let t = start[i]!; t < end; t++) neighbours[to[t]!]!++;
    const home = household[i]!;
    const last = householdStart[home + 1]!;
    for (let j = householdStart[home]!; j < last; j++) neighbours[j]! += strength;
    neighbours[i]! -= strength;
  }
}
