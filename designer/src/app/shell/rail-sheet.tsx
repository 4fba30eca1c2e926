import { Menu } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Preferences } from './preferences';
import { RailLinks } from './rail';

/** The rail of a phone: a bar at the bottom edge that opens as a sheet. */
export const RailSheet = () => {
  const { t } = useTranslation();
  const sheet = useRef<HTMLDialogElement>(null);
  const close = (): void => sheet.current?.close();
  return (
    <>
      <nav className="rail-bar" aria-label={t('pages')}>
        <button type="button" className="rail-link" onClick={() => sheet.current?.showModal()} aria-haspopup="dialog">
          <Menu size={18} aria-hidden />
          <span>{t('pages')}</span>
        </button>
      </nav>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; this is the tap beside it. */}
      <dialog ref={sheet} className="rail-sheet" aria-label={t('pages')} onClick={(event) => event.target === sheet.current && close()}>
        <div className="rail-sheet-body">
          <RailLinks onGo={close} />
          <Preferences />
        </div>
      </dialog>
    </>
  );
};
