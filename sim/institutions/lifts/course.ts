/**
 * The course of a stairwell's lift, week by week: idle → proposed → negotiating → vote → objection → contract →
 * building → running. Every failure leads to a rest, after which neighbours may try again, with the opinions they have.
 */
import { PURPOSE } from '../../purposes.ts';
import { counter, uniform } from '../../random.ts';
import type { Workplace } from '../institution.ts';
import { tellFate } from './feedback.ts';
import type { Leadership } from './leadership.ts';
import type { Terms } from './money.ts';
import type { Opinions } from './opinion.ts';
import { BREAK_EVEN, type Places } from './places.ts';
import {
  BUILDING,
  CONTRACT,
  type CourseColumns,
  IDLE,
  type LiftSettings,
  NEGOTIATING,
  OBJECTION,
  PROPOSED,
  RESTING,
  RUNNING,
} from './settings.ts';
import type { Tally } from './tally.ts';
import { ABSENT, countVote, isLegalMajority, NO, YES } from './vote.ts';

interface Parts {
  readonly places: Places;
  readonly leadership: Leadership;
  readonly termsOf: (s: number) => Terms;
  readonly opinions: Opinions;
  readonly tally: Tally;
  /** Fen of public money that may still be spent. */
  readonly remaining: () => number;
}

