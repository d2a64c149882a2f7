import { useState } from 'preact/hooks';
import { useStore, useWords } from './context.ts';
import { NumberField } from './number-field.tsx';
import { timeText } from './time.ts';

const MOST_SEEDS = 200;

/** How many runs, and from which seeds. */
export function Runs() {
  const store = useStore();
  const words = useWords();
  const { count, base } = store.content.value.seeds;
  const [text, setText] = useState(base);
  const scenarios = store.comparison.value.arms.map(({ scenario }) => scenario);
  const seconds = store.ensembles.secondsFor(scenarios, count);
  return (
    <div class="runs">
      <div class="row">
        <span>{words.t('fold.runs.count')}</span>
        <NumberField
          value={count}
          min={1}
          max={MOST_SEEDS}
          step={10}
          integer
          label={words.t('fold.runs.count')}
          onChange={(value) => store.dispatch({ type: 'seeds', count: value, base: store.present().seeds.base })}
        />
      </div>
      <label class="row">
        <span>{words.t('fold.runs.base')}</span>
        <input
          class="text"
          value={text}
          maxLength={100}
          onInput={(event) => setText(event.currentTarget.value)}
          onChange={() => store.dispatch({ type: 'seeds', count: store.present().seeds.count, base: text })}
        />
      </label>
      <p class="note">{words.t('fold.runs.estimate', { time: timeText(seconds, words) })}</p>
      <p class="note">{words.t('fold.runs.help')}</p>
    </div>
  );
}
