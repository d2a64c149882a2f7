import { CELLS, LAYERS, SOURCE_NAMES, type Source } from './pairs.ts';
import type { CoreState, CoreWorkplace } from './state.ts';

const INDEX = Object.fromEntries(SOURCE_NAMES.map((name, s) => [name, s])) as Readonly<Record<Source, number>>;
const OVER = CELLS.map(({ over }) => over.map((source) => INDEX[source]));
/** Cells of each layer. */
export const IN_LAYER = LAYERS.map((_, layer) => CELLS.flatMap((cell, c) => (cell.layer === layer ? [c] : [])));

/**
 * Tension follows its gap, and the core's work and the network of actors take it away:
 * x += rate·(gap − x) − workRate·(work + weight·network·[mean(1−x) > balance])·x. The network grows with ease.
 * Delivery is the product over layers of 1 − weight·(mean tension of the layer).
 */
export function createTension({ settings }: CoreWorkplace, { tension, gap, source, network }: CoreState) {
  const { tensionRate, workRate, networkRate, networkWeight, balance, tensionWeight } = settings;
  const work = Float64Array.of(settings.platformMission, settings.platformPolitical, settings.platformOperations);
  const readGaps = () => {
    for (let c = 0; c < CELLS.length; c++) {
      const over = OVER[c]!;
      let sum = 0;
      for (let k = 0; k < over.length; k++) sum += source[over[k]!]!;
      gap[c] = sum / over.length;
    }
  };
  const ease = () => {
    let sum = 0;
    for (let c = 0; c < CELLS.length; c++) sum += 1 - tension[c]!;
    return sum / CELLS.length;
  };
  const deliver = () => {
    let factor = 1;
    for (const cells of IN_LAYER) {
      let sum = 0;
      for (let k = 0; k < cells.length; k++) sum += tension[cells[k]!]!;
      factor *= 1 - (tensionWeight * sum) / cells.length;
    }
    network[1] = factor;
  };
  return {
    get: (name: Source) => source[INDEX[name]]!,
    set(name: Source, value: number) {
      source[INDEX[name]] = Math.min(1, Math.max(0, value));
    },
    /** Where actors stand before anybody works on it: at their gap. */
    begin() {
      readGaps();
      tension.set(gap);
      deliver();
    },
    step(atWork: boolean) {
      readGaps();
      const together = ease() > balance ? networkWeight * network[0]! : 0;
      for (let c = 0; c < CELLS.length; c++) {
        const x = tension[c]!;
        const done = (atWork ? work[CELLS[c]!.layer]! : 0) + together;
        tension[c] = Math.min(1, Math.max(0, x + tensionRate * (gap[c]! - x) - workRate * done * x));
      }
      network[0]! += networkRate * (ease() - network[0]!);
      deliver();
    },
  };
}
