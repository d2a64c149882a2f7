import type { Words } from '../i18n/words.ts';

export interface PlayerOptions {
  readonly weeks: number;
  /** Shows a week, from 0; called at most once a frame. */
  readonly show: (week: number) => void;
  /** Weeks that are there; playing waits at the end of them. */
  readonly ready: () => number;
}

export interface Player {
  readonly week: number;
  readonly playing: boolean;
  /** Goes to a week without playing. */
  go(week: number): void;
  toggle(): void;
  stop(): void;
  /** Call when more weeks have become ready. */
  refresh(): void;
  destroy(): void;
}

/** Weeks a second. */
const SPEEDS = [4, 12, 26, 52] as const;
const USUAL = 12;

/** Play, step, scrub and speed for anything that has weeks. Nothing plays until asked, and a step never animates. */
export function createPlayer(host: HTMLElement, words: Words, options: PlayerOptions): Player {
  const { weeks } = options;
  const bar = document.createElement('div');
  bar.className = 'player';
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', words.t('play.group'));
  const button = (symbol: string, label: string, act: () => void) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = symbol;
    made.setAttribute('aria-label', label);
    made.title = label;
    made.addEventListener('click', act);
    bar.append(made);
    return made;
  };
  const play = button('▶', words.t('play.play'), () => toggle());
  button('‹', words.t('play.back'), () => goTo(week - 1));
  button('›', words.t('play.forward'), () => goTo(week + 1));
  const scrub = document.createElement('input');
  scrub.type = 'range';
  scrub.min = '1';
  scrub.max = String(weeks);
  scrub.setAttribute('aria-label', words.t('play.week'));
  scrub.addEventListener('input', () => goTo(Number(scrub.value) - 1));
  const speed = document.createElement('select');
  speed.setAttribute('aria-label', words.t('play.speed'));
  for (const perSecond of SPEEDS) {
    const option = document.createElement('option');
    option.value = String(perSecond);
    option.textContent = words.t('play.perSecond', { n: perSecond });
    option.selected = perSecond === USUAL;
    speed.append(option);
  }
  bar.append(scrub, speed);
  host.append(bar);

  let week = 0;
  /** Weeks and parts of a week that have passed while playing. */
  let position = 0;
  let last = 0;
  let request = 0;

  function display(): void {
    scrub.value = String(week + 1);
    scrub.setAttribute('aria-valuetext', words.t('play.atWeek', { week: week + 1 }));
    options.show(week);
  }

  function goTo(wanted: number): void {
    stop();
    week = Math.max(0, Math.min(wanted, weeks - 1));
    display();
  }

  function mark(playing: boolean): void {
    play.textContent = playing ? '❚❚' : '▶';
    const label = words.t(playing ? 'play.pause' : 'play.play');
    play.setAttribute('aria-label', label);
    play.title = label;
  }

  function tick(now: number): void {
    const passed = Math.min(0.25, (now - last) / 1000);
    last = now;
    const limit = Math.min(weeks, options.ready()) - 1;
    position = Math.min(position + passed * Number(speed.value), Math.max(week, limit));
    const next = Math.floor(position);
    if (next !== week) {
      week = next;
      display();
    }
    if (week >= weeks - 1) stop();
    else request = requestAnimationFrame(tick);
  }

  function toggle(): void {
    if (request !== 0) {
      stop();
      return;
    }
    if (week >= weeks - 1) {
      week = 0;
      display();
    }
    position = week;
    last = performance.now();
    mark(true);
    request = requestAnimationFrame(tick);
  }

  function stop(): void {
    cancelAnimationFrame(request);
    request = 0;
    mark(false);
  }

  return {
    get week() {
      return week;
    },
    get playing() {
      return request !== 0;
    },
    go: goTo,
    toggle,
    stop,
    refresh: display,
    destroy() {
      stop();
      bar.remove();
    },
  };
}
