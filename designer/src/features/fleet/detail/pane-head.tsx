import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What is open: its state, its name, which can be copied, and when it was last seen. */
export const PaneHead = ({ mark, name, note }: { mark?: ReactNode; name: string; note: string }) => {
  const { t } = useTranslation('fleet');
  return (
    <>
      {mark}
      <h2 className="pane-title" title={name}>
        {name}
      </h2>
      <button
        type="button"
        className="pane-copy"
        aria-label={t('detail.copyName')}
        title={t('detail.copyName')}
        onClick={() => navigator.clipboard.writeText(name)}
      >
        <Copy size={14} aria-hidden />
      </button>
      <span className="quiet pane-seen">{note}</span>
    </>
  );
};
