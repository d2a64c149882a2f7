import { describe, expect, test, vi } from 'vitest';
import { createFrames, parseScenario, prepare, startId, traceResidents } from '../../../sim/index.ts';
import { createLooking } from '../../../src/engine/looking.ts';
import { createInlineViewer, createViewer, type ViewerLink } from '../../../src/engine/viewer.ts';

const scenario = parseScenario({ name: 'small', weeks: 12, burnIn: 8, population: { residents: 80 } });
const task = { scenario, seed: '1', residents: [3, 7] };

describe('looking', () => {
  test('gives the stories and frames of the run', () => {
    const looking = createLooking({ startId, prepare, traceResidents, createFrames });
    expect(looking.trace(task)).toEqual(traceResidents(scenario, '1', [3, 7]));
    const { weeks, frames } = looking.frames({ scenario, seed: '1', from: 2, to: 50, every: 4 });
    expect(weeks).toEqual([2, 6, 10]);
    expect(frames[1]).toEqual(createFrames(scenario, '1').at(6));
  });

  test('prepares a seed once for both lives, and runs on for the next weeks', () => {
    const spied = { startId, prepare: vi.fn(prepare), traceResidents, createFrames: vi.fn(createFrames) };
    const looking = createLooking(spied);
    const twin = parseScenario({
      name: 'twin',
      weeks: 12,
      burnIn: 8,
      population: { residents: 80 },
      interventions: [{ id: 1, instrument: 'doorVisits', from: 2 }],
    });
    looking.trace(task);
    looking.trace({ ...task, scenario: twin });
    for (let week = 0; week < 12; week++) looking.frames({ scenario, seed: '1', from: week, to: week + 1 });
    expect(spied.prepare).toHaveBeenCalledTimes(1);
    expect(spied.createFrames).toHaveBeenCalledTimes(1);
    looking.frames({ scenario, seed: '1', from: 3, to: 4 });
    expect(spied.createFrames).toHaveBeenCalledTimes(2);
  });
});

/** A worker that answers nothing and can be made to die. */
function silentLink() {
  let crash: (error: Error) => void = () => {};
  const link: ViewerLink = {
    trace: () => new Promise(() => {}),
    frames: () => new Promise(() => {}),
    onCrash: (listener) => {
      crash = listener;
    },
    terminate: vi.fn(),
  };
  return { link, crash: (error: Error) => crash(error) };
}

describe('a viewer', () => {
  test('refuses what is open when its worker dies, and starts another for the next question', async () => {
    const dying = silentLink();
    const inline = createInlineViewer();
    const alive: ViewerLink = { ...inline, onCrash() {}, terminate() {} };
    const links = [dying.link, alive];
    const spawn = vi.fn(() => links.shift() as ViewerLink);
    const viewer = createViewer(spawn);
    const open = viewer.trace(task);
    dying.crash(new Error('out of memory'));
    await expect(open).rejects.toThrow('out of memory');
    expect(dying.link.terminate).toHaveBeenCalledTimes(1);
    await expect(viewer.trace(task)).resolves.toMatchObject({ weeks: 12 });
    expect(spawn).toHaveBeenCalledTimes(2);
  });

  test('refuses what is open when it is closed', async () => {
    const viewer = createViewer(() => silentLink().link);
    const open = viewer.frames({ scenario, seed: '1', from: 0, to: 1 });
    viewer.close();
    await expect(open).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('refuses a question when no worker can be started', async () => {
    const viewer = createViewer(() => {
      throw new Error('no workers here');
    });
    await expect(viewer.trace(task)).rejects.toThrow('no workers here');
  });
});
