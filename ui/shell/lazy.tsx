import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of the page whose script is loaded when it is first shown. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [, redraw] = useState(0);
    const [failed, setFailed] = useState<Error | null>(null);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (component) => {
          loaded = component;
          redraw(1);
        },
        (error) => setFailed(error instanceof Error ? error : new Error(String(error))),
      );
    }, []);
    // the guard around the page says what happened and offers to reload
    if (failed) throw failed;
    const Part = loaded;
    return Part ? <Part {...props} /> : null;
  };
}
