/**
 * Community partners: businesses, social organisations and individuals that use public space, serve at a low fee and
 * return a share to the community fund. They come, drift, are reviewed and leave. Zhang 2025 (Guangzhou, Chengdu).
 */
import type { Institution, InstitutionKind } from '../institution.ts';
import { createArrivals, freeSpace } from './arrivals.ts';
import { createBooks } from './books.ts';
import { createFund } from './fund.ts';
import { createPipeline } from './pipeline.ts';
import { createServe } from './serve.ts';
import {
  COUNT,
  isOpen,
  MONEY,
  monthBegins,
  monthEnds,
  PARTNER_KINDS,
  type PartnersSettings,
  type PartnersState,
  type PartnersWorkplace,
  partnersColumns,
  SLOTS,
  STAGE,
} from './state.ts';

const FEN = 100;
const COUNTED = [COUNT.arrived, COUNT.settled, COUNT.refused, COUNT.noSpace, COUNT.sabotage, COUNT.loss];
const MONTHLY = ['subsidy', 'inflow', 'running', 'materials'] as const;

export const partners: InstitutionKind<PartnersSettings> = {
  name: 'partners',
  series: [
    'serving',
    ...PARTNER_KINDS,
    'candidates',
    'free_space',
    ...PARTNER_KINDS.map((kind) => `fee_${kind}`),
    'publicness',
    'sabotaged',
    'points',
    'consumers',
    'customers',
    'citizens',
    ...PARTNER_KINDS.map((kind) => `uses_${kind}`),
    'fund',
    ...MONTHLY,
    'open',
    'arrived',
    'settled',
    'refused',
    'no_space',
    'exits_sabotage',
    'exits_loss',
    'cash',
  ],
  accounts: [
    { name: 'subsidy', kind: 'spending' },
    { name: 'partnerIncome', kind: 'income' },
    { name: 'partnerCost', kind: 'transfer' },
    { name: 'returned', kind: 'transfer' },
    { name: 'running', kind: 'transfer' },
    { name: 'materials', kind: 'transfer' },
  ],
  uses: {},
  columns: partnersColumns,
  create,
};

function create(workplace: PartnersWorkplace): Institution {
  const { run, settings } = workplace;
  const own = workplace.columns as unknown as PartnersState;
  const { stage, kind, fee, publicness, money, count } = own;
  const arrive = createArrivals(workplace, own);
  const advance = createPipeline(workplace, own);
  const serve = createServe(workplace, own);
  const closeBooks = createBooks(workplace, own);
  const fund = createFund(workplace, own);
  const { promised, delivered, credited } = run.state;

  return {
    intervene(week) {
      if (monthBegins(week)) {
        fund(week);
        if (isOpen(own)) arrive(week);
      }
      if (isOpen(own)) advance(week);
      const units = own.supply[0]!;
      for (let b = 0; b < run.sizes.block; b++) {
        promised[b]! += units;
        delivered[b]! += units;
        credited[b]! += units;
      }
    },
    decided(week) {
      serve(week);
      if (monthEnds(week)) closeBooks(week);
    },
    observe,
  };

  function observe(row: Float64Array): void {
    row.fill(0);
    let candidates = 0;
    let sabotaged = 0;
    let theta = 0;
    for (let s = 0; s < SLOTS; s++) {
      if (stage[s] === STAGE.none) continue;
      if (stage[s] !== STAGE.serve) {
        candidates++;
        continue;
      }
      row[0]! += 1;
      row[1 + kind[s]!]! += 1;
      row[6 + kind[s]!]! += fee[s]!;
      theta += publicness[s]!;
      if (publicness[s]! < settings.sabotage) sabotaged++;
    }
    const serving = row[0]!;
    row[4] = candidates;
    row[5] = freeSpace(own, settings.space);
    // means over partners; where there are none, nothing
    for (let k = 0; k < PARTNER_KINDS.length; k++) row[6 + k] = row[1 + k]! > 0 ? row[6 + k]! / row[1 + k]! : 0;
    row[9] = serving > 0 ? theta / serving : 0;
    row[10] = sabotaged;
    for (let k = 0; k < own.week.length; k++) row[11 + k] = own.week[k]!;
    row[18] = money[MONEY.fund]! / FEN;
    for (let k = 0; k < MONTHLY.length; k++) row[19 + k] = money[MONEY[MONTHLY[k]!]]! / FEN;
    row[23] = isOpen(own) ? 1 : 0;
    for (let k = 0; k < COUNTED.length; k++) row[24 + k] = count[COUNTED[k]!]!;
    row[30] = money[MONEY.partners]! / FEN;
  }
}
