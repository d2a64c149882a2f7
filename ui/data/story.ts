/** One resident's two lives, under a policy and under the baseline with the same luck: what to tell of them. */
import type { ResidentTrace, Scenario } from '../../sim/index.ts';
import type { Kit } from '../../src/kit.ts';
import type { Identity } from '../theme.ts';

/** What moved the odds of acting between the two worlds. */
export const CAUSES = [
  'stage',
  'mobilisation',
  'habit',
  'neighbours',
  'efficacy',
  'knowHow',
  'motivation',
  'trust',
  'pay',
  'relief',
  'quality',
] as const;
export type Cause = (typeof CAUSES)[number];

/** The chance in one week in both worlds, and by what factors the odds differ; the factors multiply to the whole. */
export interface OddsWeek {
  readonly week: number;
  readonly policy: number;
  readonly baseline: number;
  readonly ratios: Readonly<Record<Cause, number>>;
}

export interface StoryEvent {
  readonly week: number;
  /** A message `story.event.<kind>`. */
  readonly kind: string;
  /** For {@link kind}; an instrument is named by `instrument`. */
  readonly n?: number;
  readonly instrument?: string;
}

export interface StoryData {
  readonly who: Identity;
  /** `null` when the baseline's own resident is told of: then there is one world. */
  readonly twinOf: Identity | null;
  readonly seed: string;
  readonly weeks: number;
  readonly own: ResidentTrace;
  readonly twin: ResidentTrace | null;
  readonly activeWeeks: number;
  readonly twinActiveWeeks: number;
  readonly events: readonly StoryEvent[];
  readonly odds: readonly OddsWeek[];
  /** The mobilising instrument, where there was only one. */
  readonly mobiliser: string | null;
  /** First week in which one life acts and the other does not. */
  readonly parting: number | null;
}

const SUSTAINED = 2;
const LAPSED = 3;
/** Which term has which weight, where it has one; the order of the model's sum. */
const WEIGHTED = ['motivation', 'trust', 'efficacy', 'neighbours', 'quality', 'habit', 'arousal'] as const;

export interface StoryInput {
  readonly who: Identity;
  readonly twinOf: Identity | null;
  readonly scenario: Scenario;
  readonly seed: string;
  readonly own: ResidentTrace;
  readonly twin: ResidentTrace | null;
}

/** @param input a twin who is somebody else, because the communities differ, is left out */
export function storyData({ who, twinOf, scenario, seed, own, twin: given }: StoryInput, kit: Kit): StoryData {
  const twin = given && samePerson(own, given) ? given : null;
  const weeks = own.mode.length;
  const parting = twin ? firstWeek(weeks, (week) => acts(own, week) !== acts(twin, week)) : null;
  const mobilisers = new Set(own.reached.filter(({ how }) => mobilises(how)).map(({ instrument }) => instrument));
  return {
    who,
    twinOf: twin ? twinOf : null,
    seed,
    weeks,
    own,
    twin,
    activeWeeks: activeWeeks(own),
    twinActiveWeeks: twin ? activeWeeks(twin) : 0,
    events: eventsOf(own, twin, parting),
    odds: twin ? toldWeeks(own, twin, parting).map((week) => oddsIn(week, own, twin, scenario, kit)) : [],
    mobiliser: mobilisers.size === 1 ? [...mobilisers][0] : null,
    parting,
  };
}

/** The same home, age, type and role; and as many weeks to tell of. */
function samePerson(a: ResidentTrace, b: ResidentTrace): boolean {
  const keys = Object.keys(a.facts) as (keyof ResidentTrace['facts'])[];
  return a.mode.length === b.mode.length && keys.every((key) => a.facts[key] === b.facts[key]);
}

export function acts(trace: ResidentTrace, week: number): boolean {
  return trace.mode[week] !== 0;
}

export function activeWeeks(trace: ResidentTrace): number {
  return trace.mode.reduce((sum, mode) => sum + (mode === 0 ? 0 : 1), 0);
}

function mobilises(how: string): boolean {
  return how === 'met' || how === 'housemate' || how === 'contact';
}

function firstWeek(weeks: number, is: (week: number) => boolean, from = 0): number | null {
  for (let week = from; week < weeks; week++) if (is(week)) return week;
  return null;
}

/** The stage that was held when the week's decision was made. */
function heldStage(trace: ResidentTrace, week: number): number {
  return week === 0 ? trace.startStage : trace.stage[week - 1];
}

/**
 * Splits the difference of two utilities. A term is weight × state, and the weights belong to the stage: half-way
 * between the two worlds, what the state differs goes to its own cause and what the weight differs to the stage.
 */
