import { lazy, Suspense } from 'react';
import { useEditor } from '../store';
import { useUi } from '../ui';

// Each is opened now and then: none is loaded with the page.
const PublishDialog = lazy(() => import('./publish-dialog').then(({ PublishDialog: it }) => ({ default: it })));
const ConflictDialog = lazy(() => import('./conflict-dialog').then(({ ConflictDialog: it }) => ({ default: it })));
const VersionsPane = lazy(() => import('./versions-pane').then(({ VersionsPane: it }) => ({ default: it })));
const PlanDialog = lazy(() => import('./plan-dialog').then(({ PlanDialog: it }) => ({ default: it })));
const StartDialog = lazy(() => import('@/start-run/start-dialog'));

const close = (): void => useUi.setState({ dialog: null });

/** What opens over the editor: publish, versions, plan, start, and the two sides of an outdated save. */
export const EditorDialogs = ({ save }: { save: () => Promise<unknown> }) => {
  const dialog = useUi((state) => state.dialog);
  const id = useEditor((state) => state.id);
  const hasConflict = useEditor((state) => state.conflict !== null);
  return (
    <Suspense fallback={null}>
      {dialog === 'publish' && !hasConflict && <PublishDialog onClose={close} save={save} />}
      {dialog === 'versions' && <VersionsPane onClose={close} />}
      {dialog === 'plan' && !hasConflict && <PlanDialog onClose={close} save={save} />}
      {dialog === 'start' && <StartDialog workflow={id} onClose={close} />}
      {hasConflict && (
        <ConflictDialog
          // What went wrong with the save is shown where saving is.
          save={() => save().catch(() => undefined)}
          onLater={() => useEditor.setState({ conflict: null })}
        />
      )}
    </Suspense>
  );
};
