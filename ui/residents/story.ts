import type { Chart, DataTable } from '../charts/chart.ts';
import { acts, type StoryData } from '../data/story.ts';
import type { Words } from '../i18n/words.ts';
import { hue } from '../theme.ts';
import { createEgo } from './ego.ts';
import { chance, createLife, eventText } from './life.ts';
import { causeInSentence, createChanges, createReasons, factor, strongestOf, type Traced } from './reasons.ts';

export interface StoryOptions {
  readonly onBack: () => void;
  /** Another resident's story is wanted. */
  readonly onGo: (resident: number) => void;
  readonly residents: number;
  readonly traced: Traced;
}

const SUSTAINED = 2;
const STAGES = ['bystander', 'newcomer', 'sustained', 'lapsed'] as const;

/** One resident's story: who it is, what happened, both of its lives and what moved them apart. */
export function createStory(host: HTMLElement, words: Words, options: StoryOptions): Chart<StoryData> {
  const { t } = words;
  const root = element('article', 'story', host);
  const side = element('div', 'story-side', root);
  const main = element('div', 'story-main', root);

  button(side, 'story-back', `‹ ${t('story.back')}`, options.onBack);
  const name = element('p', 'story-name', side);
  const of = element('p', 'story-of', side);
  const facts = element('dl', 'story-facts', side);
  const tiesTitle = element('h3', 'story-section', side);
  const egoHost = element('div', 'story-ego', side);
  element('p', 'story-note', side).textContent = t('story.ties.rule');
  const key = element('p', 'residents-key', side);
  element('h3', 'story-section', side).textContent = t('story.happened');
  const happened = element('ol', 'story-events', side);

  const head = element('div', 'story-head', main);
  const headline = element('h2', 'story-headline', head);
  const below = element('p', 'story-sub', head);
  const steps = element('p', 'story-steps', main);
  let resident = 0;
  const back = button(steps, '', `‹ ${t('story.previous')}`, () => options.onGo(resident - 1));
  const on = button(steps, '', `${t('story.next')} ›`, () => options.onGo(resident + 1));
  const lifeHost = element('div', 'story-life', main);
  const bottom = element('div', 'story-bottom', main);
  const charts = [
    createEgo(egoHost, words),
    createLife(lifeHost, words),
    createChanges(element('div', 'story-changes', bottom), words, options.traced),
    createReasons(element('div', 'story-reasons', bottom), words),
  ];

  return {
    update(data) {
      resident = data.own.resident;
      name.textContent = t('story.resident', { n: String(resident + 1) });
      of.textContent = t('story.of', { who: data.who.label, seed: data.seed });
      fillFacts(facts, data, words);
      tiesTitle.textContent = t('story.ties', { week: data.weeks });
      fillKey(key, data, words);
      happened.replaceChildren(
        ...data.events.map((event) => {
          const item = document.createElement('li');
          const week = element('b', 'story-week', item);
          week.textContent = words.number(event.week + 1);
          week.setAttribute('aria-label', t('play.atWeek', { week: event.week + 1 }));
          item.append(eventText(event, words));
          return item;
        }),
      );
      headline.textContent = storyHeadline(data, words);
      rich(below, storyEvidence(data, words));
      back.disabled = resident === 0;
      on.disabled = resident >= options.residents - 1;
      for (const chart of charts) chart.update(data);
    },
    destroy() {
      for (const chart of charts) chart.destroy();
      root.remove();
    },
  };
}

function element(tag: string, name: string, parent: Element): HTMLElement {
  const made = document.createElement(tag);
  if (name !== '') made.className = name;
  parent.append(made);
  return made;
}

function button(parent: Element, name: string, label: string, act: () => void): HTMLButtonElement {
  const made = element('button', name, parent) as HTMLButtonElement;
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', act);
  return made;
}

/** Text in which `**` marks what is bold. */
function rich(host: HTMLElement, content: string): void {
  host.replaceChildren(
    ...content.split('**').map((part, i) => {
      const piece = document.createElement(i % 2 === 1 ? 'strong' : 'span');
      piece.textContent = part;
      return piece;
    }),
  );
}

function fillFacts(list: HTMLElement, { own }: StoryData, words: Words): void {
  const { t } = words;
  const { facts } = own;
  const rows = [
    [
      t('story.home'),
      t('story.home.value', { block: facts.block + 1, stairwell: facts.stairwell + 1, floor: facts.floor + 1 }),
    ],
    [t('story.household'), t('story.household.value', { n: facts.housemates + 1, area: words.number(facts.area) })],
    [t('story.age'), t(`fact.age.${facts.age}`)],
    [t('story.tenure'), t(`fact.tenure.${facts.tenure}`)],
    [t('story.type'), t(`fact.type.${facts.type}`)],
    [t('story.role'), t(`fact.role.${facts.role}`)],
  ];
  list.replaceChildren(
    ...rows.map(([term, value]) => {
      const row = document.createElement('div');
      element('dt', '', row).textContent = term;
      element('dd', '', row).textContent = value;
      return row;
    }),
  );
}

