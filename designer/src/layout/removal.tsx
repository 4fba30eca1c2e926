import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CallProblem } from '@/problem/call-problem';

/** A button for what cannot be undone: it says first what goes, and afterwards why it did not. */
export const Removal = (props: {
  ask: string;
  title: string;
  text: ReactNode;
  now: string;
  failed: string;
  call: { mutate: () => void; isPending: boolean; error: unknown };
}) => {
  const { ask, title, text, now, failed, call } = props;
  const { t } = useTranslation('layout');
  return (
    <>
      <Popconfirm
        icon={null}
        title={title}
        description={text}
        okText={now}
        okButtonProps={{ danger: true }}
        cancelText={t('cancel')}
        onConfirm={() => call.mutate()}
      >
        <Button danger loading={call.isPending}>
          {ask}
        </Button>
      </Popconfirm>
      {call.error !== null && <CallProblem error={call.error} what={failed} />}
    </>
  );
};
