import type { DataTable } from '../../charts/chart.ts';
import { trajectoryTable } from '../../charts/trajectories.ts';
import type { Words } from '../../i18n/words.ts';
import type { Store } from '../../state/store.ts';
import { trajectoryFigure } from '../chart-data.ts';
import { useStore, useWords } from '../context.ts';
import { tablesOf } from '../further.tsx';
import { hides } from '../hidden.ts';
import { Dialog } from './dialog.tsx';

/** The numbers behind the main chart. */
export function mainTable(store: Store, words: Words): DataTable {
  const { view } = store.content.value;
  const figure = trajectoryFigure(store, words, view === 'difference' ? 'difference' : 'level');
  const nothing = () => {};
  return trajectoryTable({ ...figure, height: 0, curtain: null, onWeek: nothing }, words);
}

export function TableDialog() {
  const store = useStore();
  const words = useWords();
  return (
    <Dialog title={words.t('chart.table.title')} wide>
      {hides(store) ? (
        <p>{words.t('curtain.title')}</p>
      ) : (
        [...tablesOf(store, words), mainTable(store, words)].map((table) => (
          <TableView key={table.caption} table={table} />
        ))
      )}
      <p class="note">{words.t('chart.table.note')}</p>
    </Dialog>
  );
}

function TableView({ table }: { table: DataTable }) {
  const words = useWords();
  const shown = (cell: string | number) =>
    typeof cell === 'number' ? words.number(cell, { digits: Number.isInteger(cell) ? 0 : 2 }) : cell;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section class="scroll tall" tabIndex={0} aria-label={table.caption}>
      <table class="data">
        <caption>{table.caption}</caption>
        <thead>
          <tr>
            {table.columns.map((name, i) => (
              <th key={i} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, c) => (
                <td key={c}>{shown(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
