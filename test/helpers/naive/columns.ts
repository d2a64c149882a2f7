import type { ColumnName } from '../../../sim/state.ts';
import type { Block, Household, Resident, Stairwell, World } from './world.ts';

const AGES = ['young', 'middle', 'older'];
const TYPES = ['conditional', 'free-rider', 'committed'];
const STAGES = ['bystander', 'newcomer', 'sustained', 'lapsed'];
const MODES = ['voice', 'labour', 'contribution', 'oversight'];
const REACHES = ['stairwell', 'block', 'community'];

const OF_RESIDENTS = {
  innateMotivation: ({ m }) => m,
  innateTrust: ({ t0 }) => t0,
  innateEfficacy: ({ e0 }) => e0,
  cost: ({ c }) => c,
  circumstances: ({ epsilon }) => epsilon,
  interestHard: ({ omega }) => omega[0],
  interestSoft: ({ omega }) => omega[1],
  interestService: ({ omega }) => omega[2],
  age: ({ age }) => AGES.indexOf(age),
  type: ({ type }) => TYPES.indexOf(type),
  role: ({ role }) => role,
  household: ({ home }) => home.index,
  motivation: ({ M }) => M,
  trust: ({ T }) => T,
  efficacy: ({ E }) => E,
  habit: ({ H }) => H,
  knowHow: ({ K }) => K,
  attachment: ({ X }) => X,
  crowding: ({ Z }) => Z,
  fatigue: ({ F }) => F,
  arousal: ({ A }) => A,
  stage: ({ stage }) => STAGES.indexOf(stage),
  mode: ({ mode }) => 1 + (mode === null ? -1 : MODES.indexOf(mode)),
} satisfies Partial<Record<ColumnName, (person: Resident) => number>>;

const OF_HOUSEHOLDS = {
  let: ({ rented }) => Number(rented),
  area: ({ area }) => area,
} satisfies Partial<Record<ColumnName, (home: Household) => number>>;

const OF_STAIRWELLS = { quality: ({ Q }) => Q } satisfies Partial<Record<ColumnName, (s: Stairwell) => number>>;

const OF_BLOCKS = {
  effect: ({ S }) => S,
  progress: ({ project }) => project.progress,
  projectAge: ({ project }) => project.age,
  ordinal: ({ project }) => project.ordinal,
  kind: ({ project }) => project.kind,
  reach: ({ project }) => REACHES.indexOf(project.reach),
  target: ({ project }) => project.target.index,
} satisfies Partial<Record<ColumnName, (block: Block) => number>>;

/** The columns of the model's state as the naive world has them, and the acts of the last 26 weeks as bits. */
export function columnsOf(world: World, week: number): Partial<Record<ColumnName, number[]>> {
  const table = <E>(entities: readonly E[], columns: Record<string, (entity: E) => number>) =>
    Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, entities.map(value)]));
  const bits = ({ acts }: Resident) =>
    acts.filter((when) => when > week - 26).reduce((sum, when) => sum + 2 ** (week - when), 0);
  return {
    ...table(world.residents, { ...OF_RESIDENTS, recent: bits }),
    ...table(world.households, OF_HOUSEHOLDS),
    ...table(world.stairwells, OF_STAIRWELLS),
    ...table(world.blocks, OF_BLOCKS),
  };
}
