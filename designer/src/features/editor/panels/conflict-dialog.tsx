import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/dialog/dialog';
import { changesOf, clashesOf } from '@/diff/changes';
import { Difference } from '@/diff/difference';
import { useEditor } from '../store';

/** Somebody else has saved since: both sides against what was read, and which of them goes on. */
export const ConflictDialog = ({ save, onLater }: { save: () => unknown; onLater: () => void }) => {
  const { t } = useTranslation('editor/panels');
  const conflict = useEditor((state) => state.conflict);
  const saved = useEditor((state) => state.saved);
  if (!conflict) return null;
  const { mine, theirs, etag } = conflict;
  const clashes = saved ? clashesOf(changesOf(saved, mine), changesOf(saved, theirs)) : new Set<string>();
  const places = [...clashes].filter((path) => changesOf(saved, mine).some((change) => change.path === path)).length;
  const keepMine = () => {
    // From here on the draft of now is what is written over, knowingly.
    useEditor.setState({ etag, saved: theirs, conflict: null });
    save();
  };
  const takeTheirs = () => {
    useEditor.getState().replaceDefinition(theirs);
    useEditor.setState({ etag, saved: theirs, conflict: null });
  };
  return (
    <Dialog
      title={t('conflict.title')}
      close={t('close')}
      onClose={onLater}
      width="wide"
      footer={
        <>
          <Button type="primary" onClick={keepMine}>
            {t('conflict.keepMine')}
          </Button>
          <Button onClick={takeTheirs}>{t('conflict.takeTheirs')}</Button>
          <span className="pane-quiet">{t('conflict.undo')}</span>
        </>
      }
    >
      <p>
        {t('conflict.text')} {places > 0 ? t('conflict.clash', { count: places }) : t('conflict.noClash')}
      </p>
      <div className="conflict-sides">
        <section>
          <h3 className="dialog-part">{t('conflict.mine')}</h3>
          <Difference before={saved ?? theirs} after={mine} none={t('conflict.same')} clashes={clashes} />
        </section>
        <section>
          <h3 className="dialog-part">{t('conflict.theirs')}</h3>
          <Difference before={saved ?? conflict.mine} after={theirs} none={t('conflict.same')} clashes={clashes} />
        </section>
      </div>
    </Dialog>
  );
};
