import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useEditor } from '../store';

/** Says that unsaved work has come back, and takes it away again if that was not wanted. */
export const Recovered = ({ at }: { at: string }) => {
  const { t } = useTranslation('editor');
  const { time } = useFormat();
  const [isOpen, setOpen] = useState(true);
  const saved = useEditor((state) => state.saved);
  if (!isOpen) return null;
  return (
    <div className="editor-recovered" role="status">
      <span>{t('recovered', { time: time(at) })}</span>
      {saved && (
        <button
          type="button"
          className="editor-tool editor-tool-framed"
          onClick={() => {
            useEditor.getState().replaceDefinition(saved);
            setOpen(false);
          }}
        >
          {t('discard')}
        </button>
      )}
      <button type="button" className="editor-tool" onClick={() => setOpen(false)}>
        {t('keep')}
      </button>
    </div>
  );
};
