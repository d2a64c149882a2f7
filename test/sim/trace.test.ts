import { describe, expect, test } from 'vitest';
import {
  ACTED,
  createFrames,
  createSimulation,
  parseScenario,
  prepare,
  STAGES,
  TERMS,
  TRACED,
  traceResidents,
} from '../../sim/index.ts';

const everything = parseScenario({
  name: 'everything',
  weeks: 60,
  burnIn: 30,
  population: { households: 120 },
  interventions: [
    { id: 1, instrument: 'doorVisits', from: 5, to: 20, reach: 0.5 },
    { id: 2, instrument: 'training', from: 10, to: 40, seats: 12, handbook: 0.2 },
    { id: 3, instrument: 'incentive', from: 15, to: 45, pay: 1.5, cap: 60000 },
    { id: 4, instrument: 'digital', from: 20 },
    { id: 5, instrument: 'recognition', from: 5, to: 12, reach: 0.3 },
    { id: 6, instrument: 'leaflet', from: 5, to: 12, reach: 0.3 },
    { id: 7, instrument: 'materials', from: 5, to: 50 },
    { id: 8, instrument: 'empowerment', from: 30, to: 50 },
  ],
});
const seed = 'trace';
const plain = createSimulation(everything, seed).run();
const all = Array.from({ length: plain.sizes.resident }, (_, i) => i);
const start = prepare(everything, seed);
const trace = traceResidents(everything, seed, all, { start });
const weeks = Array.from({ length: trace.weeks }, (_, week) => week);

describe('a trace', () => {
  test('leaves the bits of the run as they are', () => {
    const watched = createSimulation(everything, seed, {
      start,
      watch: { intervened: () => {}, deciding: () => {} },
    }).run();
    for (const part of ['residents', 'institutions', 'ledger'] as const) {
      expect(watched.digest(part)).toBe(plain.digest(part));
    }
    for (const story of trace.residents) {
      const i = story.resident;
      expect(story.stage.at(-1)).toBe(plain.state.stage[i]);
      expect(story.mode.at(-1)).toBe(plain.state.mode[i]);
      TRACED.forEach((name, t) => {
        expect(story.traits[(trace.weeks - 1) * TRACED.length + t]).toBe(plain.state[name][i]);
      });
    }
  });

  test('recomputes the chance that decided each act, exactly', () => {
    for (const { probability, draw, mode } of trace.residents) {
      for (const week of weeks) expect(draw[week] < probability[week]).toBe(mode[week] !== 0);
    }
  });

  test('does so where institutions move residents too', () => {
    const scenario = parseScenario({
      name: 'institutions',
      weeks: 80,
      burnIn: 30,
      population: { households: 100 },
      institutions: { core: {}, fund: {}, lifts: {} },
      interventions: [{ id: 1, instrument: 'doorVisits', from: 5, to: 30 }],
    });
    const plainRun = createSimulation(scenario, 'i').run();
    const everybody = Array.from({ length: plainRun.sizes.resident }, (_, i) => i);
    const { residents } = traceResidents(scenario, 'i', everybody);
    for (const { probability, draw, mode, stage, resident } of residents) {
      for (let week = 0; week < 80; week++) expect(draw[week] < probability[week]).toBe(mode[week] !== 0);
      expect(stage.at(-1)).toBe(plainRun.state.stage[resident]);
    }
  });

  test('splits the chance into terms that make it', () => {
    for (const { probability, terms } of trace.residents) {
      for (const week of weeks) {
        const v = terms.subarray(week * TERMS.length, (week + 1) * TERMS.length).reduce((a, b) => a + b);
        expect(1 / (1 + Math.exp(-v))).toBeCloseTo(probability[week], 12);
      }
    }
  });

  test('counts what the community counts', () => {
    const { series, residents } = plain.result();
    const width = series.length / trace.weeks;
    for (const week of weeks) {
      const active = trace.residents.filter(({ mode }) => mode[week] !== 0).length;
      expect(series[week * width + 1]).toBe(active);
      STAGES.forEach((_, s) => {
        expect(series[week * width + 3 + s]).toBe(trace.residents.filter(({ stage }) => stage[week] === s).length);
      });
    }
    expect(residents).toBe(trace.residents.length);
  });

  test('names what reached whom, as often as it was charged', () => {
    const { doses, accounts } = plain.ledger;
    const n = accounts.length;
    const served = (id: number, week: number) => doses[week * n + accounts.findIndex((account) => account.id === id)];
    const count = (id: number, week: number, how: string) =>
      trace.residents.reduce(
        (sum, { reached }) => sum + reached.filter((r) => r.id === id && r.week === week && r.how === how).length,
        0,
      );
    for (const week of weeks) {
      expect(count(2, week, 'seat')).toBe(served(2, week));
      expect(count(5, week, 'contact')).toBe(served(5, week));
      expect(count(6, week, 'contact')).toBe(served(6, week));
      expect(count(1, week, 'met')).toBeLessThanOrEqual(served(1, week));
      const paid = trace.residents.filter((story) => story.paid[week] > 0).length;
      expect(paid).toBe(served(3, week));
    }
    const met = weeks.reduce((sum, week) => sum + count(1, week, 'met'), 0);
    const visits = weeks.reduce((sum, week) => sum + served(1, week), 0);
    expect(met / visits).toBeGreaterThan(0.33);
    expect(met / visits).toBeLessThan(0.47);
    expect(weeks.reduce((sum, week) => sum + count(2, week, 'handbook'), 0)).toBeGreaterThan(100);
  });

  test('lists ties that both ends list, with the strength of the degree', () => {
    for (const { resident, ties } of trace.residents) {
      expect(ties.reduce((sum, tie) => sum + tie.strength, 0)).toBe(plain.state.degree[resident]);
      for (const tie of ties) {
        const back = trace.residents[tie.to].ties.find(({ to }) => to === resident);
        expect(back).toEqual({ ...tie, to: resident });
      }
      expect(new Set(ties.map(({ to }) => to)).size).toBe(ties.length);
    }
  });

  test('refuses a resident who does not exist', () => {
    expect(() => traceResidents(everything, seed, [100_000])).toThrow(/^no resident 100000, the community has/);
  });
});

describe('frames', () => {
  test('show stages, acts and traits of the run, week by week', () => {
    const frames = createFrames(everything, seed, { start });
    expect(frames.layout.residents).toBe(all.length);
    for (const week of [0, 1, 7, 59]) {
      const stages = frames.at(week);
      const motivation = frames.at(week, 'motivation');
      for (const { resident, stage, mode, traits } of trace.residents) {
        expect(stages[resident]).toBe(stage[week] | (mode[week] === 0 ? 0 : ACTED));
        expect(Math.abs(motivation[resident] / 255 - traits[week * TRACED.length])).toBeLessThan(1 / 500);
      }
    }
    expect(() => frames.at(3)).toThrow('week 3 is gone, the next is 60');
  });

  test('list each tie once, for a community small enough to draw', () => {
    const { ties } = createFrames(everything, seed, { start }).layout;
    expect(ties?.length).toBe(trace.residents.reduce((sum, story) => sum + story.ties.length, 0));
  });
});
