/**
 * One core, many actors: the Party-led core of a renovation, the tension between street, residents, property-right
 * units and service company that it works on, and the company's accounts. Zhang, Tang & Lyu 2022 (J community).
 */
import { fenOf } from '../../ledger.ts';
import type { Institution, InstitutionKind } from '../institution.ts';
import { createAccounts } from './accounts.ts';
import { createCompanyTrust } from './company-trust.ts';
import { createFee } from './fee.ts';
import { createCare, createGroups } from './groups.ts';
import { createInformation } from './information.ts';
import { CELLS, cellNamed, LAYERS } from './pairs.ts';
import { createPlan } from './plan.ts';
import { createPurse } from './purse.ts';
import { createSources } from './sources.ts';
import {
  type CoreSettings,
  type CoreState,
  type CoreWorkplace,
  coreColumns,
  EVENT,
  MONEY,
  MONTH,
  monthEnds,
  monthly,
  monthsBy,
  WISHES,
} from './state.ts';
import { createTension, IN_LAYER } from './tension.ts';

const spending = (name: string) => ({ name, kind: 'spending' }) as const;
const income = (name: string) => ({ name, kind: 'income' }) as const;
const SERVICES_FROM = WISHES.length / 2;
const FEN = 100;
const WITH_COMPANY = CELLS.flatMap(({ name }, c) => (/^operations_.*company/.test(name) ? [c] : []));

const SERIES = [
  ...LAYERS.map((layer) => `tension_${layer}`),
  ...CELLS.map(({ name }) => name),
  'network',
  'delivery',
  'awareness',
  'inequality',
  'plan_gap',
  'company_trust',
  'service',
  'acceptance',
  'let',
  ...MONTH,
  'margin',
  'cash',
  'left',
  ...WISHES.map((wish) => `wish_${wish}`),
  ...WISHES.map((wish) => `plan_${wish}`),
  ...WISHES.slice(0, SERVICES_FROM).map((wish) => `built_${wish}`),
  ...WISHES.slice(SERVICES_FROM).map((wish) => `space_${wish}`),
];

export const core: InstitutionKind<CoreSettings> = {
  name: 'core',
  series: SERIES,
  accounts: [
    ...['platform', 'explanation', 'survey', 'care', 'transferCompany', 'transferResidents'].map(spending),
    ...['rent', 'parking', 'fee', 'other'].map(income),
    { name: 'cost', kind: 'transfer' },
    { name: 'capital', kind: 'transfer' },
  ],
  uses: { relief: true },
  columns: coreColumns,
  create,
};

function create(workplace: CoreWorkplace): Institution {
  const { run, settings } = workplace;
  const own = workplace.columns as unknown as CoreState;
  const { event } = own;
  const purse = createPurse(workplace, own);
  const information = createInformation(workplace, own, purse);
  const groups = createGroups(run, own);
  const care = createCare(workplace, own, groups, purse);
  const plans = createPlan(workplace, own, purse);
  const tension = createTension(workplace, own);
  const trust = createCompanyTrust(workplace, own);
  const fee = createFee(workplace, own);
  const accounts = createAccounts(workplace, own);
  const sources = createSources(workplace, own, { groups, plans, trust, fee, tension });
  const disputed = cellNamed('operations_units_company');
  const company = { transfer: fenOf(1, settings.transferCompany), residents: fenOf(1, settings.transferResidents) };
  const present = () => event[EVENT.left] === 0;

  /** What the core does in a week, one thing after the other, until its money ends. */
  function work(week: number): void {
    if (!purse.pay('platform', week, 1, settings.platformPrice)) return;
    information.explain(week);
    if (purse.open(week)) plans.survey(week);
    if (purse.open(week)) care(week);
    if (monthEnds(week)) transfer(week);
    if (settings.contract === 1 && week >= settings.contractWeek) event[EVENT.signed] = 1;
    if (!present()) return;
    if (settings.trial === 1) event[EVENT.tried] = 1;
    if (event[EVENT.volunteered]! < settings.volunteeringWeeks) event[EVENT.volunteered]! += 1;
  }

  function transfer(week: number): void {
    const m = monthsBy(week) - 1;
    const toCompany = present() ? monthly(company.transfer, m) : 0;
    if (purse.open(week)) purse.payFen('transferResidents', week, monthly(company.residents, m));
    if (purse.open(week) && purse.payFen('transferCompany', week, toCompany)) accounts.receive(toCompany);
  }

  /** For a while after the company has left, what it promised stands and nothing comes. */
  function promiseInVain(week: number): void {
    if (present() || week + 1 - event[EVENT.left]! > settings.exitWeeks) return;
    for (let b = 0; b < run.sizes.block; b++) run.state.promised[b]! += settings.exitPromise;
  }

  information.begin();
  plans.begin();
  trust.begin();
  own.service[0] = settings.serviceStart;
  sources.begin();
  tension.begin();

  return {
    intervene(week) {
      accounts.beginMonth(week);
      information.fade(week);
      if (purse.open(week)) work(week);
      sources.whistle(purse.open(week));
      promiseInVain(week);
    },
    produce(week) {
      sources.read(purse.open(week));
      tension.step(purse.open(week));
      for (let b = 0; b < run.sizes.block; b++) run.state.deliveryFactor[b]! *= own.network[1]!;
    },
    produced(week) {
      plans.build(week);
      if (present()) own.service[0]! += settings.serviceRate * (wantedService() - own.service[0]!);
      trust.step();
      fee.step(week);
      accounts.endMonth(week, fee.payers(), own.tension[disputed]!);
    },
    observe,
  };

  /** The company serves better where its operations are at ease. */
  function wantedService(): number {
    let tense = 0;
    for (const c of WITH_COMPANY) tense += own.tension[c]!;
    return settings.serviceBase + settings.serviceEase * (1 - tense / WITH_COMPANY.length);
  }

  function observe(row: Float64Array): void {
    let at = 0;
    for (const cells of IN_LAYER) {
      let sum = 0;
      for (const c of cells) sum += own.tension[c]!;
      row[at++] = sum / cells.length;
    }
    for (let c = 0; c < CELLS.length; c++) row[at++] = own.tension[c]!;
    row[at++] = own.network[0]!;
    row[at++] = own.network[1]!;
    row[at++] = sources.knowing();
    row[at++] = groups.inequality();
    row[at++] = plans.gap();
    row[at++] = trust.mean();
    row[at++] = own.service[0]!;
    row[at++] = fee.payers() / run.sizes.household;
    row[at++] = own.service[1]!;
    for (let k = 0; k < MONTH.length; k++) row[at++] = own.month[k]! / FEN;
    row[at++] = accounts.margin();
    row[at++] = own.money[MONEY.cash]! / FEN;
    row[at++] = present() ? 0 : 1;
    for (let w = 0; w < WISHES.length; w++) row[at++] = plans.wishes[w]!;
    for (let w = 0; w < WISHES.length; w++) row[at++] = own.plan[w]!;
    for (let w = 0; w < SERVICES_FROM; w++) row[at++] = own.built[w]!;
    for (let w = SERVICES_FROM; w < WISHES.length; w++) row[at++] = settings.space * own.service[1]! * own.plan[w]!;
  }
}
