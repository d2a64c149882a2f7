import { useStore, useWords } from '../context.ts';
import { Dialog } from './dialog.tsx';

const KEYS: readonly (readonly [string, string])[] = [
  ['1–6', 'help.scenario'],
  ['B', 'help.baseline'],
  ['V', 'help.level'],
  ['D', 'help.difference'],
  ['M', 'help.multiples'],
  ['← →', 'help.week'],
  ['Space', 'help.play'],
  ['T', 'help.table'],
  ['L', 'help.language'],
  ['P', 'help.projector'],
  ['R', 'help.replay'],
  ['?', 'help.help'],
];
const ALWAYS: readonly (readonly [string, string])[] = [
  ['Ctrl+Z, Ctrl+Shift+Z', 'help.undo'],
  ['Esc', 'help.escape'],
];

export function Help() {
  const store = useStore();
  const words = useWords();
  const row = ([key, meaning]: readonly [string, string]) => (
    <tr key={key}>
      <th scope="row">
        <kbd>{key === 'Space' ? words.t('help.space') : key}</kbd>
      </th>
      <td>{words.t(meaning)}</td>
    </tr>
  );
  return (
    <Dialog title={words.t('help.title')}>
      <label class="check">
        <input
          type="checkbox"
          checked={store.shortcuts.value}
          onChange={(event) => {
            store.shortcuts.value = event.currentTarget.checked;
            store.storage.write('shortcuts', event.currentTarget.checked ? 'on' : 'off');
          }}
        />
        {words.t('help.enabled')}
      </label>
      <table class="keys">
        <tbody>
          {KEYS.map(row)}
          {ALWAYS.map(row)}
        </tbody>
      </table>
    </Dialog>
  );
}
