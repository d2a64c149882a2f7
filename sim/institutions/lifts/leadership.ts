/**
 * Who leads, and how strongly in a stairwell. A role that the organisation fills itself works everywhere and costs
 * money; an embedded one works through members among residents, as far as the stairwell's owners are tied to one.
 */
import { PURPOSE } from '../../purposes.ts';
import { counter, SETUP_WEEK, uniform } from '../../random.ts';
import type { Run } from '../../run.ts';
import type { Places } from './places.ts';
import { LEADING_ROLES, type LeadingRole, type LiftSettings } from './settings.ts';

/** The role of the core whose holders also play a role when it is embedded. */
const ROLE_OF_RESIDENT: Readonly<Record<LeadingRole, number>> = {
  coordinator: 1,
  organiser: 1,
  visionary: 1,
  opinionLeader: 2,
  actionLeader: 3,
  elite: 4,
};

export interface Leadership {
  /** How strongly a role works in a stairwell, 0–1. */
  strength(role: LeadingRole, s: number): number;
  /** How many roles the organisation fills itself. */
  readonly direct: number;
  /** Whether the opinion of a dwelling weighs as that of a leader; embedded leadership only. */
  readonly housesOpinionLeader: Uint8Array;
}

/** @param paid 1 while the organisation can pay for the roles that it fills itself */
export function createLeadership(run: Run, settings: LiftSettings, places: Places, paid: Uint8Array): Leadership {
  const members = drawMembers(run, settings.members);
  const embedded = Object.fromEntries(
    LEADING_ROLES.map((role) => [
      role,
      settings[role] === 'embedded' ? sharesTied(run, places, members, ROLE_OF_RESIDENT[role]) : null,
    ]),
  ) as Record<LeadingRole, Float64Array | null>;
  const housesOpinionLeader = new Uint8Array(run.sizes.household);
  if (settings.opinionLeader === 'embedded') {
    const { household, role } = run.state;
    for (let i = 0; i < household.length; i++) {
      if (members[i] === 1 || role[i] === ROLE_OF_RESIDENT.opinionLeader) housesOpinionLeader[household[i]!] = 1;
    }
  }
  return {
    strength(role, s) {
      if (settings[role] === 'direct') return paid[0]!;
      return embedded[role]?.[s] ?? 0;
    },
    direct: LEADING_ROLES.filter((role) => settings[role] === 'direct').length,
    housesOpinionLeader,
  };
}

function drawMembers({ sizes, key }: Run, share: number): Uint8Array {
  const members = new Uint8Array(sizes.resident);
  const c1 = counter(SETUP_WEEK, PURPOSE.liftMember, 0);
  for (let i = 0; i < members.length; i++) members[i] = uniform(key.k0, key.k1, i, c1) < share ? 1 : 0;
  return members;
}

/** The share of a stairwell's owners at home who are, live with or know somebody who can play the role. */
function sharesTied({ sizes, state, ties }: Run, { start }: Places, members: Uint8Array, role: number): Float64Array {
  const leads = (i: number) => members[i] === 1 || state.role[i] === role;
  const knowsOne = (i: number) => {
    if (leads(i)) return true;
    for (let t = ties.start[i]!; t < ties.start[i + 1]!; t++) if (leads(ties.to[t]!)) return true;
    return false;
  };
  const shares = new Float64Array(sizes.stairwell);
  for (let s = 0; s < sizes.stairwell; s++) {
    let homes = 0;
    let tied = 0;
    for (let h = start[s]!; h < start[s + 1]!; h++) {
      if (state.let[h] !== 0) continue;
      homes++;
      let i = state.householdStart[h]!;
      while (i < state.householdStart[h + 1]! && !knowsOne(i)) i++;
      if (i < state.householdStart[h + 1]!) tied++;
    }
    shares[s] = homes === 0 ? 0 : tied / homes;
  }
  return shares;
}
