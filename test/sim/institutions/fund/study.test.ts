/** What the study says of special funds, and what the sketch of the mechanism gave, within stated tolerances. */
import { describe, expect, it } from 'vitest';
import { COLUMN, type RunResult, SERIES } from '../../../../sim/index.ts';
import { at, mean, preset, runs, sum } from './communities.ts';

const SEEDS = 12;
const ROUNDS = [0, 1, 2, 3, 4, 5];
const HEARING = 7;
const RESOLUTION = 8;

const of = (name: string, set = {}) => runs(preset(name, set), SEEDS);
const staged = of('s4-special-fund');
const without = of('s4-without-empowerment');
const residents = of('s4-residents-decide');
const baseline = of('baseline');

const total = (results: readonly RunResult[], name: string) => results.reduce((s, r) => s + sum(r, name), 0);
const late = ({ series, weeks }: RunResult, name = 'rate') =>
  mean([1, 2, 3, 4, 5, 6, 7, 8].map((k) => series[(weeks - k) * SERIES.length + COLUMN[name]!]!));
const money = (results: readonly RunResult[], kind: string) =>
  total(results, `granted${kind}`) / ['Hard', 'Soft', 'Service'].reduce((s, k) => s + total(results, `granted${k}`), 0);
const perYear = (results: readonly RunResult[], name: string) => total(results, name) / SEEDS / 3;

describe('the study', () => {
  it('puts three quarters of the money into infrastructure, where residents choose (± .1)', () => {
    for (const results of [staged, residents, without]) {
      expect(Math.abs(money(results, 'Hard') - 0.75)).toBeLessThan(0.1);
    }
  });

  it('caps the committees’ items at a fifth of those reviewed, and running cost at a tenth', () => {
    for (const result of [...staged, ...residents]) {
      for (let week = 0; week < result.weeks; week++) {
        expect(5 * at(result, week, 'reviewedCommittee')).toBeLessThanOrEqual(at(result, week, 'reviewed'));
        expect(at(result, week, 'runningShare')).toBeLessThanOrEqual(0.1);
      }
    }
  });

  it('has two to eight projects a community-year, as Chengdu’s funds had', () => {
    for (const results of [staged, residents, without]) {
      expect(perYear(results, 'funded')).toBeGreaterThan(2);
      expect(perYear(results, 'funded')).toBeLessThan(8);
    }
  });

  it('lets empowerment raise participation: none, in two moves, from the start', () => {
    const [a, b, c] = [without, staged, residents].map((results) => mean(results.map((r) => late(r)))) as [
      number,
      number,
      number,
    ];
    expect(b - a).toBeGreaterThan(0.02);
    expect(c - b).toBeGreaterThan(0.005);
    // the sketch had .074, .097 and .126, in single weeks
    expect(Math.abs(a - 0.074)).toBeLessThan(0.015);
    expect(Math.abs(b - 0.097)).toBeLessThan(0.015);
    expect(Math.abs(c - 0.126)).toBeLessThan(0.015);
    // money without power moves participation little
    expect(Math.abs(a - mean(baseline.map((r) => late(r))))).toBeLessThan(0.01);
  });
});

describe('the steps, as in the sketch', () => {
  const rounds = (results: readonly RunResult[], name: string) =>
    mean(results.flatMap((r) => ROUNDS.map((k) => at(r, 26 * k + HEARING, name))));

  it('awareness .77, participation .38, turnout .57 (± .04)', () => {
    expect(Math.abs(rounds(staged, 'awareness') - 0.77)).toBeLessThan(0.04);
    expect(Math.abs(rounds(staged, 'participation') - 0.38)).toBeLessThan(0.04);
    expect(Math.abs(rounds(staged, 'turnout') - 0.57)).toBeLessThan(0.04);
  });

  it('some first rounds are void, later ones are not', () => {
    const voids = (k: number) => mean(staged.map((r) => at(r, 26 * k + RESOLUTION, 'void')));
    expect(voids(0)).toBeLessThan(0.9);
    for (const k of [1, 2, 3, 4, 5]) expect(voids(k)).toBeLessThan(0.1);
  });

  it('every step loses some', () => {
    for (const name of ['malformed', 'merged', 'ineligible', 'votedDown', 'unfunded']) {
      expect(perYear(staged, name), name).toBeGreaterThan(1);
      expect(perYear(staged, name), name).toBeLessThan(perYear(staged, 'proposed') / 2);
    }
    expect(perYear(staged, 'turnedAway')).toBe(0);
  });

  it('nine tenths of what is due are delivered under supervision, seven without', () => {
    const unseen = of('s4-without-oversight');
    expect(Math.abs(total(staged, 'paid') / total(staged, 'due') - 0.93)).toBeLessThan(0.03);
    expect(Math.abs(total(unseen, 'paid') / total(unseen, 'due') - 0.7)).toBeLessThan(0.001);
    expect(mean(unseen.map((r) => at(r, 155, 'satisfaction')))).toBeLessThan(
      mean(staged.map((r) => at(r, 155, 'satisfaction'))) - 0.1,
    );
  });

  it('with weak publicity every round is void, and no money reaches a project', () => {
    const weak = of('s4-weak-publicity');
    expect(total(weak, 'void')).toBe(6 * SEEDS);
    expect(total(weak, 'paid')).toBe(0);
    expect(total(weak, 'shelvedTold') + total(weak, 'adoptedTold')).toBe(0);
  });

  it('without the cap and without empowerment nearly everything is the committees’', () => {
    const official = of('s4-official-deliberation');
    expect(total(official, 'fundedCommittee') / total(official, 'funded')).toBeGreaterThan(0.9);
    expect(total(without, 'fundedCommittee') / total(without, 'funded')).toBeLessThan(0.4);
  });

  it('slow reimbursement costs trust', () => {
    const trust = (results: readonly RunResult[]) => mean(results.map((r) => late(r, 'trust')));
    expect(trust(of('s4-slow-reimbursement'))).toBeLessThan(trust(staged) - 0.02);
  });

  it('when the grant ends, own money and the foundation keep few projects going', () => {
    const ends = of('s4-grant-ends');
    const after = (results: readonly RunResult[]) => mean(results.map((r) => sum(r, 'funded', 104)));
    expect(after(ends)).toBeLessThan(after(staged) / 2);
    expect(mean(ends.map((r) => at(r, 155, 'foundation')))).toBeLessThan(
      mean(staged.map((r) => at(r, 155, 'foundation'))),
    );
  });
});
