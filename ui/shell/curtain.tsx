/** Predict, then reveal: what a lesson hides until a guess is drawn. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CurtainData } from '../charts/curtain.ts';
import { scenarioAt } from '../state/content.ts';
import { useStore, useWords } from './context.ts';
import { guessedFrom, hides } from './hidden.ts';

export interface Curtain {
  readonly data: CurtainData | null;
  readonly controls: ComponentChildren;
}

const STEP = 0.5;

export function useCurtain(): Curtain {
  const store = useStore();
  const words = useWords();
  const { content, comparison, revealed } = store;
  const { lesson, focus } = content.value;
  const { weeks } = comparison.value.baseline.scenario.parameters;
  const arm = comparison.value.arms.find(({ identity }) => identity.slot === focus);
  const from = arm ? guessedFrom(arm.scenario) : 0;
  const [guess, setGuess] = useState(() => new Map<number, number>());
  const [at, setAt] = useState(weeks - 1);
  const active = hides(store) && focus !== 0 && arm !== undefined && arm.done > 0;

  const put = (start: number, end: number, first: number, last: number) =>
    setGuess((old) => {
      const next = new Map(old);
      const [a, b, va, vb] = start <= end ? [start, end, first, last] : [end, start, last, first];
      for (let week = a; week <= b; week++) next.set(week, a === b ? vb : va + ((vb - va) * (week - a)) / (b - a));
      return next;
    });

  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.target as Element).closest('.trajectories')) return;
      const sideways = { ArrowLeft: -4, ArrowRight: 4 }[event.key];
      const upwards = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
      if (sideways === undefined && upwards === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (sideways !== undefined) setAt((week) => Math.max(from, Math.min(weeks - 1, week + sideways)));
      if (upwards !== undefined) {
        const start = arm.level.median[from - 1] ?? 0;
        const value = Math.max(0, (guess.get(at) ?? start) + upwards);
        put(from, at, guess.get(from) ?? start, value);
      }
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  });

  if (!arm || !lesson?.curtain || focus === 0) return { data: null, controls: null };
  const name = store.identity(scenarioAt(content.value, focus)).label;
  if (!active) return { data: null, controls: <Outcome guess={guess.get(weeks - 1)} slot={focus} /> };
  const line = Float64Array.from({ length: weeks }, (_, week) =>
    week < from ? arm.level.median[week]! : (guess.get(week) ?? Number.NaN),
  );
  const drawn = guess.size > 0;
  return {
    data: { from, slot: focus, guess: line, at, onGuess: put },
    controls: (
      <div class="curtain-controls">
        <p>{words.t('curtain.about', { name, week: from + 1 })}</p>
        <p class="note">{words.t('curtain.keys')}</p>
        <button
          type="button"
          class="primary"
          onClick={() => {
            revealed.value = true;
          }}
        >
          {words.t(drawn ? 'curtain.reveal' : 'curtain.skip')}
        </button>
        {drawn ? (
          <button type="button" onClick={() => setGuess(new Map())}>
            {words.t('curtain.again')}
          </button>
        ) : null}
      </div>
    ),
  };
}

/** The guess beside the result. */
function Outcome({ guess, slot }: { guess: number | undefined; slot: number }) {
  const store = useStore();
  const words = useWords();
  const arm = store.comparison.value.arms.find(({ identity }) => identity.slot === slot);
  if (guess === undefined || !arm) return null;
  const end = arm.level.median.length - 1;
  return (
    <div class="curtain-controls">
      <p>
        {words.t('curtain.result', {
          guess: words.number(guess, { digits: 1 }),
          value: words.number(arm.level.median[end]!, { digits: 1 }),
          range: words.range(arm.level.q05[end]!, arm.level.q95[end]!, { digits: 1 }),
        })}
      </p>
      <button
        type="button"
        onClick={() => {
          store.revealed.value = false;
        }}
      >
        {words.t('curtain.again')}
      </button>
    </div>
  );
}
