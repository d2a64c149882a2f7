import { useStore, useWords } from '../context.ts';
import { copyText } from '../download.ts';
import { seedsOf } from '../time.ts';
import { commandOf } from './command.ts';
import { Dialog } from './dialog.tsx';

export function Cite() {
  const store = useStore();
  const words = useWords();
  const { lab, seeds, comparison } = store;
  const names = comparison.value.arms.map(({ identity }) => identity.name);
  const text = [
    `Coproduce ${lab.version}. ${words.t('app.about')}.`,
    `${words.list(names)}; ${words.t('status.seeds', seedsOf(seeds.value))}.`,
    commandOf(store, store.content.value.focus),
  ].join('\n');
  return (
    <Dialog title={words.t('cite.title')}>
      <pre>{text}</pre>
      <button type="button" class="primary" onClick={() => void copyText(text)}>
        {words.t('cite.copy')}
      </button>
    </Dialog>
  );
}
