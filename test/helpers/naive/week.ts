/** One week, step by step, as the model is told in words: nothing is done for speed. */
import { exp, log } from '../../../sim/numerics.ts';
import { PURPOSE } from '../../../sim/purposes.ts';
import { intervene, settle } from './interventions.ts';
import { draftProject } from './setup.ts';
import { activeShare, type Block, type Resident, residentsOf, type Stairwell, trait, type World } from './world.ts';

const sigma = (v: number) => 1 / (1 + exp(-v));
const MODES = ['voice', 'labour', 'contribution', 'oversight'] as const;

/** Lets a week pass. */
export function pass(world: World, week: number): void {
  const offers = intervene(world, week);
  decide(world, week);
  settle(world, week, offers);
  // everybody's n of this week, before anything else changes
  const shares = world.residents.map((person) => activeShare(world, person));
  produce(world);
  for (const person of world.residents) learn(world, person, shares[person.index]!);
}

function decide(world: World, week: number): void {
  // nobody sees who else acts this week: V is complete for all before anybody acts
  const decisions = world.residents.map((person) => {
    const u = world.luck(person.index, week, PURPOSE.act);
    return u < sigma(reasons(world, person));
  });
  for (const person of world.residents) {
    const acts = decisions[person.index]!;
    if (acts) person.acts.push(week);
    person.stage = nextStage(world, person, week, acts);
    person.mode = acts ? chooseMode(world, person, week) : null;
  }
}

/** V, summed from left to right. */
function reasons(world: World, person: Resident): number {
  const d = world.parameters.decide;
  const b = d[person.stage];
  const { stairwell } = person.home;
  const n = activeShare(world, person);
  const tau = person.type === 'conditional' ? 1 : d.indifference;
  const { kind } = stairwell.block.project;
  return (
    b.base +
    person.epsilon +
    b.motivation * (person.M - 0.5) +
    b.trust * (person.T - 0.5) +
    b.efficacy * (person.E - 0.5) +
    b.neighbours * tau * n +
    b.quality * person.omega[kind] * Math.max(0, d.wantedQuality - stairwell.Q) +
    b.habit * person.H +
    b.arousal * person.A +
    (d.pay * person.pay ** 3) / (person.pay ** 3 + 1) -
    person.c * (1 - d.knowHow * person.K) * (1 - person.relief) +
    (person.role > 0 ? d.leader : 0)
  );
}

function nextStage(world: World, person: Resident, week: number, acts: boolean): Resident['stage'] {
  const recent = person.acts.filter((when) => when > week - 12).length;
  switch (person.stage) {
    case 'bystander':
    case 'lapsed':
      return acts ? 'newcomer' : person.stage;
    case 'newcomer':
      if (recent === 0) return 'lapsed';
      return recent >= world.parameters.decide.sustainedActs ? 'sustained' : 'newcomer';
    case 'sustained':
      if (recent === 0) return 'lapsed';
      return recent === 1 ? 'newcomer' : 'sustained';
  }
}

type Phase = 'design' | 'delivery' | 'assessment';

function phaseOf(world: World, { project }: Block): Phase {
  const { designEnd, deliveryEnd } = world.parameters.project;
  return project.progress < designEnd ? 'design' : project.progress < deliveryEnd ? 'delivery' : 'assessment';
}

const SERVED = { voice: 'design', labour: 'delivery', contribution: 'delivery', oversight: 'assessment' } as const;

function chooseMode(world: World, person: Resident, week: number): Resident['mode'] {
  const p = world.parameters.mode;
  const phase = phaseOf(world, person.home.stairwell.block);
  const scores = {
    voice: p.voiceEfficacy * (person.E - 0.5) + p.voicePower * (world.power - 0.3),
    labour: p.labourMotivation * (person.M - 0.5) + (person.age === 'middle' ? p.labourMiddle : 0),
    contribution: (person.home.rented ? 0 : p.contributionOwner) + p.contributionTrust * (person.T - 0.5),
    oversight: p.oversightEfficacy * (person.E - 0.5) + p.oversightTrust * (person.T - 0.5),
  };
  const odds = MODES.map((mode) => exp(scores[mode] + (SERVED[mode] === phase ? log(p.needed) : 0)));
  const drawn = world.luck(person.index, week, PURPOSE.mode) * odds.reduce((a, b) => a + b);
  const upTo = (k: number) => odds.slice(0, k + 1).reduce((a, b) => a + b);
  return MODES.find((_, k) => drawn < upTo(k)) ?? 'oversight';
}

