import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { apiPages } from '@/api/queries';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Beside } from '@/layout/beside';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { RowLink } from '@/layout/row-link';
import { usePlace } from '@/place/place';
import { useOpen } from '@/place/use-open';
import { NewSecret, SecretPane } from './secret-pane';

export const Component = () => {
  const { t } = useTranslation('secrets');
  const format = useFormat();
  const { open, setOpen, close, linkTo } = useOpen();
  const mayChange = useMay('administer');
  const query = useInfiniteQuery(apiPages('/api/v1/secrets', {}));
  usePlace({ title: t('title') });
  const secrets = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = secrets.find(({ name }) => name === open);
  const add = mayChange && (
    <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen('new:')}>
      {t('add')}
    </Button>
  );
  const pane =
    open === 'new:' && mayChange ? (
      <NewSecret taken={secrets.map(({ name }) => name)} onStored={setOpen} onClose={close} />
    ) : shown ? (
      <SecretPane key={shown.name} secret={shown} onClose={close} />
    ) : null;
  return (
    <Beside pane={pane}>
      <Page>
        <ListCard
          query={query}
          failed={t('failed')}
          empty={t('empty')}
          emptyAction={add}
          title={t('title')}
          note={query.data && format.number(secrets.length)}
          extra={add}
          rowKey="name"
          rowClassName={({ name }) => (name === open ? 'row-open' : '')}
          onRow={({ name }) => ({ onClick: () => setOpen(name) })}
          columns={[
            {
              title: t('name'),
              render: (_, { name }) => <RowLink to={linkTo(name)}>{name}</RowLink>,
            },
            { title: t('created'), render: (_, secret) => <Time at={secret.createdAt} /> },
            { title: t('updated'), render: (_, secret) => <Time at={secret.updatedAt} /> },
          ]}
        />
      </Page>
    </Beside>
  );
};
