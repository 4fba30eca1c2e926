import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useMay } from '@/api/session';
import { Beside } from '@/layout/beside';
import { Page } from '@/layout/page';
import { usePlace } from '@/place/place';
import { useOpen } from '@/place/use-open';
import { Gallery } from './gallery/gallery';
import { NewWorkflow } from './new-workflow';
import { WorkflowPane } from './pane/workflow-pane';
import { WorkflowList } from './workflow-list';
import './workflows.css';

export const Component = () => {
  const { t } = useTranslation('workflows');
  const [search] = useSearchParams();
  const { open, close } = useOpen();
  const mayAuthor = useMay('author');
  const isGallery = search.get('view') === 'gallery';
  usePlace({ title: t('title') });
  const pane =
    open === 'new' ? (
      mayAuthor && <NewWorkflow key={search.get('from')} from={search.get('from') ?? undefined} onClose={close} />
    ) : open ? (
      <WorkflowPane key={open} id={open} onClose={close} />
    ) : null;
  return (
    <>
      <nav className="workflows-tabs" aria-label={t('views')}>
        <Link to="/workflows" aria-current={isGallery ? undefined : 'page'}>
          {t('all')}
        </Link>
        <Link to="/workflows?view=gallery" aria-current={isGallery ? 'page' : undefined}>
          {t('gallery')}
        </Link>
      </nav>
      <Beside pane={pane}>
        <Page>{isGallery ? <Gallery /> : <WorkflowList />}</Page>
      </Beside>
    </>
  );
};
