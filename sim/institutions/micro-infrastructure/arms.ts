/** Where the money goes: which blocks an instrument serves this week, and which of their households are visited. */
import { phaseOf } from '../../process/mode.ts';
import type { Run } from '../../run.ts';
import type { Portfolio } from './portfolio.ts';
import type { ArmInstrument, MicroSettings } from './settings.ts';

const HARD = 0;
const TWELVE_WEEKS = 0xfff;

export interface Arm {
  serves(instrument: ArmInstrument, b: number): boolean;
  visits(h: number): boolean;
}

export function createArm(run: Run, { arm }: MicroSettings, portfolio: Portfolio): Arm {
  const { kind, householdStart, recent } = run.state;
  const fits = (instrument: ArmInstrument, b: number): boolean => {
    if (instrument === 'materials') return kind[b] === HARD;
    return instrument === 'training' ? portfolio.isDifficult(b) : portfolio.isVisible(b);
  };
  const everybody = () => true;
  switch (arm) {
    case 'byType':
      return { serves: fits, visits: everybody };
    case 'reversed':
      return { serves: (instrument, b) => !fits(instrument, b), visits: everybody };
    case 'byPhase':
      return {
        serves: (instrument, b) => (phaseOf(run, b) === 'delivery') === (instrument !== 'training'),
        visits: everybody,
      };
    case 'byStage':
      return {
        serves: everybody,
        visits(h) {
          for (let i = householdStart[h]!; i < householdStart[h + 1]!; i++) {
            if ((recent[i]! & TWELVE_WEEKS) !== 0) return true;
          }
          return false;
        },
      };
    default:
      return { serves: everybody, visits: everybody };
  }
}
