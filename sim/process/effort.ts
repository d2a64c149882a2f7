/** What residents put into their block's project: part of step 3. */
import { EFFORT_COLUMNS } from '../result.ts';
import { type Run, residentsOf } from '../run.ts';
import { phaseOf, serves } from './mode.ts';

/** R of a block: what its active residents put in, per resident, summed in the order of residents. */
export function createEffort(run: Run): (b: number) => number {
  const { state, parameters, effortTable } = run;
  const { mode, knowHow, difficulty, kind, reach } = state;
  const { skillFloor, offPhase, effort: scale } = parameters.produce;
  return (b) => {
    const [first, last] = residentsOf(run, b);
    const phase = phaseOf(run, b);
    const hard = difficulty[b]!;
    let sum = 0;
    for (let i = first; i < last; i++) {
      const chosen = mode[i]!;
      if (chosen === 0) continue;
      const skill = 1 - hard + hard * (skillFloor + (1 - skillFloor) * knowHow[i]!);
      const work = serves(chosen, phase) ? skill : skill * offPhase;
      sum += work;
      if (effortTable !== null) enterEffort(effortTable, chosen, kind[b]!, reach[b]!, work);
    }
    return (scale * sum) / (last - first);
  };
}

/** Rows are modes, columns the attributes of the project, cells a pair of acts and effort. */
function enterEffort(table: Float64Array, mode: number, kind: number, reach: number, work: number): void {
  const row = (mode - 1) * EFFORT_COLUMNS.length;
  for (const column of [row + kind, row + 3 + reach]) {
    table[2 * column]! += 1;
    table[2 * column + 1]! += work;
  }
}
