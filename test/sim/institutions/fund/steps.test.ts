/** Single steps against what one can count by hand. */
import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../../../sim/index.ts';
import { type Columns, fundColumns } from '../../../../sim/institutions/fund/columns.ts';
import { createDeliver } from '../../../../sim/institutions/fund/deliver.ts';
import type { Fund } from '../../../../sim/institutions/fund/fund.ts';
import { createAgenda } from '../../../../sim/institutions/fund/hearing.ts';
import { ADMITTED, createItems, FREE, IMPLEMENTING, LIBRARY } from '../../../../sim/institutions/fund/items.ts';
import { createMoney } from '../../../../sim/institutions/fund/money.ts';
import { createScreen } from '../../../../sim/institutions/fund/screen.ts';
import type { FundSettings } from '../../../../sim/institutions/fund/settings.ts';
import { createTally } from '../../../../sim/institutions/fund/tally.ts';
import { createState } from '../../../../sim/state.ts';
import { small } from './communities.ts';

const sizes = {
  community: 1,
  block: 2,
  stairwell: 4,
  stairwellFence: 5,
  household: 8,
  householdFence: 9,
  resident: 16,
} as const;
const ARRAYS = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array };

/** A fund on two empty blocks. */
function bare(settings: Record<string, number> = {}) {
  const scenario = small(settings);
  const entries = Object.entries(fundColumns({ sizes }, 21));
  const columns = Object.fromEntries(
    entries.map(([name, { type, length }]) => [name, new ARRAYS[type](length)]),
  ) as unknown as Columns;
  const state = createState(sizes);
  const run = {
    scenario,
    parameters: scenario.parameters,
    key: { k0: 1, k1: 2 },
    sizes,
    state,
  } as unknown as Fund['run'];
  const fund = {
    run,
    settings: scenario.institutions.fund as FundSettings,
    columns,
    items: createItems(columns),
    tally: createTally(),
  } as Fund;
  return fund;
}

describe('the committees', () => {
  it('bring as many items as the cap allows and not one more', () => {
    for (const cap of [0, 0.1, 0.2, 0.25, 1 / 3, 0.5]) {
      const { allowed } = createScreen(bare({ committeeCap: cap, committeeItems: 255 }));
      for (let left = 0; left <= 60; left++) {
        const own = allowed(left);
        if (own > 0) expect(own / (own + left)).toBeLessThanOrEqual(cap);
        if (own < 255) expect((own + 1) / (own + 1 + left)).toBeGreaterThan(cap - 1e-12);
      }
    }
    // at a fifth: a quarter of the residents’ items, rounded down
    const { allowed } = createScreen(bare({ committeeItems: 255 }));
    for (let left = 0; left <= 400; left++) expect(allowed(left)).toBe(Math.floor(left / 4));
  });
});

describe('delivery', () => {
  const implement = (settings: Record<string, number>, watching: number) => {
    const fund = bare(settings);
    const { columns } = fund;
    const { state } = fund.run;
    state.mode.fill(4, 0, watching);
    columns.status[0] = IMPLEMENTING;
    columns.cost[0] = 1_000_003;
    columns.weeks[0] = 7;
    columns.delay[0] = 2;
    columns.committed[0] = 1_000_003;
    columns.support[0] = 0.6;
    let paid = 0;
    const deliver = createDeliver(fund, (_account, _week, fen) => {
      paid += fen;
    });
    const weeks = Array.from({ length: 12 }, (_, week) => {
      for (const column of [state.promised, state.delivered, state.credited]) column.fill(0);
      deliver(week);
      return { promised: state.promised[0]!, delivered: state.delivered[0]!, credited: state.credited[0]! };
    });
    return { fund, weeks, paid };
  };

  it('follows the promise after the delay, is paid as it comes, and what was not delivered returns', () => {
    const { fund, weeks, paid } = implement({}, 0);
    expect(weeks.map(({ promised }) => promised > 0)).toEqual([false, ...Array(9).fill(true), false, false]);
    expect(weeks.map(({ delivered }) => delivered > 0)).toEqual([
      ...Array(3).fill(false),
      ...Array(7).fill(true),
      false,
      false,
    ]);
    expect(Math.abs(paid / 1_000_003 - 0.7)).toBeLessThan(1e-5);
    expect(fund.columns.committed[0]).toBe(0);
    expect(fund.columns.projectMoney[0]).toBe(1_000_003 - paid);
    expect(fund.columns.status[0]).toBe(FREE);
    expect(fund.columns.satisfactionSum[0]).toBeCloseTo(0.7 * 0.6, 12);
  });

  it('rises with the share of residents at oversight, to a limit', () => {
    expect(Math.abs(implement({ oversightFull: 0.5 }, 4).paid / 1_000_003 - 0.825)).toBeLessThan(1e-5);
    expect(Math.abs(implement({ oversightFull: 0.5 }, 8).paid / 1_000_003 - 0.95)).toBeLessThan(1e-5);
    expect(Math.abs(implement({ oversightFull: 0.5 }, 16).paid / 1_000_003 - 0.95)).toBeLessThan(1e-5);
  });

  it('moves reliability by half of what it would with full weight, in every week', () => {
    const { reliabilityBase, promiseBase } = small({}).parameters.learn;
    const neutral = reliabilityBase / promiseBase;
    const shifts = (weight: number) =>
      implement({ reliability: weight }, 8).weeks.map(
        ({ promised, credited }) => (reliabilityBase + credited) / (promiseBase + promised) - neutral,
      );
    const [none, half, full] = [shifts(0), shifts(0.5), shifts(1)];
    full.forEach((shift, week) => {
      expect(none[week]).toBeCloseTo(0, 12);
      expect(half[week]).toBeCloseTo(shift / 2, 12);
    });
    expect(Math.min(...full)).toBeLessThan(-0.1);
    expect(Math.max(...full)).toBeGreaterThan(0.05);
  });
});

