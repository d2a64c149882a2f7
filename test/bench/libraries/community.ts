/**
 * The model as somebody would write it with objects: one object per resident and block, the equations as functions of
 * them. Shared by the programs for agentscript and flocc, which hold the residents and run the weeks. Population, ties
 * and the state after the burn-in are the engine's; from there on luck is `Math.random`.
 */
import { prepare, type Scenario, STAGES } from '../../../sim/index.ts';

type ModelParameters = Scenario['parameters'];

export interface Traits {
  motivation: number;
  trust: number;
  efficacy: number;
  habit: number;
  knowHow: number;
  attachment: number;
  crowding: number;
  fatigue: number;
  arousal: number;
}

export interface Resident extends Traits {
  innateMotivation: number;
  innateTrust: number;
  innateEfficacy: number;
  cost: number;
  circumstances: number;
  interests: readonly number[];
  middleAged: boolean;
  owner: boolean;
  conditional: boolean;
  leads: boolean;
  block: Block;
  stairwell: Stairwell;
  pay: number;
  relief: number;
  /** Index into STAGES. */
  stage: number;
  /** This week's act: 0 none, else 1 + index into MODES. */
  mode: number;
  /** Acts of the last 12 weeks, the latest last. */
  recent: boolean[];
  /** Share of the neighbours, by strength of tie, who acted. */
  acting: number;
}

export interface Stairwell {
  quality: number;
}

export interface Block {
  stairwells: Stairwell[];
  residents: number;
  effect: number;
  progress: number;
  age: number;
  kind: number;
  reach: number;
  target: Stairwell;
  difficulty: number;
  visibility: number;
}

export interface Community {
  readonly parameters: ModelParameters;
  readonly residents: readonly Resident[];
  /** Pairs of indices; housemates appear three times. */
  readonly ties: readonly (readonly [number, number])[];
  readonly blocks: readonly Block[];
}

/** What a library's program runs: weeks one after the other, and how many acted in the latest. */
export interface Program {
  week(): number;
}

const WEIGHTS = ['base', 'motivation', 'trust', 'efficacy', 'neighbours', 'quality', 'habit', 'arousal'] as const;
const SUSTAINED = 2;
const NEEDED = { design: [1, 0, 0, 0], delivery: [0, 1, 1, 0], assessment: [0, 0, 0, 1] } as const;
const POWER = 0.3;

/** The community of a seed at week 0. */
export function createCommunity(scenario: Scenario, seed: string): Community {
  const { parameters } = scenario;
  const { state, ties, sizes } = prepare(scenario, seed);
  const perBlock = parameters.population.stairwellsPerBlock;
  const stairwells = Array.from(state.quality, (quality): Stairwell => ({ quality }));
  const blocks = Array.from(state.effect, (effect, b): Block => {
    return {
      stairwells: stairwells.slice(b * perBlock, (b + 1) * perBlock),
      residents: 0,
      effect,
      progress: state.progress[b]!,
      age: state.projectAge[b]!,
      kind: state.kind[b]!,
      reach: state.reach[b]!,
      target: stairwells[state.target[b]!]!,
      difficulty: state.difficulty[b]!,
      visibility: state.visibility[b]!,
    };
  });
  const residents: Resident[] = [];
  for (let s = 0; s < sizes.stairwell; s++) {
    const block = blocks[Math.floor(s / perBlock)]!;
    for (let i = state.stairwellStart[s]!; i < state.stairwellStart[s + 1]!; i++) {
      block.residents++;
      residents.push({
        innateMotivation: state.innateMotivation[i]!,
        innateTrust: state.innateTrust[i]!,
        innateEfficacy: state.innateEfficacy[i]!,
        cost: state.cost[i]!,
        circumstances: state.circumstances[i]!,
        interests: [state.interestHard[i]!, state.interestSoft[i]!, state.interestService[i]!],
        middleAged: state.age[i] === 1,
        owner: state.let[state.household[i]!] === 0,
        conditional: state.type[i] === 0,
        leads: state.role[i] !== 0,
        block,
        stairwell: stairwells[s]!,
        pay: 0,
        relief: 0,
        motivation: state.motivation[i]!,
        trust: state.trust[i]!,
        efficacy: state.efficacy[i]!,
        habit: state.habit[i]!,
        knowHow: state.knowHow[i]!,
        attachment: state.attachment[i]!,
        crowding: state.crowding[i]!,
        fatigue: state.fatigue[i]!,
        arousal: state.arousal[i]!,
        stage: state.stage[i]!,
        mode: state.mode[i]!,
        recent: Array.from({ length: 12 }, (_, week) => ((state.recent[i]! >> (11 - week)) & 1) === 1),
        acting: state.degree[i] === 0 ? 0 : state.neighbours[i]! / state.degree[i]!,
      });
    }
  }
  return { parameters, residents, ties: pairsOf(state, ties, parameters.ties.housemate), blocks };
}

