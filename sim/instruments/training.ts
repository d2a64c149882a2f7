import { clamp01 } from '../numerics.ts';
import type { Run } from '../run.ts';
import type { InstrumentKind } from './instrument.ts';
import { residentCandidates } from './whom.ts';

/**
 * Seats in a course: each gives know-how and efficacy. With a handbook, every neighbour of a trained resident (tie or
 * housemate, once per tie) gains a share of both steps, after all who sat in the course.
 */
export const training: InstrumentKind<'training'> = {
  isZero: ({ seats }) => seats === 0,

  create(run, intervention, account) {
    const { seats, knowHow, efficacy, handbook, price } = intervention;
    const candidates = residentCandidates(run, intervention);
    const teach = learner(run, knowHow, efficacy);
    const read = learner(run, handbook * knowHow, handbook * efficacy);
    return {
      intervene(week) {
        const wanted = Math.min(seats, candidates.list(week).count);
        const count = account.afford(wanted, price);
        const { entities } = candidates.serve(week, count);
        for (let j = 0; j < count; j++) teach(entities[j]!);
        if (handbook > 0) for (let j = 0; j < count; j++) forEachNeighbour(run, entities[j]!, read);
        account.charge(week, count, price);
      },
    };
  },

  weeklyCost: (run, { seats, price }) => Math.min(seats, run.sizes.resident) * price,
};

function learner({ state }: Run, knowHowStep: number, efficacyStep: number) {
  const { knowHow, efficacy } = state;
  return (i: number) => {
    knowHow[i] = clamp01(knowHow[i]! + knowHowStep * (1 - knowHow[i]!));
    efficacy[i] = clamp01(efficacy[i]! + efficacyStep);
  };
}

function forEachNeighbour({ state, ties }: Run, i: number, visit: (j: number) => void): void {
  const home = state.household[i]!;
  for (let j = state.householdStart[home]!; j < state.householdStart[home + 1]!; j++) if (j !== i) visit(j);
  for (let t = ties.start[i]!; t < ties.start[i + 1]!; t++) visit(ties.to[t]!);
}