describe('running money', () => {
  it('is never more than its share of what came in, to the fen', () => {
    for (const share of [0.1, 0.07, 1 / 3]) {
      const { columns, settings } = bare({ runningShare: share, foundationShare: 0.2 });
      const money = createMoney(columns, settings, () => {});
      let inflow = 0;
      for (let fen = 0; fen < 200; fen++) {
        money.receiveOwn(fen, fen);
        inflow += fen - Math.floor(fen * 0.2);
        expect(columns.runningMoney[0]).toBeLessThanOrEqual(share * inflow + 1e-9);
        expect(columns.projectMoney[0]! + columns.runningMoney[0]!).toBe(inflow);
      }
      expect(columns.yearInflow[0]).toBe(inflow);
    }
  });
});

describe('what residents are for', () => {
  it('is fixed at the hearing, whatever becomes of their stairwell afterwards', () => {
    const fund = bare();
    fund.columns.status.fill(ADMITTED, 0, 12);
    fund.columns.entity.forEach((_, p) => {
      fund.columns.entity[p] = p;
    });
    fund.columns.heardQuality.fill(0.5);
    const agenda = createAgenda(fund);
    const opinions = () => {
      const count = agenda.list([ADMITTED], 7);
      return Array.from({ length: 16 * count }, (_, k) => agenda.isFor(k % 16, Math.floor(k / 16)));
    };
    const before = opinions();
    expect(new Set(before).size).toBe(2);
    fund.run.state.quality.fill(0.9);
    expect(opinions()).toEqual(before);
    fund.columns.heardQuality.fill(0);
    expect(opinions()).not.toEqual(before);
  });
});

describe('places', () => {
  it('are given in turn; when none is left the oldest item of the library makes room, else nothing does', () => {
    const { columns } = bare();
    const items = createItems(columns);
    const { status, since } = columns;
    for (let k = 0; k < items.capacity; k++) {
      const place = items.take();
      expect(place).toBe(k);
      status[place] = IMPLEMENTING;
    }
    expect(items.take()).toBe(-1);
    status[5] = LIBRARY;
    since[5] = 30;
    status[9] = LIBRARY;
    since[9] = 4;
    expect(items.take()).toBe(9);
    status[9] = IMPLEMENTING;
    expect(items.take()).toBe(5);
  });
});

describe('the council', () => {
  it('has its seats, one a household at most, elected or appointed', () => {
    for (const procedure of [0, 1]) {
      const simulation = createSimulation(small({ procedure }), '1').run(1);
      const members = [...(simulation.institutions['fund.council'] as Uint32Array)];
      expect(members.length).toBe(21);
      expect(members.every((m) => m > 0)).toBe(true);
      expect(new Set(members.map((m) => simulation.state.household[m - 1])).size).toBe(21);
      expect(simulation.institutions['fund.elected']![0]).toBe(procedure);
    }
  });

  it('elected, has more active residents than residents are on average', () => {
    const simulation = createSimulation(small({ procedure: 1 }), '2').run(1);
    const acts = (i: number) => simulation.state.recent[i]!.toString(2).replaceAll('0', '').length;
    const members = [...(simulation.institutions['fund.council'] as Uint32Array)];
    const onCouncil = members.reduce((s, m) => s + acts(m - 1), 0) / members.length;
    const overall = simulation.state.recent.reduce((s, _, i) => s + acts(i), 0) / simulation.sizes.resident;
    expect(onCouncil).toBeGreaterThan(2 * overall);
  });

  it('is trained first, and the handbook reaches neighbours', () => {
    const before = createSimulation(small({ trainingSeats: 0 }), '1').run(1);
    const gains = (settings: Record<string, number>) => {
      const after = createSimulation(small(settings), '1').run(1);
      return [...after.state.efficacy].filter((e, i) => e > before.state.efficacy[i]! + 0.001).length;
    };
    expect(gains({ trainingSeats: 5, handbook: 0 })).toBeGreaterThanOrEqual(4);
    expect(gains({ trainingSeats: 5, handbook: 0 })).toBeLessThanOrEqual(6);
    expect(gains({ trainingSeats: 5 })).toBeGreaterThan(15);
  });
});
