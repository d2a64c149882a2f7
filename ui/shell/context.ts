import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Words } from '../i18n/words.ts';
import type { Store } from '../state/store.ts';

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error('a part of the page stands outside of its store');
  return store;
}

/** The page's words; the component is drawn again when the language changes. */
export function useWords(): Words {
  return useStore().words.value;
}
