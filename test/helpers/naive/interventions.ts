/** Interventions as the model is told in words: what instruments do, to whom, and what it costs. */
import { normalQuantile } from '../../../sim/numerics.ts';
import { PURPOSE } from '../../../sim/purposes.ts';
import { AGES, type Intervention, type InterventionOf } from '../../../sim/scenario.ts';
import { SETUP } from './luck.ts';
import { type Block, type Household, housematesOf, type Resident, residentsOf, trait, type World } from './world.ts';

const AGE_NAMES = ['young', 'middle', 'older'] as const;

/** What an incentive has promised this morning and must keep this evening. */
interface Offer {
  readonly intervention: InterventionOf<'incentive'>;
  readonly eligible: readonly Resident[];
}

/** Step 1: everything that is in force, in ascending order of id. Returns the offers of pay. */
export function intervene(world: World, week: number): Offer[] {
  world.power = world.parameters.produce.power;
  for (const block of world.blocks) block.promised = block.delivered = block.credited = 0;
  for (const person of world.residents) person.pay = person.relief = 0;
  const offers: Offer[] = [];
  const inOrder = [...world.scenario.interventions].sort((a, b) => a.id - b.id);
  for (const intervention of inOrder) {
    const { from, to, id } = intervention;
    if (week < from || (to !== null && week >= to) || world.ended.has(id) || isZero(intervention)) continue;
    if (intervention.instrument === 'incentive') {
      const { pay, price } = intervention;
      if (affordable(world, intervention, 1, pay * price) === 0) continue;
      const eligible = eligibleResidents(world, intervention, week);
      for (const person of eligible) person.pay = Math.fround(person.pay + pay);
      offers.push({ intervention, eligible });
    } else {
      act(world, intervention, week);
    }
  }
  return offers;
}

/** After Decide: acts are paid in lot order; from here on `pay` is what was paid. */
export function settle(world: World, week: number, offers: readonly Offer[]): void {
  for (const person of world.residents) person.pay = 0;
  for (const { intervention, eligible } of offers) {
    const acted = eligible.filter((person) => person.mode !== null);
    const { pay, price } = intervention;
    const paid = serve(world, intervention, week, acted, pay * price, scoreOfResident(world, intervention, week));
    for (const person of paid) person.pay = Math.fround(person.pay + pay);
  }
}

/** Strength zero: no dose, no contact, no charge. */
function isZero(intervention: Intervention): boolean {
  switch (intervention.instrument) {
    case 'materials':
      return intervention.units === 0;
    case 'incentive':
      return intervention.pay === 0;
    case 'training':
      return intervention.seats === 0;
    case 'digital':
      return intervention.young + intervention.middle + intervention.older === 0;
    case 'empowerment':
      return false;
    default:
      return intervention.reach * intervention.intensity === 0;
  }
}

function act(world: World, intervention: Exclude<Intervention, { instrument: 'incentive' }>, week: number): void {
  const { id, price } = intervention;
  const { luck } = world;
  const inLot = (eligible: readonly Resident[]) =>
    serve(world, intervention, week, eligible, price, scoreOfResident(world, intervention, week));
  switch (intervention.instrument) {
    case 'materials': {
      const { units, delivered: share, late } = intervention;
      const lot = (block: Block) => luck(block.index, week, PURPOSE.blockDose, id);
      for (const block of serve(
        world,
        intervention,
        week,
        eligibleBlocks(world, intervention),
        units * share * price,
        lot,
      )) {
        block.promised += units;
        block.delivered += units * share;
        block.credited += units * share * Math.max(0, 1 - world.parameters.learn.lateness * late);
      }
      return;
    }
    case 'training': {
      const { seats, knowHow, efficacy, handbook } = intervention;
      const eligible = eligibleResidents(world, intervention, week);
      const wanted = bySmallest(eligible, seats, scoreOfResident(world, intervention, week));
      const trained = inLot(wanted);
      const learn = (person: Resident, part: number) => {
        person.K = trait(person.K + part * knowHow * (1 - person.K));
        person.E = trait(person.E + part * efficacy);
      };
      for (const person of trained) learn(person, 1);
      if (handbook === 0) return;
      for (const person of trained)
        for (const other of [...housematesOf(person), ...person.ties]) learn(other, handbook);
      return;
    }
    case 'leaflet':
    case 'broadcast':
    case 'recognition':
    case 'caseSharing': {
      const { reach, intensity } = intervention;
      const reached = eligibleResidents(world, intervention, week).filter(
        (person) => luck(person.index, week, PURPOSE.contact, id) < reach,
      );
      for (const person of inLot(reached)) contact(world, person, intensity);
      return;
    }
    case 'doorVisits': {
      const { reach, met, intensity, housemates } = intervention;
      const tried = eligibleHouseholds(world, intervention, week).filter(
        (home) => luck(home.index, week, PURPOSE.visit, id) < reach,
      );
      const lot = (home: Household) => luck(home.index, week, PURPOSE.householdDose, id);
      for (const home of serve(world, intervention, week, tried, price, lot)) {
        if (luck(home.index, week, PURPOSE.visitMet, id) >= met) continue;
        const who = home.members[Math.floor(luck(home.index, week, PURPOSE.visitWho, id) * home.members.length)]!;
        contact(world, who, intensity);
        for (const other of housematesOf(who)) if (housemates > 0) contact(world, other, housemates * intensity);
      }
      return;
    }
    case 'empowerment':
      for (const _ of serve(world, intervention, week, [world], price, () => 0)) world.power = intervention.power;
      return;
    case 'digital':
      for (const person of inLot(eligibleResidents(world, intervention, week))) {
        person.relief = Math.max(person.relief, Math.fround(intervention[person.age]));
      }
  }
}

