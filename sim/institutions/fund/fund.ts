import type { Run } from '../../run.ts';
import type { Workplace } from '../institution.ts';
import type { Columns } from './columns.ts';
import type { Items } from './items.ts';
import type { Money } from './money.ts';
import type { FundSettings } from './settings.ts';
import type { Tally } from './tally.ts';

/** What every step of the fund works with. */
export interface Fund {
  readonly run: Run;
  readonly settings: FundSettings;
  readonly columns: Columns;
  readonly items: Items;
  readonly money: Money;
  readonly tally: Tally;
  readonly dealFate: Workplace<FundSettings>['dealFate'];
}
