import { fenOf } from '../../ledger.ts';
import { exp } from '../../numerics.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, gaussian, uniform } from '../../random.ts';
import type { Fund } from './fund.ts';
import { ADMITTED, BLOCK, COLLECTED, COMMUNITY } from './items.ts';

const VOICE = 1;
const HARD = 0;
const SOFT = 1;
const SERVICE = 2;

/** Purposes of the draws that make an item: those of a resident, and those of the committees. */
const RESIDENT = {
  kind: PURPOSE.fundKind,
  reach: PURPOSE.fundReach,
  cost: PURPOSE.fundCost,
  subject: PURPOSE.fundSubject,
};
const COMMITTEE = {
  kind: PURPOSE.fundCommitteeKind,
  reach: PURPOSE.fundCommitteeReach,
  cost: PURPOSE.fundCommitteeCost,
  subject: PURPOSE.fundCommitteeSubject,
};

/** Puts items on the desk: what residents propose, and what the committees bring themselves. */
export function createCollect({ run, settings, columns, items, tally }: Fund) {
  const { key, sizes, state, parameters } = run;
  const { k0, k1 } = key;
  const { aware, status, since, proposer, entity, site, kind, subject, reach, cost } = columns;
  const { hardShare, softShare } = parameters.project;
  const { floors, dwellingsPerFloor, stairwellsPerBlock } = parameters.population;
  const householdsPerBlock = floors * dwellingsPerFloor * stairwellsPerBlock;

  /** Kinds are drawn in the proportions of projects, weighted by interest. */
  const kindOf = (u: number, hard: number, soft: number, service: number) => {
    const v = u * (hard + soft + service);
    return v < hard ? HARD : v < hard + soft ? SOFT : SERVICE;
  };
  const write = (place: number, who: number, week: number, purposes: typeof RESIDENT | typeof COMMITTEE) => {
    since[place] = week;
    entity[place] = who;
    reach[place] = uniform(k0, k1, who, counter(week, purposes.reach, 0)) < settings.blockReach ? BLOCK : COMMUNITY;
    subject[place] = Math.floor(uniform(k0, k1, who, counter(week, purposes.subject, 0)) * settings.subjects);
    const z = gaussian(k0, k1, who, counter(week, purposes.cost, 0));
    cost[place] = Math.max(1, fenOf(exp(settings.costSpread * z), settings.cost));
  };

  return {
    /** A week of collecting: who knows of the fund and takes part by voice may propose. */
    fromResidents(week: number) {
      const c1 = counter(week, PURPOSE.fundPropose, 0);
      for (let i = 0; i < sizes.resident; i++) {
        if (aware[i] === 0 || state.mode[i] !== VOICE || uniform(k0, k1, i, c1) >= settings.propose) continue;
        tally.proposed++;
        const place = items.take();
        if (place < 0) {
          tally.turnedAway++;
          continue;
        }
        write(place, i, week, RESIDENT);
        status[place] = COLLECTED;
        proposer[place] = i + 1;
        site[place] = Math.floor(state.household[i]! / householdsPerBlock);
        kind[place] = kindOf(
          uniform(k0, k1, i, counter(week, RESIDENT.kind, 0)),
          hardShare * state.interestHard[i]!,
          softShare * state.interestSoft[i]!,
          (1 - hardShare - softShare) * state.interestService[i]!,
        );
      }
    },
    /** The committees bring items of their own, up to a number; they are admitted as they come. */
    fromCommittees(week: number, count: number): number {
      for (let j = 0; j < count; j++) {
        const place = items.take();
        if (place < 0) return j;
        write(place, j, week, COMMITTEE);
        status[place] = ADMITTED;
        proposer[place] = 0;
        site[place] = Math.floor(uniform(k0, k1, j, counter(week, PURPOSE.fundCommitteeSite, 0)) * sizes.block);
        const u = uniform(k0, k1, j, counter(week, COMMITTEE.kind, 0));
        kind[place] = kindOf(u, hardShare, softShare, 1 - hardShare - softShare);
      }
      return count;
    },
  };
}
