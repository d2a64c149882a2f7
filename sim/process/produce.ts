/**
 * Step 3, the production process: in every block, what residents put in and what government puts in become output,
 * output moves the project, and projects that end change the quality of places and what residents feel.
 */
import { exp, log, pow } from '../numerics.ts';
import { startProject } from '../population.ts';
import { type Run, stairwellsOf } from '../run.ts';

const GOES_ON = 0;
const COMPLETED = 1;
const FAILED = 2;
const STAIRWELL = 0;
const BLOCK = 1;

/**
 * Output from government input G and residents' effort R with constant elasticity of substitution,
 * (φ·G^ρ + (1−φ)·R^ρ)^(1/ρ); ρ = 0 is its limit G^φ·R^(1−φ). For ρ ≤ 0 nothing comes of one input alone.
 */
export function ces(g: number, r: number, share: number, rho: number): number {
  if (rho <= 0 && (g <= 0 || r <= 0)) return 0;
  if (rho === -0.5) {
    const sum = share / Math.sqrt(g) + (1 - share) / Math.sqrt(r);
    return 1 / (sum * sum);
  }
  if (rho === 0) return exp(share * log(g) + (1 - share) * log(r));
  return pow(share * pow(g, rho) + (1 - share) * pow(r, rho), 1 / rho);
}

/**
 * Step 3 for the whole community.
 *
 * @param effortOf R of a block
 */
export function createProduce(run: Run, effortOf: (b: number) => number): () => void {
  const { state, sizes, key, parameters, governmentShare } = run;
  const { effect, kind, progress, projectAge, output, delivered, deliveryFactor, outcome, power, quality } = state;
  const p = parameters.produce;
  const { size, deadline } = parameters.project;

  const blockWeek = (b: number) => {
    const effort = effortOf(b);
    state.effort[b] = effort;
    const share = governmentShare[kind[b]!]!;
    output[b] = ces(p.base + delivered[b]!, effort, share, p.substitution) * deliveryFactor[b]!;
    const advanced = progress[b]! + output[b]! / size;
    progress[b] = advanced;
    projectAge[b]!++;
    outcome[b] = GOES_ON;
    if (advanced >= 1) {
      outcome[b] = COMPLETED;
      improve(run, b);
      effect[b] = effect[b]! + p.completion * (1 - effect[b]!);
    } else if (projectAge[b]! > deadline) {
      outcome[b] = FAILED;
      effect[b] = effect[b]! * p.failure;
    }
    if (outcome[b] !== GOES_ON) startProject(parameters, key, sizes, state, b, state.ordinal[b]! + 1);
  };

  return () => {
    // blocks one after the other: a project that reaches the community changes places in other blocks
    for (let b = 0; b < sizes.block; b++) blockWeek(b);
    for (let s = 0; s < sizes.stairwell; s++) quality[s] = quality[s]! * (1 - p.decay);
    // how much of the output is felt depends on the say that residents have
    const heard = (2 * power[0]!) / (power[0]! + p.powerHalf);
    for (let b = 0; b < sizes.block; b++) {
      const felt = Math.min(1, (heard * output[b]!) / (output[b]! + p.effectHalf));
      effect[b] = effect[b]! + p.effectRate * (felt - effect[b]!);
    }
  };
}

/** A finished project mends part of what is lacking, where it reaches. */
function improve(run: Run, b: number): void {
  const { state, sizes, parameters } = run;
  const { quality, target } = state;
  const { value, spill } = parameters.project;
  const mend = (s: number, reached: number) => {
    quality[s] = quality[s]! + reached * value * (1 - quality[s]!);
  };
  const reach = state.reach[b]!;
  if (reach > BLOCK) {
    for (let s = 0; s < sizes.stairwell; s++) mend(s, 1 / sizes.block);
    return;
  }
  const [first, last] = stairwellsOf(run, b);
  for (let s = first; s < last; s++) mend(s, reach === STAIRWELL && s !== target[b] ? spill : 1);
}
