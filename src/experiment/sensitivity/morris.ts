import type { MorrisDesign } from '../design/morris.ts';
import { bootstrap, type Resampling, type Weights } from './bootstrap.ts';
import { type Cells, cellsOf } from './cells.ts';
import { type Estimate, UNKNOWN } from './estimate.ts';

/** Elementary effects of a parameter, per whole range of it. */
export interface MorrisIndices {
  readonly path: string;
  /** Mean of the absolute effects: how much the parameter matters. */
  readonly muStar: Estimate;
  /** Mean effect: in which direction. */
  readonly mu: Estimate;
  /** Standard deviation of the effects: how far it depends on where the others are. */
  readonly sigma: Estimate;
}

/**
 * Morris's measures with bootstrap intervals over trajectories and seeds. Morris (1991), Technometrics 33, 161-174; μ*
 * after Campolongo, Cariboni and Saltelli (2007), Environmental Modelling and Software 22, 1509-1518.
 *
 * With luck of their own, the effect of a trajectory, a mean over n seeds, holds noise of variance s² ÷ n, s² that of its
 * differences seed by seed. It leaves μ without bias, and of the variance of the effects σ² the mean noise is taken out (a
 * negative rest counts as 0). μ* keeps it: a parameter without effect has one above 0, about √(2 ÷ π) times the noise's
 * deviation. With a single seed luck is in σ as well, and there are no intervals.
 *
 * @param y value at a point under a seed; `NaN` leaves the effects that need it out
 * @param realised where in their ranges the parameters are at a point; of whole numbers and listed values that is not
 *   where the design has them, and a step that does not move them has no effect to tell
 * @param ownLuck whether every run has luck of its own; else a seed is the same luck at every point
 */
export async function morrisIndices(
  design: MorrisDesign,
  paths: readonly string[],
  seeds: number,
  y: (point: number, seed: number) => number,
  resampling: Resampling,
  realised: (point: number) => readonly number[] = design.at,
  ownLuck = false,
): Promise<MorrisIndices[]> {
  const { trajectories } = design;
  const d = paths.length;
  // effects by parameter, trajectory and seed
  const effects = paths.map(() => new Float64Array(trajectories * seeds));
  for (let t = 0; t < trajectories; t++) {
    for (const [step, { dimension }] of design.moves(t).entries()) {
      const point = t * (d + 1) + step;
      const by = realised(point + 1)[dimension] - realised(point)[dimension];
      for (let s = 0; s < seeds; s++) {
        effects[dimension][t * seeds + s] = by === 0 ? Number.NaN : (y(point + 1, s) - y(point, s)) / by;
      }
    }
  }
  const usable = effects.map((list) => !list.every(Number.isNaN));
  const cells = effects.map((list) => cellsOf(list, trajectories, seeds, resampling, ownLuck));
  const statistics = (rows: Weights, seedWeights: Weights): Float64Array => {
    const out = new Float64Array(3 * d);
    for (let j = 0; j < d; j++) out.set(moments(cells[j], rows, seedWeights), 3 * j);
    return out;
  };
  const estimates = await bootstrap(trajectories, cells[0].seeds, cells[0].resampling, statistics);
  return paths.map((path, j) => {
    const [muStar, mu, sigma] = estimates.slice(3 * j, 3 * j + 3).map((e) => (usable[j] ? e : UNKNOWN));
    return { path, muStar, mu, sigma };
  });
}

/** μ*, μ and σ of the effects, each averaged first over the seeds that have it. */
function moments({ values: effects, noise }: Cells, rows: Weights, seedWeights: Weights): [number, number, number] {
  const seeds = seedWeights.length;
  let n = 0;
  let sum = 0;
  let absolute = 0;
  let squares = 0;
  // noise of the effects, and of how many it is known
  let luck = 0;
  let known = 0;
  for (let t = 0; t < rows.length; t++) {
    if (rows[t] === 0) continue;
    let effect = 0;
    let weight = 0;
    for (let s = 0; s < seeds; s++) {
      const own = effects[t * seeds + s];
      if (seedWeights[s] === 0 || Number.isNaN(own)) continue;
      effect += seedWeights[s] * own;
      weight += seedWeights[s];
    }
    if (weight === 0) continue;
    effect /= weight;
    n += rows[t];
    sum += rows[t] * effect;
    absolute += rows[t] * Math.abs(effect);
    squares += rows[t] * effect * effect;
    if (Number.isNaN(noise[t])) continue;
    luck += rows[t] * noise[t];
    known += rows[t];
  }
  const mean = sum / n;
  return [absolute / n, mean, Math.sqrt(Math.max(0, (squares - n * mean * mean) / (n - 1) - luck / known))];
}
