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
import { ChannelPane } from './channel-pane';
import { ChannelState } from './channel-state';
import { kinds } from './draft';
import { NewChannel } from './new-channel';
import { useTypeTexts } from './type-texts';
import './channels.css';

/** No channel can be called so. */
const form = 'new:';

export const Component = () => {
  const { t } = useTranslation('channels');
  const format = useFormat();
  const { open, setOpen, close, linkTo } = useOpen();
  const mayChange = useMay('administer');
  const query = useInfiniteQuery({ ...apiPages('/api/v1/channels', {}), refetchInterval: 5_000 });
  usePlace({ title: t('title') });
  const channels = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = channels.find(({ id }) => id === open);
  const add = mayChange && (
    <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen(form)}>
      {t('add')}
    </Button>
  );
  const pane =
    open === form && mayChange ? (
      <NewChannel onMade={setOpen} onClose={close} />
    ) : shown ? (
      <ChannelPane key={shown.id} channel={shown} onClose={close} />
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
          note={query.data && format.number(channels.length)}
          extra={add}
          rowKey="id"
          rowClassName={({ id }) => (id === open ? 'row-open' : '')}
          onRow={({ id }) => ({ onClick: () => setOpen(id) })}
          columns={[
            { title: t('name'), render: (_, { id, name }) => <RowLink to={linkTo(id)}>{name}</RowLink> },
            { title: t('type'), render: (_, { type }) => <TypeName type={type} /> },
            {
              title: t('kinds'),
              render: (_, channel) =>
                channel.kinds.length === kinds.length ? t('allKinds') : channel.kinds.map((kind) => t(`kind.${kind}`)).join(t('between')),
            },
            { title: t('state'), render: (_, channel) => <ChannelState channel={channel} /> },
            {
              title: t('last'),
              render: (_, { deliveredAt }) => (deliveredAt ? <Time at={deliveredAt} /> : <span className="row-note">{t('never')}</span>),
            },
            { title: t('waiting'), align: 'right', render: (_, { waiting }) => (waiting > 0 ? format.number(waiting) : '') },
            {
              title: t('dead'),
              align: 'right',
              render: (_, { deadLetters }) =>
                deadLetters > 0 ? <strong className="channel-dead">{format.number(deadLetters)}</strong> : '',
            },
          ]}
        />
      </Page>
    </Beside>
  );
};

const TypeName = ({ type }: { type: string }) => useTypeTexts(type).name;