function pairsOf(
  { household, householdStart }: ReturnType<typeof prepare>['state'],
  ties: ReturnType<typeof prepare>['ties'],
  strength: number,
): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < household.length; i++) {
    for (let t = ties.start[i]!; t < ties.start[i + 1]!; t++) if (ties.to[t]! > i) pairs.push([i, ties.to[t]!]);
    for (let j = i + 1; j < householdStart[household[i]! + 1]!; j++) {
      for (let k = 0; k < strength; k++) pairs.push([i, j]);
    }
  }
  return pairs;
}

const clamp01 = (x: number) => Math.min(1, Math.max(0, x));
const saturation = (pay: number) => pay ** 3 / (pay ** 3 + 1);
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

function phaseOf({ progress }: Block, { designEnd, deliveryEnd }: ModelParameters['project']): keyof typeof NEEDED {
  return progress < designEnd ? 'design' : progress < deliveryEnd ? 'delivery' : 'assessment';
}

/** What a resident does this week, and what that makes of the stage. */
export function decide(r: Resident, parameters: ModelParameters): Pick<Resident, 'mode' | 'stage' | 'recent'> {
  const d = parameters.decide;
  const [base, motivation, trust, efficacy, neighbours, quality, habit, arousal] = WEIGHTS.map(
    (name) => d[STAGES[r.stage]!][name],
  ) as [number, number, number, number, number, number, number, number];
  const v =
    base +
    r.circumstances +
    motivation * (r.motivation - 0.5) +
    trust * (r.trust - 0.5) +
    efficacy * (r.efficacy - 0.5) +
    neighbours * (r.conditional ? 1 : d.indifference) * r.acting +
    quality * r.interests[r.block.kind]! * Math.max(0, d.wantedQuality - r.stairwell.quality) +
    habit * r.habit +
    arousal * r.arousal +
    d.pay * saturation(r.pay) -
    r.cost * (1 - d.knowHow * r.knowHow) * (1 - r.relief) +
    (r.leads ? d.leader : 0);
  const acts = Math.random() < logistic(v);
  const recent = [...r.recent.slice(1), acts];
  const times = recent.filter((did) => did).length;
  return {
    mode: acts ? chooseMode(r, parameters) : 0,
    stage: nextStage(r.stage, acts, times, d.sustainedActs),
    recent,
  };
}

function nextStage(stage: number, acts: boolean, times: number, sustainedActs: number): number {
  const [newcomer, lapsed] = [1, 3];
  if (stage === 0 || stage === lapsed) return acts ? newcomer : stage;
  if (times === 0) return lapsed;
  if (stage === newcomer) return times >= sustainedActs ? SUSTAINED : newcomer;
  return times === 1 ? newcomer : SUSTAINED;
}

function chooseMode(r: Resident, { mode: p, project }: ModelParameters): number {
  const scores = [
    p.voiceEfficacy * (r.efficacy - 0.5) + p.voicePower * (POWER - 0.3),
    p.labourMotivation * (r.motivation - 0.5) + (r.middleAged ? p.labourMiddle : 0),
    (r.owner ? p.contributionOwner : 0) + p.contributionTrust * (r.trust - 0.5),
    p.oversightEfficacy * (r.efficacy - 0.5) + p.oversightTrust * (r.trust - 0.5),
  ];
  const needed = NEEDED[phaseOf(r.block, project)];
  const odds = scores.map((score, j) => Math.exp(score) * (needed[j] ? p.needed : 1));
  let u = Math.random() * odds.reduce((sum, x) => sum + x);
  const chosen = odds.findIndex((x) => {
    u -= x;
    return u < 0;
  });
  return chosen < 0 ? odds.length : chosen + 1;
}

