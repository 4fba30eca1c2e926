import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { Card } from '@/layout/page';
import { useListKeys } from '@/layout/use-list-keys';
import { StateMark } from '@/marks/state-mark';
import { useWorkflowNames } from '@/shipped/use-said';
import { Expiry } from './expiry';

type Approval = Schema<'ApprovalView'>;

export const List = ({
  items,
  selected,
  onOpen,
}: {
  items: readonly Approval[];
  selected: string | null;
  onOpen: (id: string) => void;
}) => {
  const { t } = useTranslation('approvals');
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list, 'li');
  return (
    <Card title={t('list')} note={items.length}>
      <ul className="approvals-items" ref={list}>
        {items.map((item) => (
          <li key={item.id}>
            <button type="button" aria-current={item.id === selected} onClick={() => onOpen(item.id)}>
              <Item item={item} />
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
};

const Item = ({ item }: { item: Approval }) => {
  const name = useWorkflowNames()(item.workflow);
  return (
    <>
      <span className="approvals-name">
        <StateMark state="waiting" bare /> {name}
      </span>
      <span className="approvals-message">{item.message}</span>
      <Expiry at={item.expiresAt} />
    </>
  );
};
