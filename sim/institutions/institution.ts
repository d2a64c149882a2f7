import type { Ledger } from '../ledger.ts';
import type { Run } from '../run.ts';
import type { InstitutionName } from '../scenario.ts';
import type { ColumnArray } from '../state.ts';

/**
 * An institution at work in a run. It reads residents and acts on them only through what the core already has:
 * government input (`promised`, `delivered`, `credited`), `deliveryFactor`, `power`, `arousal`, `attachment`,
 * `knowHow`, `relief`, and the fate of a resident's own act. It draws under its own purposes, keyed by the event.
 */
export interface Institution {
  /** Step 1, after the interventions: spend, deliver, set power. Cleared values have been cleared. */
  intervene?(week: number): void;
  /** After Decide: residents' acts, modes and stages of this week are known, and their neighbours counted. */
  decided?(week: number): void;
  /** Step 3, before blocks produce: set the delivery factor, change projects. */
  produce?(week: number): void;
  /** After blocks have produced, before residents learn: deal fates. */
  produced?(week: number): void;
  /** Writes this week's values of its own series, in the order of `series`. */
  observe(row: Float64Array, week: number): void;
}

/** A column of an institution's state; it enters snapshots, and the digest of institutions. */
export interface InstitutionColumn {
  readonly type: 'f64' | 'f32' | 'u32' | 'u16' | 'u8';
  readonly length: number;
  readonly meaning: string;
}
export type InstitutionColumns = Readonly<Record<string, ColumnArray>>;

/** An account of an institution in the ledger. Only public spending counts in the weekly `spent`. */
export interface InstitutionAccount {
  readonly name: string;
  readonly kind: 'spending' | 'income' | 'transfer';
}

/** What an institution is given to work with. */
export interface Workplace<Settings> {
  readonly run: Run;
  readonly settings: Settings;
  /** Its columns by name, all zero at week 0 unless `create` fills them. */
  readonly columns: Readonly<Record<string, ColumnArray>>;
  /** Enters fen (an integer; income positive as well) and a quantity under one of its accounts, for this week. */
  enter(account: string, week: number, fen: number, quantity?: number): void;
  /** What became of a resident's own act; see process/fate.ts. */
  dealFate(resident: number, week: number, fate: number, as: 'proposer' | 'supporter'): void;
}

/** One kind of institution: a file (or folder) under sim/institutions, registered in its index. */
export interface InstitutionKind<Settings> {
  readonly name: InstitutionName;
  /** Names of its values in the week's row; tables show them as `name_series`. */
  readonly series: readonly string[];
  readonly accounts: readonly InstitutionAccount[];
  /** Whether it may write `pay`, `relief` or arousal and fatigue, so that these are cleared and computed. */
  readonly uses: { readonly relief?: boolean; readonly contact?: boolean };
  columns(
    run: Pick<Run, 'sizes' | 'state' | 'parameters' | 'scenario'>,
    settings: Settings,
  ): Readonly<Record<string, InstitutionColumn>>;
  create(workplace: Workplace<Settings>): Institution;
}

export type { Ledger };
