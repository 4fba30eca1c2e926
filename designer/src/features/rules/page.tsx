import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Schema } from '@/api/operations';
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
import { useSaid, useWorkflowNames } from '@/shipped/use-said';
import type { TriggerDraft } from '@/trigger/draft';
import { FiringMark } from '@/trigger/firing-mark';
import { NewTrigger } from '@/trigger/new-trigger';
import { TriggerPane } from '@/trigger/trigger-pane';
import { useTypeTexts } from '@/trigger/type-texts';
import { Replay } from './replay';

const beside = (draft: TriggerDraft) => (draft.type === 'fleet-rule' ? <Replay draft={draft} /> : null);

const types = ['alert', 'fleet-rule', 'run', 'webhook'] as const;

export const Component = () => {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const { open, setOpen, close, linkTo } = useOpen();
  const [search] = useSearchParams();
  const mayAuthor = useMay('author');
  const said = useSaid();
  const nameOf = useWorkflowNames();
  const query = useInfiniteQuery({
    ...apiPages('/api/v1/triggers', { query: { limit: 200 } }),
    select: ({ pages, ...rest }) => ({ ...rest, pages: pages.map((page) => ({ ...page, items: page.items.filter(isRule) })) }),
    refetchInterval: 10_000,
  });
  usePlace({ title: t('title') });
  const rules = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const add = mayAuthor && (
    <Button type="primary" icon={<Plus size={14} />} onClick={() => setOpen('new')}>
      {t('add')}
    </Button>
  );
  const pane =
    open === 'new' && mayAuthor ? (
      <NewTrigger title={t('add')} types={types} first={firstOf(search)} onMade={setOpen} onClose={close} beside={beside} />
    ) : open && open !== 'new' ? (
      <TriggerPane key={open} id={open} onClose={close} beside={beside} />
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
          note={query.data && format.number(rules.length)}
          extra={add}
          rowKey="id"
          rowClassName={({ id }) => (id === open ? 'row-open' : '')}
          onRow={({ id }) => ({ onClick: () => setOpen(id) })}
          columns={[
            { title: t('name'), render: (_, { id, name }) => <RowLink to={linkTo(id)}>{said(name)}</RowLink> },
            { title: t('type'), render: (_, { type }) => <TypeName type={type} /> },
            { title: t('then'), render: (_, { action }) => t(`action.${action}`) },
            { title: t('workflow'), render: (_, { workflow }) => nameOf(workflow) },
            { title: t('state'), render: (_, { enabled }) => t(enabled ? 'enabled' : 'paused') },
            { title: t('last'), render: (_, { status }) => <Last status={status} /> },
            { title: t('waiting'), align: 'right', render: (_, { status }) => status.recommended > 0 && format.number(status.recommended) },
          ]}
        />
      </Page>
    </Beside>
  );
};

/** An alert that no rule is about leads here, and gives what is known of it. */
const firstOf = (search: URLSearchParams): TriggerDraft => {
  const [source, name] = [search.get('source'), search.get('name')];
  return source === null || name === null ? {} : { type: 'alert', name, source, match: { name } };
};

const isRule = ({ type }: { type: string }): boolean => type !== 'schedule';

const TypeName = ({ type }: { type: string }) => useTypeTexts(type).name;

const Last = ({ status }: { status: Schema<'TriggerStatus'> }) =>
  status.lastFiring && (
    <>
      <FiringMark status={status.lastFiring.status} /> <Time at={status.lastFiring.dueAt} />
    </>
  );
