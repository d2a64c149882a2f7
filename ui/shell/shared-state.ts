/** From the page's state to what links, files and the browser's storage hold, and back. */
import type { SharedState } from '../../src/lab.ts';
import type { Content } from '../state/content.ts';
import type { Store } from '../state/store.ts';

export function sharedState(store: Store, changes: Partial<SharedState> = {}): SharedState {
  return { ...store.content.value, language: store.language.value, ...changes };
}

export function contentOf({ language: _language, ...content }: SharedState): Content {
  return content;
}

/** The page's own address with a state in it. */
export async function linkTo(store: Store, state: SharedState): Promise<string> {
  const { origin, pathname, search } = window.location;
  return `${origin}${pathname}${search}#${await store.lab.encodeLink(state)}`;
}
