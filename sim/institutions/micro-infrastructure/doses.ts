/** What money buys in a block: government input, seats in a course, visits from door to door. */
import { createContact } from '../../instruments/contact.ts';
import { createDraft } from '../../lots.ts';
import { clamp01 } from '../../numerics.ts';
import { PURPOSE } from '../../purposes.ts';
import { counter, uniform } from '../../random.ts';
import { type Run, residentsOf } from '../../run.ts';
import type { Arm } from './arms.ts';
import { serveByLot } from './purse.ts';
import type { ArmInstrument, MicroSettings } from './settings.ts';

const FEN = 100;

/** Spends up to `most` fen in a block and returns what was spent; counts doses in `given`. */
export type Dose = (b: number, most: number, week: number) => number;

export function createDoses(
  run: Run,
  settings: MicroSettings,
  arm: Arm,
  given: Float64Array,
): Record<ArmInstrument, Dose> {
  return {
    materials: createMaterials(run, settings, given),
    training: createTraining(run, settings, given),
    visits: createVisits(run, settings, arm, given),
  };
}

/** How many doses of a price `most` fen buy, of those wanted. */
function affordable(wanted: number, price: number, most: number): number {
  return price === 0 ? wanted : Math.min(wanted, Math.floor(most / price));
}

function householdsOf({ sizes, parameters }: Run, b: number): readonly [first: number, last: number] {
  const { floors, dwellingsPerFloor, stairwellsPerBlock } = parameters.population;
  const perBlock = floors * dwellingsPerFloor * stairwellsPerBlock;
  return [b * perBlock, Math.min((b + 1) * perBlock, sizes.household)];
}

/** Units are bought as far as the money goes, in parts if need be. */
function createMaterials(
  run: Run,
  { materialsPrice, materialsMost, delivered: kept }: MicroSettings,
  given: Float64Array,
): Dose {
  const { promised, delivered, credited } = run.state;
  return (b, most) => {
    const [first, last] = householdsOf(run, b);
    const price = materialsPrice * FEN * (last - first);
    const units = price === 0 ? materialsMost : Math.min(materialsMost, most / price);
    if (units <= 0) return 0;
    promised[b]! += units / kept;
    delivered[b]! += units;
    credited[b]! += units;
    given[0]! += units;
    return Math.min(most, Math.floor(units * price + 0.5));
  };
}

function createTraining(run: Run, { seatPrice, seatKnowHow, seatEfficacy }: MicroSettings, given: Float64Array): Dose {
  const { knowHow, efficacy } = run.state;
  const draft = createDraft(run.sizes.resident, run.scores);
  const price = Math.floor(seatPrice * FEN + 0.5);
  return (b, most, week) => {
    const [first, last] = residentsOf(run, b);
    const seats = affordable(last - first, price, most);
    if (seats === 0) return 0;
    draft.count = 0;
    for (let i = first; i < last; i++) draft.entities[draft.count++] = i;
    const { entities } = serveByLot(run, draft, seats, week, PURPOSE.microSeat);
    for (let j = 0; j < seats; j++) {
      const i = entities[j]!;
      knowHow[i] = clamp01(knowHow[i]! + seatKnowHow * (1 - knowHow[i]!));
      efficacy[i] = clamp01(efficacy[i]! + seatEfficacy);
    }
    given[1]! += seats;
    return seats * price;
  };
}

function createVisits(run: Run, settings: MicroSettings, arm: Arm, given: Float64Array): Dose {
  const { visitPrice, visitMet, visitIntensity, visitHousemates } = settings;
  const { k0, k1 } = run.key;
  const { householdStart } = run.state;
  const draft = createDraft(run.sizes.household, run.scores);
  const contact = createContact(run);
  const price = Math.floor(visitPrice * FEN + 0.5);
  const visit = (h: number, week: number) => {
    if (visitIntensity === 0 || uniform(k0, k1, h, counter(week, PURPOSE.microMet, 0)) >= visitMet) return;
    const first = householdStart[h]!;
    const last = householdStart[h + 1]!;
    const who = first + Math.floor(uniform(k0, k1, h, counter(week, PURPOSE.microWho, 0)) * (last - first));
    for (let i = first; i < last; i++) {
      const felt = i === who ? visitIntensity : visitHousemates * visitIntensity;
      if (felt > 0) contact(i, felt);
    }
  };
  return (b, most, week) => {
    const [first, last] = householdsOf(run, b);
    draft.count = 0;
    for (let h = first; h < last; h++) if (arm.visits(h)) draft.entities[draft.count++] = h;
    const tried = affordable(draft.count, price, most);
    if (tried === 0) return 0;
    const { entities } = serveByLot(run, draft, tried, week, PURPOSE.microVisit);
    for (let j = 0; j < tried; j++) visit(entities[j]!, week);
    given[2]! += tried;
    return tried * price;
  };
}
