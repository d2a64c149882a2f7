import { createDraft, keepSmallest } from '../../lots.ts';
import { clamp01 } from '../../numerics.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, SETUP_WEEK, uniform } from '../../random.ts';
import type { Fund } from './fund.ts';
import { hearingPrice } from './hearing.ts';

/** More than the acts that are remembered, so that acts only decide between equal numbers of votes. */
const MOST_ACTS = 32;
/** The score of those whose household has a seat. */
const TAKEN = -1;

/** The community council: who sits on it, and the training that reaches it first. */
export function createCouncil({ run, settings, columns, money }: Fund) {
  const { key, sizes, state, ties } = run;
  const { council, elected, aware } = columns;
  const score = new Float64Array(sizes.resident);
  const draft = createDraft(sizes.resident, run.scores);
  const seated = (i: number) => council.includes(i + 1);
  const teach = (i: number, part: number) => {
    const k = state.knowHow[i]!;
    state.knowHow[i] = clamp01(k + part * settings.trainingKnowHow * (1 - k));
    state.efficacy[i] = clamp01(state.efficacy[i]! + part * settings.trainingEfficacy);
  };
  const passOn = (i: number) => {
    const home = state.household[i]!;
    for (let j = state.householdStart[home]!; j < state.householdStart[home + 1]!; j++)
      if (j !== i) teach(j, settings.handbook);
    for (let t = ties.start[i]!; t < ties.start[i + 1]!; t++) teach(ties.to[t]!, settings.handbook);
  };

  /**
   * Each household votes for the most active resident it lives with or knows; of equals, the first. Seats that votes
   * do not fill, or that are tied, go to the more active.
   */
  const castBallots = () => {
    for (let i = 0; i < score.length; i++) score[i] = bits(state.recent[i]!) / MOST_ACTS;
    for (let h = 0; h < sizes.household; h++) {
      let chosen = -1;
      let most = -1;
      const consider = (j: number) => {
        const acts = bits(state.recent[j]!);
        if (acts < most || (acts === most && j > chosen)) return;
        most = acts;
        chosen = j;
      };
      for (let i = state.householdStart[h]!; i < state.householdStart[h + 1]!; i++) {
        consider(i);
        for (let t = ties.start[i]!; t < ties.start[i + 1]!; t++) consider(ties.to[t]!);
      }
      if (chosen >= 0) score[chosen]! += 1;
    }
  };
  /** Where the committees appoint, they take those who lead already, then those who trust them most. */
  const appoint = () => {
    for (let i = 0; i < score.length; i++) score[i] = (state.role[i] === 0 ? 1 : 3) + state.trust[i]!;
  };

  return {
    /** Fills all seats, at most one a household. */
    renew() {
      const keeps = uniform(key.k0, key.k1, 0, counter(SETUP_WEEK, PURPOSE.fundProcedure, 0)) < settings.procedure;
      elected[0] = keeps ? 1 : 0;
      if (keeps) castBallots();
      else appoint();
      council.fill(0);
      for (let seat = 0; seat < council.length; seat++) {
        let best = -1;
        for (let i = 0; i < score.length; i++) {
          if (score[i] !== TAKEN && (best < 0 || score[i]! > score[best]!)) best = i;
        }
        if (best < 0) return;
        council[seat] = best + 1;
        const home = state.household[best]!;
        for (let i = state.householdStart[home]!; i < state.householdStart[home + 1]!; i++) score[i] = TAKEN;
      }
    },
    /**
     * Seats of training, as far as the round’s publicity and hearing leave money for them: the council first, the rest
     * by lot among residents who know of the fund; then the handbook.
     */
    train(week: number) {
      const kept = (settings.publicity === 0 ? 0 : settings.publicityPrice) + hearingPrice(settings, state.power[0]!);
      const seats = money.affordable(settings.trainingSeats, settings.trainingPrice, kept);
      if (seats === 0) return;
      draft.count = 0;
      for (let s = 0; s < council.length && draft.count < seats; s++) {
        if (council[s]! > 0) draft.entities[draft.count++] = council[s]! - 1;
      }
      const members = draft.entities.slice(0, draft.count);
      if (members.length < seats) {
        draft.count = 0;
        const { scores } = run.scores.room;
        const c1 = counter(week, PURPOSE.fundSeat, 0);
        for (let i = 0; i < aware.length; i++) {
          if (aware[i] === 0 || seated(i)) continue;
          scores[draft.count] = uniform(key.k0, key.k1, i, c1);
          draft.entities[draft.count++] = i;
        }
        keepSmallest(draft, seats - members.length);
      } else draft.count = 0;
      const others = draft.entities.subarray(0, draft.count);
      money.payRunning('training', week, members.length + others.length, settings.trainingPrice);
      for (const i of members) teach(i, 1);
      for (const i of others) teach(i, 1);
      if (settings.handbook === 0) return;
      for (const i of members) passOn(i);
      for (const i of others) passOn(i);
    },
    /** Mean know-how of those who sit on the council. */
    knowHow(): number {
      let sum = 0;
      let members = 0;
      for (let s = 0; s < council.length; s++) {
        if (council[s] === 0) continue;
        sum += state.knowHow[council[s]! - 1]!;
        members++;
      }
      return members === 0 ? 0 : sum / members;
    },
  };
}

/** How many bits of a word are set. */
function bits(word: number): number {
  let rest = word;
  let count = 0;
  while (rest !== 0) {
    rest &= rest - 1;
    count++;
  }
  return count;
}
