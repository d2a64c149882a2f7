/** The shipped presets against the field's figures: 8 seeds of 225 stairwells, so a share of .17 has an error of .009. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunResult, Start } from '../../../../sim/index.ts';
import { readText } from '../../../../src/cli/files.ts';
import { createFastModel } from '../../../../src/kernel/model.ts';
import { readScenario } from '../../../../src/scenario/read.ts';
import { institutionValue } from '../../../helpers/institutions.ts';

const SEEDS = ['1', '2', '3', '4', '5', '6', '7', '8'];
const ALONE = ['coordinator', 'organiser', 'visionary', 'opinion-leader', 'action-leader', 'elite'];
const model = createFastModel();
const starts = new Map<string, Start>();

function runs(preset: string): readonly RunResult[] {
  const { scenario } = readScenario(`scenarios/${preset}.json`, readText);
  return SEEDS.map((seed) => {
    if (!starts.has(seed)) starts.set(seed, model.prepare(scenario!, seed));
    return model.simulate(scenario!, seed, { start: starts.get(seed)! });
  });
}
const results: Record<string, readonly RunResult[]> = {};

beforeAll(() => {
  for (const name of ['nobody', ...ALONE, 'embedded', 'mixed']) results[name] = runs(`s3-lifts-${name}`);
  results.all = runs('s3-lifts');
});

const mean = (name: string, series: string) =>
  results[name]!.reduce((sum, result) => sum + institutionValue(result, `lifts_${series}`), 0) / SEEDS.length;
const approved = (name: string) => mean(name, 'approved');

describe('stairwells approved within three years', () => {
  it('with a coordinator alone are about one in six, as in the field: 17 % ± 3 points', () => {
    expect(Math.abs(approved('coordinator') - 0.17)).toBeLessThan(0.03);
  });

  it('are fewer with nobody', () => {
    expect(approved('nobody')).toBeLessThan(0.1);
    expect(approved('nobody')).toBeLessThan(approved('coordinator') - 0.06);
  });

  it('are most, but not all, with all six roles', () => {
    expect(approved('all')).toBeGreaterThan(0.6);
    expect(approved('all')).toBeLessThan(0.9);
  });

  it.each(ALONE)('are fewer than half with one role alone: %s', (role) => {
    expect(approved(role)).toBeLessThan(0.45);
  });

  it('are not more with haste alone: an organiser without a coordinator hardens a no', () => {
    expect(approved('organiser')).toBeLessThan(approved('nobody') + 0.01);
  });

  it('are fewer where leadership is embedded instead of direct, and cost less to lead', () => {
    expect(approved('embedded')).toBeLessThan(approved('all') - 0.05);
    expect(approved('embedded')).toBeGreaterThan(approved('coordinator'));
    expect(mean('embedded', 'leading')).toBe(0);
    expect(mean('all', 'leading')).toBeGreaterThan(mean('mixed', 'leading'));
  });
});

describe('who says no', () => {
  it('lives low: most of those who block, and most who vote against, on floors 1 and 2', () => {
    const count = (what: string, floors: readonly number[]) =>
      floors.reduce((sum, floor) => sum + mean('nobody', `${what}${floor}`), 0);
    expect(count('blockers', [1])).toBeGreaterThan(0.8 * count('blockers', [1, 2, 3, 4, 5, 6]));
    expect(count('no', [1, 2])).toBeGreaterThan(0.6 * count('no', [1, 2, 3, 4, 5, 6]));
  });
});

describe('consent', () => {
  it('takes at least proposal, shortest negotiation and notice, and comes sooner with all roles', () => {
    for (const name of Object.keys(results)) expect(mean(name, 'weeksToConsent')).toBeGreaterThanOrEqual(4 + 8 + 4);
    expect(mean('all', 'weeksToConsent')).toBeLessThan(mean('nobody', 'weeksToConsent'));
  });
});
