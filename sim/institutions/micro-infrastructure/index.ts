/**
 * Micro-infrastructure: small projects of many kinds, and one budget for materials, training and visits that is spent
 * alike everywhere or differentiated. Wang 2025 names sequence, layers and typology; list and figures are assumptions.
 */
import { fenOf } from '../../ledger.ts';
import type { InstitutionKind } from '../institution.ts';
import { createArm } from './arms.ts';
import { createDoses } from './doses.ts';
import { createPortfolio } from './portfolio.ts';
import { createPurse } from './purse.ts';
import { INSTRUMENTS_OF_ARM, type MicroSettings } from './settings.ts';
import { createTable, TABLE_SERIES, TABLE_SUMS } from './table.ts';

const PURSES = INSTRUMENTS_OF_ARM.length;

export const microInfrastructure: InstitutionKind<MicroSettings> = {
  name: 'microInfrastructure',
  series: [...TABLE_SERIES, ...INSTRUMENTS_OF_ARM],
  accounts: INSTRUMENTS_OF_ARM.map((name) => ({ name, kind: 'spending' })),
  uses: { contact: true },

  columns: ({ sizes }) => ({
    left: { type: 'f64', length: PURSES, meaning: 'fen that wait in the purses of materials, training and visits' },
    spent: { type: 'f64', length: PURSES, meaning: 'fen spent this week' },
    sums: { type: 'f64', length: TABLE_SUMS, meaning: 'effort, projects and stage flows since week 0' },
    stage: { type: 'u8', length: sizes.resident, meaning: 'stage of a resident last week' },
  }),

  create({ run, settings, columns, enter }) {
    const { left, spent, sums, stage } = columns as {
      readonly left: Float64Array;
      readonly spent: Float64Array;
      readonly sums: Float64Array;
      readonly stage: Uint8Array;
    };
    stage.set(run.state.stage);
    const portfolio = createPortfolio(run, settings);
    const arm = createArm(run, settings, portfolio);
    const table = createTable(run, portfolio, sums, stage);
    const given = new Float64Array(PURSES);
    const doses = createDoses(run, settings, arm, given);
    const cap = fenOf(1, settings.cap);
    const materials = Math.floor(cap * settings.materialsShare);
    const training = Math.min(cap - materials, Math.floor(cap * settings.trainingShare));
    const parts = [materials, training, cap - materials - training];
    const purses = INSTRUMENTS_OF_ARM.map((instrument, slot) => ({
      instrument,
      slot,
      spend: createPurse(run, { fen: parts[slot]!, from: settings.from, weeks: settings.spendWeeks, slot }, left),
    }));

    return {
      intervene(week) {
        portfolio.describe();
        spent.fill(0);
        given.fill(0);
        for (const { instrument, slot, spend } of purses) {
          spend(week, (b, most) => {
            if (!arm.serves(instrument, b)) return 0;
            const fen = doses[instrument](b, most, week);
            spent[slot]! += fen;
            return fen;
          });
          if (spent[slot]! > 0) enter(instrument, week, spent[slot]!, given[slot]!);
        }
      },
      produce: () => table.before(),
      produced() {
        table.after();
        portfolio.describe();
      },
      observe(row) {
        table.write(row);
        for (let k = 0; k < PURSES; k++) row[TABLE_SERIES.length + k] = spent[k]! / 100;
      },
    };
  },
};
