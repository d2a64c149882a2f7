import type { Account } from '../ledger.ts';
import type { Run } from '../run.ts';
import type { InstrumentName, Intervention, InterventionOf } from '../scenario.ts';

/**
 * What an instrument does in a week while it is in force. Both steps find the week's earlier work done and may write
 * what reaches residents and production: government input, power, relief, arousal, know-how, efficacy, pay.
 */
export interface Instrument {
  /** Before residents decide: spend, deliver. */
  intervene?(week: number): void;
  /** After they decided: settle what depends on their acts. */
  settle?(week: number): void;
}

/** One kind of instrument, in one file. */
export interface InstrumentKind<N extends InstrumentName> {
  /** True when its strength is zero: then it does nothing, costs nothing and changes no digest. */
  isZero(intervention: InterventionOf<N>): boolean;
  create(run: Run, intervention: InterventionOf<N>, account: Account): Instrument;
  /** CNY of a week in which every dose is served, for a population of this size. */
  weeklyCost(run: Run, intervention: InterventionOf<N>): number;
}

/** Whether the calendar has an intervention in force in a week. */
export function inForce(intervention: Intervention, week: number): boolean {
  return week >= intervention.from && (intervention.to === null || week < intervention.to);
}