function fillKey(key: HTMLElement, { who }: StoryData, words: Words): void {
  key.replaceChildren(
    ...(['sustained', 'newcomer', 'lapsed', 'bystander'] as const).map((stage) => {
      const item = document.createElement('span');
      item.className = 'key-item';
      const swatch = element('i', `swatch ${stage}`, item);
      swatch.style.setProperty('--hue', hue(who.slot));
      item.append(words.t(`stage.${stage}.short`));
      return item;
    }),
  );
}

/** The sentence that this life is. */
export function storyHeadline(data: StoryData, words: Words): string {
  const { own, twin, activeWeeks: n, twinActiveWeeks: m, parting } = data;
  const params = { who: data.who.label, own: n, twin: m, n, weeks: data.weeks };
  if (!twin) return words.t(n === 0 ? 'story.headline.alone.never' : 'story.headline.alone', params);
  if (n === 0 && m === 0) return words.t('story.headline.never');
  if (parting === null) return words.t('story.headline.nothing', params);
  if (n === m) return words.t('story.headline.other', params);
  if (n === 0) return words.t('story.headline.lost', params);
  if (n < m) return words.t('story.headline.fewer', params);
  if (m === 0) return words.t(own.startStage === 0 ? 'story.headline.drawnIn' : 'story.headline.only', params);
  const habit = own.stage.includes(SUSTAINED) && !twin.stage.includes(SUSTAINED);
  if (!habit) return words.t('story.headline.more', params);
  const first = own.mode.findIndex((mode) => mode !== 0);
  const sameFirst = first >= 0 && own.startStage === 0 && acts(twin, first);
  return words.t(sameFirst ? 'story.headline.firstHabit' : 'story.headline.habit', params);
}

/** What the headline rests on; `**` marks what is bold. */
export function storyEvidence(data: StoryData, words: Words): string {
  const { own, twin, parting } = data;
  if (!twin) return words.t('story.sub.alone');
  const sentences = [words.t('story.sub.same')];
  const first = own.mode.findIndex((mode) => mode !== 0);
  if (first >= 0 && own.startStage === 0 && acts(twin, first))
    sentences.push(words.t('story.sub.bothFirst', { week: first + 1 }));
  const odds = data.odds.find(({ week }) => week === parting);
  if (parting === null) sentences.push(words.t('story.sub.noPart'));
  else if (odds) {
    const cause = strongestOf(odds);
    const ratio = odds.ratios[cause];
    const whole = odds.policy / (1 - odds.policy) / (odds.baseline / (1 - odds.baseline));
    // a cause is named only where it pushed the way in which the lives parted, and by more than a little
    const named = Math.abs(Math.log(ratio)) > 0.1 && Math.sign(Math.log(ratio)) === Math.sign(Math.log(whole));
    sentences.push(
      words.t(named ? 'story.sub.part' : 'story.sub.part.plain', {
        week: parting + 1,
        own: chance(odds.policy, words),
        twin: chance(odds.baseline, words),
        cause: causeInSentence(cause, data, words),
        ratio: factor(ratio, words),
      }),
    );
  }
  return sentences.join(words.locale === 'zh' ? '' : ' ');
}

/** Both lives, week by week. */
export function storyTable(data: StoryData, words: Words): DataTable {
  const { t } = words;
  const lives = [
    { who: data.who, trace: data.own },
    ...(data.twin && data.twinOf ? [{ who: data.twinOf, trace: data.twin }] : []),
  ];
  return {
    caption: `${t('story.resident', { n: String(data.own.resident + 1) })} · ${storyHeadline(data, words)}`,
    columns: [
      t('table.scenario'),
      t('table.week'),
      t('table.chance'),
      t('table.act'),
      t('table.stage'),
      t('table.reached'),
    ],
    rows: lives.flatMap(({ who, trace }) =>
      Array.from(trace.mode, (mode, week) => [
        who.label,
        week + 1,
        words.percent(trace.probability[week], 1),
        t(mode === 0 ? 'table.no' : 'table.yes'),
        t(`stage.${STAGES[trace.stage[week]]}.short`),
        trace.reached
          .filter((dose) => dose.week === week)
          .map(({ instrument }) => t(`name.instrument.${instrument}`))
          .join(', '),
      ]),
    ),
  };
}
