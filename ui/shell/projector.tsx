import { useStore, useWords } from './context.ts';
import { Rich } from './parts.tsx';

/** The line under the chart on the wall. */
export function ProjectorBar() {
  const store = useStore();
  const words = useWords();
  const { sameBudget, seeds, arms } = store.comparison.value;
  const note =
    sameBudget === null
      ? words.t('projector.note', { n: seeds.length })
      : words.t('projector.noteBudget', { n: seeds.length, money: words.money(sameBudget) });
  return (
    <p class="projector-bar">
      <span>{note}</span>
      <span>
        <Rich text={words.t('projector.keys', { n: arms.length })} />{' '}
        <button
          type="button"
          class="link"
          onClick={() => {
            store.projector.value = false;
          }}
        >
          {words.t('projector.leave')}
        </button>
      </span>
    </p>
  );
}
