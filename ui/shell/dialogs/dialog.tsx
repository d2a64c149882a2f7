import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useStore, useWords } from '../context.ts';

/** A native modal dialog: Escape, focus trap and return of focus come with it. */
export function Dialog({
  title,
  wide = false,
  children,
}: {
  title: string;
  wide?: boolean;
  children: ComponentChildren;
}) {
  const store = useStore();
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  // at once: an Escape that came before it is modal would be lost
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus();
  }, []);
  // the key is heard first, the end of the dialog a moment later, when another one may be open already
  const over = useRef(false);
  const close = () => {
    if (over.current) return;
    over.current = true;
    store.dialog.value = null;
  };
  return (
    <dialog
      ref={dialog}
      class={wide ? 'wide' : ''}
      aria-label={title}
      onCancel={close}
      onClose={close}
      onPointerDown={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div class="dialog-body">
        <header class="row">
          <h2>{title}</h2>
          <button type="button" onClick={close}>
            {words.t('dialog.close')}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
