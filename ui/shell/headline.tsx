import { useState } from 'preact/hooks';
import { useStore, useWords } from './context.ts';
import { hides } from './hidden.ts';
import { Rich } from './parts.tsx';

/** The sentence, its evidence, and whatever the page has to say about itself. */
export function Headline() {
  const store = useStore();
  const words = useWords();
  const { headline, evidence } = store.headline.value;
  const { preview } = store;
  const hidden = hides(store);
  return (
    <div class={`headline${preview.value ? ' greyed' : ''}`}>
      <h2>{hidden ? words.t('curtain.title') : headline}</h2>
      {hidden ? null : (
        <p class="evidence">
          <Rich text={evidence} />
        </p>
      )}
      <Messages key={store.message.value?.text ?? ''} />
    </div>
  );
}

function Messages() {
  const store = useStore();
  const words = useWords();
  const message = store.message.value;
  const [open, setOpen] = useState(false);
  if (!message) return null;
  return (
    <div class={`message ${message.kind}`} role="alert">
      <span>{message.text}</span>
      {message.details && message.details.length > 0 ? (
        <button type="button" class="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {words.t('link.show')}
        </button>
      ) : null}
      <button
        type="button"
        class="link"
        onClick={() => {
          store.message.value = null;
        }}
      >
        {words.t('dialog.close')}
      </button>
      {open ? (
        <ul>
          {message.details?.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
