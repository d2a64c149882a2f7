/**
 * The ledger: what every intervention spent in every week, in whole fen. Caps and the common budget are kept here, and
 * nowhere else: a dose that cannot be afforded ends its intervention for good.
 */
import { Murmur128 } from './hash.ts';
import type { Scenario } from './scenario.ts';
import { hashColumn } from './state.ts';

const FEN = 100;

/** What binary products of decimal figures may fall short by, relative: some thirty times more than they ever do. */
const SHORTFALL = 1 / 281474976710656;

/** Fen of a quantity at a price in CNY, rounded half up: 1.5 × 99.99 is 14,998.5 fen, though not in binary. */
export function fenOf(quantity: number, price: number): number {
  const fen = quantity * price * FEN;
  return Math.floor(fen + fen * SHORTFALL + 0.5);
}

/** The account of one intervention. */
export interface Account {
  readonly id: number;
  /** Fen that may still be spent under the intervention's own cap and the common budget. */
  remaining(): number;
  /** How many of `count` doses at `price` CNY each the money covers. Fewer than `count` ends the intervention. */
  afford(count: number, price: number): number;
  /** Enters one line for the week: `count` doses at `price` CNY each. At most one line a week. */
  charge(week: number, count: number, price: number): void;
  /** Ends the intervention for good. */
  end(): void;
  readonly ended: boolean;
}

/** A line of the ledger's table: an intervention's account, or one that an institution keeps. */
export interface Line {
  /** `3` for intervention 3, `fund.running` for an institution's account. */
  readonly name: string;
  /** Only spending counts in what the public spent in a week. */
  readonly kind: 'spending' | 'income' | 'transfer';
}

export interface Ledger {
  readonly weeks: number;
  /** Accounts of the interventions, which are the first lines. */
  readonly accounts: readonly Account[];
  readonly lines: readonly Line[];
  /** Quantities and fen per week and line, row-major by week. */
  readonly doses: Float64Array;
  readonly fen: Float64Array;
  /** Fen per line since week 0, and 1 where it has ended; with the table, all there is to restore. */
  readonly spent: Float64Array;
  readonly over: Uint8Array;
}

/** An empty ledger with an account for every intervention of a scenario, in order of id, then the institutions' lines. */
export function createLedger(scenario: Scenario, institutions: readonly Line[] = []): Ledger {
  const { interventions, parameters } = scenario;
  const { weeks, budget } = parameters;
  const lines = [...interventions.map(({ id }): Line => ({ name: String(id), kind: 'spending' })), ...institutions];
  const n = lines.length;
  const doses = new Float64Array(weeks * n);
  const fen = new Float64Array(weeks * n);
  const spent = new Float64Array(n);
  const over = new Uint8Array(n);
  const common = budget.cap === null ? Number.POSITIVE_INFINITY : fenOf(1, budget.cap);
  const ledger = { weeks, lines, doses, fen, spent, over };
  const ofInterventions = spent.subarray(0, interventions.length);
  const accounts = interventions.map(({ id, cap }, slot) => {
    const own = cap === null ? Number.POSITIVE_INFINITY : fenOf(1, cap);
    return new InterventionAccount(id, slot, own, common, ofInterventions, ledger);
  });
  return { ...ledger, accounts };
}

class InterventionAccount implements Account {
  /** @param cap and `common`: fen that this one, and all interventions together, may spend */
  constructor(
    readonly id: number,
    private readonly slot: number,
    private readonly cap: number,
    private readonly common: number,
    private readonly ofInterventions: Float64Array,
    private readonly ledger: Omit<Ledger, 'accounts'>,
  ) {}

  get ended(): boolean {
    return this.ledger.over[this.slot] === 1;
  }

  end(): void {
    this.ledger.over[this.slot] = 1;
  }

  remaining(): number {
    return Math.min(this.cap - this.ofInterventions[this.slot]!, this.common - total(this.ofInterventions));
  }

  afford(count: number, price: number): number {
    const money = this.remaining();
    if (fenOf(count, price) <= money) return count;
    this.end();
    // Rounding lets a dose through that costs up to half a fen more than is left: start above, then come down.
    let affordable = Math.min(count, Math.ceil((money + 1) / (price * FEN)));
    while (affordable > 0 && fenOf(affordable, price) > money) affordable--;
    return affordable;
  }

  charge(week: number, count: number, price: number): void {
    const { lines, doses, fen, spent } = this.ledger;
    const at = week * lines.length + this.slot;
    const amount = fenOf(count, price);
    doses[at] = count;
    fen[at] = amount;
    spent[this.slot]! += amount;
  }
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

/** Adds fen, an integer, and a quantity to a line of the week. */
export function enter(ledger: Ledger, line: number, week: number, fen: number, quantity: number): void {
  const at = week * ledger.lines.length + line;
  ledger.doses[at]! += quantity;
  ledger.fen[at]! += fen;
  ledger.spent[line]! += fen;
}

/** Fen that the public spent in a week: interventions, and what institutions enter as spending. */
export function spentInWeek({ lines, fen }: Ledger, week: number): number {
  let sum = 0;
  for (let k = 0; k < lines.length; k++) if (lines[k]!.kind === 'spending') sum += fen[week * lines.length + k]!;
  return sum;
}

/** The digest of all that was entered, as 32 hex digits. */
export function digestLedger(ledger: Ledger): string {
  const hash = new Murmur128();
  hashColumn(hash, 'doses', ledger.doses);
  hashColumn(hash, 'ended', ledger.over);
  hashColumn(hash, 'fen', ledger.fen);
  hashColumn(hash, 'spent', ledger.spent);
  return hash.hex();
}
