/** Who is eligible for an intervention, and in which order doses are served when they do not suffice for all. */
import { createDraft, type Draft, keepSmallest } from '../lots.ts';
import { normalQuantile } from '../numerics.ts';
import { PURPOSE } from '../purposes.ts';
import { counter, firstWord, SETUP_WEEK, uniform } from '../random.ts';
import { type Run, residentsOf } from '../run.ts';
import { AGES, type Intervention, STAGES, TENURES } from '../scenario.ts';

/** The entities that an intervention serves, drawn anew each week. */
export interface Candidates {
  /** Lists this week's eligible entities in the draft, in ascending order. */
  list(week: number): Draft;
  /** Keeps of the listed the first k in the order of service: by lot, or by observed trait. */
  serve(week: number, k: number): Draft;
}

type Test = (i: number) => boolean;

/** Residents, one by one. */
export function residentCandidates(run: Run, intervention: Intervention): Candidates {
  const { whom, id } = intervention;
  const draft = createDraft(run.sizes.resident, run.scores);
  const score =
    whom.group === 'lowest' || whom.group === 'highest'
      ? observedTrait(run, intervention)
      : lotScore(run, PURPOSE.residentDose, id);
  const test = residentTest(run, intervention);
  const share = whom.group === 'lowest' || whom.group === 'highest' ? whom.share : 1;
  return {
    list(week) {
      draft.count = 0;
      for (let i = 0; i < run.sizes.resident; i++) if (test(i)) draft.entities[draft.count++] = i;
      if (share < 1) {
        score(draft, week);
        keepSmallest(draft, Math.floor(share * draft.count + 0.5));
      }
      return draft;
    },
    serve: (week, k) => serveSmallest(draft, k, () => score(draft, week)),
  };
}

/** Households with an eligible member; a lot draws households. */
export function householdCandidates(run: Run, intervention: Intervention): Candidates {
  const { whom, id } = intervention;
  const { household } = run.state;
  const score = lotScore(run, PURPOSE.householdDose, id);
  const draft = createDraft(run.sizes.household, run.scores);
  if (whom.group === 'lot') {
    const lot = setUpLot(run, run.sizes.household, PURPOSE.householdLot, id, whom.share);
    return fixedCandidates(lot, draft, score);
  }
  const residents = residentCandidates(run, intervention);
  return {
    list(week) {
      const { entities, count } = residents.list(week);
      draft.count = 0;
      for (let j = 0; j < count; j++) {
        const h = household[entities[j]!]!;
        if (draft.count === 0 || draft.entities[draft.count - 1] !== h) draft.entities[draft.count++] = h;
      }
      return draft;
    },
    serve: (week, k) => serveSmallest(draft, k, () => score(draft, week)),
  };
}

/** Blocks, for what goes to places rather than to persons. */
export function blockCandidates(run: Run, intervention: Intervention): Candidates {
  const { whom, id } = intervention;
  const blocks = Array.from({ length: run.sizes.block }, (_, b) => b);
  const chosen =
    whom.group === 'lot'
      ? setUpLot(run, run.sizes.block, PURPOSE.blockLot, id, whom.share)
      : Uint32Array.from(whom.group === 'blocks' ? blocks.filter((b) => whom.blocks.includes(b)) : blocks);
  return fixedCandidates(chosen, createDraft(chosen.length, run.scores), lotScore(run, PURPOSE.blockDose, id));
}

function fixedCandidates(chosen: Uint32Array, draft: Draft, score: (draft: Draft, week: number) => void): Candidates {
  return {
    list() {
      draft.entities.set(chosen);
      draft.count = chosen.length;
      return draft;
    },
    serve: (week, k) => serveSmallest(draft, k, () => score(draft, week)),
  };
}

function serveSmallest(draft: Draft, k: number, score: () => void): Draft {
  if (k < draft.count) {
    score();
    keepSmallest(draft, k);
  }
  return draft;
}

/** The entities that a lot drawn once, at set-up, has chosen: a share of n, in ascending order. */
function setUpLot(run: Run, n: number, purpose: number, id: number, share: number): Uint32Array {
  const draft = createDraft(n, run.scores);
  for (let e = 0; e < n; e++) draft.entities[e] = e;
  draft.count = n;
  lotScore(run, purpose, id)(draft, SETUP_WEEK);
  keepSmallest(draft, Math.floor(share * n + 0.5));
  return draft.entities.slice(0, draft.count);
}

function lotScore(run: Run, purpose: number, id: number) {
  const { k0, k1 } = run.key;
  return (draft: Draft, week: number) => {
    const c1 = counter(week, purpose, id);
    const { scores } = draft.shared.room;
    for (let j = 0; j < draft.count; j++) scores[j] = firstWord(k0, k1, draft.entities[j]!, c1);
  };
}

/** A trait as the government sees it: with an error that is drawn anew each week. Highest first by its negative. */
function observedTrait(run: Run, { whom, id }: Intervention) {
  if (whom.group !== 'lowest' && whom.group !== 'highest') throw new Error('no trait to observe');
  const { k0, k1 } = run.key;
  const trait = run.state[whom.trait];
  const error = run.parameters.budget.observationError;
  const sign = whom.group === 'lowest' ? 1 : -1;
  return (draft: Draft, week: number) => {
    const { scores } = draft.shared.room;
    const c1 = counter(week, PURPOSE.observedTrait, id);
    for (let j = 0; j < draft.count; j++) {
      const i = draft.entities[j]!;
      scores[j] = sign * (trait[i]! + error * normalQuantile(uniform(k0, k1, i, c1)));
    }
  };
}

function residentTest(run: Run, { whom, id }: Intervention): Test {
  const { age, household, let: rented, role, stage } = run.state;
  switch (whom.group) {
    case 'everyone':
    case 'lowest':
    case 'highest':
      return () => true;
    case 'leaders':
      return (i) => role[i] !== 0;
    case 'non-participants':
      return (i) => stage[i] === 0 || stage[i] === 3;
    case 'age':
      return memberOf(
        age,
        whom.ages.map((name) => AGES.indexOf(name)),
      );
    case 'stage':
      return memberOf(
        stage,
        whom.stages.map((name) => STAGES.indexOf(name)),
      );
    case 'tenure': {
      const wanted = TENURES.indexOf(whom.tenure);
      return (i) => rented[household[i]!] === wanted;
    }
    case 'blocks': {
      const chosen = new Uint8Array(run.sizes.resident);
      for (const b of whom.blocks) if (b < run.sizes.block) chosen.fill(1, ...residentsOf(run, b));
      return (i) => chosen[i] === 1;
    }
    case 'lot': {
      const chosen = new Uint8Array(run.sizes.resident);
      for (const i of setUpLot(run, run.sizes.resident, PURPOSE.residentLot, id, whom.share)) chosen[i] = 1;
      return (i) => chosen[i] === 1;
    }
  }
}

function memberOf(column: Uint8Array, values: readonly number[]): Test {
  const wanted = new Uint8Array(256);
  for (const value of values) wanted[value] = 1;
  return (i) => wanted[column[i]!] === 1;
}
