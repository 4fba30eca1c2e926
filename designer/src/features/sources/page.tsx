import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
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
import { useRefusal } from '@/refusals/use-refusal';
import { NewSource } from './new-source';
import { dialectName, SourcePane } from './source-pane';
import './sources.css';

/** No source can be called so. */
const form = 'new:';

export const Component = () => {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const refusal = useRefusal();
  const { open, setOpen, close, linkTo } = useOpen();
  const mayWrite = useMay('author');
  // What was typed for a source just made, so that its configuration is whole; it is forgotten with the page.
  const [typed, setTyped] = useState<{ name: string; secret: string | undefined }>();
  const query = useInfiniteQuery({ ...apiPages('/api/v1/alert-sources', {}), refetchInterval: 5_000 });
  usePlace({ title: t('title') });
  const sources = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = sources.find(({ name }) => name === open);
  const add = mayWrite && (
    <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen(form)}>
      {t('add')}
    </Button>
  );
  const made = (name: string, secret: string | undefined): void => {
    setTyped({ name, secret });
    setOpen(name);
  };
  const pane =
    open === form && mayWrite ? (
      <NewSource taken={sources.map(({ name }) => name)} onMade={made} onClose={close} />
    ) : shown ? (
      <SourcePane key={shown.name} source={shown} typed={typed?.name === shown.name ? typed.secret : undefined} onClose={close} />
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
          note={query.data && format.number(sources.length)}
          extra={add}
          rowKey="name"
          rowClassName={({ name }) => (name === open ? 'row-open' : '')}
          onRow={({ name }) => ({ onClick: () => setOpen(name) })}
          columns={[
            { title: t('name'), render: (_, { name }) => <RowLink to={linkTo(name)}>{name}</RowLink> },
            { title: t('dialect'), render: (_, { dialect }) => dialectName(dialect, t('genericName')) },
            { title: t('authentication'), render: (_, { authentication }) => t(`authenticationName.${authentication.type}`) },
            {
              title: t('lastAlert'),
              render: (_, { status }) =>
                status.lastAlertAt ? <Time at={status.lastAlertAt} /> : <span className="row-note">{t('never')}</span>,
            },
            { title: t('accepted'), align: 'right', render: (_, { status }) => format.number(status.accepted) },
            { title: t('duplicates'), align: 'right', render: (_, { status }) => format.number(status.duplicates) },
            {
              title: t('refused'),
              render: (_, { status }) =>
                status.refused > 0 ? (
                  <span className="sources-refused">
                    {t('refusedWhy', { number: format.number(status.refused), why: refusal(status.lastRefusal) })}
                  </span>
                ) : (
                  <span className="row-note">0</span>
                ),
            },
          ]}
        />
      </Page>
    </Beside>
  );
};
