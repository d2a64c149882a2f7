import { PURPOSE } from '../../purposes.ts';
import { counter, uniform } from '../../random.ts';
import type { Fund } from './fund.ts';
import { ADMITTED, COLLECTED, FORMED, INELIGIBLE, LIBRARY, MALFORMED, MERGED } from './items.ts';

/** What happens to items between the desk and the hearing: sorting, and the consultation of the two committees. */
export function createScreen({ run, settings, columns, tally }: Fund) {
  const { k0, k1 } = run.key;
  const { knowHow, power } = run.state;
  const { status, since, entity, site, kind, subject, reach, host, cost } = columns;
  const places = status.length;
  const luck = (place: number, purpose: number) => uniform(k0, k1, entity[place]!, counter(since[place]!, purpose, 0));

  /** The first item, well-formed or from the library, for the same block, of the same kind, subject and reach. */
  const likeOf = (place: number) => {
    for (let p = 0; p < places; p++) {
      if (status[p] !== FORMED && status[p] !== LIBRARY) continue;
      const same = site[p] === site[place] && kind[p] === kind[place] && reach[p] === reach[place];
      if (same && subject[p] === subject[place]) return p;
    }
    return -1;
  };

  return {
    /** Malformed proposals are put aside, like ones merged. */
    sort(councilKnowHow: number) {
      const helped = settings.malformed * (1 - settings.malformedCouncil * councilKnowHow);
      for (let p = 0; p < places; p++) {
        if (status[p] !== COLLECTED) continue;
        const chance = helped * (1 - settings.malformedOwn * knowHow[entity[p]!]!);
        if (luck(p, PURPOSE.fundMalformed) < chance) {
          status[p] = MALFORMED;
          tally.malformed++;
          continue;
        }
        const like = likeOf(p);
        if (like < 0) {
          status[p] = FORMED;
          continue;
        }
        status[p] = MERGED;
        host[p] = like;
        cost[like] = Math.floor(cost[like]! * settings.mergedCost + 0.5);
        tally.merged++;
      }
    },
    /**
     * The two committees refuse some items, more where residents lack power. Items of the library, admitted in a round
     * that was void, come back. Returns how many residents’ items are left.
     */
    consult(): number {
      const chance = settings.ineligible + Math.max(0, settings.powerNeeded - power[0]!);
      let left = 0;
      for (let p = 0; p < places; p++) {
        if (status[p] === FORMED) {
          const refused = luck(p, PURPOSE.fundIneligible) < chance;
          status[p] = refused ? INELIGIBLE : ADMITTED;
          if (refused) tally.ineligible++;
        } else if (status[p] === LIBRARY) {
          status[p] = ADMITTED;
          tally.returned++;
        }
        if (status[p] === ADMITTED) left++;
      }
      return left;
    },
    /** The most items of their own that the committees may bring beside `left` of residents without passing the cap. */
    allowed(left: number): number {
      let own = 0;
      while (own < settings.committeeItems && own + 1 <= settings.committeeCap * (own + 1 + left)) own++;
      return own;
    },
  };
}
