import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { Time } from '@/format/time';
import { useDeciders } from './words';

export const SoFar = ({ approval, run }: { approval: Schema<'ApprovalView'>; run: Schema<'RunDetail'> | undefined }) => {
  const { t } = useTranslation('approvals');
  const deciders = useDeciders();
  return (
    <div className="request-facts">
      <h3>{t('who')}</h3>
      <p>{approval.by.length > 0 ? t('whoText', { who: deciders(approval.by) }) : t('anyone')}</p>
      <h3>{t('soFar')}</h3>
      <ul>
        {run && (
          <li>
            <Time at={run.startedAt ?? run.createdAt} />{' '}
            {t('soFarStarted', { who: run.trigger.by ?? run.trigger.name ?? run.trigger.kind })}
          </li>
        )}
        <li>
          <Time at={approval.requestedAt} /> {t('soFarAsked')}
        </li>
      </ul>
    </div>
  );
};
