import { describe, expect, test } from 'vitest';
import { parseScenario, traceResidents } from '../../sim/index.ts';
import { kit } from '../../src/kit.ts';
import { CAUSES, causesShown, oddsIn, type StoryData, storyData } from '../../ui/data/story.ts';
import { WORDS } from '../../ui/i18n/index.ts';
import { eventText } from '../../ui/residents/life.ts';
import { storyEvidence, storyHeadline, storyTable } from '../../ui/residents/story.ts';

const common = { weeks: 104, burnIn: 52, population: { households: 60 } };
const baseline = parseScenario({ ...common, name: 'baseline' });
const policy = parseScenario({
  ...common,
  name: 'policy',
  interventions: [
    { id: 1, instrument: 'doorVisits', from: 10, to: 60 },
    { id: 2, instrument: 'training', from: 10, to: 60, seats: 5, handbook: 0.2 },
    { id: 3, instrument: 'digital', from: 20 },
    { id: 4, instrument: 'incentive', from: 30, to: 60, pay: 1.5 },
  ],
});
const residents = Array.from({ length: 110 }, (_, i) => i);
const own = traceResidents(policy, '1', residents).residents;
const twins = traceResidents(baseline, '1', residents).residents;
const who = { slot: 1, label: 'A Package', name: 'Package' };
const twinOf = { slot: 0, label: 'Baseline', name: 'Baseline' };
const story = (i: number): StoryData =>
  storyData({ who, twinOf, scenario: policy, seed: '1', own: own[i], twin: twins[i] }, kit);
const stories = residents.map(story);

describe('a story', () => {
  test('splits the odds into causes that multiply to the whole', () => {
    for (const i of residents) {
      for (const week of [0, 15, 35, 70, 103]) {
        const odds = oddsIn(week, own[i], twins[i], policy, kit);
        const whole = CAUSES.reduce((product, cause) => product * odds.ratios[cause], 1);
        const [p, q] = [own[i].probability[week], twins[i].probability[week]];
        expect(whole / (p / (1 - p) / (q / (1 - q)))).toBeCloseTo(1, 6);
      }
    }
  });

  test('has no cause before the policy begins', () => {
    for (const i of residents) {
      const odds = oddsIn(9, own[i], twins[i], policy, kit);
      for (const cause of CAUSES) expect(odds.ratios[cause]).toBe(1);
    }
  });

  test('names the digital channel and pay where they are all that differs', () => {
    const told = residents.flatMap((i) => stories[i].odds);
    expect(new Set(told.flatMap((odds) => causesShown([odds]))).has('relief')).toBe(true);
  });

  test('tells events in order, once a week, and how it ends', () => {
    for (const { events, weeks } of stories) {
      const at = events.map(({ week }) => week);
      expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
      expect(events.at(-1)?.week).toBe(weeks - 1);
      expect(events.at(-1)?.kind).toMatch(/^end\./);
    }
  });

  test('parts where only one of the lives acts', () => {
    for (const { own: a, twin: b, parting, weeks } of stories) {
      const first = Array.from({ length: weeks }, (_, week) => week).find(
        (week) => (a.mode[week] === 0) !== (b?.mode[week] === 0),
      );
      expect(parting).toBe(first ?? null);
    }
  });
});

describe.each(['en', 'zh'] as const)('its words in %s', (locale) => {
  const words = WORDS[locale];
  const hole = /\{|\}|undefined|NaN|(story|cause|one)\.[a-z]/;

  test('have no holes, whatever happened', () => {
    for (const data of stories) {
      expect(storyHeadline(data, words)).not.toMatch(hole);
      expect(storyEvidence(data, words)).not.toMatch(hole);
      for (const event of data.events) expect(eventText(event, words)).not.toMatch(hole);
    }
    const { rows, columns } = storyTable(stories[0], words);
    expect(rows.length).toBe(2 * 104);
    for (const row of rows) expect(row.length).toBe(columns.length);
  });

  test('say what the numbers say', () => {
    for (const data of stories) {
      const sentence = storyHeadline(data, words);
      if (data.activeWeeks > data.twinActiveWeeks) expect(sentence).toContain(String(data.activeWeeks));
      if (data.parting === null && data.activeWeeks > 0) expect(sentence).toContain(String(data.activeWeeks));
    }
    const kinds = new Set(stories.map((data) => storyHeadline(data, words).replace(/\d+/g, '#')));
    expect(kinds.size).toBeGreaterThan(3);
  });

  test('tell of a single world where there is no twin', () => {
    const alone = storyData(
      { who: twinOf, twinOf: null, scenario: baseline, seed: '1', own: twins[0], twin: null },
      kit,
    );
    expect(storyHeadline(alone, words)).not.toMatch(hole);
    expect(storyEvidence(alone, words)).not.toMatch(hole);
    expect(alone.odds).toEqual([]);
    const stranger = storyData({ who, twinOf, scenario: policy, seed: '1', own: own[0], twin: twins[1] }, kit);
    expect(stranger.twin).toBeNull();
    expect(stranger.twinOf).toBeNull();
  });
});
