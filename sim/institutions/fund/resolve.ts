import { PURPOSE } from '../../purposes.ts';
import { counter, uniform } from '../../random.ts';
import type { Fund } from './fund.ts';
import {
  ADMITTED,
  COMMUNITY,
  FREE,
  IMPLEMENTING,
  INELIGIBLE,
  LIBRARY,
  MALFORMED,
  MERGED,
  PASSED,
  UNFUNDED,
  VOTED_DOWN,
} from './items.ts';

const GRANTED = ['grantedHard', 'grantedSoft', 'grantedService'] as const;

/** The resolution: the council ranks what passed and funds it until an item does not fit; or the round is void. */
export function createResolve({ run, settings, columns, items, money, tally }: Fund) {
  const { key, sizes, state } = run;
  const { status, since, proposer, entity, site, kind, reach, host, cost, granted, elected } = columns;
  const { started, weeks, delay, projectMoney, committed } = columns;
  const score = new Float64Array(status.length);
  const stairwellsPerBlock = run.parameters.population.stairwellsPerBlock;
  const residents = Uint32Array.from({ length: sizes.block }, (_, b) => {
    const first = state.stairwellStart[b * stairwellsPerBlock]!;
    return state.stairwellStart[Math.min((b + 1) * stairwellsPerBlock, sizes.stairwell)]! - first;
  });

  /** 1 where nothing has been granted per resident so far, 0 where most has. */
  const fairness = (b: number, most: number) => (most === 0 ? 1 : 1 - granted[b]! / residents[b]! / most);
  const rank = () => {
    let most = 0;
    for (let b = 0; b < sizes.block; b++) most = Math.max(most, granted[b]! / residents[b]!);
    let mean = 0;
    for (let b = 0; b < sizes.block; b++) mean += fairness(b, most) / sizes.block;
    const fair = elected[0] === 1 ? settings.rankFairness : 0;
    const money = Math.max(1, projectMoney[0]!);
    for (let p = 0; p < status.length; p++) {
      if (status[p] !== PASSED) continue;
      const wide = reach[p] === COMMUNITY;
      score[p] =
        settings.rankReach * (wide ? 1 : 0.5) +
        fair * (wide ? mean : fairness(site[p]!, most)) -
        settings.rankCost * (cost[p]! / money);
    }
  };
  /** The best item that passed; below a power of residents, the committees’ own come first (官主议事). */
  const next = (ownFirst: boolean) => {
    let best = -1;
    for (let p = 0; p < status.length; p++) {
      if (status[p] !== PASSED) continue;
      if (best < 0) best = p;
      else if (ownFirst && (proposer[p] === 0) !== (proposer[best] === 0)) best = proposer[p] === 0 ? p : best;
      else if (score[p]! > score[best]!) best = p;
    }
    return best;
  };
  const fund = (p: number, week: number) => {
    const own = proposer[p] === 0;
    const purpose = own ? PURPOSE.fundCommitteeWeeks : PURPOSE.fundWeeks;
    const u = uniform(key.k0, key.k1, entity[p]!, counter(since[p]!, purpose, 0));
    const { minWeeks, maxWeeks, reimbursement, unhandled, filePrice } = settings;
    status[p] = IMPLEMENTING;
    started[p] = week;
    weeks[p] = minWeeks + Math.floor(u * (Math.max(minWeeks, maxWeeks) - minWeeks + 1));
    const handled = money.payRunning('handling', week, 1, filePrice);
    delay[p] = handled ? reimbursement : Math.floor(reimbursement * unhandled + 0.5);
    projectMoney[0]! -= cost[p]!;
    committed[0]! += cost[p]!;
    if (reach[p] === COMMUNITY) for (let b = 0; b < sizes.block; b++) granted[b]! += cost[p]! / sizes.block;
    else granted[site[p]!]! += cost[p]!;
    tally.funded++;
    if (own) tally.fundedCommittee++;
    tally[GRANTED[kind[p] as 0 | 1 | 2]] += cost[p]!;
  };

  return {
    /** Whether the last hearing was not held, or fell short of a minimum. */
    isVoid: (): boolean =>
      columns.held[0] === 0 ||
      columns.awareness[0]! < settings.minAwareness ||
      columns.participation[0]! < settings.minParticipation ||
      columns.turnout[0]! < settings.minTurnout,
    /** Money carries over, residents’ items go to the library, nobody learns a fate. */
    shelve() {
      tally.void = 1;
      for (let p = 0; p < status.length; p++) {
        const heard = status[p] === PASSED || status[p] === VOTED_DOWN || status[p] === ADMITTED;
        if (!heard) continue;
        tally.voided++;
        if (proposer[p] === 0) items.free(p);
        else status[p] = LIBRARY;
      }
      this.tidy();
    },
    fund(week: number) {
      rank();
      const ownFirst = state.power[0]! < settings.committeeFirst;
      for (let p = next(ownFirst); p >= 0 && cost[p]! <= projectMoney[0]!; p = next(ownFirst)) fund(p, week);
      for (let p = 0; p < status.length; p++) {
        if (status[p] === VOTED_DOWN) tally.votedDown++;
        if (status[p] !== PASSED) continue;
        status[p] = UNFUNDED;
        tally.unfunded++;
      }
    },
    /** Frees the places of items whose story ends here, first those merged into them. */
    tidy() {
      for (let p = 0; p < status.length; p++) {
        if (status[p] === MERGED && status[host[p]!] !== LIBRARY) items.free(p);
      }
      for (let p = 0; p < status.length; p++) {
        const s = status[p]!;
        const over = s === MALFORMED || s === INELIGIBLE || s === VOTED_DOWN || s === UNFUNDED;
        if (s !== FREE && over) items.free(p);
      }
    },
  };
}
