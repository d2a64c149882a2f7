import { KINDS_OF_INSTRUMENT } from '../instruments/index.ts';
import { type Instrument, type InstrumentKind, inForce } from '../instruments/instrument.ts';
import type { Account } from '../ledger.ts';
import type { Run } from '../run.ts';
import type { InstrumentName, Intervention } from '../scenario.ts';

/**
 * Step 1 of the week and its aftermath: interventions act in ascending order of id, each while its calendar has it in
 * force and its money lasts. What they write is cleared first, so a week without interventions is a plain one.
 */
export function createIntervene(
  run: Run,
  intervened?: (slot: number, week: number) => void,
): { intervene(week: number): void; settle(week: number): void } {
  const { state, parameters } = run;
  const active = run.scenario.interventions.flatMap((intervention, slot) => {
    const kind = KINDS_OF_INSTRUMENT[intervention.instrument] as InstrumentKind<InstrumentName>;
    return kind.isZero(intervention) ? [] : [enter(run, kind, intervention, slot)];
  });
  const { pay: clearsPay, relief: clearsRelief } = run.uses;
  const runs = (intervention: Intervention, account: Account, week: number) =>
    inForce(intervention, week) && !account.ended;

  return {
    intervene(week) {
      state.power[0] = parameters.produce.power;
      state.promised.fill(0);
      state.delivered.fill(0);
      state.credited.fill(0);
      state.deliveryFactor.fill(1);
      if (clearsPay) state.pay.fill(0);
      if (clearsRelief) state.relief.fill(0);
      for (const { intervention, slot, account, instrument } of active) {
        if (!runs(intervention, account, week)) continue;
        instrument.intervene?.(week);
        intervened?.(slot, week);
      }
    },
    settle(week) {
      if (clearsPay) state.pay.fill(0);
      for (const { intervention, instrument } of active) {
        // An offer of this morning is honoured even if another act has just ended it.
        if (inForce(intervention, week)) instrument.settle?.(week);
      }
    },
  };
}

interface Active {
  readonly intervention: Intervention;
  /** Its place in the scenario's list and in the ledger. */
  readonly slot: number;
  readonly account: Account;
  readonly instrument: Instrument;
}

function enter(run: Run, kind: InstrumentKind<InstrumentName>, intervention: Intervention, slot: number): Active {
  const account = run.ledger.accounts[slot]!;
  return { intervention, slot, account, instrument: kind.create(run, intervention as never, account) };
}
