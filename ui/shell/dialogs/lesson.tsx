import { useEffect, useState } from 'preact/hooks';
import { LEVERS } from '../../state/levers.ts';
import { useStore, useWords } from '../context.ts';
import { linkTo, sharedState } from '../shared-state.ts';
import { Dialog } from './dialog.tsx';
import { CopyLink, LinkField } from './share.tsx';

type Access = 'free' | 'lock' | 'hide';

const CONTROLS: readonly (readonly [string, string])[] = [
  ['budget', 'budget.lock'],
  ...LEVERS.map(({ name }) => [name, `lever.${name}`] as const),
  ['assumptions', 'fold.assumptions'],
  ['runs', 'fold.runs'],
];

/** Makes a link for a class: which controls are there, and whether the result waits for a guess. */
export function LessonDialog() {
  const store = useStore();
  const words = useWords();
  const { lesson } = store.content.value;
  const [access, setAccess] = useState<Readonly<Record<string, Access>>>(() =>
    Object.fromEntries([
      ...(lesson?.hidden.map((name) => [name, 'hide']) ?? []),
      ...(lesson?.locked.map((name) => [name, 'lock']) ?? []),
    ]),
  );
  const [curtain, setCurtain] = useState(lesson?.curtain ?? true);
  const [link, setLink] = useState('');
  const chosen = {
    hidden: CONTROLS.map(([name]) => name).filter((name) => access[name] === 'hide'),
    locked: CONTROLS.map(([name]) => name).filter((name) => access[name] === 'lock'),
    curtain,
  };
  useEffect(() => {
    void linkTo(store, sharedState(store, { lesson: chosen })).then(setLink);
  }, [access, curtain]);
  return (
    <Dialog title={words.t('lesson.title')}>
      <p>{words.t('lesson.about')}</p>
      <table class="access">
        <tbody>
          {CONTROLS.map(([name, key]) => (
            <tr key={name}>
              <th scope="row">{words.t(key)}</th>
              <td>
                <select
                  aria-label={words.t(key)}
                  value={access[name] ?? 'free'}
                  onChange={(event) => setAccess({ ...access, [name]: event.currentTarget.value as Access })}
                >
                  {(['free', 'lock', 'hide'] as const).map((value) => (
                    <option key={value} value={value}>
                      {words.t(`lesson.${value}`)}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="check">
        <input type="checkbox" checked={curtain} onChange={(event) => setCurtain(event.currentTarget.checked)} />
        {words.t('lesson.curtain')}
      </label>
      <LinkField link={link} label={words.t('lesson.title')} />
      <div class="buttons">
        <CopyLink link={link} name="lesson.copy" />
        <button
          type="button"
          onClick={() => {
            store.revealed.value = false;
            store.dispatch({ type: 'lesson', lesson: chosen });
            store.dialog.value = null;
          }}
        >
          {words.t('lesson.preview')}
        </button>
        {lesson ? (
          <button
            type="button"
            onClick={() => {
              store.dispatch({ type: 'lesson', lesson: null });
              store.dialog.value = null;
            }}
          >
            {words.t('lesson.leave')}
          </button>
        ) : null}
      </div>
    </Dialog>
  );
}