/** What the week makes of a resident's traits. */
export function learn(r: Resident, parameters: ModelParameters): Traits {
  const p = parameters.learn;
  const acts = r.mode !== 0;
  const felt = r.block.effect - p.effectNeutral;
  const crowding =
    acts && r.pay > 0
      ? clamp01(r.crowding + p.crowdingRise * Math.max(0, p.crowdingMax * saturation(r.pay) - r.crowding))
      : r.crowding * (1 - p.crowdingFall);
  const attachment = clamp01(r.attachment * (1 - p.attachmentLoss) + (acts ? p.attachmentGain * r.acting : 0));
  const rate = acts ? p.efficacyActive : p.efficacyWatching * r.acting * r.block.visibility;
  const gap = clamp01(r.innateTrust + p.trustEffect * felt) - r.trust;
  return {
    crowding,
    attachment,
    motivation: clamp01(r.innateMotivation * (1 - crowding) + attachment * (1 - r.innateMotivation)),
    efficacy: clamp01(r.efficacy + rate * (clamp01(r.innateEfficacy + felt) - r.efficacy)),
    trust: clamp01(r.trust + (gap > 0 ? p.trustUp : p.trustDown) * (acts ? 1 : p.trustWatching) * gap),
    habit: acts ? clamp01(r.habit + p.habitRise * (1 - r.habit)) : r.habit * (1 - p.habitFall),
    knowHow: acts ? clamp01(r.knowHow + p.knowHow * (1 - r.knowHow)) : r.knowHow,
    arousal: r.arousal * p.arousalKept,
    fatigue: r.fatigue * p.fatigueKept,
  };
}

/** The blocks' projects, given everybody's acts of the week. */
export function produce(blocks: readonly Block[], acts: Iterable<Resident>, parameters: ModelParameters): void {
  const { produce: p, project } = parameters;
  const work = new Map(blocks.map((block) => [block, 0]));
  for (const { mode, knowHow, block } of acts) {
    const skill = 1 - block.difficulty + block.difficulty * (p.skillFloor + (1 - p.skillFloor) * knowHow);
    const serves = NEEDED[phaseOf(block, project)][mode - 1];
    work.set(block, work.get(block)! + (serves ? skill : skill * p.offPhase));
  }
  const outputs = blocks.map((block) => {
    const effort = (p.effort * work.get(block)!) / block.residents;
    if (effort === 0) return 0;
    const sum = p.governmentShare * p.base ** p.substitution + (1 - p.governmentShare) * effort ** p.substitution;
    return sum ** (1 / p.substitution);
  });
  blocks.forEach((block, b) => {
    block.progress += outputs[b]! / project.size;
    block.age++;
    if (block.progress >= 1) {
      improve(block, blocks, project);
      block.effect += p.completion * (1 - block.effect);
      startProject(block, project);
    } else if (block.age > project.deadline) {
      block.effect *= p.failure;
      startProject(block, project);
    }
  });
  const heard = (2 * POWER) / (POWER + p.powerHalf);
  blocks.forEach((block, b) => {
    for (const stairwell of block.stairwells) stairwell.quality *= 1 - p.decay;
    const felt = Math.min(1, (heard * outputs[b]!) / (outputs[b]! + p.effectHalf));
    block.effect += p.effectRate * (felt - block.effect);
  });
}

function improve(block: Block, blocks: readonly Block[], { value, spill }: ModelParameters['project']): void {
  const mend = (stairwell: Stairwell, reached: number) => {
    stairwell.quality += reached * value * (1 - stairwell.quality);
  };
  if (block.reach === 2) {
    for (const { stairwells } of blocks) for (const stairwell of stairwells) mend(stairwell, 1 / blocks.length);
    return;
  }
  for (const stairwell of block.stairwells)
    mend(stairwell, block.reach === 1 || stairwell === block.target ? 1 : spill);
}

function startProject(block: Block, p: ModelParameters['project']): void {
  const u = Math.random();
  const v = Math.random();
  block.progress = 0;
  block.age = 0;
  block.kind = u < p.hardShare ? 0 : u < p.hardShare + p.softShare ? 1 : 2;
  block.reach = v < p.stairwellShare ? 0 : v < p.stairwellShare + p.blockShare ? 1 : 2;
  block.target = block.stairwells[Math.floor(Math.random() * block.stairwells.length)]!;
}
