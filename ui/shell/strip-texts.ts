/** Interventions in words, and as strips under the chart. */
import type { Json, Scenario } from '../../src/lab.ts';
import type { Strip } from '../charts/strips.ts';
import type { Mark } from '../charts/trajectories.ts';
import type { Words } from '../i18n/words.ts';
import type { Identity } from '../theme.ts';

type Intervention = Scenario['interventions'][number];

/** For whom an intervention is, as a file says it. */
export function whomText(whom: Json, words: Words): string {
  if (typeof whom !== 'object' || whom === null || Array.isArray(whom)) return words.t('whom.everyone');
  const { group, share, trait, tenure, ages } = whom as Readonly<Record<string, Json>>;
  if (group === 'tenure' && typeof tenure === 'string') return words.t(`whom.${tenure}`);
  return words.t(`whom.${String(group)}`, {
    percent: typeof share === 'number' ? words.percent(share) : '',
    trait: typeof trait === 'string' ? words.t(`trait.${trait}`) : '',
    ages: Array.isArray(ages) ? words.list(ages.map(String)) : '',
  });
}

function amount(intervention: Intervention): number {
  switch (intervention.instrument) {
    case 'materials':
      return intervention.units;
    case 'incentive':
      return intervention.pay;
    case 'training':
      return intervention.seats;
    case 'empowerment':
      return Math.round(intervention.power * 100);
    case 'digital':
      return Math.round(intervention.middle * 100);
    default:
      return Math.round(intervention.reach * 100);
  }
}

export function stripText(intervention: Intervention, weeks: number, words: Words): string {
  const [a, b] = [intervention.from + 1, Math.min(weeks, intervention.to ?? weeks)];
  const n = amount(intervention);
  const shown = words.number(n, { digits: Number.isInteger(n) ? 0 : Number.isInteger(n * 10) ? 1 : 2 });
  const text = words.t(`strip.${intervention.instrument}`, {
    n: intervention.instrument === 'incentive' && n === 1 ? 1 : shown,
    weeks: words.t('strip.weeks', { a, b }),
  });
  const { whom } = intervention;
  if (whom.group === 'everyone') return text;
  return `${text}${words.locale === 'zh' ? '，' : ', '}${whomText(whom as unknown as Json, words)}`;
}

/** The strips of a scenario, one per intervention. */
export function stripsOf(
  scenario: Scenario,
  identity: Identity,
  options: { readonly focused: boolean; readonly locked: boolean },
  spentBy: (intervention: Intervention) => number | null,
  words: Words,
): Strip[] {
  const { weeks } = scenario.parameters;
  return scenario.interventions
    .filter(({ from }) => from < weeks)
    .map((intervention) => ({
      key: String(intervention.id),
      identity,
      name: words.t(`instrument.${intervention.instrument}`),
      text: withEnd(stripText(intervention, weeks, words), spentBy(intervention), words),
      spentBy: spentBy(intervention),
      from: intervention.from,
      to: Math.min(weeks, intervention.to ?? weeks),
      ...options,
    }));
}

function withEnd(text: string, spentBy: number | null, words: Words): string {
  if (spentBy === null) return text;
  return `${text}${words.locale === 'zh' ? '，' : ', '}${words.t('strip.spent', { n: spentBy })}`;
}

/** Where the focus's policy starts, and where its parts end. */
export function marksOf({ interventions, parameters: { weeks } }: Scenario, words: Words): Mark[] {
  if (interventions.length === 0) return [];
  const start = Math.min(...interventions.map(({ from }) => from));
  const marks: Mark[] = start >= weeks ? [] : [{ week: start, text: words.t('chart.policiesStart') }];
  const ends = new Map<number, string[]>();
  for (const { to, instrument } of interventions) {
    if (to === null || to >= weeks) continue;
    ends.set(to, [...(ends.get(to) ?? []), words.t(`instrument.${instrument}`)]);
  }
  for (const [week, names] of [...ends].sort((a, b) => a[0] - b[0])) {
    marks.push({ week, text: words.t('chart.policyEnds', { name: words.list(names) }) });
  }
  return marks;
}
