import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCanvasActions } from './actions';
import type { NoteNode } from './flow';

/** A note: text on the canvas, for people only. */
export const NoteView = memo(({ id, data, selected }: NodeProps<NoteNode>) => {
  const { t } = useTranslation('canvas');
  const { writeNote } = useCanvasActions();
  const { text } = data.drawn.note;
  return (
    <div className="note" data-selected={selected}>
      {selected && writeNote ? (
        <textarea className="nodrag nowheel" aria-label={t('note')} value={text} onChange={(event) => writeNote(id, event.target.value)} />
      ) : (
        <p>{text || t('note')}</p>
      )}
    </div>
  );
});
