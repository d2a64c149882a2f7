import { useEffect, useState } from 'preact/hooks';
import { useStore, useWords } from '../context.ts';
import { copyText } from '../download.ts';
import { linkTo, sharedState } from '../shared-state.ts';
import { Dialog } from './dialog.tsx';

export const LONGEST_LINK = 2000;

export function Share() {
  const store = useStore();
  const words = useWords();
  const [link, setLink] = useState('');
  useEffect(() => {
    let current = true;
    void linkTo(store, sharedState(store)).then((text) => {
      if (current) setLink(text);
    });
    return () => {
      current = false;
    };
  }, [store.content.value, store.language.value]);
  return (
    <Dialog title={words.t('share.title')}>
      <p>{words.t('share.about')}</p>
      <LinkField link={link} label={words.t('share.link')} />
      <CopyLink link={link} name="share.copy" />
    </Dialog>
  );
}

/** The button that copies a link; a link that is too long is no link, so there is nothing to copy. */
export function CopyLink({ link, name }: { link: string; name: string }) {
  const words = useWords();
  const [copied, setCopied] = useState('');
  if (link.length > LONGEST_LINK) return null;
  return (
    <button
      type="button"
      class="primary"
      disabled={link === ''}
      onClick={async () => {
        setCopied((await copyText(link)) ? link : '');
      }}
    >
      {words.t(copied === link && link !== '' ? 'share.copied' : name)}
    </button>
  );
}

/** A link, or why it is none. */
export function LinkField({ link, label }: { link: string; label: string }) {
  const words = useWords();
  if (link.length > LONGEST_LINK) {
    return <p class="warning">{words.t('share.long', { n: link.length, most: LONGEST_LINK })}</p>;
  }
  return (
    <>
      <textarea
        class="link-field"
        readOnly
        rows={3}
        value={link}
        aria-label={label}
        onFocus={(e) => e.currentTarget.select()}
      />
      <p class="note">{words.t('share.length', { n: link.length })}</p>
    </>
  );
}
