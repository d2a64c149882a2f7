/**
 * What blocks build. Kind and reach of a project are those of the core; how difficult and how visible it is, is drawn
 * by block and ordinal here, and the weight of government input depends on the kind.
 */
import { PURPOSE } from '../../purposes.ts';
import { counter, SETUP_WEEK, uniform } from '../../random.ts';
import { KINDS, REACHES } from '../../result.ts';
import type { Run } from '../../run.ts';
import type { MicroSettings } from './settings.ts';

/** The attributes of a project, for tables: kind, reach, difficulty, visibility; a project has one of each group. */
export const ATTRIBUTES = [...KINDS, ...REACHES, 'easy', 'difficult', 'hidden', 'visible'] as const;
const [FIRST_REACH, EASY, HIDDEN] = [KINDS.length, KINDS.length + REACHES.length, KINDS.length + REACHES.length + 2];

export interface Portfolio {
  isDifficult(b: number): boolean;
  isVisible(b: number): boolean;
  /** Gives the projects that blocks have now their difficulty and visibility. */
  describe(): void;
  /** The four attributes of a block's project, as indices into ATTRIBUTES; the array is the same at every call. */
  attributesOf(b: number): Uint8Array;
}

export function createPortfolio({ state, sizes, key, governmentShare }: Run, settings: MicroSettings): Portfolio {
  const { difficultShare, visibleShare, easy, difficult, hidden, visible } = settings;
  governmentShare.set([settings.governmentHard, settings.governmentSoft, settings.governmentService]);
  const draw = (b: number, purpose: number) => {
    const ordinal = state.ordinal[b]!;
    // a sub-draw has 8 bits; ordinals beyond carry over into the week, which set-up purposes do not use otherwise
    return uniform(key.k0, key.k1, b, counter(SETUP_WEEK + (ordinal >> 8), purpose, ordinal & 255));
  };
  const isDifficult = (b: number) => draw(b, PURPOSE.microDifficulty) < difficultShare;
  const isVisible = (b: number) => draw(b, PURPOSE.microVisibility) < visibleShare;
  const found = new Uint8Array(4);
  return {
    isDifficult,
    isVisible,
    describe() {
      for (let b = 0; b < sizes.block; b++) {
        state.difficulty[b] = isDifficult(b) ? difficult : easy;
        state.visibility[b] = isVisible(b) ? visible : hidden;
      }
    },
    attributesOf(b) {
      found[0] = state.kind[b]!;
      found[1] = FIRST_REACH + state.reach[b]!;
      found[2] = EASY + (isDifficult(b) ? 1 : 0);
      found[3] = HIDDEN + (isVisible(b) ? 1 : 0);
      return found;
    },
  };
}
