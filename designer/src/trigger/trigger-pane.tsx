import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { Facts, Pane } from '@/layout/beside';
import { CallProblem } from '@/problem/call-problem';
import { useSaid, useWorkflowNames } from '@/shipped/use-said';
import type { TriggerDraft } from './draft';
import { EditTrigger } from './edit-trigger';
import { FiringList } from './firing-list';
import { DeleteTrigger, FireNow, PauseTrigger } from './trigger-actions';
import { useTypeTexts } from './type-texts';

type Props = {
  id: string;
  onClose: () => void;
  /** What is known of the draft, such as its next fire times. */
  beside?: (draft: TriggerDraft) => ReactNode;
  /** Parts of its own below the form. */
  below?: ReactNode;
};

/** One trigger: how it stands, what it fired and what became of that, and its settings. */
export const TriggerPane = ({ id, onClose, beside, below }: Props) => {
  const { t } = useTranslation('trigger');
  const read = useQuery({ ...apiQuery('/api/v1/triggers/{id}', { params: { id } }), refetchInterval: 10_000 });
  const said = useSaid();
  const nameOf = useWorkflowNames();
  const mayAuthor = useMay('author');
  const trigger = read.data;
  const texts = useTypeTexts(trigger?.type ?? '');
  return (
    <Pane name="trigger" title={said(trigger?.name) ?? id} note={trigger ? texts.name : undefined} onClose={onClose}>
      {read.error && !trigger && <CallProblem error={read.error} what={t('readFailed')} retry={read.refetch} />}
      {trigger && (
        <>
          <section>
            <Facts
              facts={[
                [t('state'), t(trigger.enabled ? 'enabled' : 'paused')],
                [t('pausedBy'), trigger.pause && <PausedBy key="pause" pause={trigger.pause} />],
                [t('address'), addressOf(trigger) && <code key="address">{addressOf(trigger)}</code>],
                [t('changed'), <Time key="changed" at={trigger.updatedAt} />],
                [t('changedBy'), trigger.updatedBy],
                [
                  t('origin'),
                  trigger.origin && t('originIs', { workflow: nameOf(trigger.origin.workflow), version: trigger.origin.version }),
                ],
                [t('id'), <code key="id">{trigger.id}</code>],
              ]}
            />
            <div className="pane-actions">
              <PauseTrigger trigger={trigger} />
              <FireNow trigger={trigger} />
            </div>
          </section>
          <section>
            <h3>{t('firings')}</h3>
            <FiringList trigger={trigger.id} />
          </section>
          {below}
          {trigger.origin && (
            <section>
              <p className="pane-help">{t('ownedText')}</p>
              <Link to={`/workflows/${trigger.origin.workflow}`}>{t('openEditor')}</Link>
            </section>
          )}
          {mayAuthor && !trigger.origin && (
            <section>
              <h3>{t('settings')}</h3>
              <EditTrigger key={trigger.id} trigger={trigger} {...(beside ? { beside } : {})} />
              <div className="pane-actions">
                <DeleteTrigger trigger={trigger} onDeleted={onClose} />
              </div>
            </section>
          )}
        </>
      )}
    </Pane>
  );
};

/** Where a webhook is called. */
const addressOf = (trigger: object): string | undefined =>
  'address' in trigger && typeof trigger.address === 'string' ? `POST ${window.location.origin}${trigger.address}` : undefined;

const PausedBy = ({ pause }: { pause: { at: string; by: string; reason?: string | null } }) => (
  <>
    {pause.by} · <Time at={pause.at} />
    {pause.reason && ` · ${pause.reason}`}
  </>
);
