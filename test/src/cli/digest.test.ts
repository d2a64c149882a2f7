import { describe, expect, test } from 'vitest';
import { createSimulation, parseScenario } from '../../../sim/index.ts';
import { coproduce } from './coproduce.ts';

const SMALL = ['--set', 'population.households=60', '--set', 'burnIn=5', '--weeks', '30'];
const digest = (name: string, ...args: string[]) => coproduce('digest', `scenarios/${name}.json`, ...SMALL, ...args);

describe('digest', () => {
  test('is the simulation’s, final or weekly, of any part', () => {
    const scenario = parseScenario({ population: { households: 60 }, burnIn: 5, weeks: 30 });
    const simulation = createSimulation(scenario, 'x').run();
    for (const part of ['residents', 'institutions', 'ledger'] as const) {
      expect(digest('baseline', '--seed', 'x', '--part', part)).toMatchObject({
        code: 0,
        out: `${simulation.digest(part)}\n`,
        err: '',
      });
    }
    const lines = digest('baseline', '--seed', 'x', '--weekly').out.trimEnd().split('\n');
    expect(lines).toHaveLength(30);
    expect(lines[29]).toBe(`29 ${simulation.digest()}`);
    expect(lines[0]).toMatch(/^0 [0-9a-f]{32}$/);
  });

  test('of a policy equals the baseline’s until it starts', () => {
    const baseline = digest('baseline', '--weekly').out.split('\n');
    const policy = digest('training', '--weekly').out.split('\n');
    expect(policy.slice(0, 26)).toEqual(baseline.slice(0, 26));
    expect(policy[26]).not.toBe(baseline[26]);
  });

  test('refuses an unknown part', () => {
    expect(digest('baseline', '--part', 'resident').lines).toEqual([
      '--part: "resident" is not one of residents, institutions, ledger',
    ]);
  });
});
