import type { RunResult } from '../../sim/index.ts';
import type { Kit } from '../../src/kit.ts';
import { type Ensemble, seriesValue } from '../data/ensemble.ts';
import type { Identity } from '../theme.ts';
import { institutionValue, runsWith } from './columns.ts';

/** Attributes by group: a project has one of each. */
export const GROUPS = {
  kind: ['hard', 'soft', 'service'],
  reach: ['stairwell', 'block', 'community'],
  difficulty: ['easy', 'difficult'],
  visibility: ['hidden', 'visible'],
} as const;
export type GroupName = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as readonly GroupName[];
export const FLOW_NAMES = ['begins', 'goesOn', 'slackens', 'lapses', 'returns'] as const;
export type FlowName = (typeof FLOW_NAMES)[number];
const WEEKS_OF_YEAR = 52;

export interface MicroData {
  readonly runs: number;
  /** The scenario in focus, or another that has micro-infrastructure; `null` where none has. */
  readonly shown: MicroShown | null;
}

export interface MicroColumn {
  readonly attribute: string;
  /** Effort per ended project, by mode. */
  readonly effort: readonly number[];
  readonly done: number;
  readonly failed: number;
  /** Mean over the weeks in which a block had such a project; NaN without one. */
  readonly felt: number;
}

export interface MicroShown {
  readonly who: Identity;
  readonly modes: readonly string[];
  readonly columns: Readonly<Record<GroupName, readonly MicroColumn[]>>;
  /** Moves a year per 100 residents. */
  readonly flows: Readonly<Record<FlowName, number>>;
  /** Share of residents in a stage in the last week, in the order of the kit's stages. */
  readonly stages: readonly number[];
}

const of = (column: string) => institutionValue('microInfrastructure', column);

export function microInfrastructureData(ensemble: Ensemble, focus: number, kit: Kit): MicroData {
  const having = runsWith(ensemble, 'microInfrastructure');
  const own = having.find(({ place }) => place === focus) ?? having[0];
  return { runs: own?.runs.length ?? 0, shown: own ? shownOf(own.who, own.runs, kit) : null };
}

function shownOf(who: Identity, runs: readonly RunResult[], kit: Kit): MicroShown {
  const end = (column: string) => kit.mean(runs.map((run) => of(column)(run, run.weeks - 1)));
  const column = (attribute: string): MicroColumn => {
    const [done, failed] = [end(`done_${attribute}`), end(`failed_${attribute}`)];
    const ended = Math.max(1, done + failed);
    return {
      attribute,
      effort: kit.modes.map((mode) => end(`effort_${mode}_${attribute}`) / ended),
      done,
      failed,
      felt: meanFelt(runs, attribute),
    };
  };
  const perYear = (name: string) =>
    kit.mean(runs.map((run) => (100 * of(name)(run, run.weeks - 1) * WEEKS_OF_YEAR) / (run.weeks * run.residents)));
  return {
    who,
    modes: kit.modes,
    columns: Object.fromEntries(GROUP_NAMES.map((group) => [group, GROUPS[group].map(column)])) as Record<
      GroupName,
      MicroColumn[]
    >,
    flows: Object.fromEntries(FLOW_NAMES.map((name) => [name, perYear(name)])) as Record<FlowName, number>,
    stages: kit.stages.map((stage) =>
      kit.mean(runs.map((run) => seriesValue(kit, stage)(run, run.weeks - 1) / run.residents)),
    ),
  };
}

function meanFelt(runs: readonly RunResult[], attribute: string): number {
  const felt = of(`felt_${attribute}`);
  let sum = 0;
  let weeks = 0;
  for (const run of runs) {
    for (let week = 0; week < run.weeks; week++) {
      const value = felt(run, week);
      if (Number.isNaN(value)) continue;
      sum += value;
      weeks++;
    }
  }
  return weeks === 0 ? Number.NaN : sum / weeks;
}
