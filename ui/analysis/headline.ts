/** The sentence that the page is, and the evidence below it. Where the runs cannot tell, neither ranks anything. */
import type { Lab } from '../../src/lab.ts';
import type { Words } from '../i18n/words.ts';
import { SLOTS } from '../theme.ts';
import type { Arm, Comparison } from './comparison.ts';
import { ahead, type Effect } from './effect.ts';

export interface Headline {
  readonly headline: string;
  /** `**` marks what is bold. */
  readonly evidence: string;
}

const WEEKS_PER_YEAR = 52;
/** From so many policies on, the headline is about all of them. */
const MANY = 4;

/** A policy's name inside a sentence: not capitalised, unless it is a name of its own. */
function inSentence(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

export function whenOf(weeks: number, words: Words): string {
  const years = weeks / WEEKS_PER_YEAR;
  return Number.isInteger(years) ? words.t('when.year', { n: years }) : words.t('when.week', { n: weeks });
}

/** Does nothing beyond the routine. */
export function isEmpty(arm: Arm): boolean {
  const { interventions, institutions } = arm.scenario;
  return interventions.length === 0 && Object.keys(institutions).length === 0;
}

function without(baseline: Arm, words: Words): string {
  return isEmpty(baseline)
    ? words.t('without.none')
    : words.t('without.baseline', { name: inSentence(baseline.identity.name) });
}

/** Decimals of a difference per 100: one, or one more where a bound would read as zero. */
export function decimalsOf(...values: readonly number[]): number {
  return values.some((value) => value !== 0 && Math.abs(value) < 0.05) ? 2 : 1;
}

export function headlineOf(lab: Lab, comparison: Comparison, focusSlot: number, words: Words): Headline {
  const { baseline, policies } = comparison;
  const focus = policies.find(({ identity }) => identity.slot === focusSlot) ?? null;
  if (baseline.done === 0) return { headline: words.t('headline.waiting'), evidence: '' };
  if (focus === null || focus.done === 0) return baselineOnly(lab, comparison, words);
  if (policies.length >= MANY) {
    const all = manyPolicies(lab, comparison, words);
    if (all) return all;
  }
  const effect = focus.effects?.rateEnd;
  if (!effect) return baselineOnly(lab, comparison, words);
  return {
    headline: mainSentence(lab, comparison, focus, effect, words),
    evidence: evidenceOf(lab, comparison, focus, effect, words),
  };
}

function baselineOnly(lab: Lab, { baseline }: Comparison, words: Words): Headline {
  const headline = words.t('headline.baseline', {
    without: upper(without(baseline, words)),
    b: words.number(level(lab, baseline), { digits: 1 }),
    when: whenOf(baseline.scenario.parameters.weeks, words),
  });
  return { headline, evidence: baseline.done === 1 ? words.t('evidence.one') : '' };
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Mean of the measure "at the end" over runs, per 100. */
function level(lab: Lab, arm: Arm): number {
  return lab.mean(arm.values.rateEnd.filter((value) => !Number.isNaN(value))) * 100;
}

function mainSentence(lab: Lab, { baseline }: Comparison, focus: Arm, effect: Effect, words: Words): string {
  const { letter } = SLOTS[focus.identity.slot]!;
  if (isEmpty(focus)) return words.t('headline.empty', { letter });
  const policy = inSentence(focus.identity.name);
  const when = whenOf(focus.scenario.parameters.weeks, words);
  if (effect.verdict.kind === 'same') return words.t('headline.zero', { policy: upper(policy) });
  if (effect.verdict.kind === 'cannot-tell') return upper(words.t('headline.cannot', { policy, when, n: effect.n }));
  const [a, b] = [level(lab, focus), level(lab, baseline)];
  const digits = Math.abs(a - b) >= 3 && Math.round(a) !== Math.round(b) ? 0 : 1;
  const key = effect.verdict.kind === 'one-run' ? 'headline.one' : 'headline.more';
  const sentence = words.t(key, {
    policy,
    when,
    a: words.number(a, { digits }),
    b: words.number(b, { digits }),
    without: without(baseline, words),
  });
  return upper(sentence);
}

function rangeOf({ low, high }: Effect, words: Words): string {
  return words.range(low * 100, high * 100, { digits: decimalsOf(low * 100, high * 100), signed: true });
}

function evidenceOf(lab: Lab, comparison: Comparison, focus: Arm, effect: Effect, words: Words): string {
  const { verdict, n } = effect;
  switch (verdict.kind) {
    case 'one-run':
      return words.t('evidence.one');
    case 'same':
      return '';
    case 'cannot-tell': {
      const counts = words.t('evidence.cannot', { more: verdict.more, fewer: verdict.fewer, n });
      return join(words, [counts, reasonOf(effect, words)]);
    }
    default: {
      const d = Math.abs(effect.mean * 100);
      const first = words.t(verdict.kind === 'more' ? 'evidence.more' : 'evidence.fewer', {
        d: words.number(d, { digits: decimalsOf(d) }),
        k: verdict.k,
        n,
        range: rangeOf(effect, words),
      });
      return join(words, [first, ...rivals(lab, comparison, focus, words)]);
    }
  }
}

/** Why the runs cannot tell. */
export function reasonOf(effect: Effect, words: Words): string {
  if (effect.verdict.kind !== 'cannot-tell') return '';
  if (effect.verdict.reason === 'luck' || !effect.interval) return words.t('evidence.luck');
  const [low, high] = effect.interval;
  return words.t('evidence.fewRuns', {
    range: words.range(low * 100, high * 100, { digits: decimalsOf(low * 100, high * 100), signed: true }),
  });
}

function join(words: Words, sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(words.locale === 'zh' ? '' : ' ');
}

/** The focus against the other policies: which it beats, which beat it, where the runs cannot tell. */
function rivals(lab: Lab, comparison: Comparison, focus: Arm, words: Words): string[] {
  const name = (arm: Arm) => SLOTS[arm.identity.slot]!.letter;
  const own = name(focus);
  const beaten: string[] = [];
  const beatenBy: string[] = [];
  const ties: string[] = [];
  for (const other of comparison.policies) {
    if (other === focus || isEmpty(other)) continue;
    const order = ahead(lab, focus.values.rateEnd, other.values.rateEnd);
    if (!order || order.effect.verdict.kind === 'one-run') continue;
    const { verdict, mean, n } = order.effect;
    const d = Math.abs(mean * 100);
    const params = {
      a: own,
      b: name(other),
      n,
      k: 'k' in verdict ? verdict.k : n,
      d: words.number(d, { digits: decimalsOf(d) }),
    };
    if (order.above === 'a') beaten.push(words.t('evidence.beaten', params));
    else if (order.above === 'b') beatenBy.push(words.t('evidence.beatenBy', params));
    else ties.push(words.t('evidence.tie', params));
  }
  const cost = comparison.sameBudget === null ? 'Cost' : '';
  return [
    ...(beaten.length > 0 ? [words.t(`evidence.beats${cost}`, { a: own, list: words.list(beaten) })] : []),
    ...(beatenBy.length > 0 ? [words.t(`evidence.loses${cost}`, { list: words.list(beatenBy) })] : []),
    ...ties,
  ];
}

/** One sentence about many policies: which one is ahead of each other one, if any can be said to be. */
function manyPolicies(lab: Lab, comparison: Comparison, words: Words): Headline | null {
  const policies = comparison.policies.filter((arm) => !isEmpty(arm) && arm.done > 1);
  if (policies.length < MANY) return null;
  const best = policies.find((arm) =>
    policies.every((other) => other === arm || ahead(lab, arm.values.rateEnd, other.values.rateEnd)?.above === 'a'),
  );
  const n = policies.length;
  if (!best) {
    const runs = Math.min(...policies.map(({ done }) => done));
    return { headline: words.t('headline.noBest', { n, runs }), evidence: '' };
  }
  const effect = best.effects?.rateEnd;
  const key = comparison.sameBudget === null ? 'headline.bestCost' : 'headline.best';
  const d = Math.abs((effect?.mean ?? 0) * 100);
  const evidence =
    effect?.verdict.kind === 'more'
      ? words.t('evidence.best', { d: words.number(d, { digits: decimalsOf(d) }), k: effect.verdict.k, n: effect.n })
      : '';
  return { headline: words.t(key, { n, policy: inSentence(best.identity.name) }), evidence };
}
