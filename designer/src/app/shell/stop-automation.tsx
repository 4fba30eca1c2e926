import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popover } from 'antd';
import { OctagonX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Schema } from '@/api/operations';
import { apiKey, apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { CallProblem } from '@/problem/call-problem';
import { useIsPhone } from '@/theme/media';
import { OperationsInFlight } from './operations-in-flight';
import { useServerPulse } from './server-pulse';

type Automation = Schema<'AutomationView'>;

/** The one stop button. Stopping takes two presses and no reason; starting again needs a reason. */
export const StopAutomation = () => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState(false);
  const isPhone = useIsPhone();
  const data = useServerPulse();
  const stopped = data?.stopped ?? false;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      afterOpenChange={setShown}
      content={<Panel key={String(stopped)} automation={data} isShown={shown} onDone={() => setOpen(false)} />}
    >
      <Button danger type={stopped ? 'primary' : 'default'} icon={<OctagonX size={14} />} aria-haspopup="dialog" aria-expanded={open}>
        {stopped ? t('stop.isStopped') : t(isPhone ? 'stop.short' : 'stop.title')}
      </Button>
    </Popover>
  );
};

const Panel = ({ automation, isShown, onDone }: { automation: Automation | undefined; isShown: boolean; onDone: () => void }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const stopped = automation?.stopped ?? false;
  const may = useMay(stopped ? 'operate' : 'stop');
  const change = useMutation({
    mutationFn: () =>
      api.post(stopped ? '/api/v1/automation/start' : '/api/v1/automation/stop', { body: { reason: reason.trim() || null } }),
    onSuccess: (now) => {
      queries.setQueryData(apiQuery('/api/v1/automation', {}).queryKey, now);
      void queries.invalidateQueries({ queryKey: apiKey('/api/v1/runs') });
      if (!now.stopped) onDone();
    },
  });
  // Only what is shown and enabled takes the focus.
  const now = useRef<HTMLButtonElement>(null);
  const isReady = isShown && may && !stopped;
  useEffect(() => {
    if (isReady) now.current?.focus();
  }, [isReady]);
  const missing = !may ? t('stop.notAllowed') : stopped && reason.trim() === '' ? t('stop.reasonMissing') : undefined;
  return (
    <div className="stop-panel" role="dialog" aria-label={t('stop.title')}>
      <p>{stopped ? t('stop.startEffect') : t('stop.effect')}</p>
      {stopped && automation?.stoppedBy && (
        <p className="quiet">{t('stop.by', { who: automation.stoppedBy, reason: automation.reason ?? t('stop.noReason') })}</p>
      )}
      <OperationsInFlight operations={automation?.inFlight ?? []} />
      <Input
        aria-label={t(stopped ? 'stop.reasonNeeded' : 'stop.reason')}
        placeholder={t(stopped ? 'stop.reasonNeeded' : 'stop.reason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {change.error && <CallProblem error={change.error} what={t(stopped ? 'stop.startFailed' : 'stop.failed')} />}
      <div className="stop-actions">
        <Button
          type="primary"
          danger={!stopped}
          ref={now}
          disabled={missing !== undefined}
          loading={change.isPending}
          onClick={() => change.mutate()}
        >
          {t(stopped ? 'stop.start' : 'stop.now')}
        </Button>
        {missing && <span className="quiet">{missing}</span>}
      </div>
    </div>
  );
};
