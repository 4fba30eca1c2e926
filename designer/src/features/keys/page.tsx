import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { apiPages } from '@/api/queries';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Beside } from '@/layout/beside';
import { ListCard } from '@/layout/list-card';
import { Page } from '@/layout/page';
import { RowLink } from '@/layout/row-link';
import { usePlace } from '@/place/place';
import { useOpen } from '@/place/use-open';
import { Expiry } from './expiry';
import { KeyPane } from './key-pane';
import { NewKey } from './new-key';
import './keys.css';

export const Component = () => {
  const { t } = useTranslation('keys');
  const format = useFormat();
  const { open, setOpen, close, linkTo } = useOpen();
  const query = useInfiniteQuery(apiPages('/api/v1/keys', {}));
  usePlace({ title: t('title') });
  const keys = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = keys.find(({ id }) => id === open);
  const add = (
    <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen('new')}>
      {t('add')}
    </Button>
  );
  return (
    <Beside pane={open === 'new' ? <NewKey onClose={close} /> : shown ? <KeyPane key={shown.id} apiKey={shown} onClose={close} /> : null}>
      <Page>
        <ListCard
          query={query}
          failed={t('failed')}
          empty={t('empty')}
          emptyAction={add}
          title={t('title')}
          note={query.data && format.number(keys.length)}
          extra={add}
          rowKey="id"
          rowClassName={({ id }) => (id === open ? 'row-open' : '')}
          onRow={({ id }) => ({ onClick: () => setOpen(id) })}
          columns={[
            {
              title: t('name'),
              render: (_, key) => <RowLink to={linkTo(key.id)}>{key.name}</RowLink>,
            },
            { title: t('roles'), render: (_, key) => key.roles.map((role) => t(`role.${role}`)).join(t('list')) },
            { title: t('createdBy'), dataIndex: 'createdBy' },
            { title: t('created'), render: (_, key) => <Time at={key.createdAt} /> },
            { title: t('expires'), render: (_, key) => <Expiry at={key.expiresAt} /> },
          ]}
        />
      </Page>
    </Beside>
  );
};
