/**
 * The community special fund: a yearly grant that residents have a say in, spent in two rounds a year of nine steps —
 * publicity, collecting, sorting, the two committees, hearing, resolution, implementation with supervision, acceptance.
 * Each step stands in a file of its own; this one is the calendar.
 */
import { fenOf } from '../../ledger.ts';
import type { InstitutionKind } from '../institution.ts';
import { createAwareness } from './awareness.ts';
import { createCollect } from './collect.ts';
import { type Columns, fundColumns } from './columns.ts';
import { createCouncil } from './council.ts';
import { countOf } from './count.ts';
import { createDeliver } from './deliver.ts';
import { createFates } from './fates.ts';
import type { Fund } from './fund.ts';
import { createAgenda, createHearing } from './hearing.ts';
import { createItems } from './items.ts';
import { createMoney } from './money.ts';
import { createObserve, SERIES } from './observe.ts';
import { createResolve } from './resolve.ts';
import { createScreen } from './screen.ts';
import type { FundSettings } from './settings.ts';
import { clearTally, createTally } from './tally.ts';

export const ROUND_WEEKS = 26;
const ROUNDS_A_YEAR = 2;
/** Weeks of a round at which a step begins. */
const [PUBLICITY, COLLECTING, SORTING, COMMITTEES, HEARING, RESOLUTION] = [0, 2, 5, 6, 7, 8] as const;
const CONTRIBUTION = 3;

export const fund: InstitutionKind<FundSettings> = {
  name: 'fund',
  series: SERIES,
  accounts: [
    { name: 'grant', kind: 'transfer' },
    { name: 'own', kind: 'income' },
    { name: 'payout', kind: 'transfer' },
    { name: 'publicity', kind: 'spending' },
    { name: 'training', kind: 'spending' },
    { name: 'hearings', kind: 'spending' },
    { name: 'handling', kind: 'spending' },
    { name: 'hard', kind: 'spending' },
    { name: 'soft', kind: 'spending' },
    { name: 'service', kind: 'spending' },
  ],
  uses: {},
  columns: (run, { seats }) => fundColumns(run, seats),

  create({ run, settings, columns: raw, enter, dealFate }) {
    const columns = raw as unknown as Columns;
    const money = createMoney(columns, settings, enter);
    const f: Fund = { run, settings, columns, items: createItems(columns), money, tally: createTally(), dealFate };
    const awareness = createAwareness(f);
    const council = createCouncil(f);
    const collect = createCollect(f);
    const screen = createScreen(f);
    const agenda = createAgenda(f);
    const hear = createHearing(f, agenda);
    const resolve = createResolve(f);
    const tellFates = createFates(f, agenda);
    const deliver = createDeliver(f, (account, week, fen) => enter(account, week, fen, 1));
    const observe = createObserve(f, council.knowHow);
    const { state } = run;
    const grant = fenOf(1, settings.grant);

    const beginRound = (week: number, t: number) => {
      const round = t / ROUND_WEEKS;
      const first = round % ROUNDS_A_YEAR === 0;
      if (first) money.newYear();
      if (settings.grantEnd === null || week < settings.grantEnd) {
        const half = Math.floor(grant / 2);
        money.receiveGrant(week, first ? half : grant - half);
      } else money.payOut(week, settings.foundationPayout);
      if (t === 0) awareness.begin();
      const ended = (weeks: number) => Math.floor(weeks / settings.term);
      if (t === 0 || ended(t) > ended(t - ROUND_WEEKS)) council.renew();
    };
    const setPower = (week: number) => {
      const { power, committeesFrom, committeesPower, residentsFrom, residentsPower } = settings;
      if (power !== null) state.power[0] = power;
      if (committeesFrom !== null && week >= committeesFrom) state.power[0] = committeesPower;
      if (residentsFrom !== null && week >= residentsFrom) state.power[0] = residentsPower;
    };
    const receiveOwn = (week: number) => {
      const fen = fenOf(countOf(state.mode, CONTRIBUTION), settings.ownMoney);
      if (fen > 0) money.receiveOwn(week, fen);
    };
    const consult = (week: number) => {
      const left = screen.consult();
      const own = collect.fromCommittees(week, screen.allowed(left));
      f.tally.reviewed = left + own;
      f.tally.reviewedCommittee = own;
    };
    const decide = (week: number) => {
      if (resolve.isVoid()) {
        resolve.shelve();
        return;
      }
      resolve.fund(week);
      tellFates(week);
      resolve.tidy();
    };

    return {
      intervene(week) {
        clearTally(f.tally);
        const t = week - settings.from;
        if (t < 0) return;
        setPower(week);
        const step = t % ROUND_WEEKS;
        if (step === PUBLICITY) beginRound(week, t);
        awareness.forget(week);
        if (step < COLLECTING) awareness.publicise(week);
        if (step === PUBLICITY) council.train(week);
      },
      decided(week) {
        const t = week - settings.from;
        if (t < 0) return;
        receiveOwn(week);
        const step = t % ROUND_WEEKS;
        if (step >= COLLECTING && step < SORTING) collect.fromResidents(week);
        else if (step === SORTING) screen.sort(council.knowHow());
        else if (step === COMMITTEES) consult(week);
        else if (step === HEARING) hear(week, week - HEARING);
        else if (step === RESOLUTION) decide(week);
      },
      produce: deliver,
      observe,
    };
  },
};
