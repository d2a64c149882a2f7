import { useRef, useState } from 'preact/hooks';
import type { Locale } from '../../i18n/words.ts';
import { scenarioAt } from '../../state/content.ts';
import { useStore, useWords } from '../context.ts';
import { copyText, csvOf, download, downloadCsv, downloadJson } from '../download.ts';
import { figurePng, figureSvg } from '../figure.ts';
import { hides } from '../hidden.ts';
import { importFile } from '../import.ts';
import { sharedState } from '../shared-state.ts';
import { commandOf, fileOf } from './command.ts';
import { Dialog } from './dialog.tsx';
import { mainTable } from './table.tsx';

export function Export() {
  const words = useWords();
  return (
    <Dialog title={words.t('export.title')}>
      <Figure />
      <Data />
      <Terminal />
    </Dialog>
  );
}

function Figure() {
  const store = useStore();
  const words = useWords();
  const [locale, setLocale] = useState<Locale>(words.locale);
  const [scale, setScale] = useState(2);
  const hidden = hides(store);
  return (
    <section>
      <h3>{words.t('export.figure')}</h3>
      <div class="row">
        <label>
          {words.t('export.language')}{' '}
          <select value={locale} onChange={(event) => setLocale(event.currentTarget.value as Locale)}>
            <option value="en">English</option>
            <option value="zh">中文</option>
          </select>
        </label>
        <label>
          {words.t('export.scale')}{' '}
          <select value={scale} onChange={(event) => setScale(Number(event.currentTarget.value))}>
            {[1, 2, 3, 4].map((n) => (
              <option key={n} value={n}>
                {n}×
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="buttons">
        <button
          type="button"
          disabled={hidden}
          data-export="png"
          onClick={async () => download('coproduce.png', await figurePng(figureSvg(store, locale), scale))}
        >
          {words.t('export.png')}
        </button>
        <button
          type="button"
          disabled={hidden}
          data-export="svg"
          onClick={() => download('coproduce.svg', new Blob([figureSvg(store, locale)], { type: 'image/svg+xml' }))}
        >
          {words.t('export.svg')}
        </button>
        <button
          type="button"
          onClick={() => {
            store.dialog.value = null;
            setTimeout(() => window.print(), 100);
          }}
        >
          {words.t('export.print')}
        </button>
      </div>
    </section>
  );
}

function Data() {
  const store = useStore();
  const words = useWords();
  const file = useRef<HTMLInputElement>(null);
  const { focus } = store.content.value;
  const entry = scenarioAt(store.content.value, focus);
  const { name } = store.identity(entry);
  const arm = store.comparison.value.arms.find(({ identity }) => identity.slot === focus);
  const runs = arm?.runs ?? [];
  const ready = runs.length > 0 && runs.every((run) => run?.result);
  const json = fileOf(store, focus);
  const hidden = hides(store);
  return (
    <section>
      <h3>{words.t('export.data')}</h3>
      <div class="buttons">
        <button
          type="button"
          disabled={hidden}
          data-export="csv-shown"
          onClick={() => {
            const { columns, rows } = mainTable(store, words);
            downloadCsv('coproduce-chart.csv', csvOf(columns, rows));
          }}
        >
          {words.t('export.csvShown')}
        </button>
        <button
          type="button"
          disabled={!ready || hidden}
          title={ready ? '' : words.t('export.csvWait', { name })}
          data-export="csv-runs"
          onClick={async () => {
            const present = runs.filter((run) => run !== undefined);
            downloadCsv(json.replace(/\.json$/, '.csv'), await store.lab.csv(json.replace(/\.json$/, ''), present));
          }}
        >
          {words.t('export.csvRuns', { name })}
        </button>
        <button type="button" data-export="scenario" onClick={() => downloadJson(json, entry.document)}>
          {words.t('export.scenario', { name })}
        </button>
        <button
          type="button"
          data-export="all"
          onClick={() => downloadJson('comparison.coproduce.json', { coproduce: 1, ...sharedState(store) })}
        >
          {words.t('export.all')}
        </button>
        <button type="button" onClick={() => file.current?.click()}>
          {words.t('export.import')}
        </button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          onChange={async (event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) await importFile(store, chosen);
            store.dialog.value = null;
          }}
        />
      </div>
    </section>
  );
}

function Terminal() {
  const store = useStore();
  const words = useWords();
  const command = commandOf(store, store.content.value.focus);
  return (
    <section>
      <h3>{words.t('export.terminal')}</h3>
      <pre data-export="command">{command}</pre>
      <p class="note">{words.t('export.command.about')}</p>
      <button type="button" onClick={() => void copyText(command)}>
        {words.t('export.copyCommand')}
      </button>
    </section>
  );
}
