import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey } from '@/api/queries';
import { CallProblem } from '@/problem/call-problem';

/** From observe to change and back. What it allows is said before. */
export const SwitchMode = ({ connection }: { connection: Schema<'ConnectionAnswer'> }) => {
  const { t } = useTranslation('connections');
  const queries = useQueryClient();
  const other = connection.mode === 'change' ? 'observe' : 'change';
  const change = useMutation({
    mutationFn: () => api.put('/api/v1/connections/{id}', { params: { id: connection.id }, body: { mode: other } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: apiKey('/api/v1/connections') }),
  });
  return (
    <>
      <Popconfirm
        icon={null}
        title={t(`switch.${other}Title`, { name: connection.name })}
        description={
          <div className="connection-confirm">
            <p>{t(`switch.${other}Text`)}</p>
          </div>
        }
        okText={t(`switch.${other}`)}
        cancelText={t('cancel')}
        onConfirm={() => change.mutate()}
      >
        <Button loading={change.isPending}>{t(`switch.${other}Ask`)}</Button>
      </Popconfirm>
      {change.error && <CallProblem error={change.error} what={t('switch.failed')} />}
    </>
  );
};
