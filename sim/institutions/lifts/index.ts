/**
 * Lifts for old buildings: upper floors gain and pay, lower floors lose light and quiet, and a stairwell needs the
 * consent that the law demands. Wang & Liu 2022 name the roles of leadership; the mechanics are assumptions.
 */
import { fenOf } from '../../ledger.ts';
import type { InstitutionKind } from '../institution.ts';
import { createCourse } from './course.ts';
import { createLeadership } from './leadership.ts';
import { createTerms } from './money.ts';
import { createOpinions } from './opinion.ts';
import { createPlaces } from './places.ts';
import type { CourseColumns, LiftSettings } from './settings.ts';
import { createTally, LIFT_SERIES, PAID, TALLIED } from './tally.ts';

export const lifts: InstitutionKind<LiftSettings> = {
  name: 'lifts',
  series: LIFT_SERIES,
  accounts: [
    { name: 'subsidy', kind: 'spending' },
    { name: 'leading', kind: 'spending' },
    { name: 'owners', kind: 'income' },
    { name: 'lifts', kind: 'transfer' },
    { name: 'compensation', kind: 'spending' },
  ],
  uses: {},

  columns: ({ sizes }) => ({
    stage: { type: 'u8', length: sizes.stairwell, meaning: 'index into STAGES_OF_LIFT' },
    weeks: { type: 'u16', length: sizes.stairwell, meaning: 'weeks in this stage' },
    since: { type: 'u16', length: sizes.stairwell, meaning: 'weeks since the proposal' },
    initiator: { type: 'u32', length: sizes.stairwell, meaning: 'resident who proposed the lift last' },
    approved: { type: 'u8', length: sizes.stairwell, meaning: '1 once a lift has been approved' },
    opinion: { type: 'f64', length: sizes.household, meaning: 'of the owner of a dwelling, −1 to 1' },
    answer: { type: 'u8', length: sizes.household, meaning: 'in the last vote: 0 absent, 1 yes, 2 no' },
    paid: { type: 'f64', length: sizes.household, meaning: 'fen that the owner has paid' },
    received: { type: 'f64', length: sizes.household, meaning: 'fen of compensation' },
    counts: { type: 'f64', length: TALLIED, meaning: 'votes, failures, blocking owners, consents' },
    money: { type: 'f64', length: PAID, meaning: 'fen of this week, by kind' },
    public: { type: 'f64', length: 1, meaning: 'fen of public money spent since week 0' },
    led: { type: 'u8', length: 1, meaning: '1 while the roles filled by the organisation can be paid' },
  }),

  create(workplace) {
    const { run, settings, columns, enter } = workplace;
    const own = columns as unknown as CourseColumns & {
      readonly counts: Float64Array;
      readonly money: Float64Array;
      readonly public: Float64Array;
      readonly led: Uint8Array;
    };
    own.led[0] = 1;
    const places = createPlaces(run, settings);
    const leadership = createLeadership(run, settings, places, own.led);
    const termsOf = createTerms(settings, places, leadership);
    const opinions = createOpinions(run, settings, places, leadership, termsOf, own.opinion);
    const tally = createTally(own.counts, own.money);
    const cap = settings.cap === null ? Number.POSITIVE_INFINITY : fenOf(1, settings.cap);
    const remaining = () => cap - own.public[0]!;
    const course = createCourse(
      {
        ...workplace,
        enter(account, week, fen, quantity) {
          if (account === 'subsidy' || account === 'compensation') own.public[0]! += fen;
          enter(account, week, fen, quantity);
        },
      },
      own,
      { places, leadership, termsOf, opinions, tally, remaining },
    );
    opinions.start();

    return {
      intervene(week) {
        tally.beginWeek();
        const roles = leadership.direct * run.sizes.block;
        const fen = fenOf(roles, settings.leadingCost);
        if (own.led[0] === 0 || roles === 0) return;
        if (fen > remaining()) {
          own.led[0] = 0;
          return;
        }
        own.public[0]! += fen;
        tally.spend('leading', fen);
        enter('leading', week, fen, roles);
      },
      produced(week) {
        for (let s = 0; s < run.sizes.stairwell; s++) course(s, week);
      },
      observe: (row) => tally.write(row, own.stage, own.approved, places.city),
    };
  },
};