function produce(world: World): void {
  const { produce: p, project: rules } = world.parameters;
  const outputs = world.blocks.map((block) => {
    const y = outputOf(world, block);
    const { project } = block;
    const advanced = project.progress + y / rules.size;
    project.progress = Math.fround(advanced);
    project.age += 1;
    if (advanced >= 1) {
      complete(world, block);
      block.S = Math.fround(block.S + p.completion * (1 - block.S));
    } else if (project.age > rules.deadline) {
      block.S = Math.fround(block.S * p.failure);
    } else {
      return y;
    }
    block.project = draftProject(world, block, project.ordinal + 1);
    return y;
  });
  for (const stairwell of world.stairwells) stairwell.Q = Math.fround(stairwell.Q * (1 - p.decay));
  for (const block of world.blocks) {
    const y = outputs[block.index]!;
    const felt = (((2 * world.power) / (world.power + p.powerHalf)) * y) / (y + p.effectHalf);
    block.S = Math.fround(block.S + p.effectRate * (Math.min(1, felt) - block.S));
  }
}

/** The phase is that before this week's output; only ρ = −½ is done here, by square roots. */
function outputOf(world: World, block: Block): number {
  const { produce: p, project } = world.parameters;
  const phase = phaseOf(world, block);
  const residents = residentsOf(block);
  let effort = 0;
  for (const person of residents) {
    if (person.mode === null) continue;
    const d = Math.fround(project.difficulty);
    const w = 1 - d + d * (p.skillFloor + (1 - p.skillFloor) * person.K);
    effort += SERVED[person.mode] === phase ? w : w * p.offPhase;
  }
  const R = (p.effort * effort) / residents.length;
  const G = p.base + block.delivered;
  if (R === 0 || G === 0) return 0;
  return 1 / (p.governmentShare / Math.sqrt(G) + (1 - p.governmentShare) / Math.sqrt(R)) ** 2;
}

function complete(world: World, block: Block): void {
  const { value, spill } = world.parameters.project;
  const { reach, target } = block.project;
  const mend = (stairwell: Stairwell, f: number) => {
    stairwell.Q = Math.fround(stairwell.Q + f * value * (1 - stairwell.Q));
  };
  if (reach === 'community') for (const stairwell of world.stairwells) mend(stairwell, 1 / world.blocks.length);
  else for (const stairwell of block.stairwells) mend(stairwell, reach === 'block' || stairwell === target ? 1 : spill);
}

function learn(world: World, person: Resident, n: number): void {
  const p = world.parameters.learn;
  const { block } = person.home.stairwell;
  const acts = person.mode !== null;
  const { m, t0, e0, pay } = person;

  const crowded = (p.crowdingMax * pay ** 3) / (pay ** 3 + 1);
  const dZ = acts && pay > 0 ? p.crowdingRise * Math.max(0, crowded - person.Z) : -p.crowdingFall * person.Z;
  person.Z = trait(person.Z + dZ);
  person.X = trait(person.X - p.attachmentLoss * person.X + (acts ? p.attachmentGain * n : 0));
  person.M = trait(m * (1 - person.Z) + person.X * (1 - m));

  const hoped = Math.max(0, Math.min(1, e0 + block.S - p.effectNeutral));
  const visibility = Math.fround(world.parameters.project.visibility);
  const rate = acts ? p.efficacyActive : p.efficacyWatching * n * visibility;
  person.E = trait(person.E + rate * (hoped - person.E));

  const reliability = (p.reliabilityBase + block.credited) / (p.promiseBase + block.promised);
  const deserved = Math.max(
    0,
    Math.min(
      1,
      t0 +
        p.trustReliability * (reliability - p.reliabilityBase / p.promiseBase) +
        p.trustEffect * (block.S - p.effectNeutral),
    ),
  );
  const speed = deserved > person.T ? p.trustUp : p.trustDown;
  person.T = trait(person.T + speed * (acts ? 1 : p.trustWatching) * (deserved - person.T));

  person.H = trait(acts ? person.H + p.habitRise * (1 - person.H) : person.H - p.habitFall * person.H);
  if (acts) person.K = trait(person.K + p.knowHow * (1 - person.K));
  // the model's own addition to the text: arousal below 2⁻²⁴ is none
  const A = person.A * p.arousalKept;
  person.A = A < 2 ** -24 ? 0 : Math.fround(A);
  person.F = Math.fround(person.F * p.fatigueKept);
}
