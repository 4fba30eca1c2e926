import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { Facts } from '@/layout/beside';
import { Labelled } from '@/layout/labelled';
import { CallProblem } from '@/problem/call-problem';
import { useMessages } from '@/problem/messages/use-messages';

/** What the mapping reads out of a body, before it is saved. Nothing is stored or started. */
export const TryMapping = ({ mapping }: { mapping: string }) => {
  const { t } = useTranslation('sources');
  const read = useMessages();
  const [body, setBody] = useState('');
  const attempt = useMutation({
    mutationFn: () =>
      api.post('/api/v1/alerts/test', {
        body: { body, dialect: 'generic', mapping: JSON.parse(mapping) as Schema<'JsonElement'> },
      }),
  });
  return (
    <details className="sources-try">
      <summary>{t('try.title')}</summary>
      <Labelled label={t('try.body')}>
        <Input.TextArea
          className="sources-mapping"
          autoSize={{ minRows: 4, maxRows: 14 }}
          spellCheck={false}
          value={body}
          onChange={(event) => setBody(event.target.value)}
        />
      </Labelled>
      <Button
        className="sources-try-now"
        size="small"
        disabled={body.trim() === ''}
        loading={attempt.isPending}
        onClick={() => attempt.mutate()}
      >
        {t('try.now')}
      </Button>
      {attempt.error && <CallProblem error={attempt.error} what={t('try.failed')} />}
      <div role="status">
        {attempt.data?.problems.map((problem) => (
          <p key={problem} className="labelled-problem">
            {read(problem)}
          </p>
        ))}
        {attempt.data?.alerts.map(({ alert }) => (
          <Facts
            key={`${alert.fingerprint} ${alert.startsAt} ${alert.status}`}
            facts={[
              [t('name'), `${alert.name} · ${alert.status}`],
              [t('try.severity'), alert.severity],
              [
                t('try.labels'),
                Object.entries(alert.labels)
                  .map(([name, value]) => `${name}=${value}`)
                  .join(', '),
              ],
              [t('try.target'), alert.finding?.target?.name ?? (alert.finding && read(alert.finding.targetNote))],
            ]}
          />
        ))}
      </div>
    </details>
  );
};
