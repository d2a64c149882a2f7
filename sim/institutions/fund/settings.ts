import type { Values } from '../../parameters/index.ts';
import type { fund } from '../../parameters/institutions/fund.ts';

/** What a scenario says of its fund. */
export type FundSettings = Values<typeof fund>;
