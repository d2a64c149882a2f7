/** Stairwells as lifts see them: dwellings by floor, who owns them, in which city they stand. Nothing here changes. */
import { PURPOSE } from '../../purposes.ts';
import { counter, SETUP_WEEK, uniform } from '../../random.ts';
import type { Run } from '../../run.ts';
import type { LiftSettings } from './settings.ts';
import { registeredArea } from './vote.ts';

export const CITIES = 4;
/** An owner above this floor gains enough to propose a lift; from it upwards owners pay for one. */
export const BREAK_EVEN = 3;

export interface Places {
  /** First dwelling of each stairwell, and the number of dwellings at the end. */
  readonly start: Uint32Array;
  /** Per dwelling: floor from 1, registered area, and the dwelling under which its owner is counted. */
  readonly floor: Uint8Array;
  readonly area: Uint32Array;
  readonly owner: Uint32Array;
  /** Per stairwell: 0–3. */
  readonly city: Uint8Array;
}

/** Lays out a run's dwellings. An owner of several let dwellings in a stairwell is counted under the first of them. */
export function createPlaces({ sizes, state, parameters, key }: Run, { severalHomes }: LiftSettings): Places {
  const { floors, dwellingsPerFloor, stairwellsPerBlock } = parameters.population;
  const perStairwell = floors * dwellingsPerFloor;
  const start = new Uint32Array(sizes.stairwell + 1);
  const city = new Uint8Array(sizes.stairwell);
  for (let s = 0; s <= sizes.stairwell; s++) start[s] = Math.min(s * perStairwell, sizes.household);
  for (let s = 0; s < sizes.stairwell; s++) {
    city[s] = Math.floor((CITIES * Math.floor(s / stairwellsPerBlock)) / sizes.block);
  }
  const floor = new Uint8Array(sizes.household);
  const area = new Uint32Array(sizes.household);
  const owner = new Uint32Array(sizes.household);
  for (let s = 0; s < sizes.stairwell; s++) {
    let before = -1;
    for (let h = start[s]!; h < start[s + 1]!; h++) {
      floor[h] = 1 + Math.floor((h - start[s]!) / dwellingsPerFloor);
      area[h] = registeredArea(state.area[h]!);
      owner[h] = h;
      if (state.let[h] === 0) continue;
      const u = uniform(key.k0, key.k1, h, counter(SETUP_WEEK, PURPOSE.liftOwner, 0));
      if (before >= 0 && u < severalHomes) owner[h] = owner[before]!;
      before = h;
    }
  }
  return { start, floor, area, owner, city };
}