/** An emotional contact of intensity i. */
function contact(world: World, person: Resident, i: number): void {
  const { contactAttachment, contactFatigue } = world.parameters.learn;
  const { F, X, A } = person;
  person.A = Math.fround(A + i * (1 - F));
  person.X = trait(X + contactAttachment * i * i * (1 - F) * (1 - X));
  person.F = trait(F + contactFatigue * Math.min(1, i) * (1 - F));
}

/** Fen of some doses: quantity × price, rounded half up; thirteen digits have no binary noise. */
const fen = (doses: number, price: number) => Math.floor(Number((doses * price * 100).toPrecision(13)) + 0.5);

/** How many of the wanted doses cap and budget cover. Too few ends the intervention for good. */
function affordable(world: World, { id, cap }: Intervention, wanted: number, price: number): number {
  const spent = (mine: boolean) =>
    world.ledger.filter((entry) => !mine || entry.id === id).reduce((sum, entry) => sum + entry.fen, 0);
  const budget = world.parameters.budget.cap;
  const left = Math.min(
    cap === null ? Number.POSITIVE_INFINITY : Math.round(cap * 100) - spent(true),
    budget === null ? Number.POSITIVE_INFINITY : Math.round(budget * 100) - spent(false),
  );
  let doses = wanted;
  while (doses > 0 && fen(doses, price) > left) doses--;
  if (doses < wanted) world.ended.add(id);
  return doses;
}

/** Serves as many as the money covers, in order of score, and enters the week's line in the ledger. */
function serve<Entity>(
  world: World,
  intervention: Intervention,
  week: number,
  wanted: readonly Entity[],
  price: number,
  score: (entity: Entity) => number,
): Entity[] {
  const doses = affordable(world, intervention, wanted.length, price);
  world.ledger.push({ week, id: intervention.id, doses, fen: fen(doses, price) });
  return bySmallest(wanted, doses, score);
}

/** The k of smallest score, ties in the order of the list, which stays as it was. */
function bySmallest<Entity>(list: readonly Entity[], k: number, score: (entity: Entity) => number): Entity[] {
  const scored = list.map((entity, place) => ({ entity, place, value: score(entity) }));
  const first = [...scored].sort((a, b) => a.value - b.value || a.place - b.place).slice(0, k);
  return first.sort((a, b) => a.place - b.place).map(({ entity }) => entity);
}

/** Order of service: by lot, or by the trait as the government sees it. */
function scoreOfResident(world: World, { whom, id }: Intervention, week: number): (person: Resident) => number {
  const { luck } = world;
  if (whom.group !== 'lowest' && whom.group !== 'highest') {
    return (person) => luck(person.index, week, PURPOSE.residentDose, id);
  }
  const letter = ({ motivation: 'M', trust: 'T', efficacy: 'E', habit: 'H', knowHow: 'K' } as const)[whom.trait];
  const sign = whom.group === 'lowest' ? 1 : -1;
  const error = world.parameters.budget.observationError;
  return (person) =>
    sign * (person[letter] + error * normalQuantile(luck(person.index, week, PURPOSE.observedTrait, id)));
}

const shareOf = (n: number, share: number) => Math.floor(share * n + 0.5);

function eligibleResidents(world: World, intervention: Intervention, week: number): Resident[] {
  const { whom, id } = intervention;
  const everyone = world.residents;
  switch (whom.group) {
    case 'everyone':
      return everyone;
    case 'lot':
      return bySmallest(everyone, shareOf(everyone.length, whom.share), (person) =>
        world.luck(person.index, SETUP, PURPOSE.residentLot, id),
      );
    case 'blocks':
      return whom.blocks
        .flatMap((b) => residentsOf(world.blocks[b]!))
        .filter((person, place, all) => all.indexOf(person) === place)
        .sort((a, b) => a.index - b.index);
    case 'age':
      return everyone.filter((person) => whom.ages.includes(AGES[AGE_NAMES.indexOf(person.age)]!));
    case 'tenure':
      return everyone.filter((person) => person.home.rented === (whom.tenure === 'renter'));
    case 'stage':
      return everyone.filter((person) => whom.stages.includes(person.stage));
    case 'non-participants':
      return everyone.filter((person) => person.stage === 'bystander' || person.stage === 'lapsed');
    case 'leaders':
      return everyone.filter((person) => person.role > 0);
    default:
      return bySmallest(everyone, shareOf(everyone.length, whom.share), scoreOfResident(world, intervention, week));
  }
}

/** Households with an eligible member; a lot drawn at set-up draws households. */
function eligibleHouseholds(world: World, intervention: Intervention, week: number): Household[] {
  const { whom, id } = intervention;
  if (whom.group === 'lot') {
    return bySmallest(world.households, shareOf(world.households.length, whom.share), (home) =>
      world.luck(home.index, SETUP, PURPOSE.householdLot, id),
    );
  }
  const eligible = new Set(eligibleResidents(world, intervention, week));
  return world.households.filter((home) => home.members.some((person) => eligible.has(person)));
}

function eligibleBlocks(world: World, { whom, id }: Intervention): Block[] {
  const { blocks } = world;
  if (whom.group === 'blocks') return blocks.filter((block) => whom.blocks.includes(block.index));
  if (whom.group !== 'lot') return blocks;
  return bySmallest(blocks, shareOf(blocks.length, whom.share), (block) =>
    world.luck(block.index, SETUP, PURPOSE.blockLot, id),
  );
}