export function oddsIn(week: number, own: ResidentTrace, twin: ResidentTrace, scenario: Scenario, kit: Kit): OddsWeek {
  const { decide } = scenario.parameters;
  const width = kit.terms.length;
  const at = (trace: ResidentTrace, name: (typeof kit.terms)[number]) =>
    trace.terms[week * width + kit.terms.indexOf(name)];
  const weights = (trace: ResidentTrace) => decide[kit.stages[heldStage(trace, week)]];
  const [a, b] = [weights(own), weights(twin)];

  const logs: Record<Cause, number> = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>;
  logs.stage += at(own, 'base') - at(twin, 'base');
  for (const name of WEIGHTED) {
    const [termA, termB] = [at(own, name), at(twin, name)];
    const cause = name === 'arousal' ? 'mobilisation' : name;
    if (a[name] === b[name] || a[name] === 0 || b[name] === 0) {
      logs[cause] += termA - termB;
      continue;
    }
    const [stateA, stateB] = [termA / a[name], termB / b[name]];
    logs[cause] += ((a[name] + b[name]) / 2) * (stateA - stateB);
    logs.stage += ((stateA + stateB) / 2) * (a[name] - b[name]);
  }
  logs.pay += at(own, 'pay') - at(twin, 'pay');
  // the cost of time is saved by know-how and by relief, as a product
  const [leftA, leftB] = [1 - own.relief[week], 1 - twin.relief[week]];
  const [costA, costB] = [at(own, 'cost'), at(twin, 'cost')];
  if (leftA > 0 && leftB > 0) {
    const [timeA, timeB] = [costA / leftA, costB / leftB];
    logs.knowHow += (timeA - timeB) * ((leftA + leftB) / 2);
    logs.relief += ((timeA + timeB) / 2) * (leftA - leftB);
  } else {
    logs.relief += costA - costB;
  }
  const ratios = Object.fromEntries(CAUSES.map((cause) => [cause, Math.exp(logs[cause])]));
  return {
    week,
    policy: own.probability[week],
    baseline: twin.probability[week],
    ratios: ratios as Record<Cause, number>,
  };
}

/** Three weeks worth explaining: where the lives part, the last act, and the act nearest to half-way between. */
function toldWeeks(own: ResidentTrace, twin: ResidentTrace, parting: number | null): number[] {
  const weeks = own.mode.length;
  const differs = (week: number) => Math.abs(logit(own.probability[week]) - logit(twin.probability[week]));
  const all = Array.from({ length: weeks }, (_, week) => week);
  const strongest = all.reduce((best, week) => (differs(week) > differs(best) ? week : best), 0);
  if (differs(strongest) < 1e-9) return [];
  const first = parting ?? strongest;
  const later = all.filter((week) => week > first && acts(own, week));
  const last = later.at(-1) ?? weeks - 1;
  const middle = (first + last) / 2;
  const between = later
    .filter((week) => week !== last)
    .reduce((best, week) => (Math.abs(week - middle) < Math.abs(best - middle) ? week : best), Math.round(middle));
  return [...new Set([first, between, last])].sort((a, b) => a - b);
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}

/** What happened, in order; at most one line a week, of the most telling kind. */
function eventsOf(own: ResidentTrace, twin: ResidentTrace | null, parting: number | null): StoryEvent[] {
  const weeks = own.mode.length;
  const events: StoryEvent[] = [];
  const first = firstWeek(weeks, (week) => acts(own, week));
  if (first !== null && first !== parting) {
    const both = twin !== null && acts(twin, first);
    const kind = own.startStage === 0 ? 'firstAct' : 'act';
    events.push({ week: first, kind: both ? `${kind}.both` : kind });
  }
  if (parting !== null) events.push(partingEvent(own, parting));

  for (const instrument of new Set(own.reached.map((dose) => dose.instrument))) {
    const doses = own.reached.filter((dose) => dose.instrument === instrument);
    const seats = doses.filter(({ how }) => how === 'seat');
    for (const seat of seats.slice(0, 2)) events.push({ week: seat.week, kind: 'seat' });
    if (seats.length > 0) continue;
    const { week, how } = doses[0];
    events.push({ week, kind: `first.${how}`, instrument });
  }
  const offered = firstWeek(weeks, (week) => own.offered[week] > 0);
  if (offered !== null) {
    events.push({ week: offered, kind: 'offer' });
    const over = firstWeek(weeks, (week) => own.offered[week] === 0, offered);
    if (over !== null) events.push({ week: over, kind: 'offerEnds' });
  }
  const relief = firstWeek(weeks, (week) => own.relief[week] > 0);
  if (relief !== null) events.push({ week: relief, kind: 'relief' });

  let told = 0;
  for (let week = 0; week < weeks; week++) {
    const before = heldStage(own, week);
    const now = own.stage[week];
    if (now === before || told >= 6) continue;
    if (now === SUSTAINED || now === LAPSED) {
      events.push({ week, kind: now === SUSTAINED ? 'sustained' : 'lapsed' });
      told++;
    }
  }
  const shown = new Map<number, StoryEvent>();
  for (const event of events) if (!shown.has(event.week)) shown.set(event.week, event);
  shown.set(weeks - 1, { week: weeks - 1, kind: `end.${own.stage[weeks - 1]}` });
  return [...shown.values()].sort((a, b) => a.week - b.week);
}

/** The act that only one of the two lives has, and how many doses came before it. */
function partingEvent(own: ResidentTrace, parting: number): StoryEvent {
  if (!acts(own, parting)) return { week: parting, kind: 'parting.without' };
  const before = own.reached.filter(({ week, how }) => week <= parting && mobilises(how));
  const latest = before.at(-1);
  if (!latest || parting - latest.week > 2) return { week: parting, kind: 'parting.with' };
  const n = before.filter(({ instrument }) => instrument === latest.instrument).length;
  return { week: parting, kind: 'parting.after', instrument: latest.instrument, n };
}

/** The causes that matter in any of the weeks told of, the strongest first. */
export function causesShown(odds: readonly OddsWeek[]): Cause[] {
  const strength = (cause: Cause) => Math.max(...odds.map(({ ratios }) => Math.abs(Math.log(ratios[cause]))));
  return CAUSES.filter((cause) => odds.length > 0 && strength(cause) > Math.log(1.03)).sort(
    (a, b) => strength(b) - strength(a),
  );
}
