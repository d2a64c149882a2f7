import type { Store } from '../state/store.ts';
import { useStore, useWords } from './context.ts';
import { Menu } from './menu.tsx';
import { Tabs } from './tabs.tsx';

interface Command {
  readonly key: string;
  readonly keys?: string;
  readonly disabled?: boolean;
  run(): void;
}

function editing(store: Store): readonly Command[] {
  const can = store.canUndo.value;
  return [
    { key: 'top.undo', keys: 'Control+Z', disabled: !can, run: store.undo },
    { key: 'top.redo', keys: 'Control+Shift+Z', disabled: !store.canRedo.value, run: store.redo },
    { key: 'top.replay', disabled: !can || store.replaying.value, run: store.replay },
  ];
}

function sharing(store: Store): readonly Command[] {
  return ['share', 'export', 'library', 'lesson'].map((name) => ({
    key: `top.${name}`,
    run: () => {
      store.dialog.value = name;
    },
  }));
}

export function TopBar({ phone }: { phone: boolean }) {
  const store = useStore();
  const words = useWords();
  const [share, ...others] = sharing(store);
  const help = () => {
    store.dialog.value = 'help';
  };
  const projector = () => {
    store.projector.value = true;
  };
  return (
    <header class="top">
      <h1 class="app-name" title={words.t('app.about')}>
        {words.t('app.name')}
      </h1>
      <Tabs />
      <div class="actions" role="toolbar" aria-label={words.t('top.menu')}>
        {phone ? null : (
          <>
            {editing(store).map((command) => (
              <Action key={command.key} command={command} />
            ))}
            <span class="divider" />
          </>
        )}
        <Action command={share!} />
        {phone ? null : others.map((command) => <Action key={command.key} command={command} />)}
        <button
          type="button"
          lang={words.locale === 'en' ? 'zh' : 'en'}
          aria-label={words.t('top.language.label')}
          onClick={() => {
            store.language.value = words.locale === 'en' ? 'zh' : 'en';
          }}
        >
          {words.t('top.language')}
        </button>
        {phone ? (
          <Menu className="right" label="☰" name={words.t('top.menu')}>
            {(close) => (
              <>
                {[...editing(store), ...others].map((command) => (
                  <Action key={command.key} command={command} after={close} />
                ))}
              </>
            )}
          </Menu>
        ) : (
          <>
            <Action command={{ key: 'top.projector', run: projector }} />
            <button type="button" aria-label={words.t('top.help')} title={words.t('top.help')} onClick={help}>
              ?
            </button>
          </>
        )}
      </div>
    </header>
  );
}

function Action({ command, after }: { command: Command; after?: () => void }) {
  const words = useWords();
  return (
    <button
      type="button"
      disabled={command.disabled}
      aria-keyshortcuts={command.keys}
      onClick={() => {
        after?.();
        command.run();
      }}
    >
      {words.t(command.key)}
    </button>
  );
}
