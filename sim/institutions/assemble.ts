/** The institutions of a run: their state, their lines in the ledger, their part in the week, their series. */
import { enter, type Line } from '../ledger.ts';
import { createFateLearning, createFates, dealFate, type Fates } from '../process/fate.ts';
import type { Observer } from '../process/observe.ts';
import type { Run } from '../run.ts';
import type { Scenario } from '../scenario.ts';
import type { ColumnArray } from '../state.ts';
import { INSTITUTIONS } from './index.ts';
import type { Institution, InstitutionKind } from './institution.ts';

const ARRAYS = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array } as const;

/** The institutions that a scenario names, in their fixed order. */
// biome-ignore lint/suspicious/noExplicitAny: see INSTITUTIONS
export function institutionsOf(scenario: Scenario): readonly InstitutionKind<any>[] {
  return INSTITUTIONS.filter(({ name }) => name in scenario.institutions);
}

/** Lines of the ledger that institutions keep, after those of the interventions. */
export function institutionLines(scenario: Scenario): Line[] {
  return institutionsOf(scenario).flatMap(({ name, accounts }) =>
    accounts.map((account) => ({ name: `${name}.${account.name}`, kind: account.kind })),
  );
}

/** Names of the values that a scenario's institutions add to the weekly row: `fund_awareness`. */
export function institutionSeries(scenario: Scenario): string[] {
  return institutionsOf(scenario).flatMap(({ name, series }) => series.map((column) => `${name}_${column}`));
}

/** The same of every institution there is, whether a scenario names it or not. */
export const INSTITUTION_SERIES: readonly string[] = INSTITUTIONS.flatMap(({ name, series }) =>
  series.map((column) => `${name}_${column}`),
);

export interface InstitutionsOfRun {
  readonly members: readonly Institution[];
  /** Every column of every institution, named `fund.awareness`, with the fates of acts; snapshots hold them all. */
  readonly columns: Readonly<Record<string, ColumnArray>>;
  readonly fates: ReturnType<typeof createFateLearning> | null;
}

/** Sets the institutions of a run up, as they are at week 0. */
export function createInstitutions(run: Run): InstitutionsOfRun {
  const kinds = institutionsOf(run.scenario);
  const columns: Record<string, ColumnArray> = {};
  // fates change what residents learn, so they only exist where somebody can deal them
  const fates = kinds.length > 0 ? createFates(run.sizes.resident) : null;
  if (fates) for (const [name, column] of Object.entries(fates)) columns[`fate.${name}`] = column as ColumnArray;
  const members = kinds.map((kind) => {
    const settings = run.scenario.institutions[kind.name];
    const own: Record<string, ColumnArray> = {};
    for (const [name, { type, length }] of Object.entries(kind.columns(run, settings))) {
      own[name] = new ARRAYS[type](length);
      columns[`${kind.name}.${name}`] = own[name];
    }
    return kind.create({
      run,
      settings,
      columns: own,
      enter(account, week, fen, quantity = 0) {
        const line = run.ledger.lines.findIndex(({ name }) => name === `${kind.name}.${account}`);
        if (line < 0) throw new Error(`${kind.name} keeps no account ${account}`);
        enter(run.ledger, line, week, fen, quantity);
      },
      dealFate: (i, week, f, as) => dealFate(fates as Fates, i, week, f, as),
    });
  });
  return { members, columns, fates: fates && createFateLearning(run, fates) };
}

/** Writes the institutions' own values of each week into `rows`. */
export function createInstitutionObserve(run: Run, members: readonly Institution[], rows: Float64Array): Observer {
  const widths = institutionsOf(run.scenario).map(({ series }) => series.length);
  const total = widths.reduce((sum, width) => sum + width, 0);
  return {
    begin: () => {},
    block: () => {},
    end(week) {
      let at = week * total;
      members.forEach((member, k) => {
        member.observe(rows.subarray(at, at + widths[k]!), week);
        at += widths[k]!;
      });
    },
  };
}
