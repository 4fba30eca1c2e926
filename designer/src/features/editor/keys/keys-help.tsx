import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useUi } from '../ui';

const lines = [
  ['add', '/'],
  ['walk', '← → ↑ ↓'],
  ['extend', 'Shift ← → ↑ ↓'],
  ['nudge', 'Alt ← → ↑ ↓'],
  ['connect', 'C'],
  ['open', 'Enter'],
  ['remove', 'Delete'],
  ['copy', 'Ctrl C · X · V · D'],
  ['undo', 'Ctrl Z · Y'],
  ['all', 'Ctrl A'],
  ['find', 'Ctrl F'],
  ['into', 'I · O'],
  ['fold', 'E'],
  ['problem', 'F8'],
  ['tidy', 'Shift L'],
  ['note', 'Shift N'],
  ['fit', 'Shift 1'],
  ['save', 'Ctrl S'],
  ['publish', 'Ctrl Enter'],
  ['plan', 'P'],
  ['start', 'Shift Enter'],
  ['leave', 'Esc'],
  ['help', '?'],
] as const;

const close = (): void => useUi.setState({ dialog: null });

/** What the keys do. */
export const KeysHelp = () => {
  const { t } = useTranslation('editor');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="keys-help" aria-label={t('keys.title')} onClose={close}>
      <h2>{t('keys.title')}</h2>
      <dl>
        {lines.map(([key, keys]) => (
          <div key={key}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(`keys.${key}`)}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" className="editor-tool">
          {t('keys.close')}
        </button>
      </form>
    </dialog>
  );
};
