import type { ModelParameters, Scenario } from '../../../sim/scenario.ts';
import type { Luck } from './luck.ts';

/** Names as the specification has them: m, t₀, e₀, c, ε are fixed, capitals change. */
export interface Resident {
  readonly index: number;
  readonly home: Household;
  readonly age: 'young' | 'middle' | 'older';
  readonly type: 'conditional' | 'free-rider' | 'committed';
  /** 0 resident, 1 formal leader, 2 opinion leader, 3 action leader, 4 elite. */
  readonly role: number;
  readonly m: number;
  readonly t0: number;
  readonly e0: number;
  readonly c: number;
  readonly epsilon: number;
  readonly omega: readonly [hard: number, soft: number, service: number];
  M: number;
  T: number;
  E: number;
  H: number;
  K: number;
  X: number;
  Z: number;
  F: number;
  A: number;
  /** Weeks with an act, the latest last. */
  readonly acts: number[];
  stage: 'bystander' | 'newcomer' | 'sustained' | 'lapsed';
  mode: 'voice' | 'labour' | 'contribution' | 'oversight' | null;
  /** Ties at either end, once for each time they were started; housemates stand in `home`. */
  readonly ties: Resident[];
  /** Hourly wages: offered before, paid after the decision. */
  pay: number;
  relief: number;
}

export interface Household {
  readonly index: number;
  readonly stairwell: Stairwell;
  readonly rented: boolean;
  readonly area: number;
  readonly members: Resident[];
}

export interface Stairwell {
  readonly index: number;
  readonly block: Block;
  readonly households: Household[];
  Q: number;
}

export interface Project {
  readonly ordinal: number;
  readonly kind: 0 | 1 | 2;
  readonly reach: 'stairwell' | 'block' | 'community';
  readonly target: Stairwell;
  progress: number;
  age: number;
}

export interface Block {
  readonly index: number;
  readonly stairwells: Stairwell[];
  S: number;
  project: Project;
  promised: number;
  delivered: number;
  /** Delivered, less what lateness takes. */
  credited: number;
}

export interface Entry {
  readonly week: number;
  readonly id: number;
  readonly doses: number;
  readonly fen: number;
}

export interface World {
  readonly scenario: Scenario;
  readonly parameters: ModelParameters;
  readonly luck: Luck;
  readonly residents: Resident[];
  readonly households: Household[];
  readonly stairwells: Stairwell[];
  readonly blocks: Block[];
  power: number;
  readonly ledger: Entry[];
  /** Ids of interventions that ended because a dose could not be afforded. */
  readonly ended: Set<number>;
}

/** Every store of a trait rounds once, to Float32, after clamping to [0, 1]. */
export const trait = (x: number) => Math.fround(Math.max(0, Math.min(1, x)));

export const housematesOf = (person: Resident) => person.home.members.filter((other) => other !== person);
export const residentsOf = (block: Block) =>
  block.stairwells.flatMap((stairwell) => stairwell.households.flatMap((home) => home.members));

/** n: the share of active neighbours, by strength of tie; whole numbers divided in double. */
export function activeShare(world: World, person: Resident): number {
  const strength = world.parameters.ties.housemate;
  const neighbours = [
    ...person.ties.map((other) => ({ other, strength: 1 })),
    ...housematesOf(person).map((other) => ({ other, strength })),
  ];
  const all = neighbours.reduce((sum, tie) => sum + tie.strength, 0);
  const active = neighbours.reduce((sum, tie) => sum + (tie.other.mode === null ? 0 : tie.strength), 0);
  return all === 0 ? 0 : active / all;
}
