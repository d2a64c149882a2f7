import { scenarioAt } from '../../state/content.ts';
import type { Store } from '../../state/store.ts';

/** File name of a scenario's export. */
export function fileOf(store: Store, slot: number): string {
  const { document } = scenarioAt(store.content.value, slot);
  return `${typeof document.name === 'string' ? document.name : 'scenario'}.json`;
}

/** What repeats the runs of a scenario without a browser. */
export function commandOf(store: Store, slot: number): string {
  const { count, base } = store.content.value.seeds;
  const seed = base === '' ? '' : ` --seed '${base.replaceAll("'", "'\\''")}'`;
  const file = fileOf(store, slot);
  return `coproduce run ${file}${seed} --seeds ${count} --out ${file.replace(/\.json$/, '.csv')}`;
}
