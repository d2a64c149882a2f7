/** What the browser keeps between visits. Storage may be full, blocked or broken; nothing here throws. */
export interface Storage {
  read(key: string): string | null;
  /** @returns whether it was kept */
  write(key: string, value: string): boolean;
  remove(key: string): void;
  keys(): readonly string[];
}

const PREFIX = 'coproduce.';

/** @param get gives the browser's storage; may throw where it is blocked */
export function createStorage(get: () => globalThis.Storage): Storage {
  const attempt = <T>(action: (storage: globalThis.Storage) => T, otherwise: T): T => {
    try {
      return action(get());
    } catch {
      return otherwise;
    }
  };
  return {
    read: (key) => attempt((storage) => storage.getItem(PREFIX + key), null),
    write: (key, value) =>
      attempt((storage) => {
        storage.setItem(PREFIX + key, value);
        return true;
      }, false),
    remove: (key) => attempt((storage) => storage.removeItem(PREFIX + key), undefined),
    keys: () =>
      attempt(
        (storage) =>
          Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '')
            .filter((key) => key.startsWith(PREFIX))
            .map((key) => key.slice(PREFIX.length)),
        [],
      ),
  };
}
