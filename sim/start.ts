/** Where runs begin: population, ties and burn-in of a seed, and the parts that a run is made of. */
import { institutionLines, institutionsOf } from './institutions/assemble.ts';
import { createLedger } from './ledger.ts';
import { createPlainLoops, type Engine, type Loops, type World } from './loops.ts';
import { Scores } from './lots.ts';
import { createTies } from './network.ts';
import { createPopulation } from './population.ts';
import { type Key, seedKey } from './random.ts';
import { KINDS } from './result.ts';
import { type Run, usesOf } from './run.ts';
import type { ModelParameters, Scenario } from './scenario.ts';
import { fingerprint } from './snapshot.ts';
import { stateRegion } from './state.ts';
import { createWeek } from './week.ts';

/**
 * Where runs of one seed begin: population, ties and the state after the burn-in. Policies start later, so every
 * scenario with the same model parameters can begin here. Never written to.
 */
export interface Start extends World {
  readonly id: string;
  readonly key: Key;
}

/** Fingerprints of what starts depend on, by the parameters they are of: many seeds ask for the same ones. */
const startPrints = new WeakMap<ModelParameters, string>();

/** Names what a start depends on: equal for scenarios that share population, ties and burn-in under a seed. */
export function startId({ parameters }: Scenario, seed: string): string {
  let print = startPrints.get(parameters);
  if (print === undefined) {
    const { weeks: _weeks, budget: _budget, ...needed } = parameters;
    print = fingerprint(needed);
    startPrints.set(parameters, print);
  }
  return `${print}/${seed}`;
}

/** Population, ties and burn-in of a seed. */
export function prepare(scenario: Scenario, seed: string, engine?: Engine): Start {
  const { parameters } = scenario;
  const key = seedKey(seed);
  const { sizes, state } = createPopulation(parameters, key, engine?.fillWords);
  const ties = createTies(parameters, key, sizes, state, engine?.fillWords);
  if (parameters.burnIn > 0) burnIn(scenario, key, { sizes, ties, state }, engine);
  return { id: startId(scenario, seed), key, sizes, ties, state };
}

/** The weeks before week 0, without any policy, on a world that is changed in place. */
function burnIn(scenario: Scenario, key: Key, world: World, engine: Engine | undefined): void {
  const { parameters } = scenario;
  const quiet: Scenario = { ...scenario, interventions: [], institutions: {}, parameters: { ...parameters, weeks: 0 } };
  const place = engine ? engine.adopt(world, parameters) : world;
  const run = assemble(quiet, key, place, null);
  const week = createWeek(run, loopsOf(run, engine));
  for (let w = -parameters.burnIn; w < 0; w++) week(w);
  if (engine) stateRegion(world.state, world.sizes).set(stateRegion(place.state, world.sizes));
}

/** The loops of an engine, or the plain ones. */
export function loopsOf(run: Run, engine: Engine | undefined): Loops {
  return engine ? engine.createLoops(run) : createPlainLoops(run);
}

/** What the steps of a week read and write, over a world. */
export function assemble(
  scenario: Scenario,
  key: Key,
  { sizes, state, ties }: World,
  effortTable: Float64Array | null,
): Run {
  return {
    scenario,
    parameters: scenario.parameters,
    key,
    sizes,
    state,
    ties,
    ledger: createLedger(scenario, institutionLines(scenario)),
    uses: usesOf(
      scenario,
      institutionsOf(scenario).map(({ uses }) => uses),
    ),
    scores: new Scores(Math.max(sizes.resident, sizes.household)),
    governmentShare: new Float64Array(KINDS.length).fill(scenario.parameters.produce.governmentShare),
    effortTable,
  };
}