/** One week of a stairwell. */
export function createCourse(
  workplace: Workplace<LiftSettings>,
  columns: CourseColumns,
  parts: Parts,
): (s: number, week: number) => void {
  const { run, settings, enter } = workplace;
  const { state } = run;
  const { k0, k1 } = run.key;
  const { places, leadership, termsOf, opinions, tally } = parts;
  const { start, floor, owner, area } = places;
  const { stage, weeks, since, initiator, approved, opinion, answer, paid, received } = columns;
  const poll = new Uint8Array(answer.length);

  const go = (s: number, to: number) => {
    stage[s] = to;
    weeks[s] = 0;
  };
  const fail = (s: number, week: number, why: 'voteLost' | 'blocked' | 'withdrawn') => {
    tally.add(why);
    tellFate(workplace, columns, places, s, week, false);
    go(s, RESTING);
  };
  const owns = (h: number) => owner[h] === h;

  /** A resident owner above floor 3 who acts this week, or −1. */
  const activeAbove = (s: number): number => {
    for (let h = start[s]!; h < start[s + 1]!; h++) {
      if (floor[h]! <= BREAK_EVEN || state.let[h] !== 0) continue;
      for (let i = state.householdStart[h]!; i < state.householdStart[h + 1]!; i++) if (state.mode[i] !== 0) return i;
    }
    return -1;
  };

  const propose = (s: number, week: number) => {
    const hazard = settings.hazard * (1 + (settings.actionFactor - 1) * leadership.strength('actionLeader', s));
    if (hazard === 0 || uniform(k0, k1, s, counter(week, PURPOSE.liftProposal, 0)) >= hazard) return;
    const who = activeAbove(s);
    if (who < 0) return;
    initiator[s] = who;
    since[s] = 0;
    go(s, PROPOSED);
  };

  /** Would all owners together, as they think now, reach the majority? */
  const wouldPass = (s: number): boolean => {
    for (let h = start[s]!; h < start[s + 1]!; h++) poll[h] = opinion[h]! > 0 ? YES : NO;
    return isLegalMajority(countVote(owner, area, poll, start[s]!, start[s + 1]!));
  };

  const vote = (s: number, week: number) => {
    const organised = leadership.strength('organiser', s);
    const reach = settings.reach + (settings.reachOrganised - settings.reach) * organised;
    for (let h = start[s]!; h < start[s + 1]!; h++) {
      const here = state.let[h] === 0 || uniform(k0, k1, h, counter(week, PURPOSE.liftReached, 0)) < reach;
      answer[h] = here ? (opinion[h]! > 0 ? YES : NO) : ABSENT;
    }
    tally.add('votes');
    if (isLegalMajority(countVote(owner, area, answer, start[s]!, start[s + 1]!))) {
      go(s, OBJECTION);
      return;
    }
    for (let h = start[s]!; h < start[s + 1]!; h++) if (owns(h) && answer[h] === NO) tally.saidNo(floor[h]!);
    fail(s, week, 'voteLost');
  };

  const negotiate = (s: number, week: number) => {
    opinions.negotiate(s);
    const lasted = weeks[s]!;
    if (lasted >= settings.longest || (lasted >= settings.shortest && wouldPass(s))) vote(s, week);
  };

  const settleObjections = (s: number, week: number) => {
    const { blocking, blockingCoordinated, objects } = settings;
    const chance = blocking + (blockingCoordinated - blocking) * leadership.strength('coordinator', s);
    let blockers = 0;
    for (let h = start[s]!; h < start[s + 1]!; h++) {
      if (!owns(h) || opinion[h]! >= objects) continue;
      if (uniform(k0, k1, h, counter(week, PURPOSE.liftBlock, 0)) >= chance) continue;
      blockers++;
      tally.blockedFrom(floor[h]!);
    }
    if (blockers > 0) {
      fail(s, week, 'blocked');
      return;
    }
    approved[s] = 1;
    tally.consented(since[s]!);
    tellFate(workplace, columns, places, s, week, true);
    go(s, CONTRACT);
  };

  const contract = (s: number, week: number) => {
    let withdrawn = false;
    for (let h = start[s]!; h < start[s + 1]!; h++) {
      if (!owns(h) || answer[h] !== YES || opinion[h]! >= settings.weak) continue;
      if (uniform(k0, k1, h, counter(week, PURPOSE.liftWithdrawal, 0)) >= settings.withdrawal) continue;
      answer[h] = NO;
      withdrawn = true;
    }
    if (withdrawn && !isLegalMajority(countVote(owner, area, answer, start[s]!, start[s + 1]!))) {
      fail(s, week, 'withdrawn');
      return;
    }
    const needed = Math.ceil(settings.contractWeeks * (1 - settings.saving * leadership.strength('elite', s)));
    if (weeks[s]! >= needed) sign(s, week);
  };

  /** Money changes hands when building starts; where public money does not suffice, the stairwell waits. */
  const sign = (s: number, week: number) => {
    const { price, subsidy, compensation, pays, gets } = termsOf(s);
    if (subsidy + compensation > parts.remaining()) return;
    const first = start[s]!;
    let owners = 0;
    for (let h = first; h < start[s + 1]!; h++) {
      paid[h]! += pays[h - first]!;
      received[h]! += gets[h - first]!;
      owners += pays[h - first]!;
    }
    enter('subsidy', week, subsidy, 1);
    enter('owners', week, owners, 1);
    enter('lifts', week, price, 1);
    enter('compensation', week, compensation, 1);
    tally.spend('subsidy', subsidy);
    tally.spend('owners', owners);
    tally.spend('compensation', compensation);
    go(s, BUILDING);
  };

  return (s, week) => {
    if (stage[s] === RUNNING) return;
    if (stage[s] === IDLE) {
      propose(s, week);
      return;
    }
    weeks[s]!++;
    since[s]!++;
    const lasted = weeks[s]!;
    if (stage[s] === PROPOSED && lasted >= settings.proposalWeeks) go(s, NEGOTIATING);
    else if (stage[s] === NEGOTIATING) negotiate(s, week);
    else if (stage[s] === OBJECTION && lasted >= settings.objectionWeeks) settleObjections(s, week);
    else if (stage[s] === CONTRACT) contract(s, week);
    else if (stage[s] === BUILDING && lasted >= settings.buildingWeeks) go(s, RUNNING);
    else if (stage[s] === RESTING && lasted >= settings.restWeeks) go(s, IDLE);
  };
}
