import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Page } from '@/layout/page';
import { ProblemCard } from '@/problem/problem-card';

/** A page that broke. The others go on; so does everything on the server. */
export const PageCrash = () => {
  const { t } = useTranslation();
  const error = useRouteError();
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (
    <Page>
      <ProblemCard
        trouble={{ title: t('crash.title'), detail, next: t('crash.next'), code: 'designer.crash', path: location.pathname }}
        actions={
          <Button type="primary" onClick={() => location.reload()}>
            {t('crash.reload')}
          </Button>
        }
      />
    </Page>
  );
};
